"""Every theorem of the ledger has a derivation that holds, and that breaks where a step or a hypothesis is altered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sympy

from nashsym.theorems.registry import THEOREMS, theorem
from proofs import __main__ as program
from proofs.framework import Algebra, Fact, Proof, ProofError, Scope, Universal
from proofs.framework.printing import latex_of, text_of

NAMES = [each.name for each in THEOREMS]
#: Steps that SymPy checked.
CHECKED = (Scope.EVERY, Scope.EXPLICIT, Scope.INSTANCE)
#: Fewer checked steps than this are no derivation from the utility to the statement.
FEWEST = 8

built = cache(program.proof_of)


def test_every_theorem_has_a_derivation_where_the_ledger_says() -> None:
    assert list(program.FILES) == NAMES
    root = Path(program.__file__).parents[1]
    for name, path in program.FILES.items():
        assert theorem(name).proof == str(path.relative_to(root))


@pytest.mark.parametrize("name", NAMES)
def test_it_proves_what_the_ledger_states(name: str) -> None:
    proof, entry = built(name), theorem(name)
    assert (proof.name, proof.title, proof.statement) == (entry.name, entry.title, entry.statement)


@pytest.mark.parametrize("name", NAMES)
def test_most_of_it_is_checked(name: str) -> None:
    counted = Counter(step.scope for step in built(name).steps)
    checked = sum(counted[scope] for scope in CHECKED)
    assert checked >= FEWEST
    assert 2 * (counted[Scope.WORDS] + counted[Scope.CITED] + counted[Scope.EARLIER]) < checked


@pytest.mark.parametrize("name", NAMES)
def test_it_starts_from_the_utility(name: str) -> None:
    (formula,) = built(name).steps[0].formula
    assert formula.lhs.name.startswith("uᵢ")
    assert any("differentiation" in step.text for step in built(name).steps[:4])


@pytest.mark.parametrize("name", NAMES)
def test_it_shows_what_each_hypothesis_is_needed_for(name: str) -> None:
    without = [step for step in built(name).steps if "Without" in step.text or "without" in step.text]
    assert len(without) >= len(theorem(name).counterexamples)
    assert any(step.scope in CHECKED for step in without) or not theorem(name).counterexamples


@pytest.mark.parametrize("name", NAMES)
def test_it_cites_with_author_and_year(name: str) -> None:
    for step in built(name).steps:
        if step.scope is Scope.CITED:
            assert re.search(r"[A-Z]\w+.*\b(1[89]|20)\d\d\b", step.note), step.note


@pytest.mark.parametrize("name", NAMES)
def test_its_latex_is_balanced_and_spelled(name: str) -> None:
    latex = latex_of(built(name))
    for opening, closing in (("{", "}"), (r"\[", r"\]"), (r"\left", r"\right")):
        assert latex.count(opening) == latex.count(closing)
    assert latex.count(r"\item") == len(built(name).steps)
    formulas = re.findall(r"\\\[.*?\\\]", latex)
    assert [formula for formula in formulas if not formula.isascii()] == []
    # TeX refuses two superscripts, or two subscripts, in a row.
    assert re.findall(r"(?:\^\{[^{}]*\}|') *\^\{.*|_\{[^{}]*\} *_\{.*", latex.replace("'^", "^")) == []
    # In the prose quotation marks, dashes and letters with an accent are all that a TeX engine has to know.
    assert set(re.findall(r"[^\x00-\x7F]", latex)) <= set("“”’–éèü")


@pytest.mark.parametrize("name", NAMES)
def test_its_text_has_every_step(name: str) -> None:
    text = text_of(built(name))
    assert all(step.text in text for step in built(name).steps)


@pytest.mark.parametrize("name", NAMES)
def test_no_step_of_it_survives_an_altered_sign_or_a_dropped_fact(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: Counter[str] = Counter()
    for method in (identity, conclude, apply, leading, squeeze, explicit):
        monkeypatch.setattr(Proof, method.__name__, method(getattr(Proof, method.__name__), seen))
    program.proof_of(name)
    assert seen["identity"] > 0
    assert seen["conclude"] + seen["identity"] > 4


@pytest.mark.parametrize("name", NAMES)
def test_it_breaks_without_the_rules_that_it_assumes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Algebra, "rule", lambda *_: None)
    with pytest.raises(ProofError):
        program.proof_of(name)


@pytest.mark.parametrize("name", NAMES)
def test_it_breaks_where_no_matrix_is_symmetric(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = Algebra.matrix

    def lopsided(self: Algebra, name: str, *, symmetric: bool = False, **options: Any) -> sympy.Symbol:
        return matrix(self, name, **options)

    monkeypatch.setattr(Algebra, "matrix", lopsided)
    with pytest.raises(ProofError):
        program.proof_of(name)


def test_the_program_prints_checks_and_refuses(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program.main(["T1"]) == 0
    assert text_of(built("T1")) in capsys.readouterr().out
    assert program.main(["T1", "--latex"]) == 0
    assert latex_of(built("T1")) in capsys.readouterr().out
    assert program.main(["T0", "T1"]) == 2
    assert "no derivation of T0" in capsys.readouterr().err

    def failing(name: str) -> Proof:
        if name == "T2":
            raise ProofError("T2: a step: left − right is 1, not 0")
        return built(name)

    monkeypatch.setattr(program, "proof_of", failing)
    monkeypatch.setattr(program, "FILES", {name: program.FILES[name] for name in ("T1", "T2", "T5")})
    assert program.main([]) == 1
    captured = capsys.readouterr()
    assert "FAILED T2: a step" in captured.err
    assert [line.split(":")[0] for line in captured.out.splitlines()] == ["T1", "T5"]


# --- each method of a proof, with its step altered before it is stated -----------------------------------------------


def refused(step: Callable[[], object]) -> None:
    with pytest.raises(ProofError):
        step()


def identity(original: Callable[..., Fact], seen: Counter[str]) -> Callable[..., Fact]:
    """Turn the sign of one term of the left side that is not 0."""

    def stated(self: Proof, text: str, left: sympy.Expr, right: sympy.Expr | int = 0, **options: Any) -> Fact:
        for term in sympy.Add.make_args(sympy.expand(left)):
            if not self.algebra.is_zero(term):
                refused(lambda other=left - 2 * term: original(self, text, other, right, **options))  # type: ignore[misc]
                seen["identity"] += 1
                break
        return original(self, text, left, right, **options)

    return stated


def conclude(original: Callable[..., Fact], seen: Counter[str]) -> Callable[..., Fact]:
    """Drop each fact that adds something, and turn the sign of the conclusion."""

    def stated(
        self: Proof,
        text: str,
        expression: sympy.Expr,
        relation: str,
        because: Mapping[Fact, Any] | Sequence[tuple[Fact, Any]],
        **options: Any,
    ) -> Fact:
        pairs = list(because.items()) if isinstance(because, Mapping) else list(because)
        for place, (fact, factor) in enumerate(pairs):
            if not self.algebra.is_zero(factor * fact.expression):
                fewer = pairs[:place] + pairs[place + 1 :]
                refused(lambda fewer=fewer: original(self, text, expression, relation, fewer))  # type: ignore[misc]
                seen["conclude"] += 1
        if not self.algebra.is_zero(expression):
            refused(lambda: original(self, text, -expression, relation, pairs))
        return original(self, text, expression, relation, pairs, **options)

    return stated


def apply(original: Callable[..., Fact], seen: Counter[str]) -> Callable[..., Fact]:
    """Drop the facts that say that a vector has the properties asked for, and take one that does not have them."""

    def stated(
        self: Proof, text: str, known: Universal, value: sympy.Expr, because: Iterable[Fact] = (), **options: Any
    ) -> Fact:
        if because:
            refused(lambda: original(self, text, known, value))
        if known.where:
            stranger = self.algebra.letter("stranger") or self.algebra.vector("stranger")
            refused(lambda: original(self, text, known, value + stranger, because))
        seen["apply"] += 1
        return original(self, text, known, value, because, **options)

    return stated


def leading(original: Callable[..., Fact], seen: Counter[str]) -> Callable[..., Fact]:
    """Turn the sign of the coefficient."""

    def stated(
        self: Proof, text: str, fact: Fact, parameter: sympy.Symbol, expression: sympy.Expr, **options: Any
    ) -> Fact:
        refused(lambda: original(self, text, fact, parameter, -expression))
        seen["leading"] += 1
        return original(self, text, fact, parameter, expression, **options)

    return stated


def squeeze(original: Callable[..., Fact], seen: Counter[str]) -> Callable[..., Fact]:
    """Take one of the two sides twice."""

    def stated(self: Proof, text: str, above: Fact, below: Fact, **options: Any) -> Fact:
        refused(lambda: original(self, text, above, above))
        seen["squeeze"] += 1
        return original(self, text, above, below, **options)

    return stated


def explicit(original: Callable[..., Fact], seen: Counter[str]) -> Callable[..., Fact]:
    """Add 1 to the first residual, and turn it where it is a truth value."""

    def stated(
        self: Proof, text: str, sizes: Iterable[int], residuals: Callable[[int], Iterable[Any]], **options: Any
    ) -> Fact:
        def wrong(size: int) -> Iterable[Any]:
            for place, residual in enumerate(residuals(size)):
                value = sympy.sympify(residual)
                truth = value in (sympy.true, sympy.false)
                shifted = not bool(value) if truth else value + (sympy.ones(*value.shape) if value.is_Matrix else 1)
                yield residual if place else shifted

        listed = list(sizes)
        refused(lambda: original(self, text, listed[:1], wrong, **options))
        seen["explicit"] += 1
        return original(self, text, listed, residuals, **options)

    return stated

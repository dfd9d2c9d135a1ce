"""A proof: steps that are checked when they are stated, and facts that later steps may use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Literal

import sympy

from proofs.framework.algebra import Algebra

__all__ = ["Fact", "Proof", "ProofError", "Scope", "Step", "Universal"]

Relation = Literal["= 0", "≥ 0", "> 0"]


class ProofError(Exception):
    """A step that does not hold; the message has the step and what is left over."""


class Scope(Enum):
    """How far a step reaches, and who checked it."""

    GIVEN = "given"
    """A hypothesis or a definition: nothing to check."""
    EVERY = "checked for every D and N"
    """Matrix algebra, checked by SymPy."""
    EXPLICIT = "checked in full symbols"
    """Checked by SymPy entry by entry, for the dimensions that stand beside it."""
    INSTANCE = "computed"
    """A single instance, computed exactly."""
    EARLIER = "proved before"
    """A theorem of this collection, with its name; its own derivation checks it."""
    CITED = "cited"
    """A theorem of the literature, with its source; not checked here."""
    WORDS = "in words"
    """Plain logic over the facts before it; nothing to compute."""


@dataclass(frozen=True, eq=False)
class Fact:
    """Something that is known from a step: ``expression = 0``, ``≥ 0`` or ``> 0``."""

    expression: sympy.Expr
    relation: Relation


@dataclass(frozen=True, eq=False)
class Universal:
    """Something that is known of every vector with some properties: apply it with `Proof.apply`.

    Attributes
    ----------
    letter : Symbol
        Stands for any vector.
    where : tuple of Fact
        What it must satisfy, in terms of the letter.
    claim : Fact
        What is known then.
    """

    letter: sympy.Symbol
    where: tuple[Fact, ...]
    claim: Fact


@dataclass(frozen=True, eq=False)
class Step:
    """One line of a proof.

    Attributes
    ----------
    text : str
        What it says, in words.
    scope : Scope
    formula : tuple of SymPy objects
        What is printed below it.
    note : str
        The dimensions of an explicit step, the source of a cited one, how a conclusion is put together.
    """

    text: str
    scope: Scope
    formula: tuple[sympy.Basic, ...] = ()
    note: str = ""


@dataclass(eq=False)
class Proof:
    """A theorem and its derivation from the utility.

    Each method states a step, checks it at once and returns what it makes known; a step that does not hold raises
    `ProofError`, so that a proof that could be built holds.

    Parameters
    ----------
    name, title, statement : str
        As in the ledger.
    algebra : Algebra
    """

    name: str
    title: str
    statement: str
    algebra: Algebra = field(default_factory=Algebra)
    steps: list[Step] = field(default_factory=list)
    fractions: set[sympy.Symbol] = field(default_factory=set)

    # --- what is assumed ---------------------------------------------------------------------------------------------

    def given(
        self, text: str, expression: sympy.Expr | int | None = None, relation: Relation = "≥ 0", *, show: str = ""
    ) -> Fact:
        """State a hypothesis; with an expression it is a fact to conclude from, which may be printed as `show`."""
        shown = () if expression is None else (_related(sympy.sympify(expression), relation, show),)
        self.steps.append(Step(text, Scope.GIVEN, shown))
        return Fact(sympy.Integer(0) if expression is None else sympy.sympify(expression), relation)

    def let(
        self, text: str, named: Mapping[str, sympy.Basic] = MappingProxyType({}), /, **formulas: sympy.Basic
    ) -> None:
        """Define something; the formulas are printed as ``name = formula``, the mapping having any names."""
        shown = tuple(
            sympy.Eq(sympy.Symbol(name), value, evaluate=False) for name, value in {**named, **formulas}.items()
        )
        self.steps.append(Step(text, Scope.GIVEN, shown))

    def fraction(self, name: str) -> sympy.Symbol:
        """Return a number that is any with 0 < t ≤ 1: `conclude` knows its sign and that of 1 − t."""
        symbol = sympy.Symbol(name, positive=True)
        self.fractions.add(symbol)
        return symbol

    def every(
        self,
        text: str,
        letter: sympy.Symbol,
        claim: sympy.Expr,
        relation: Relation = "≥ 0",
        where: Sequence[tuple[sympy.Expr, Relation]] = (),
        show: str = "",
    ) -> Universal:
        """State a hypothesis about every vector with the properties `where`; `letter` stands for it in both."""
        self.steps.append(Step(text, Scope.GIVEN, (_related(claim, relation, show),)))
        return Universal(letter, tuple(Fact(*each) for each in where), Fact(claim, relation))

    # --- what is checked ---------------------------------------------------------------------------------------------

    def identity(self, text: str, left: sympy.Expr, right: sympy.Expr | int = 0, *, show: str = "") -> Fact:
        """State ``left = right`` for every D and N; checked by the algebra's normal form.

        `show` is printed for the left side, where that is long or reads like the right one.
        """
        difference = sympy.sympify(left) - sympy.sympify(right)
        if sympy.sympify(right) != 0 and self.algebra.shape(left) != self.algebra.shape(right):
            raise ProofError(f"{self.name}: {text}: the shapes differ")
        rest = self.algebra.normal(difference)
        if rest != 0:
            raise ProofError(f"{self.name}: {text}: left − right is {rest}, not 0")
        shown = sympy.Symbol(show) if show else left
        self.steps.append(Step(text, Scope.EVERY, (sympy.Eq(shown, right, evaluate=False),)))
        return Fact(difference, "= 0")

    def conclude(
        self,
        text: str,
        expression: sympy.Expr,
        relation: Relation,
        because: Mapping[Fact, sympy.Expr | int] | Sequence[tuple[Fact, sympy.Expr | int]],
        *,
        show: str = "",
    ) -> Fact:
        """State a sign: the expression is a combination of facts, with multipliers that keep their signs.

        Parameters
        ----------
        text : str
        expression : scalar expression
        relation : {"= 0", "≥ 0", "> 0"}
        because : mapping from Fact to its multiplier
            The multiplier of an equation is any expression, which stands to its left; that of an inequality is a scalar
            that SymPy knows to be ≥ 0 (a number, or a symbol declared nonnegative or positive). For "> 0" one strict
            fact has one that is > 0. Signs of vectors are those of every entry.
        """
        pairs = list(because.items()) if isinstance(because, Mapping) else list(because)
        rest, strict = sympy.sympify(expression), False
        for fact, multiplier in pairs:
            factor = sympy.sympify(multiplier)
            if fact.relation != "= 0":
                positive, nonnegative = self._sign(factor)
                if relation == "= 0" or not nonnegative:
                    raise ProofError(f"{self.name}: {text}: the multiplier {factor} of an inequality is not known ≥ 0")
                strict = strict or (fact.relation == "> 0" and positive)
            rest -= factor * fact.expression
        left = self.algebra.normal(rest)
        if left != 0:
            raise ProofError(f"{self.name}: {text}: the facts leave {left} over")
        if relation == "> 0" and not strict:
            raise ProofError(f"{self.name}: {text}: no fact makes it strict")
        self.steps.append(Step(text, Scope.EVERY, (_related(sympy.sympify(expression), relation, show),)))
        return Fact(sympy.sympify(expression), relation)

    def apply(
        self, text: str, known: Universal, value: sympy.Expr, because: Sequence[Fact] = (), *, show: str = ""
    ) -> Fact:
        """State what is known of every such vector for one of them.

        Parameters
        ----------
        text : str
        known : Universal
        value : expression for a vector
        because : facts
            Those that say that it has the properties asked for; equations that hold by the rules need none.
        """
        for wanted in known.where:
            needed = self.algebra.put(wanted.expression, {known.letter: value})
            enough = {"= 0": {"= 0"}, "≥ 0": {"= 0", "≥ 0", "> 0"}, "> 0": {"> 0"}}[wanted.relation]
            if wanted.relation != "> 0" and self.algebra.is_zero(needed):
                continue
            if not any(fact.relation in enough and self.algebra.is_zero(fact.expression - needed) for fact in because):
                raise ProofError(f"{self.name}: {text}: no fact says that {needed} is {wanted.relation}")
        expression = self.algebra.put(known.claim.expression, {known.letter: value})
        self.steps.append(Step(text, Scope.EVERY, (_related(expression, known.claim.relation, show),)))
        return Fact(expression, known.claim.relation)

    def product(self, text: str, one: Fact, other: Fact) -> Fact:
        """State that a product of known signs has it too: ≥ 0 times ≥ 0 is ≥ 0, and so on.

        Signs of vectors and matrices are those of every entry: a row ≥ 0 times a column ≥ 0 is ≥ 0, and so is the
        scalar product of two columns. A sum over no entries is 0, so "> 0" is kept only where one factor is a scalar.
        """
        columns = self.algebra.shape(one.expression) == self.algebra.shape(other.expression) != ("1", "1")
        left = self.algebra.T(one.expression) if columns else one.expression
        expression = left * other.expression
        try:
            self.algebra.normal(expression)
        except ValueError as error:
            raise ProofError(f"{self.name}: {text}: {error}") from None
        relations = {one.relation, other.relation}
        strict = relations == {"> 0"} and ("1", "1") in map(self.algebra.shape, (one.expression, other.expression))
        relation: Relation = "= 0" if "= 0" in relations else "> 0" if strict else "≥ 0"
        self.steps.append(Step(text, Scope.EVERY, (_related(expression, relation),)))
        return Fact(expression, relation)

    def squeeze(self, text: str, above: Fact, below: Fact, *, show: str = "") -> Fact:
        """State ``x = 0`` for what is ≥ 0 and whose opposite is ≥ 0 too."""
        if not self.algebra.is_zero(above.expression + below.expression):
            raise ProofError(f"{self.name}: {text}: the two are not opposites")
        self.steps.append(Step(text, Scope.EVERY, (_related(above.expression, "= 0", show),)))
        return Fact(above.expression, "= 0")

    def leading(
        self, text: str, fact: Fact, parameter: sympy.Symbol, expression: sympy.Expr, *, show: str = ""
    ) -> Fact:
        """State that the first coefficient that does not vanish of a polynomial in t that is ≥ 0 for 0 < t ≤ 1 is ≥ 0.

        Divide by the power of t and let t → 0. The parameter must be one of `fraction`; `expression` is how the
        coefficient is written.
        """
        if parameter not in self.fractions or fact.relation == "= 0":
            raise ProofError(f"{self.name}: {text}: nothing is ≥ 0 for every {parameter} from 0 to 1")
        coefficients = sympy.Poly(self.algebra.normal(fact.expression), parameter).all_coeffs()[::-1]
        first = next((each for each in coefficients if self.algebra.normal(each) != 0), sympy.Integer(0))
        if not self.algebra.is_zero(first - expression):
            raise ProofError(f"{self.name}: {text}: the first coefficient is {first}, not {expression}")
        self.steps.append(Step(text, Scope.EVERY, (_related(expression, "≥ 0", show),)))
        return Fact(expression, "≥ 0")

    def explicit(
        self,
        text: str,
        sizes: Iterable[int],
        residuals: Callable[[int], Iterable[sympy.Expr | bool]],
        *,
        name: str = "D",
        formula: Sequence[sympy.Basic] = (),
        says: Fact | None = None,
    ) -> Fact:
        """State something entry by entry: for each size every residual simplifies to 0 (or is True).

        `says` is what the entries say in the letters of the algebra, for later steps; it is printed and returned.
        """
        listed = list(sizes)
        for size in listed:
            for place, residual in enumerate(residuals(size)):
                value = sympy.sympify(residual)
                holds = bool(value) if value in (sympy.true, sympy.false) else _vanishes(value)
                if not holds:
                    raise ProofError(f"{self.name}: {text}: {name} = {size}, residual {place + 1} is {value}")
        fact = Fact(sympy.Integer(0), "= 0") if says is None else says
        shown = (*formula, *(() if says is None else (_related(fact.expression, fact.relation),)))
        self.steps.append(Step(text, Scope.EXPLICIT, shown, f"{name} = {', '.join(map(str, listed))}"))
        return fact

    def instance(self, text: str, holds: bool | sympy.Basic, formula: Sequence[sympy.Basic] = ()) -> None:
        """State something about one instance, computed exactly."""
        if not bool(holds):
            raise ProofError(f"{self.name}: {text}: it does not hold")
        self.steps.append(Step(text, Scope.INSTANCE, tuple(formula)))

    def _sign(self, factor: sympy.Expr) -> tuple[bool, bool]:
        """Tell whether a multiplier is known > 0 and ≥ 0; a `fraction` t is 1/(1 + r) with r ≥ 0."""
        free = factor.xreplace({each: 1 / (1 + sympy.Dummy(nonnegative=True)) for each in self.fractions})
        flat = sympy.factor(sympy.cancel(free)) if free != factor else factor
        return bool(flat.is_positive), bool(flat.is_nonnegative)

    # --- what is not checked here ------------------------------------------------------------------------------------

    def earlier(self, text: str, *theorems: str) -> None:
        """Use theorems of this collection that come before this one, such as ``"T1"``: each has a derivation itself."""
        for name in theorems:
            if not (name[:1] == "T" and name[1:].isdecimal() and int(name[1:]) < int(self.name[1:])):
                raise ProofError(f"{self.name}: {text}: {name} is no theorem before this one")
        self.steps.append(Step(text, Scope.EARLIER, note=", ".join(theorems)))

    def cite(self, text: str, source: str) -> None:
        """Use a theorem of the literature."""
        self.steps.append(Step(text, Scope.CITED, note=source))

    def reason(self, text: str) -> None:
        """Conclude by plain logic from the facts before."""
        self.steps.append(Step(text, Scope.WORDS))


def _related(expression: sympy.Expr, relation: Relation, show: str = "") -> sympy.Basic:
    kinds = {"= 0": sympy.Eq, "≥ 0": sympy.GreaterThan, "> 0": sympy.StrictGreaterThan}
    return kinds[relation](sympy.Symbol(show) if show else expression, 0, evaluate=False)


def _vanishes(value: sympy.Basic) -> bool:
    parts = list(value) if isinstance(value, sympy.MatrixBase) else [value]
    return all(part == 0 or sympy.cancel(part) == 0 or sympy.simplify(part) == 0 for part in parts)

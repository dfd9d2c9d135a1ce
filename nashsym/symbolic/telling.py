"""The sections of a derivation: which step is told in which order, and in what words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nashsym.symbolic.closed_form import ClosedForm
from nashsym.symbolic.conditions import Condition
from nashsym.symbolic.first_order import FirstOrder
from nashsym.symbolic.sections import Equation, Line, Section, Sentence, equations
from nashsym.symbolic.statics import Slopes

if TYPE_CHECKING:
    import sympy

__all__ = ["told"]

#: Up to this D the closed form is written out in the game's own symbols too.
MAX_GROUPS_EXPANDED = 3


def told(
    form: FirstOrder,
    solved: ClosedForm | str,
    conditions: tuple[Condition, Condition, Condition],
    slopes: Mapping[str, Slopes],
    *,
    named: bool,
) -> tuple[Section, ...]:
    """Return the sections.

    Parameters
    ----------
    form : FirstOrder
    solved : ClosedForm or str
        The closed form, or the sentence that says why there is none.
    conditions : tuple of three Conditions
        Concavity, uniqueness among homogeneous equilibria, unity of all equilibria.
    slopes : mapping of str to Slopes
    named : bool
        Whether there is a symbol for every number: groups have no names then.
    """
    sections = [*_start(form, named=named)]
    if isinstance(solved, str):
        sections.append(Section("Closed form", (Sentence(_ascii(solved[0].upper() + solved[1:] + ".")),)))
    else:
        sections += _closed_form(form, solved)
    sections += _conditions(form, solved, conditions)
    if not isinstance(solved, str):
        sections += _statics(form, solved, slopes)
    return tuple(sections)


def _start(form: FirstOrder, *, named: bool) -> Iterator[Section]:
    import sympy

    if not named:
        names = form.utility.groups
        yield Section("Groups", (Sentence(", ".join(f"{d + 1} is {{}}" for d in range(len(names))) + ".", names),))
    yield Section(
        "Utility of an agent that plays x where the others play m on average",
        (Equation(sympy.Symbol("u"), form.utility.expression),),
    )
    lines = tuple(Equation(part.lhs, part.rhs) for part in form.conditions)
    yield Section("First-order conditions where all play w", lines)


def _closed_form(form: FirstOrder, solved: ClosedForm) -> Iterator[Section]:
    if solved.substitution:
        yield Section("Names for what the conditions hold", tuple(equations(solved.substitution)))
    if solved.system.substitution:
        last = Equation(form.weights[-1], 1 - sum(form.weights[:-1]))
        yield Section("The last condition taken off the others", (last, *equations(solved.system.substitution)))
    delta, counts = _quotient_names(form)
    lines: list[Line]
    if len(form.weights) < MAX_GROUPS_EXPANDED and solved.substitution:
        lines = [*map(Equation, form.weights, solved.weights), Equation(form.level, solved.level)]
    else:
        numerators = list(solved.short_numerators)
        if solved.system.substitution:
            numerators[-1] = delta - sum(counts[:-1])
        lines = [Equation(delta, solved.short_determinant), *map(Equation, counts, numerators)]
        lines += [Equation(weight, count / delta) for weight, count in zip(form.weights, counts, strict=True)]
        level = solved.b[-1] - sum(solved.M[-1, e] * weight for e, weight in enumerate(form.weights))
        lines.append(Equation(form.level, level))
    yield Section("Closed form (T2)", (*lines, Sentence("Put back in, it leaves exactly 0 in every condition.")))
    if solved.substitution and len(form.weights) <= MAX_GROUPS_EXPANDED:
        coefficients = list(form.utility.coefficients.values())
        own_numerators, own_determinant = solved.expanded_quotients
        parts = [_gathered(part, coefficients) for part in (own_determinant, *own_numerators)]
        own = map(Equation, (delta, *counts), parts)
        quotients = (Equation(weight, count / delta) for weight, count in zip(form.weights, counts, strict=True))
        yield Section("The same in the symbols of the terms", (*own, *quotients))


def _gathered(expression: sympy.Expr, coefficients: Sequence[sympy.Symbol]) -> sympy.Expr:
    """Write a polynomial as a sum over the powers of the coefficients λ."""
    import sympy

    if not coefficients:
        return expression
    terms = sympy.Poly(expression, *coefficients).terms()
    return sympy.Add(*(sympy.Mul(*map(sympy.Pow, coefficients, powers), part) for powers, part in terms))


def _quotient_names(form: FirstOrder) -> tuple[sympy.Symbol, tuple[sympy.Symbol, ...]]:
    """Return δ and n_1 … n_D: w_d = n_d/δ."""
    import sympy

    return sympy.Symbol("delta", real=True), tuple(
        sympy.Symbol(f"n_{d + 1}", real=True) for d in range(len(form.weights))
    )


def _conditions(
    form: FirstOrder, solved: ClosedForm | str, conditions: tuple[Condition, Condition, Condition]
) -> Iterator[Section]:
    import sympy

    if not isinstance(solved, str):
        served = tuple(sympy.StrictGreaterThan(weight, 0, evaluate=False) for weight in form.weights)
        if len(form.weights) < MAX_GROUPS_EXPANDED and solved.substitution:
            served = tuple(sympy.StrictGreaterThan(weight, 0, evaluate=False) for weight in solved.weights)
        elif len(form.weights) > 1:
            delta, counts = _quotient_names(form)
            served = tuple(sympy.StrictGreaterThan(count / delta, 0, evaluate=False) for count in counts)
        yield Section("It is an equilibrium, with every group served, where utility is concave (below) and", served)
    where = "" if form.is_quadratic else ", at every point of the simplex"
    titles = (
        f"Second-order condition: utility is concave in the own mixture (T1) where{where}",
        f"At most one homogeneous equilibrium exists (T3) where{where}",
        f"Every equilibrium is homogeneous (T3, two agents or more) where{where}",
    )
    told = dict(solved.substitution) if isinstance(solved, ClosedForm) else {}
    if isinstance(solved, ClosedForm):
        told |= solved.system.substitution
    for title, condition in zip(titles, conditions, strict=True):
        if len(form.weights) == 1:
            continue
        if not condition.inequalities:
            continue
        new = {name: value for name, value in condition.substitution.items() if name not in told}
        told |= new
        yield Section(title, (*_readable(condition.inequalities), *equations(new)))


def _readable(inequalities: Iterable[sympy.Rel]) -> Iterator[Line]:
    """Yield the inequalities that depend on a symbol, each once, and in one sentence what is true of the numbers."""
    numbers = [part for part in inequalities if not part.free_symbols]
    yield from dict.fromkeys(part for part in inequalities if part.free_symbols)
    if numbers:
        violated = sum(not part.doit() for part in numbers)
        strict = numbers[0].rel_op == ">"
        of = "leading minor" if strict else "sum of principal minors of one size"
        many = of.replace("minor", "minors") if strict else of.replace("sum", "sums", 1)
        minors = f"{len(numbers)} {many} are numbers" if len(numbers) > 1 else f"1 {of} is a number"
        sign = "greater than 0" if strict else "at least 0"
        verdict = f"{violated} of them not {sign}: it is violated" if violated else f"{sign}: satisfied"
        yield Sentence(f"{minors}, {verdict}.")


def _statics(form: FirstOrder, solved: ClosedForm, slopes: Mapping[str, Slopes]) -> Iterator[Section]:
    import sympy

    short = bool(solved.system.substitution) or not solved.substitution
    delta, _ = _quotient_names(form)
    for name, found in slopes.items():
        below: Any = (delta if short else solved.determinant) ** found.power
        left = [sympy.Derivative(weight, found.coefficient, evaluate=False) for weight in form.weights]
        right = [numerator / below for numerator in found.numerators]
        if solved.system.substitution and found.substitution:
            right[-1] = -sympy.Add(*left[:-1])
        lines = list(map(Equation, left, right))
        title = f"Comparative statics (T7): how the weights move with {_ascii(name)}"
        yield Section(title, (*equations(found.substitution), *lines))


def _ascii(text: str) -> str:
    """Write the letters of the mathematics that LaTeX does not know in a text."""
    for letter, plain in (("ᵀ", "'"), ("≻", ">"), ("⪰", ">="), ("λ", "lambda"), ("ν", "nu")):
        text = text.replace(letter, plain)
    return text

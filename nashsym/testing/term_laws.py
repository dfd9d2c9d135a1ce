"""Laws of a utility term: its symbols, Fractions, floats, CVXPY and canonical form state one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import numpy as np

from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fraction, rational, vector
from nashsym.terms import CanonicalForm, Term
from nashsym.testing.law import Broken, NotApplicable, Outcome, Point, exactly
from nashsym.testing.laws import LawReport

__all__ = ["TERM_LAWS", "TermSubject", "check_term_laws"]

#: Relative to the sum of the absolute values of all numbers that enter: floats of a few dozen operations.
SLACK: Final = Fraction(1, 10**9)
#: Of a value that is not rational.
_DIGITS: Final = 40


@dataclass(frozen=True, eq=False)
class TermSubject:
    """A term, and where it is evaluated.

    Attributes
    ----------
    term : Term
    agents : int
        N ≥ 2.
    own, mean : tuple of D Fractions
        wᵢ and mᵢ.
    """

    term: Term
    agents: int
    own: Point
    mean: Point

    @cached_property
    def exact(self) -> Fraction | None:
        """The value in Fractions; None where it is not rational."""
        try:
            return fraction(self.term.exact(np.array(self.own, dtype=object), np.array(self.mean, dtype=object)))
        except InputError:
            return None

    @cached_property
    def expression(self) -> Any:
        """The value in SymPy, in symbols of the own mixture, at the mean's numbers."""
        import sympy

        mean = sympy.Matrix([sympy.Rational(x.numerator, x.denominator) for x in self.mean])
        return self.term.symbolic(sympy.Matrix(self.symbols), mean)

    @cached_property
    def symbols(self) -> tuple[Any, ...]:
        """The own mixture in SymPy."""
        import sympy

        symbols: tuple[Any, ...] = sympy.symbols(f"w:{len(self.own)}", positive=True)
        return symbols

    def at(self, expression: Any) -> Fraction:
        """Return an expression at the own mixture: exactly where it is rational there, else to 40 digits."""
        import sympy

        point = {s: sympy.Rational(x.numerator, x.denominator) for s, x in zip(self.symbols, self.own, strict=True)}
        value = sympy.sympify(expression).subs(point)
        if not value.is_Rational:
            value = sympy.Rational(str(value.evalf(_DIGITS)))
        return Fraction(int(value.p), int(value.q))

    @cached_property
    def slope(self) -> tuple[Fraction, ...]:
        """The derivative of the expression by each own weight, at the own mixture."""
        import sympy

        return tuple(self.at(sympy.diff(self.expression, symbol)) for symbol in self.symbols)

    @cached_property
    def slack(self) -> Fraction:
        """How far floats may be off."""
        data = sum((abs(fraction(x)) for x in self.term.data.entries()), Fraction(1))
        points = sum(map(abs, (*self.own, *self.mean)), Fraction(1))
        # a logarithm of a weight is at most as large as its digits
        return SLACK * (fraction(self.term.coefficient) + 1) * data * points**2

    @property
    def form(self) -> CanonicalForm:
        """The term's share of (b, H, K)."""
        form = self.term.canonical(self.agents)
        if form is None:
            raise NotApplicable("the term is not quadratic")
        return form

    def close(self, what: str, value: float, expected: Fraction) -> None:
        """Refuse a float that is not the number."""
        if not np.isfinite(value) or abs(Fraction(float(value)) - expected) > self.slack:
            raise Broken(f"{what} is {float(value)!r}, and {exactly(expected)} by the symbolic form")


def _floats(point: Sequence[Fraction]) -> np.ndarray:
    return np.array(point, dtype=float)


def _symbols_are_exact(subject: TermSubject) -> None:
    """Demand that the symbolic form has exact numbers, and the value in Fractions where that is rational."""
    import sympy

    floating = subject.expression.atoms(sympy.Float)
    if floating:
        raise Broken(f"the symbolic form holds the float {floating.pop()}")
    if subject.exact is None:
        raise NotApplicable("the value is not rational")
    if subject.at(subject.expression) != subject.exact:
        raise Broken(f"{exactly(subject.exact)} in Fractions, {exactly(subject.at(subject.expression))} in symbols")


def _floats_follow(subject: TermSubject) -> None:
    """Demand that the value in floats is that of the symbolic form."""
    value = subject.term.value(_floats(subject.own), _floats(subject.mean))
    if type(value) is not float:
        raise Broken(f"the value in floats is of type {type(value).__name__}")
    subject.close("the value in floats", value, subject.at(subject.expression))


def _gradient_is_the_derivative(subject: TermSubject) -> None:
    """Demand that the gradient in floats is the derivative of the symbolic form."""
    gradient = subject.term.gradient(_floats(subject.own), _floats(subject.mean), subject.agents)
    if gradient.shape != (len(subject.own),):
        raise Broken(f"the gradient has the shape {gradient.shape}")
    for d, (x, y) in enumerate(zip(gradient, subject.slope, strict=True)):
        subject.close(f"the gradient of group {d + 1}", x, y)


def _canonical_value(subject: TermSubject) -> None:
    """bᵀw − ½wᵀHw − wᵀKm is the value, exactly; H is symmetric."""
    form = subject.form
    if subject.exact is None:
        raise Broken("the term has a canonical form, but no rational value")
    if form.H.transpose() != form.H:
        raise Broken("H of the canonical form is not symmetric")
    w, m = vector(subject.own), vector(subject.mean)
    row = w.transpose()
    value = fraction((row * form.b - row * form.H * w / 2 - row * form.K * m)[0, 0])
    if value != subject.exact:
        raise Broken(f"{exactly(value)} by the canonical form, {exactly(subject.exact)} by the formula")


def _canonical_of_any_number(subject: TermSubject) -> None:
    """Demand the same b, H and K among two agents or more, however many: the formula knows no N."""
    form = subject.form
    for agents in (2, subject.agents + 1):
        other = subject.term.canonical(agents)
        if other is None or (other.b, other.H, other.K) != (form.b, form.H, form.K):
            raise Broken(f"(b, H, K) among {agents} agents are not those among {subject.agents}")


def _canonical_gradient(subject: TermSubject) -> None:
    """B − Hw − Km is the derivative, exactly."""
    form = subject.form
    gains = column_fractions(form.b - form.H * vector(subject.own) - form.K * vector(subject.mean))
    for d, (x, y) in enumerate(zip(gains, subject.slope, strict=True)):
        if x != y:
            raise Broken(f"group {d + 1}: {exactly(x)} by the canonical form, {exactly(y)} by differentiating")


def _programme_gradient(subject: TermSubject) -> None:
    """Demand that the programme's gradient at w is the marginal utility where all play w (MODEL T4)."""
    import cvxpy

    term, form = subject.term, subject.term.canonical(subject.agents)
    if form is not None and not form.coupling_is_symmetric:
        raise NotApplicable("K is not symmetric: there is no programme")
    weights = cvxpy.Variable(len(subject.own))
    programme = term.programme(weights, subject.agents)
    weights.value = _floats(subject.own)
    found = programme.grad.get(weights) if weights in programme.variables() else np.zeros((len(subject.own), 1))
    if found is None:
        raise Broken("the programme has no gradient where every weight is above 0")
    gradient = np.ravel(found.toarray() if hasattr(found, "toarray") else found)
    alike = TermSubject(term, subject.agents, subject.own, subject.own)
    for d, (x, y) in enumerate(zip(gradient, alike.slope, strict=True)):
        alike.close(f"the programme's gradient of group {d + 1}", x, y)


def _coefficient_scales(subject: TermSubject) -> None:
    """Demand that twice the coefficient is twice the term."""
    term = subject.term
    twice = term.scaled(2 * term.coefficient)
    if type(twice) is not type(term):
        raise Broken(f"scaled, the term is a {type(twice).__name__}")
    value = twice.value(_floats(subject.own), _floats(subject.mean))
    subject.close("the value at twice the coefficient, halved,", value / 2, subject.at(subject.expression))
    if subject.exact is not None:
        double_value = TermSubject(twice, subject.agents, subject.own, subject.mean).exact
        if double_value != 2 * subject.exact:
            raise Broken(f"{double_value} at twice the coefficient, {exactly(subject.exact)} at the coefficient")
    form, double = term.canonical(subject.agents), twice.canonical(subject.agents)
    if form is not None and double != form + form:
        raise Broken("twice the coefficient is not twice the canonical form")


def _alone(subject: TermSubject) -> None:
    """Demand that for one agent nothing is coupled, and that a term that needs others vanishes."""
    form, size = subject.term.canonical(1), len(subject.own)
    if form is None:
        raise NotApplicable("the term is not quadratic")
    if form.K != CanonicalForm.zero(size, 1).K or form.agents != 1:
        raise Broken("K is not 0 for one agent, or the form is not that of one")
    if subject.term.needs_others and form != CanonicalForm.zero(size, 1):
        raise Broken("the term needs others, but does not vanish for one agent")


def _data_keeps_its_shape(subject: TermSubject) -> None:
    """Demand views of the data with one axis for a vector, two for a matrix, and the numbers themselves."""
    term, size = subject.term, len(subject.own)
    shape = (size,) if term.shape == "vector" else (size, size)
    for name, view in (("exact", term.exact_data()), ("float", term.float_data())):
        if view.shape != shape:
            raise Broken(f"the {name} view has the shape {view.shape}, not {shape}")
    if [rational(x) for x in term.exact_data().ravel()] != term.data.entries():
        raise Broken("the exact view has other numbers")


#: A new law is one more row.
TERM_LAWS: Final[dict[str, Callable[[TermSubject], None]]] = {
    "symbols_are_exact": _symbols_are_exact,
    "floats_follow": _floats_follow,
    "gradient_is_the_derivative": _gradient_is_the_derivative,
    "canonical_value": _canonical_value,
    "canonical_gradient": _canonical_gradient,
    "canonical_of_any_number": _canonical_of_any_number,
    "programme_gradient": _programme_gradient,
    "coefficient_scales": _coefficient_scales,
    "alone": _alone,
    "data_keeps_its_shape": _data_keeps_its_shape,
}


def check_term_laws(
    term: Term,
    own: Sequence[Any] | None = None,
    mean: Sequence[Any] | None = None,
    *,
    agents: int = 3,
    laws: Iterable[str] | None = None,
) -> LawReport:
    """Check that a term states one thing in all its forms; a term of your own is held to it by this one call.

    Parameters
    ----------
    term : Term
    own, mean : sequence of D rationals, optional
        Where it is evaluated; two interior mixtures unless given.
    agents : int
        N ≥ 2.
    laws : iterable of str, optional
        Names in `TERM_LAWS`; all unless given.

    Returns
    -------
    LawReport
        Which laws held, and why the others do not apply.

    Raises
    ------
    AssertionError
        Naming the law, the two numbers that differ, and the term.

    Examples
    --------
    >>> from nashsym import Game
    >>> game = Game.from_canonical(b=[1, 0], H=[[1, 0], [0, 1]], agents=3)
    >>> check_term_laws(game.terms[1])
    LawReport(10 held, 0 not applicable)
    """
    size = term.data.nrows()
    even = tuple(Fraction(1, size) for _ in range(size))
    uneven = tuple(Fraction(2 * (d + 1), size * (size + 1)) for d in range(size))
    here = even if own is None else column_fractions(vector(own))
    there = uneven if mean is None else column_fractions(vector(mean))
    subject = TermSubject(term, agents, here, there)
    outcomes = []
    for name in TERM_LAWS if laws is None else laws:
        try:
            TERM_LAWS[name](subject)
        except NotApplicable as reason:
            outcomes.append(Outcome(name, False, str(reason)))
        except Broken as fault:
            place = f"w = {tuple(map(str, here))}, m = {tuple(map(str, there))}, N = {agents}"
            raise AssertionError(f"{name} does not hold: {fault}\n  at {place}\n  of {term}") from None
        else:
            outcomes.append(Outcome(name, True))
    return LawReport(tuple(outcomes))

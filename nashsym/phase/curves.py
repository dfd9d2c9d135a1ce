"""Exact boundary curves: λ_A as a rational function of (λ_C, λ_D) where a weight is at a level (MODEL T9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import flint

from nashsym.errors import InputError
from nashsym.exact.rational import rational
from nashsym.exact.real_roots import RealRoot, rational_between, real_roots
from nashsym.game import Game
from nashsym.phase.areas.chart import INFINITE, ZERO, Chart, Line, SupportLines, crossing
from nashsym.phase.areas.stretches import stretches
from nashsym.phase.areas.structure import Structure
from nashsym.phase.paths import coefficient_forms

if TYPE_CHECKING:
    import sympy

__all__ = ["MAX_GROUPS_FUNCTIONS", "BoundaryCurves", "InteriorStretch", "WeightCurve", "boundary_curves"]

#: Curves are given as functions up to this many groups: their degree is up to D, and D² crossings are isolated.
MAX_GROUPS_FUNCTIONS: Final = 20


@dataclass(frozen=True)
class WeightCurve:
    r"""``λ_A(λ_C, λ_D)`` where ``w⁎_d`` is at a level: a quotient of two forms, homogeneous of degree 1 (MODEL T8, T9).

    ``λ_A = Σ_j numerator[j] λ_C^(k−j) λ_D^j / Σ_j denominator[j] λ_C^(k−1−j) λ_D^j``, k the degree of the numerator.

    Attributes
    ----------
    group : str
    level : Fraction
        0 or the floor.
    numerator, denominator : tuples of k + 1 and of k ints
        Without a common factor, but perhaps a number.
    """

    group: str
    level: Fraction
    numerator: tuple[int, ...]
    denominator: tuple[int, ...]

    def at(self, consistency: Fraction | int, diversity: Fraction | int) -> Fraction | None:
        """Return λ_A, of any sign; None where it is infinite."""
        x, y = Fraction(consistency), Fraction(diversity)
        bottom = _form(self.denominator, x, y)
        return _form(self.numerator, x, y) / bottom if bottom else None

    def expression(self) -> sympy.Expr:
        """Return λ_A as a SymPy expression in ``lambda_C`` and ``lambda_D``."""
        x, y = _symbols()
        found: sympy.Expr = _form(self.numerator, x, y) / _form(self.denominator, x, y)
        return found


@dataclass(frozen=True)
class InteriorStretch:
    """Ratios of λ_D to λ_C for which the interior equilibrium lives between the same two curves.

    Attributes
    ----------
    start, end : RealRoot, RealRoot or None
        λ_D/λ_C lies strictly between them; None has no end.
    includes_start : bool
        Whether it is also 0: decided where `start` is 0, False elsewhere.
    low, high : WeightCurve or None
        ``w⁎ > 0`` and H ⪰ 0 on T for λ_A strictly between the two: the group of `low` dies below, that of `high` above.
        None: from λ_A = 0 on; without end.
    """

    start: RealRoot
    end: RealRoot | None
    includes_start: bool
    low: WeightCurve | None
    high: WeightCurve | None


@dataclass(frozen=True, eq=False)
class BoundaryCurves:
    """The curves of a game in the space of its coefficients.

    Attributes
    ----------
    floor, zero : mappings from group to WeightCurve or None
        Where ``w⁎_d = τ`` and where ``w⁎_d = 0``; None where λ_A does not move the weight, or ZᵀMZ is singular at every
        ratio.
    interior : tuple of InteriorStretch
        In ascending order; at other ratios, but for the ends, no λ_A > 0 has an interior equilibrium.
    """

    floor: Mapping[str, WeightCurve | None]
    zero: Mapping[str, WeightCurve | None]
    interior: tuple[InteriorStretch, ...]

    def expressions(self) -> tuple[sympy.Expr, sympy.Expr]:
        """Return the λ_A between which w⁎ > 0 and H ⪰ 0 on T, as SymPy expressions, piecewise in λ_D/λ_C.

        Both are NaN where there is no such λ_A, at the ratios at which the pieces end, and at λ_C = 0.
        """
        import sympy

        x, y = _symbols()
        lows, highs = [], []
        for stretch in self.interior:
            above = y >= 0 if stretch.includes_start else y > _number(stretch.start) * x
            within = sympy.And(x > 0, above, True if stretch.end is None else y < _number(stretch.end) * x)
            lows.append((sympy.Integer(0) if stretch.low is None else stretch.low.expression(), within))
            highs.append((sympy.oo if stretch.high is None else stretch.high.expression(), within))
        low, high = (sympy.Piecewise(*pieces, (sympy.nan, True)) for pieces in (lows, highs))
        return low, high


def boundary_curves(game: Game, floor: Any = None) -> BoundaryCurves:
    r"""Return where each weight of the interior candidate is at the floor, and where the interior equilibrium dies.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs; its own coefficients do not matter.
    floor : number, optional
        τ; the game's own unless given.

    Raises
    ------
    InputError
        For another game, or one of more than ``MAX_GROUPS_FUNCTIONS`` groups.

    Notes
    -----
    ``w⁎ = q + λ_A·Pa`` is at a level for ``λ_A = (level − q_d)/(Pa)_d``. By Cramer's rule both are quotients of
    polynomials in the ratio ρ = λ_D/λ_C with one denominator, which cancels; by scale λ_A/λ_C is a function of ρ alone.
    Source: MODEL T2, T8, T9.

    Examples
    --------
    The second weight is ½ − λ_A/(2(2λ_C + λ_D)):

    >>> game = Game.alignment(["a", "b"], 2, [1, 0], [[1, 0], [0, 1]], [[1, 0], [0, 1]], floor="1/4")
    >>> curves = boundary_curves(game)
    >>> curves.floor["b"].at(1, 2), curves.floor["b"].expression()
    (Fraction(2, 1), lambda_C + lambda_D/2)
    >>> [(stretch.low, stretch.high.group) for stretch in curves.interior]
    [(None, 'b')]
    """
    if game.is_anchored:
        raise InputError("an anchored game has no such curves", remedy="set the coefficient of its anchor to 0")
    consistency, diversity, attraction = coefficient_forms(game)
    if game.size > MAX_GROUPS_FUNCTIONS:
        raise InputError(
            f"{game.size} groups", key="groups", remedy=f"curves are given up to {MAX_GROUPS_FUNCTIONS} groups"
        )
    if floor is not None:
        game = game.with_floor(floor)
    tau = rational(game.threshold)
    chart = Chart((consistency.M, diversity.M), (consistency.H, diversity.H), attraction.b, tau)
    lines = chart.lines(range(game.size))
    if lines is None:
        nothing = dict.fromkeys(game.groups)
        return BoundaryCurves(nothing, dict(nothing), ())
    names = game.groups
    floors = {name: _curve(name, game.threshold, lines.floors[d]) for d, name in enumerate(names)}
    zeros = {name: _curve(name, Fraction(0), lines.conditions[d]) for d, name in enumerate(names)}
    curves = {line.name: zeros[name] for line, name in zip(lines.conditions, names, strict=True)}
    return BoundaryCurves(floors, zeros, tuple(_interior(chart, lines, curves)))


def _curve(group: str, level: Fraction, line: Line) -> WeightCurve | None:
    """Return λ_C·e(λ_D/λ_C) for the zero e of a line, None where it has none."""
    if line.slope == 0:
        return None
    common = line.fixed.gcd(line.slope)
    top, bottom = -line.fixed // common, line.slope // common
    if bottom.leading_coefficient() < 0:
        top, bottom = -top, -bottom
    degree = max(top.degree(), bottom.degree() + 1)
    return WeightCurve(group, level, _padded(top, degree), _padded(bottom, degree - 1))


def _padded(polynomial: flint.fmpz_poly, degree: int) -> tuple[int, ...]:
    return tuple(int(polynomial[power]) for power in range(degree + 1))


def _interior(
    chart: Chart, lines: SupportLines, curves: Mapping[tuple[object, ...], WeightCurve | None]
) -> Iterator[InteriorStretch]:
    """Yield the stretches of ratios on which the interior equilibrium has the same ends."""
    conditions = [ZERO, *lines.conditions, INFINITE]
    polynomials = [chart.concavity, lines.determinant]
    polynomials += [crossing(*both, lines.determinant) for both in combinations(conditions, 2)]
    roots = real_roots(polynomials, positive=True)
    # Behind the last of these roots nothing changes that the interior depends on.
    beyond = rational_between(roots[-1] if roots else RealRoot.of(0), None)
    at_zero = Structure(chart, flint.fmpq(0)).quantities.get("interior") is not None
    last: InteriorStretch | None = None
    for left, right, quantities in stretches(chart, [Fraction(0), beyond]):
        end = None if right.compare(beyond) == 0 else right
        bounds = {sign: end.line for end, sign in quantities.get("interior", ())}
        if not bounds:
            continue
        low, high = curves.get(bounds[-1].name), curves.get(bounds[1].name)
        if last is not None and (last.end, last.low, last.high) == (left, low, high):
            last = replace(last, end=end)
            continue
        if last is not None:
            yield last
        last = InteriorStretch(left, end, at_zero and left.compare(0) == 0, low, high)
    if last is not None:
        yield last


def _form(coefficients: tuple[int, ...], x: Any, y: Any) -> Any:
    """Return Σ_j c_j x^(k−j) y^j, k + 1 the number of coefficients."""
    degree = len(coefficients) - 1
    return sum(value * x ** (degree - power) * y**power for power, value in enumerate(coefficients))


def _symbols() -> tuple[sympy.Symbol, sympy.Symbol]:
    import sympy

    return sympy.Symbol("lambda_C", nonnegative=True), sympy.Symbol("lambda_D", nonnegative=True)


def _number(root: RealRoot) -> sympy.Expr:
    """Return a root as SymPy has it: a rational, or the root of its polynomial in the same place."""
    import sympy

    exact = root.rational
    if exact is not None:
        return sympy.Rational(exact.numerator, exact.denominator)
    variable = sympy.Symbol("x")
    coefficients = [int(value) for value in reversed(root.polynomial.coeffs())]
    found: sympy.Expr = sympy.CRootOf(sympy.Poly(coefficients, variable), root.place)
    return found

"""The smallest change of marginal utilities that puts the equilibrium where it is asked for: exact, with its proof."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final, Literal

import flint

from nashsym.exact.linear_programme import Optimal, maximise
from nashsym.exact.rational import column_fractions, fraction, rational
from nashsym.exact.systems import marginals
from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.steering.demand import Demand
from nashsym.terms import CanonicalForm

__all__ = ["MAX_FREE_GROUPS", "NORMS", "Norm", "Subsidy", "norm_squared", "smallest_subsidy"]

Norm = Literal["l1", "l2", "linf"]
NORMS: Final[tuple[Norm, ...]] = ("l1", "l2", "linf")
#: Each of the groups of which nothing is asked may end at 0 or not: up to this many all 2ⁿ cases are solved.
MAX_FREE_GROUPS: Final = 6
#: Norms that bound ‖e‖₂ from below: ‖e‖∞ ≤ ‖e‖₂, and ‖e‖₁ ≤ √D ‖e‖₂.
_BOUNDING: Final[tuple[Norm, ...]] = ("linf", "l1")
_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)


@dataclass(frozen=True)
class Subsidy:
    """``e = λ_A δ``, added to the marginal utilities b, and the mixture that is an equilibrium then.

    Attributes
    ----------
    change : tuple of Fraction, length D
        e.
    weights : tuple of Fraction, length D
    squared : Fraction
        ‖e‖² in the norm asked for.
    lower_squared : Fraction
        No e does with a smaller ‖e‖²: proved by duality; equal to `squared` where e is the smallest.
    """

    change: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]
    squared: Fraction
    lower_squared: Fraction


def norm_squared(change: tuple[Fraction, ...], norm: Norm) -> Fraction:
    """Return ‖e‖², which is rational in all three norms."""
    if norm == "l2":
        return sum((value * value for value in change), Fraction(0))
    sizes = [abs(value) for value in change]
    return (sum(sizes, Fraction(0)) if norm == "l1" else max(sizes)) ** 2


def smallest_subsidy(form: CanonicalForm, demand: Demand, norm: Norm) -> Subsidy:
    r"""Minimise ``‖e‖`` over e such that a homogeneous equilibrium of (b + e, H, K, N) meets a demand.

    All playing w is one iff ``e = Mw − b + c1 − s`` for some c and s ≥ 0 with s_d w_d = 0 (MODEL T4, T10), given that
    H ⪰ 0 on T. Where every group is asked for, s = 0 and the programme is convex: linear in the norms ℓ₁ and ℓ∞, and in
    ℓ₂ the concave programme of T4 for another game. Where some are not, each set of them at 0 makes one such programme.

    Parameters
    ----------
    form : CanonicalForm
        H ⪰ 0 on T, which the caller decides; M may be anything.
    demand : Demand
    norm : {"l1", "l2", "linf"}

    Returns
    -------
    Subsidy
        The smallest where all cases are solved; the lower bound can lie below it beyond `MAX_FREE_GROUPS` free groups,
        and in ℓ₂ in degenerate cases with groups at 0.

    Notes
    -----
    One equilibrium always exists (MODEL T10 with any w ≥ ℓ). Source: MODEL T1, T4, T10.
    """
    free = demand.free
    if len(free) > MAX_FREE_GROUPS:
        inner = _with_zeros(form, demand, norm, ())
        return Subsidy(inner.change, inner.weights, inner.squared, Fraction(0))
    cases = [zeros for count in range(len(free) + 1) for zeros in combinations(free, count)]
    found = [_with_zeros(form, demand, norm, zeros) for zeros in cases]
    best = min(found, key=lambda subsidy: subsidy.squared)
    return Subsidy(best.change, best.weights, best.squared, min(subsidy.lower_squared for subsidy in found))


def _with_zeros(form: CanonicalForm, demand: Demand, norm: Norm, zeros: tuple[int, ...]) -> Subsidy:
    """Minimise where the groups of `zeros` are at 0, and may be worse than the others."""
    if norm == "l2":
        return _in_squares(form, demand, zeros)
    found = _linear(form, demand, norm, zeros)
    return Subsidy(found[0], found[1], norm_squared(found[0], norm), norm_squared(found[0], norm))


def _linear(
    form: CanonicalForm, demand: Demand, norm: Norm, zeros: tuple[int, ...]
) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Solve the linear programme of a norm exactly; return e and w.

    Unknowns ≥ 0: x = w − ℓ off `zeros`, c⁺ and c⁻, s on `zeros`; then for ℓ₁ the parts e⁺ and e⁻, for ℓ∞ the bound t
    and the slacks of e ≤ t and −t ≤ e.
    """
    size, M = form.groups, form.M
    least = flint.fmpq_mat(size, 1, [rational(value) for value in demand.least])
    start = M * least - form.b
    served = [d for d in range(size) if d not in zeros]
    # Rows of e − start in the unknowns x, c⁺, c⁻, s.
    rows = [
        [*(M[d, k] for k in served), _ONE, -_ONE, *(-_ONE if d == z else _ZERO for z in zeros)] for d in range(size)
    ]
    width = len(rows[0])
    sums = [_ONE] * len(served) + [_ZERO] * (width - len(served))
    unit = [[_ONE if d == k else _ZERO for k in range(size)] for d in range(size)]
    if norm == "l1":
        # start + row = e⁺ − e⁻
        table = [[*row, *(-one for one in unit[d]), *unit[d]] for d, row in enumerate(rows)]
        right = [-start[d, 0] for d in range(size)]
        extra = 2 * size
        costs = [_ZERO] * width + [-_ONE] * extra
    else:
        # start + row + p = t and −start − row + q = t
        nothing = [_ZERO] * size
        table = [[*row, -_ONE, *unit[d], *nothing] for d, row in enumerate(rows)]
        table += [[*(-value for value in row), -_ONE, *nothing, *unit[d]] for d, row in enumerate(rows)]
        right = [-start[d, 0] for d in range(size)] + [start[d, 0] for d in range(size)]
        extra = 1 + 2 * size
        costs = [_ZERO] * width + [-_ONE] + [_ZERO] * (2 * size)
    table.append([*sums, *([_ZERO] * extra)])
    right.append(rational(demand.room))
    outcome = maximise(
        flint.fmpq_mat(width + extra, 1, costs),
        flint.fmpq_mat(len(table), width + extra, [value for row in table for value in row]),
        flint.fmpq_mat(len(right), 1, right),
    )
    if not isinstance(outcome, Optimal):  # pragma: no cover - T10: some e does, and no norm is negative
        raise AssertionError("a programme that has a solution was said to have none")
    found = outcome.x.entries()
    weights = [rational(value) for value in demand.least]
    for place, d in enumerate(served):
        weights[d] += found[place]
    change = [
        start[d, 0] + sum((factor * found[k] for k, factor in enumerate(rows[d])), start=_ZERO) for d in range(size)
    ]
    return tuple(map(fraction, change)), tuple(map(fraction, weights))


def _in_squares(form: CanonicalForm, demand: Demand, zeros: tuple[int, ...]) -> Subsidy:
    r"""Minimise ``‖e‖₂`` where the groups of `zeros` are at 0, over w, c and s ≥ 0 on `zeros`.

    The programme is convex, so that a point is its minimiser iff for some set P of `zeros`, those with s_d > 0: e_d = 0
    on P, e_d ≤ 0 on the others at 0, and w and c minimise what is left of ‖e‖². Each P is tried until one fits; where
    none does (its minimisers are several, and the one found has s_d < 0), the other norms bound it.
    """
    for count in range(len(zeros) + 1):
        for absorbed in combinations(zeros, count):
            weights, gaps = _least_squares(form, demand, zeros, absorbed)
            if min((gaps[d] for d in absorbed), default=_ZERO) < 0:
                continue
            change = tuple(_ZERO if d in absorbed else gap for d, gap in enumerate(gaps))
            if all(change[d] <= 0 for d in zeros):
                exact = tuple(map(fraction, change))
                squared = norm_squared(exact, "l2")
                return Subsidy(exact, weights, squared, squared)
    weights, gaps = _least_squares(form, demand, zeros, ())
    exact = tuple(map(fraction, gaps))
    squared = norm_squared(exact, "l2")
    bounded, summed = (_linear(form, demand, norm, zeros)[0] for norm in _BOUNDING)
    lower = max(norm_squared(bounded, "linf"), norm_squared(summed, "l1") / form.groups)
    return Subsidy(exact, weights, squared, min(lower, squared))


def _least_squares(
    form: CanonicalForm, demand: Demand, zeros: tuple[int, ...], absorbed: tuple[int, ...]
) -> tuple[tuple[Fraction, ...], list[flint.fmpq]]:
    r"""Minimise the squares of ``Mw − b + c1`` off `absorbed`, and return w and all of ``Mw − b + c1``.

    The best c is minus the mean, so that with Q = I − 11ᵀ/n on the n rows that count, A = QM and w = ℓ + ry, y on the
    simplex of the groups served, ``½‖A(ℓ + ry) − Qb‖²`` is to be least: y is the equilibrium of a single agent with
    b̃ = rAᵀ(Qb − Aℓ) and H̃ = r²AᵀA ⪰ 0, which `solve` finds and proves (its complementarity, T4, is KKT here).
    """
    size, M = form.groups, form.M
    served = [d for d in range(size) if d not in zeros]
    counted = [d for d in range(size) if d not in absorbed]
    least = flint.fmpq_mat(size, 1, [rational(value) for value in demand.least])
    room = rational(demand.room)
    gap = form.b - M * least
    weights = list(least.entries())
    if room > 0:
        A = _centred(flint.fmpq_mat(len(counted), len(served), [M[d, k] for d in counted for k in served]))
        start = _centred(flint.fmpq_mat(len(counted), 1, [gap[d, 0] for d in counted]))
        linear, curvature = room * (A.transpose() * start), room * room * (A.transpose() * A)
        solution = solve(Game.from_canonical(linear.entries(), curvature.tolist(), agents=1))
        point = solution.equilibrium
        if point is None:  # pragma: no cover - a concave programme over a simplex has a maximiser
            raise AssertionError("a concave programme was said to have no maximiser")
        for place, d in enumerate(served):
            weights[d] += room * point.vector[place, 0]
    column = flint.fmpq_mat(size, 1, weights)
    short: list[flint.fmpq] = marginals(form.b, M, column).entries()
    mean = sum((short[d] for d in counted), start=_ZERO) / len(counted)
    return column_fractions(column), [mean - value for value in short]


def _centred(X: flint.fmpq_mat) -> flint.fmpq_mat:
    """Return ``X − 1·(1ᵀX)/D``."""
    rows = X.nrows()
    ones = flint.fmpq_mat(rows, 1, [1] * rows)
    return X - ones * (flint.fmpq_mat(1, rows, [1] * rows) * X) / rows

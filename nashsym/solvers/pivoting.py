"""One exact solution of the complementarity problem, whatever M is, by the path of Lemke and Howson.

The solutions are the symmetric equilibria of the symmetric bimatrix game A = b1ᵀ − M (MODEL T19). With A > 0, which a
constant added to every entry brings about, they are the z ≠ 0 of ``z ≥ 0, Az ≤ 1, zᵀ(1 − Az) = 0``, scaled to sum 1.
From z = 0 the path lets one label d go (``z_d = 0`` or ``(Az)_d = 1``) and ends in a solution, another one for another
label perhaps. Floats walk it first; where what they find does not pass the exact check, rationals walk it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import flint
import numpy as np

from nashsym.errors import InputError
from nashsym.exact.rational import floats, integers
from nashsym.exact.systems import marginals, solve_indifference
from nashsym.game import Game
from nashsym.solvers.solution import Equilibrium
from nashsym.terms import CanonicalForm

__all__ = ["bounded_search", "pivot", "pivot_exactly"]

#: A float walk is given up after so many steps per group; long paths exist, and floats lose their way on them.
_STEPS_PER_GROUP: Final = 20
#: How many labels are tried in floats before one is followed over the rationals, which is slow for many groups.
_FLOAT_WALKS: Final = 8
#: Relative perturbation of the right-hand side that keeps the float walk off ties.
_PERTURBATION: Final = 1e-7


def pivot(form: CanonicalForm, start: int = 0) -> flint.fmpq_mat:
    """Return a solution w of ``w ∈ Δ, b − Mw ≤ ν1, wᵀ(ν1 − b + Mw) = 0``, for any M.

    Parameters
    ----------
    form : CanonicalForm
    start : int
        The label that the path lets go, 0 ≤ start < D; paths of different labels may end in different solutions. Where
        floats lose this path, those of the next few labels are tried before it is followed over the rationals.

    Returns
    -------
    flint.fmpq_mat, shape (D, 1)

    Raises
    ------
    InputError
        For a label that no group has.

    Notes
    -----
    Source: MODEL T4, T19; Lemke and Howson, 1964.
    """
    if not 0 <= start < form.groups:
        raise InputError(f"no group has the number {start}", remedy=f"start from 0 to {form.groups - 1}")
    payoffs = _float_payoffs(form)
    for shift in range(min(_FLOAT_WALKS, form.groups)):
        if payoffs is None:
            break
        proposed = _walk_in_floats(payoffs, (start + shift) % form.groups)
        found = solve_indifference(form.b, form.M, proposed) if proposed else None
        if found is None or min(found.weights.entries()) < 0:
            continue
        if max(marginals(form.b, form.M, found.weights).entries()) == found.level:
            return found.weights
    return pivot_exactly(form, start)


def bounded_search(game: Game, starts: Iterable[int]) -> list[Equilibrium]:
    """Return the distinct solutions that the paths of some labels end in: where H ⪰ 0 on T, homogeneous equilibria.

    There can be others: not every solution is the end of such a path.

    Parameters
    ----------
    game : Game
    starts : iterable of int
        Labels, as for `pivot`.

    Raises
    ------
    InputError
        As `pivot`.
    """
    found: dict[tuple[flint.fmpq, ...], Equilibrium] = {}
    for start in starts:
        weights = pivot(game.canonical, start)
        found.setdefault(tuple(weights.entries()), Equilibrium(game, weights))
    return list(found.values())


def _float_payoffs(form: CanonicalForm) -> np.ndarray | None:
    """Return A in floats, scaled and shifted to lie between 1 and 2; None where it exceeds their range."""
    ones = flint.fmpq_mat(1, form.groups, [1] * form.groups)
    payoffs = floats(form.b * ones - form.M)
    low, high = float(payoffs.min()), float(payoffs.max())
    if not np.isfinite(high - low):
        return None
    return (payoffs - low) / (high - low) + 1.0 if high > low else np.ones_like(payoffs)


def _walk_in_floats(payoffs: np.ndarray, start: int) -> list[int] | None:
    """Return the support where the path of a perturbed right-hand side ends in floats; None where it is lost."""
    groups = len(payoffs)
    noise = np.random.default_rng(start).random(groups)
    # Basic variables = right − columns·(the others); label d stands for z_d as d, for its slack as d + D.
    columns, right = payoffs, 1.0 + _PERTURBATION * noise
    basic, others = np.arange(groups) + groups, np.arange(groups)
    entering = start
    for _ in range(_STEPS_PER_GROUP * groups):
        column = columns[:, entering]
        usable = column > 1e-12
        if not usable.any():
            return None
        row = int(np.argmin(np.where(usable, right / np.where(usable, column, 1.0), np.inf)))
        pivot_value = columns[row, entering]
        head = columns[row] / pivot_value
        head[entering] = 1.0 / pivot_value
        reduced = column.copy()
        reduced[row] = 0.0
        value = right[row] / pivot_value
        columns = columns - np.outer(reduced, head)
        columns[:, entering] = -reduced / pivot_value
        columns[row] = head
        right = right - reduced * value
        right[row] = value
        left, basic[row] = int(basic[row]), others[entering]
        others[entering] = left
        if left % groups == start:
            return sorted(int(label) for label in basic if label < groups)
        entering = int(np.flatnonzero(others == (left + groups) % (2 * groups))[0])
    return None


def pivot_exactly(form: CanonicalForm, start: int) -> flint.fmpq_mat:
    """Walk the path over the rationals: as `pivot`, without floats.

    Notes
    -----
    The right-hand side 1 is perturbed to 1 + (ε, ε², …, ε^D) for an ε > 0 smaller than any that matters: ties of the
    ratio test are broken by comparing coefficients of ε in order. Then no basis is degenerate, each vertex of the path
    has one successor and none occurs twice, so the path ends; and at ε = 0 its end is a solution.
    """
    basis = _Basis(form)
    entering, is_slack = start, False
    while True:
        leaving, left_slack = basis.replace(entering, is_slack)
        if leaving == start:
            return basis.weights()
        entering, is_slack = leaving, not left_slack


class _Basis:
    """The basic variables of Az + s = 1: the z of `served`, and the slacks of the rows that are not in `met`.

    A is made of integers > 0. With B = A[met, served], the basic solution is z = B⁻¹1 and s = 1 − A z.
    """

    def __init__(self, form: CanonicalForm) -> None:
        ones = flint.fmpq_mat(1, form.groups, [1] * form.groups)
        numerators, _ = integers(form.b * ones - form.M)
        least = min(numerators.entries())
        self.groups = form.groups
        self.rows = [[value - least + 1 for value in row] for row in numerators.tolist()]
        self.served: list[int] = []
        self.met: list[int] = []

    def _solve(self, columns: list[list[flint.fmpz | int]]) -> list[list[flint.fmpq]]:
        """Express columns c of [A | I | 1] in the basis: z-part B⁻¹c[met], slack part c − A z, as D rows of values.

        The rows are in the order of `_variables`.
        """
        count, size = len(columns), len(self.met)
        free = [d for d in range(self.groups) if d not in set(self.met)]
        right = flint.fmpz_mat(len(free), count, [column[d] for d in free for column in columns])
        if size == 0:
            return _listed(flint.fmpq_mat(right))
        system = flint.fmpz_mat(size, size, [self.rows[d][e] for d in self.met for e in self.served])
        inner = system.solve(flint.fmpz_mat(size, count, [column[d] for d in self.met for column in columns]))
        numerators, denominator = integers(inner)
        if not free:
            return _listed(inner)
        below = flint.fmpz_mat(len(free), size, [self.rows[d][e] for d in free for e in self.served])
        slacks = flint.fmpq_mat(right * denominator - below * numerators) / denominator
        return _listed(inner) + _listed(slacks)

    def _variables(self) -> list[tuple[int, bool]]:
        """Return the basic variables as (label, whether it is the slack)."""
        met = set(self.met)
        return [(d, False) for d in self.served] + [(d, True) for d in range(self.groups) if d not in met]

    def _unit(self, d: int) -> list[flint.fmpz | int]:
        return [int(d == e) for e in range(self.groups)]

    def replace(self, entering: int, is_slack: bool) -> tuple[int, bool]:
        """Let a variable into the basis and return the one that leaves it."""
        column = self._unit(entering) if is_slack else [row[entering] for row in self.rows]
        solved = self._solve([[1] * self.groups, column])
        rates = [row[1] for row in solved]
        rows = [index for index, rate in enumerate(rates) if rate > 0]
        rows = _least(rows, [row[0] for row in solved], rates)
        variables = self._variables()
        for d in range(self.groups):
            if len(rows) == 1:
                break
            values = [row[0] for row in self._solve([self._unit(d)])]
            rows = _least(rows, values, rates)
        leaving, left_slack = variables[rows[0]]
        if is_slack:
            self.met.remove(entering)
        else:
            self.served.append(entering)
        if left_slack:
            self.met.append(leaving)
        else:
            self.served.remove(leaving)
        return leaving, left_slack

    def weights(self) -> flint.fmpq_mat:
        """Return z scaled to sum 1."""
        solved = self._solve([[1] * self.groups])
        z = flint.fmpq_mat(self.groups, 1)
        for d, row in zip(self.served, solved, strict=False):
            z[d, 0] = row[0]
        return z / sum(z.entries(), start=flint.fmpq(0))


def _least(rows: list[int], values: list[flint.fmpq], rates: list[flint.fmpq]) -> list[int]:
    """Return the rows in which value / rate is least."""
    ratios = [values[row] / rates[row] for row in rows]
    least = min(ratios)
    return [row for row, ratio in zip(rows, ratios, strict=True) if ratio == least]


def _listed(X: flint.fmpq_mat) -> list[list[flint.fmpq]]:
    rows: list[list[flint.fmpq]] = X.tolist()
    return rows

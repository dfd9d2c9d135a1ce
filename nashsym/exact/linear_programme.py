"""Linear programmes over the rationals: the simplex method without rounding, with proofs of its answers."""

from __future__ import annotations

from dataclasses import dataclass

import flint

__all__ = ["Infeasible", "Optimal", "Unbounded", "maximise"]

Row = list[flint.fmpq]
_ZERO = flint.fmpq(0)
_ONE = flint.fmpq(1)


@dataclass(frozen=True)
class Optimal:
    """A maximiser x and a dual y with Aᵀy ≥ c and bᵀy = cᵀx, checked exactly.

    Attributes
    ----------
    value : flint.fmpq
    x : flint.fmpq_mat
        n×1.
    dual : flint.fmpq_mat
        m×1.
    """

    value: flint.fmpq
    x: flint.fmpq_mat
    dual: flint.fmpq_mat


@dataclass(frozen=True)
class Infeasible:
    """No x: the multipliers y (``farkas``, m×1) have Aᵀy ≥ 0 and bᵀy < 0, checked exactly."""

    farkas: flint.fmpq_mat


@dataclass(frozen=True)
class Unbounded:
    """No maximum: from the feasible ``x`` along ``ray`` (n×1 each, ray ≥ 0, A·ray = 0, cᵀray > 0), checked exactly."""

    x: flint.fmpq_mat
    ray: flint.fmpq_mat


def maximise(c: flint.fmpq_mat, A: flint.fmpq_mat, b: flint.fmpq_mat) -> Optimal | Infeasible | Unbounded:
    """Maximise cᵀx subject to Ax = b, x ≥ 0.

    Parameters
    ----------
    c : flint.fmpq_mat
        n×1.
    A : flint.fmpq_mat
        m×n, of any rank.
    b : flint.fmpq_mat
        m×1.

    Returns
    -------
    Optimal, Infeasible or Unbounded

    Raises
    ------
    ValueError
        If the shapes do not agree.

    Notes
    -----
    Two phases; the entering variable has the largest reduced cost, the leaving one is the least in the lexicographic
    order of the rows from the identity that each phase starts with, so that no basis occurs twice (Dantzig, Orden and
    Wolfe, 1955).
    """
    if (c.nrows(), b.nrows(), c.ncols(), b.ncols()) != (A.ncols(), A.nrows(), 1, 1):
        raise ValueError("the shapes of c, A and b do not agree")
    tableau = _Tableau(c, A, b)
    outcome = tableau.solve()
    _check(outcome, c, A, b)
    return outcome


def _check(outcome: Optimal | Infeasible | Unbounded, c: flint.fmpq_mat, A: flint.fmpq_mat, b: flint.fmpq_mat) -> None:
    """Check an answer against its definition."""
    transposed = A.transpose()
    if isinstance(outcome, Infeasible):
        holds = _least(transposed * outcome.farkas) >= 0 and _dot(b, outcome.farkas) < 0
    else:
        holds = A * outcome.x == b and _least(outcome.x) >= 0
        if isinstance(outcome, Optimal):
            holds = holds and _least(transposed * outcome.dual - c) >= 0
            holds = holds and _dot(b, outcome.dual) == outcome.value == _dot(c, outcome.x)
        else:
            holds = holds and _least(outcome.ray) >= 0 and _dot(c, outcome.ray) > 0
            holds = holds and A * outcome.ray == flint.fmpq_mat(A.nrows(), 1)
    if not holds:  # pragma: no cover - would be a fault of the simplex method below
        raise AssertionError(f"the {type(outcome).__name__} answer of a linear programme fails its own check")


def _least(column: flint.fmpq_mat) -> flint.fmpq:
    return min(column.entries(), default=_ZERO)


def _dot(left: flint.fmpq_mat, right: flint.fmpq_mat) -> flint.fmpq:
    return (left.transpose() * right)[0, 0] if left.nrows() else _ZERO


class _Tableau:
    """Rows [A | I | b], with signs that make b ≥ 0, under row operations that keep the basis' columns an identity."""

    def __init__(self, c: flint.fmpq_mat, A: flint.fmpq_mat, b: flint.fmpq_mat) -> None:
        self.constraints, self.variables = A.nrows(), A.ncols()
        self.costs: Row = c.entries()
        self.signs: list[int] = []
        self.rows: list[Row] = []
        for index, (left, right) in enumerate(zip(A.tolist(), b.entries(), strict=True)):
            sign = -1 if right < 0 else 1
            artificial = [_ONE if other == index else _ZERO for other in range(self.constraints)]
            self.signs.append(sign)
            self.rows.append([*(sign * value for value in left), *artificial, sign * right])
        self.basis = list(range(self.variables, self.variables + self.constraints))

    def solve(self) -> Optimal | Infeasible | Unbounded:
        width = self.variables + self.constraints
        first: Row = [_ZERO] * self.variables + [-_ONE] * self.constraints
        self._run(first, width)
        reduced = self._reduced(first)
        if reduced[-1] < 0:
            # The dual y of phase 1 has Aᵀy ≥ 0 and bᵀy = −(the least sum of the artificial variables) < 0.
            return Infeasible(self._dual(reduced, first))
        self._drive_out()
        second: Row = [*self.costs, *([_ZERO] * self.constraints)]
        entering = self._run(second, self.variables)
        x = flint.fmpq_mat(self.variables, 1)
        for row, variable in enumerate(self.basis):
            if variable < self.variables:
                x[variable, 0] = self.rows[row][-1]
        if entering is not None:
            ray = flint.fmpq_mat(self.variables, 1)
            ray[entering, 0] = 1
            for row, variable in enumerate(self.basis):
                if variable < self.variables:
                    ray[variable, 0] = -self.rows[row][entering]
            return Unbounded(x, ray)
        reduced = self._reduced(second)
        return Optimal(reduced[-1], x, self._dual(reduced, second))

    def _reduced(self, costs: Row) -> Row:
        """Return c_B·rows − [costs | 0]: minus the reduced costs, then the value."""
        total = [-cost for cost in costs] + [_ZERO]
        for row, variable in zip(self.rows, self.basis, strict=True):
            weight = costs[variable]
            if weight:
                total = [old + weight * value for old, value in zip(total, row, strict=True)]
        return total

    def _dual(self, reduced: Row, costs: Row) -> flint.fmpq_mat:
        """Read y = c_B B⁻¹ off the artificial columns, with the signs of the rows undone."""
        start = self.variables
        values = [
            self.signs[index] * (reduced[start + index] + costs[start + index]) for index in range(self.constraints)
        ]
        return flint.fmpq_mat(self.constraints, 1, values)

    def _run(self, costs: Row, allowed: int) -> int | None:
        """Pivot until no allowed column improves; return the column along which there is no bound, if one is met."""
        order = list(self.basis)
        reduced = self._reduced(costs)
        while True:
            entering = min(range(allowed), key=reduced.__getitem__, default=-1)
            if entering < 0 or not reduced[entering] < 0:
                return None
            leaving = self._leaving(entering, order)
            if leaving is None:
                return entering
            self._pivot(leaving, entering)
            weight, row = reduced[entering], self.rows[leaving]
            reduced = [old - weight * value if value else old for old, value in zip(reduced, row, strict=True)]

    def _leaving(self, entering: int, order: list[int]) -> int | None:
        """Return the row of the least ratio, the ties broken lexicographically."""
        candidates = [index for index, row in enumerate(self.rows) if row[entering] > 0]
        for column in (-1, *order):
            if len(candidates) < 2:
                break
            ratios = [self.rows[index][column] / self.rows[index][entering] for index in candidates]
            least = min(ratios)
            candidates = [index for index, ratio in zip(candidates, ratios, strict=True) if ratio == least]
        return candidates[0] if candidates else None

    def _pivot(self, leaving: int, entering: int) -> None:
        pivot = self.rows[leaving][entering]
        row = [value / pivot if value else value for value in self.rows[leaving]]
        self.rows[leaving] = row
        for index, other in enumerate(self.rows):
            weight = other[entering]
            if index != leaving and weight:
                self.rows[index] = [
                    old - weight * value if value else old for old, value in zip(other, row, strict=True)
                ]
        self.basis[leaving] = entering

    def _drive_out(self) -> None:
        """Replace artificial variables that stayed in the basis at 0, except in rows that are 0 throughout."""
        for index, variable in enumerate(self.basis):
            if variable >= self.variables:
                row = self.rows[index]
                entering = next((column for column in range(self.variables) if row[column]), None)
                if entering is not None:
                    self._pivot(index, entering)

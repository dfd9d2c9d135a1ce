"""The simplex method over the rationals, on a tableau, with a rule by which it always ends."""

from __future__ import annotations

from typing import Literal

import flint

__all__ = ["Answer", "Tableau"]

Row = list[flint.fmpq]
#: The kind of answer, with (multipliers, None), (point, ray) or (point, dual).
Answer = tuple[Literal["infeasible", "unbounded", "optimal"], flint.fmpq_mat, flint.fmpq_mat | None]
_ZERO = flint.fmpq(0)
_ONE = flint.fmpq(1)


class Tableau:
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

    def solve(self) -> Answer:
        """Run both phases."""
        width = self.variables + self.constraints
        first: Row = [_ZERO] * self.variables + [-_ONE] * self.constraints
        self._run(first, width)
        reduced = self._reduced(first)
        if reduced[-1] < 0:
            # The dual y of phase 1 has Aᵀy ≥ 0 and bᵀy = −(the least sum of the artificial variables) < 0.
            return ("infeasible", self._dual(reduced, first), None)
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
            return ("unbounded", x, ray)
        reduced = self._reduced(second)
        return ("optimal", x, self._dual(reduced, second))

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

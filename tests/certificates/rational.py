"""Linear algebra over the rationals, by the book and for small sizes: what the samples and the oracle share."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import isqrt, lcm

Vector = tuple[Fraction, ...]
Matrix = tuple[Vector, ...]


def vector(values: Sequence[int | str | Fraction]) -> Vector:
    return tuple(Fraction(value) for value in values)


def matrix(rows: Sequence[Sequence[int | str | Fraction]]) -> Matrix:
    return tuple(vector(row) for row in rows)


def dot(left: Sequence[Fraction | int], right: Sequence[Fraction | int]) -> Fraction:
    return sum((Fraction(x) * y for x, y in zip(left, right, strict=True)), Fraction(0))


def apply(rows: Matrix, values: Sequence[Fraction]) -> Vector:
    return tuple(dot(row, values) for row in rows)


def transpose(rows: Matrix) -> Matrix:
    return tuple(zip(*rows, strict=True))


def combine(p: Fraction | int, left: Matrix, q: Fraction | int, right: Matrix) -> Matrix:
    return tuple(tuple(p * x + q * y for x, y in zip(*pair, strict=True)) for pair in zip(left, right, strict=True))


def echelon(rows: Sequence[Sequence[Fraction]]) -> tuple[list[list[Fraction]], list[int]]:
    """The reduced row echelon form and its pivot columns."""
    table, pivots = [list(row) for row in rows], list[int]()
    width = len(table[0]) if table else 0
    for column in range(width):
        found = next((i for i in range(len(pivots), len(table)) if table[i][column]), None)
        if found is None:
            continue
        here = len(pivots)
        table[here], table[found] = table[found], table[here]
        table[here] = [x / table[here][column] for x in table[here]]
        for i, row in enumerate(table):
            if i != here and row[column]:
                table[i] = [x - row[column] * y for x, y in zip(row, table[here], strict=True)]
        pivots.append(column)
    return table, pivots


def solve(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> Vector | None:
    """The one solution of a linear system; None where there is none or more than one."""
    unknowns = len(rows[0])
    table, pivots = echelon([[*row, value] for row, value in zip(rows, right, strict=True)])
    if pivots != list(range(unknowns)):
        return None
    return tuple(table[i][unknowns] for i in range(unknowns))


def rank(rows: Sequence[Sequence[Fraction]]) -> int:
    return len(echelon(rows)[1])


def nullspace(rows: Matrix) -> list[tuple[int, ...]]:
    """Integer vectors that span the kernel of a square matrix."""
    size = len(rows)
    table, pivots = echelon(rows)
    basis = []
    for free in (j for j in range(size) if j not in pivots):
        values = [Fraction(0)] * size
        values[free] = Fraction(1)
        for i, pivot in enumerate(pivots):
            values[pivot] = -table[i][free]
        scale = lcm(*(value.denominator for value in values))
        basis.append(tuple(int(value * scale) for value in values))
    return basis


def determinant(rows: Sequence[Sequence[Fraction]]) -> Fraction:
    """By expansion along the first row."""
    if not rows:
        return Fraction(1)
    total = Fraction(0)
    for j, value in enumerate(rows[0]):
        if value:
            total += (-1) ** j * value * determinant([[*row[:j], *row[j + 1 :]] for row in rows[1:]])
    return total


def tangent(rows: Matrix) -> Matrix:
    """ZᵀXZ for Z = (e_i − e_D)."""
    last = len(rows) - 1
    return tuple(
        tuple(rows[i][j] - rows[i][last] - rows[last][j] + rows[last][last] for j in range(last)) for i in range(last)
    )


def symmetric_part(rows: Matrix) -> Matrix:
    return combine(Fraction(1, 2), rows, Fraction(1, 2), transpose(rows))


def minors(rows: Matrix) -> list[tuple[tuple[int, ...], Fraction]]:
    """All principal minors, by their index sets."""
    size = len(rows)
    chosen = [part for k in range(1, size + 1) for part in combinations(range(size), k)]
    return [(part, determinant([[rows[i][j] for j in part] for i in part])) for part in chosen]


def is_definite(rows: Matrix) -> bool:
    """X ≻ 0 on T, by Sylvester's criterion."""
    reduced = tangent(symmetric_part(rows))
    return all(value > 0 for part, value in minors(reduced) if part == tuple(range(len(part))))


def is_semidefinite(rows: Matrix) -> bool:
    """X ⪰ 0 on T: no principal minor is negative."""
    return all(value >= 0 for _, value in minors(tangent(symmetric_part(rows))))


def cholesky(rows: Matrix, bits: int) -> list[list[int]] | None:
    """The factor L of L·Lᵀ ≈ rows, times 2**bits, rounded; None where the rows are not positive definite."""
    size = len(rows)
    lower = [[Fraction(0)] * size for _ in range(size)]
    diagonal: list[Fraction] = []
    for i in range(size):
        for j in range(i + 1):
            value = rows[i][j] - sum((lower[i][k] * lower[j][k] * diagonal[k] for k in range(j)), Fraction(0))
            if i == j:
                if value <= 0:
                    return None
                diagonal.append(value)
                lower[i][i] = Fraction(1)
            else:
                lower[i][j] = value / diagonal[j]
    scale = 2**bits
    # sqrt(d)·2**bits with `bits` further binary places, then rounded once
    roots = [Fraction(isqrt(int(value * 16**bits)), scale) for value in diagonal]
    return [[round(lower[i][j] * roots[j]) for j in range(i + 1)] for i in range(size)]

"""A second checker of coverings, in fractions, from the game's inputs and the formulas of MODEL.md alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

Vector = list[Fraction]
Matrix = list[Vector]


def is_proved(game: dict[str, Any], proof: dict[str, Any]) -> bool:
    """Decide a proof as `to_dict` writes it, for a game as `to_dict` writes it."""
    k, least = len(proof["rays"]), [Fraction(value) for value in proof["least"]]
    forms = [_form(game, dict(zip(proof["coefficients"], map(Fraction, ray), strict=True))) for ray in proof["rays"]]
    idle = frozenset(d for d, floor in enumerate(least) if floor == 0)
    checker = _Checker(forms, least, idle, proof["norm"], proof["beyond_squared"])
    return checker.node(proof["tree"], [[Fraction(int(i == j)) for j in range(k)] for i in range(k)], frozenset(), idle)


def _form(game: dict[str, Any], coefficients: dict[str, Fraction]) -> tuple[Vector, Matrix, Matrix]:
    """Return b, M and H."""
    if "H" in game:
        H, K = ([[Fraction(value) for value in row] for row in game[name]] for name in ("H", "K"))
        return [Fraction(value) for value in game["b"]], _sum(H, K), H
    inputs = game["inputs"]
    a = [coefficients["attractiveness"] * Fraction(value) for value in inputs["attractiveness"]]
    C = _times(2 * coefficients["consistency"], inputs["inconsistency"])
    S = _times(coefficients["diversity"], inputs.get("similarity", _times(Fraction(0), inputs["inconsistency"])))
    if game["agents"] == 1:
        return a, C, C
    if game["diversity"] == "similarity":
        return a, _sum(C, S), C
    return a, C, _sum(C, _times(Fraction(-2), S))


def _times(factor: Fraction, X: Sequence[Sequence[Any]]) -> Matrix:
    return [[factor * Fraction(value) for value in row] for row in X]


def _sum(X: Matrix, Y: Matrix) -> Matrix:
    return [[x + y for x, y in zip(*rows, strict=True)] for rows in zip(X, Y, strict=True)]


def _dot(left: Sequence[Any], right: Sequence[Any]) -> Fraction:
    return sum((Fraction(x) * y for x, y in zip(left, right, strict=True)), Fraction(0))


class _Checker:
    def __init__(
        self,
        forms: list[tuple[Vector, Matrix, Matrix]],
        least: Vector,
        free: frozenset[int],
        norm: str | None,
        beyond: str | None,
    ) -> None:
        self.forms, self.least, self.free, self.norm = forms, least, free, norm
        self.beyond = None if beyond is None else Fraction(beyond)

    def node(self, node: dict[str, Any], corners: Matrix, zeros: frozenset[int], open_: frozenset[int]) -> bool:
        """Decide a node for the cone of some corners, groups that are at 0, and groups that may be."""
        if "split" in node:
            i, j, p, q = node["split"]
            between = [p * x + q * y for x, y in zip(corners[i], corners[j], strict=True)]
            halves = [[between if place == out else corner for place, corner in enumerate(corners)] for out in (i, j)]
            return (
                i != j
                and p > 0
                and q > 0
                and all(self.node(part, half, zeros, open_) for part, half in zip(node["parts"], halves, strict=True))
            )
        if "group" in node:
            d = node["group"]
            at_zero, served = node["parts"]
            return (
                d in open_
                and self.node(at_zero, corners, zeros | {d}, open_ - {d})
                and self.node(served, corners, zeros, open_ - {d})
            )
        corners = [[value / sum(corner) for value in corner] for corner in corners]
        if "far" in node:
            return self.far(node["far"], corners)
        if "direction" in node:
            v = node["direction"]
            moves = all(v[d] == 0 for d in self.free) and sum(v) == 0
            return moves and all(_dot(v, [_dot(row, v) for row in self.at(corner)[2]]) < 0 for corner in corners)
        return self.separated(node["multipliers"], corners, zeros, zeros | open_)

    def at(self, corner: Vector) -> tuple[Vector, Matrix, Matrix]:
        size = len(self.least)
        b = [_dot(corner, [form[0][d] for form in self.forms]) for d in range(size)]
        M, H = (
            [[_dot(corner, [matrix[d][e] for matrix in matrices]) for e in range(size)] for d in range(size)]
            for matrices in ([form[1] for form in self.forms], [form[2] for form in self.forms])
        )
        return b, M, H

    def far(self, u: list[int], corners: Matrix) -> bool:
        """‖x − 1‖ ‖u‖₊ ≥ uᵀ(1 − x) ≥ uᵀ1 where uᵀx ≤ 0."""
        if self.beyond is None or any(_dot(u, corner) > 0 for corner in corners) or sum(u) <= 0:
            return False
        sizes = [abs(value) for value in u]
        dual = {"l1": max(sizes) ** 2, "l2": sum(size**2 for size in sizes), "linf": sum(sizes) ** 2}[str(self.norm)]
        return Fraction(sum(u)) ** 2 >= self.beyond * dual

    def separated(self, ys: list[list[int]], corners: Matrix, zeros: frozenset[int], idle: frozenset[int]) -> bool:
        size = len(self.least)
        if any(sum(y) != 0 or any(y[d] < 0 for d in idle) for y in ys):
            return False
        room = 1 - sum(self.least)
        games = [self.at(corner) for corner in corners]
        for v in range(size):
            if v in zeros and room > 0:
                continue
            w = [floor + room * (d == v) for d, floor in enumerate(self.least)]
            gaps = [[value - _dot(row, w) for value, row in zip(b, M, strict=True)] for b, M, _ in games]
            table = [[_dot(y, gap) for gap in gaps] for y in ys]
            for i in range(len(ys)):
                if table[i][i] <= 0 or any(table[i][j] + table[j][i] < 0 for j in range(i)):
                    return False
        return True

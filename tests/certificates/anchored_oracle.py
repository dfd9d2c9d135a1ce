"""Whether claims about anchored games are true, decided by numerical solution with mpmath, far beyond any radius.

Nothing here looks at a witness or at a gap: best responses and equilibria are solved for, by Newton's method.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

import mpmath

from tests.certificates import rational
from tests.certificates.rational import Matrix, Vector

#: Binary places of all numbers here; Newton's method ends with an error far below TINY.
PRECISION = 640
TINY = Fraction(1, 2**400)


def number(value: Fraction | int) -> Any:
    return mpmath.mpf(Fraction(value).numerator) / Fraction(value).denominator


def fraction(value: Any) -> Fraction:
    """The binary number that a value of mpmath is."""
    sign, mantissa, exponent, _ = map(int, value._mpf_)
    return Fraction(-mantissa if sign else mantissa) * Fraction(2) ** exponent


def stationary(linear: Vector, rows: Matrix, price: Fraction, reference: Vector) -> list[Fraction]:
    """The w > 0 in Δ with linear − rows·w − price·log(w/reference) constant, where rows + 2·price·I ≻ 0 on T.

    Newton's method in the logarithms of w and the constant, steps halved while they do not help; along a price that
    falls from one at which the answer is near the reference.
    """
    with mpmath.workprec(PRECISION):
        size = len(linear)
        b, M = [number(x) for x in linear], [[number(x) for x in row] for row in rows]
        start = [number(x) for x in reference]
        largest = max([abs(x) for x in b] + [abs(x) for row in M for x in row] + [number(price)])
        steps, final = 0, number(price)
        while final * 2**steps < largest:
            steps += 1
        weights = start[:]
        for step in range(steps, -1, -1):
            weights = _newton(b, M, final * 2**step, start, weights)
        assert size == len(weights)
        return [fraction(x) for x in weights]


def _newton(b: list[Any], M: list[list[Any]], price: Any, reference: list[Any], weights: list[Any]) -> list[Any]:
    size = len(b)

    def slopes(w: list[Any]) -> list[Any]:
        return [
            b[d] - mpmath.fdot(M[d], w) - price * (mpmath.log(w[d]) - mpmath.log(reference[d])) for d in range(size)
        ]

    def spread(w: list[Any]) -> Any:
        values = slopes(w)
        middle = sum(values) / size
        return sum((x - middle) ** 2 for x in values)

    for _ in range(200):
        values = slopes(weights)
        system = mpmath.matrix(size + 1, size + 1)
        right = mpmath.matrix(size + 1, 1)
        for d in range(size):
            for e in range(size):
                system[d, e] = M[d][e] * weights[e] + (price if d == e else 0)
            system[d, size], system[size, d], right[d] = mpmath.mpf(1), weights[d], values[d]
        step = list(mpmath.lu_solve(system, right))[:size]
        share, before = 200 / max(200, *map(abs, step)), spread(weights)
        while True:
            moved = [w * mpmath.exp(share * s) for w, s in zip(weights, step, strict=True)]
            moved = [w / sum(moved) for w in moved]
            if spread(moved) <= before or share < mpmath.mpf(2) ** -60:
                break
            share /= 2
        weights = moved
        if max(map(abs, step)) < mpmath.mpf(2) ** -500:
            return weights
    raise AssertionError("Newton's method did not converge")


class AnchoredGame:
    """What is true of a game whose agents also pay price · KL(w‖reference)."""

    def __init__(
        self, b: Vector, H: Matrix, K: Matrix, agents: int, price: Fraction, reference: Vector, groups: Sequence[str]
    ) -> None:
        self.b, self.H, self.K, self.agents = b, H, K, agents
        self.price, self.reference, self.groups = price, reference, list(groups)
        assert price > 0
        assert min(reference) > 0
        assert sum(reference) == 1

    def strengthened(self, p: Fraction | int, q: Fraction | int) -> Matrix:
        """pH + qK + 2·price·I."""
        rows = rational.combine(p, self.H, q, self.K)
        return tuple(
            tuple(x + 2 * self.price * (i == j) for j, x in enumerate(row)) for i, row in enumerate(rows)
        )  # fmt: skip

    @cached_property
    def is_concave(self) -> bool:
        return rational.is_semidefinite(self.strengthened(1, 0))

    @cached_property
    def has_one_homogeneous(self) -> bool:
        return self.is_concave and rational.is_definite(self.strengthened(1, 1))

    @cached_property
    def has_one(self) -> bool:
        alike = self.agents == 1 or rational.is_definite(self.strengthened(1, Fraction(-1, self.agents - 1)))
        return self.has_one_homogeneous and alike

    @cached_property
    def equilibrium(self) -> list[Fraction]:
        """The homogeneous one, to hundreds of places."""
        return stationary(self.b, rational.combine(1, self.H, 1, self.K), self.price, self.reference)

    def utility(self, own: Sequence[Fraction], linear: Vector) -> Any:
        """With linear = b − K·mean."""
        with mpmath.workprec(PRECISION):
            quadratic = rational.dot(linear, own) - rational.dot(own, rational.apply(self.H, own)) / 2
            divergence = sum(
                number(w) * mpmath.log(number(w / r)) for w, r in zip(own, self.reference, strict=True) if w
            )
            return number(quadratic) - number(self.price) * divergence

    def regret(self, profile: Sequence[tuple[int, Vector]]) -> Fraction:
        """The most that an agent gains by its best response; a little more, for what the numbers are off by."""
        size, rest = len(self.b), max(self.agents - 1, 1)
        total = [sum((n * w[d] for n, w in profile), Fraction(0)) for d in range(size)]
        largest = Fraction(0)
        for _, mixture in profile:
            mean = [(x - y) / rest for x, y in zip(total, mixture, strict=True)]
            linear = tuple(x - y for x, y in zip(self.b, rational.apply(self.K, mean), strict=True))
            best = stationary(linear, self.H, self.price, self.reference)
            with mpmath.workprec(PRECISION):
                gain = self.utility(best, linear) - self.utility(mixture, linear)
            largest = max(largest, fraction(gain))
        return largest - TINY


@lru_cache(maxsize=256)
def solved(*parts: Any) -> AnchoredGame:
    """A game whose solutions are kept."""
    return AnchoredGame(*parts)


def is_true(game: AnchoredGame, claim: dict[str, Any]) -> bool:
    kind = claim["type"]
    if kind == "concave":
        return game.is_concave
    if kind == "unique-homogeneous":
        return game.has_one_homogeneous
    if kind == "unique":
        return game.has_one
    if kind == "regret":
        entries = [(entry["agents"], rational.vector(entry["weights"])) for entry in claim["profile"]]
        assert all(n > 0 and min(w) >= 0 and sum(w) == 1 for n, w in entries)
        assert sum(n for n, _ in entries) == game.agents
        return game.is_concave and game.regret(entries) <= Fraction(claim["epsilon"])
    if kind == "enclosure":
        center, radii = rational.vector(claim["center"]), rational.vector(claim["radii"])
        assert sum(center) == 1
        return game.has_one_homogeneous and all(
            abs(w - x) <= r + TINY for w, x, r in zip(game.equilibrium, center, radii, strict=True)
        )
    if kind not in ("excluded", "included") or claim["scope"] not in ("homogeneous", "all"):
        return False
    weight, threshold = game.equilibrium[game.groups.index(claim["group"])], Fraction(claim["threshold"])
    holds = weight < threshold + TINY if kind == "excluded" else weight >= threshold - TINY
    return holds and threshold > 0 and (game.has_one if claim["scope"] == "all" else game.has_one_homogeneous)

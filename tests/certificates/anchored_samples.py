"""Anchored games and valid certificates of them, made by hand: mpmath proposes, a bound with a margin proves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import isqrt
from typing import Any

import mpmath

from tests.certificates import rational
from tests.certificates.anchored_oracle import PRECISION, AnchoredGame, fraction, number, solved
from tests.certificates.making import (
    Play,
    Tree,
    alignment,
    bound,
    canonical,
    certificate,
    claim,
    concave,
    definiteness,
    entries,
    text,
    texts,
)
from tests.certificates.rational import Vector

#: What the checker's logarithms may be off by, and a little for mpmath's.
MARGIN = Fraction(4, 2**320)


def anchored(play: Play, price: Any, reference: Sequence[Any]) -> Play:
    """The game with an anchor; its H, M and G are those that decide, with 2·price·I added."""
    price = Fraction(price)
    H = tuple(tuple(x + 2 * price * (i == j) for j, x in enumerate(row)) for i, row in enumerate(play.H))
    tree = play.tree | {"anchor": {"coefficient": text(price), "reference": texts(reference)}}
    return replace(play, H=H, tree=tree)


def solution(play: Play) -> AnchoredGame:
    price, reference = Fraction(play.tree["anchor"]["coefficient"]), rational.vector(play.tree["anchor"]["reference"])
    H = tuple(tuple(x - 2 * price * (i == j) for j, x in enumerate(row)) for i, row in enumerate(play.H))
    return solved(play.b, H, play.K, play.agents, price, reference, tuple(play.groups))


def rounded(play: Play, places: int = 130) -> Vector:
    """A point of Δ near the homogeneous equilibrium."""
    near = [Fraction(max(round(w * 2**places), 1), 2**places) for w in solution(play).equilibrium]
    largest = near.index(max(near))
    near[largest] += 1 - sum(near)
    return tuple(near)


def gap(play: Play, profile: Sequence[tuple[int, Sequence[Any]]]) -> Fraction:
    """An upper bound of the largest gap: logarithms by mpmath, and a margin for all errors."""
    game, size, rest = solution(play), len(play.b), max(play.agents - 1, 1)
    players = [(n, rational.vector(w)) for n, w in profile]
    total = [sum((n * w[d] for n, w in players), Fraction(0)) for d in range(size)]
    largest = Fraction(0)
    for _, w in players:
        mean = [(x - y) / rest for x, y in zip(total, w, strict=True)]
        with mpmath.workprec(PRECISION):
            logs = [fraction(mpmath.log(number(x / r))) for x, r in zip(w, game.reference, strict=True)]
        own, cross = rational.apply(game.H, w), rational.apply(game.K, mean)
        slopes = [game.b[d] - own[d] - cross[d] - game.price * logs[d] for d in range(size)]
        largest = max(largest, max(slopes) - rational.dot(slopes, w))
    return largest + MARGIN * game.price


def regret(play: Play, *profile: tuple[int, Sequence[Any]]) -> Tree:
    return claim("regret", profile=entries(*profile), epsilon=text(gap(play, profile)))


def root_above(value: Fraction) -> Fraction:
    scale = 2**200
    return Fraction(isqrt(int(value * scale**2)) + 1, scale)


def enclosure(play: Play, center: Sequence[Any]) -> Tree:
    """Radii just above √(P̃_dd · gap)."""
    size, weights = len(play.b), rational.vector(center)
    symmetric, distance = rational.symmetric_part(play.M), gap(play, [(play.agents, weights)])
    columns, radii = [], []
    for d in range(size):
        rows = [[symmetric[i][j] - symmetric[-1][j] for j in range(size)] for i in range(size - 1)]
        right = [Fraction(int(i == d) - int(size - 1 == d)) for i in range(size - 1)]
        column = rational.solve([*rows, [Fraction(1)] * size], [*right, Fraction(0)])
        assert column is not None
        columns.append(texts(column))
        radii.append(text(root_above(column[d] * distance)))
    return claim("enclosure", {"M": definiteness(play.M), "columns": columns}, center=texts(weights), radii=radii)


def start(play: Play) -> list[Tree]:
    """What every claim about the equilibrium rests on."""
    return [concave(play), enclosure(play, rounded(play))]


def sole(play: Play) -> list[Tree]:
    everywhere = claim("unique", {"G": definiteness(play.G)} if play.agents > 1 else {})
    return [claim("unique-homogeneous", {"M": definiteness(play.M)}), everywhere]


def bounds(play: Play, scope: str, floor: Fraction = Fraction(1, 100)) -> list[Tree]:
    weights = zip(play.groups, solution(play).equilibrium, strict=True)
    return [bound("included" if w >= floor else "excluded", name, floor, scope) for name, w in weights]


ZERO = [[0] * 3] * 3
HELD = anchored(canonical([1, 0, 0], ZERO, ZERO, 3), "1/4", ["1/5", "3/10", "1/2"])
#: Far from the reference, one group nearly at 0.
PULLED = anchored(canonical([3, 1, -2], [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
                            [["1/2", "1/4", 0], ["-1/4", "1/2", 0], [0, "1/3", "1/2"]], 5),
                  "1/3", ["1/7", "2/7", "4/7"])  # fmt: skip
#: H and M are not ⪰ 0 on T: only the anchor makes utility concave, and the equilibrium unique.
BENT = anchored(canonical([1, 0], [["-1/2", 0], [0, "-1/2"]], [["1/4", 0], [0, "1/8"]], 2), "2/3", ["1/3", "2/3"])
#: M̃ ≻ 0 but G̃ not: the homogeneous equilibrium need not be the only one.
SPLIT = anchored(canonical([0, "1/9"], [[0, 0], [0, 0]], [[3, 0], [0, 3]], 2), "1/5", ["1/2", "1/2"])
ALONE = anchored(alignment(["1/2", "1/3", "1/6"], [[1, 0, 0], [0, 2, 0], [0, 0, 3]], None, [1, "1/2", 0], 1),
                 "1/10", ["1/3", "1/3", "1/3"])  # fmt: skip
NEAR = anchored(alignment(["3/10", "9/20", "1/4"], [[1, "1/10", 0], ["1/10", 1, 0], [0, 0, "3/2"]],
                          [["1/2", 0, 0], [0, "1/2", "1/10"], [0, "1/10", "1/2"]], [1, 1, 1], 4),
                "1/20", ["1/4", "1/2", "1/4"])  # fmt: skip
FAR = anchored(alignment([1, "1/2"], [[2, 0], [0, 3]], [["1/2", 0], [0, "1/2"]], [1, 1, "1/2"], 3, "distance"),
               "7/2", ["1/1000", "999/1000"])  # fmt: skip
#: Nothing but the anchor: every coefficient is 0.
ONLY = anchored(alignment([1, 0], [[1, 0], [0, 1]], None, [0, 0, 0], 2), 1, ["1/3", "2/3"])
SINGLE = anchored(canonical([7], [[-3]], [[2]], 2), "1/2", [1])
GAMES = {"held": HELD, "pulled": PULLED, "bent": BENT, "alone": ALONE, "near": NEAR, "far": FAR, "only": ONLY,
         "single": SINGLE}  # fmt: skip


def anchored_samples() -> Iterator[tuple[str, Tree]]:
    for name, play in GAMES.items():
        size = len(play.b)
        here, even = rounded(play), [Fraction(1, size)] * size
        claims = [*start(play), *sole(play), *bounds(play, "all"), *bounds(play, "homogeneous")]
        yield f"anchored-{name}", certificate(play, *claims, regret(play, (play.agents, here)))
        tilted = [Fraction(d + 1, size * (size + 1) // 2) for d in range(size)]
        profile = [(play.agents - 1, even), (1, tilted)] if play.agents > 1 else [(1, even)]
        rough = [concave(play), regret(play, *profile), enclosure(play, even)]
        yield f"anchored-{name}-rough", certificate(play, *rough, numbers="dyadic")
        if play.agents > 1:
            weight = solution(play).equilibrium[0] + Fraction(1, 1000)
            united = bound("excluded", play.groups[0], text(weight.limit_denominator(997)), "all",
                           {"G": definiteness(play.G)})  # fmt: skip
            yield f"anchored-{name}-united", certificate(play, *claims[:3], united)
    yield "anchored-split", certificate(SPLIT, *start(SPLIT), sole_of(SPLIT), *bounds(SPLIT, "homogeneous"))


def sole_of(play: Play) -> Tree:
    return claim("unique-homogeneous", {"M": definiteness(play.M)})

"""Valid certificates: every type of claim, every form of witness, every kind of game and every degeneracy."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations

from tests.certificates import rational
from tests.certificates.anchored_samples import anchored_samples
from tests.certificates.making import (
    Play,
    Tree,
    alignment,
    bound,
    by_programme,
    canonical,
    certificate,
    claim,
    concave,
    definiteness,
    enclosure,
    entries,
    equilibrium,
    farkas,
    inverse_modulo,
    relaxed,
    texts,
)
from tests.certificates.rational import Vector

ZERO3 = [[0] * 3] * 3
SERVED = alignment(["3/10", "9/20", "1/4"], [[1, "1/10", 0], ["1/10", 1, 0], [0, 0, "3/2"]],
                   [["1/2", 0, 0], [0, "1/2", "1/10"], [0, "1/10", "1/2"]], [1, 1, 1], 4)  # fmt: skip
SKEW = canonical([3, 1, 0], [[2, 0, 0], [0, 2, 0], [0, 0, 2]], [[1, "1/2", 0], ["-1/2", 1, 0], [0, "1/3", 1]], 5)
TWINS = canonical([1, 1, 0], [[2, 2, 0], [2, 2, 0], [0, 0, 1]], ZERO3, 3)
TWINS_UNITED = canonical([1, 1, 0], [[3, 1, 0], [1, 3, 0], [0, 0, 2]], [[-1, 1, 0], [1, -1, 0], [0, 0, 0]], 3)
TIED = canonical([1, 0, 0], [[1, 0, 0], [0, 0, 0], [0, 0, 0]], ZERO3, 2)
FLAT = canonical([2, 1, 0], ZERO3, ZERO3, 2)
NICHES = canonical([0, 0], [[1, 0], [0, 1]], [[3, 0], [0, 3]], 2)
SEVERAL = canonical([0, 0], [[1, 0], [0, 1]], [[-3, 0], [0, -3]], 3)
CONVEX = canonical([0, 1, 0], [[-1, 0, 0], [0, 1, 0], [0, 0, 1]], ZERO3, 2)
RIDGE = canonical([0, 0, 5], [[1, 1, 0], [1, 1, 0], [0, 0, 1]], ZERO3, 2)
ALONE = alignment(["1/2", "1/3", "1/6"], [[1, 0, 0], [0, 2, 0], [0, 0, 3]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
                  ["1/2", 1, 7], 1, "distance")  # fmt: skip
FAR = alignment([1, "1/2"], [[2, 0], [0, 3]], [["1/2", 0], [0, "1/2"]], [1, 1, "1/2"], 3, "distance")
PLAIN = alignment([1, 0], [[1, 0], [0, 1]], None, ["1/10", "1/2", 0], 2)
SINGLE = canonical([7], [[-3]], [[2]], 2)
FOUR = canonical([1, 1, 1, 0], [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
                 [["1/2", 0, 0, "1/4"], [0, "1/2", 0, 0], ["-1/4", 0, "1/2", 0], [0, 0, 0, "1/2"]], 2)  # fmt: skip
KINDS: Tree = {
    "kind": "types",
    "groups": ["left", "right"],
    "K": [["1", "0"], ["0", "1"]],
    "types": [
        {"agents": 1, "b": ["10", "0"], "H": [["2", "0"], ["0", "2"]]},
        {"agents": 2, "b": ["0", "10"], "H": [["1", "1"], ["1", "1"]]},
    ],
}


def homogeneous_equilibrium(play: Play) -> Vector:
    """The first of a search by supports."""
    size = len(play.b)
    for support in (part for k in range(1, size + 1) for part in combinations(range(size), k)):
        first = support[0]
        rows = [[play.M[d][j] - play.M[first][j] for j in support] for d in support[1:]] + [
            [Fraction(1)] * len(support)
        ]
        right = [play.b[d] - play.b[first] for d in support[1:]] + [Fraction(1)]
        part = rational.solve(rows, right)
        if part is None or min(part) < 0:
            continue
        weights = tuple(part[support.index(d)] if d in support else Fraction(0) for d in range(size))
        if all(play.best(weights) >= {d} for d in range(size) if weights[d]):
            return weights
    raise ValueError("no vertex is an equilibrium")


def _unique_everywhere(play: Play) -> list[Tree]:
    weights = homogeneous_equilibrium(play)
    sole = claim("unique", {"G": definiteness(play.G)} if play.agents > 1 else {})
    return [concave(play), equilibrium(weights), claim("unique-homogeneous", {"M": definiteness(play.M)}), sole]


def _bounds(play: Play, scope: str, floor: Fraction = Fraction(1, 100)) -> list[Tree]:
    weights = zip(play.groups, homogeneous_equilibrium(play), strict=True)
    return [bound("included" if w >= floor else "excluded", name, floor, scope) for name, w in weights]


def all_samples() -> Iterator[tuple[str, Tree]]:
    for name, play in (("served", SERVED), ("skew", SKEW), ("alone", ALONE), ("far", FAR), ("plain", PLAIN),
                       ("single", SINGLE), ("four", FOUR)):  # fmt: skip
        claims = _unique_everywhere(play)
        yield name, certificate(play, *claims, *_bounds(play, "all"), *_bounds(play, "homogeneous"))
        yield f"{name}-here", certificate(play, *claims[:2], *_bounds(play, "this"), numbers="dyadic")
        here = [1] + [0] * (len(play.b) - 1)
        away = [*reversed(here)]
        profile = entries((play.agents - 1, here), (1, away)) if play.agents > 1 else entries((1, here))
        regret = claim("regret", profile=profile, epsilon="100")
        even = [Fraction(1, len(play.b))] * len(play.b)
        yield f"{name}-rough", certificate(play, claims[0], regret, enclosure(play, even), enclosure(play, here))
        if play.agents > 1:
            needed = {"G": definiteness(play.G)}
            group, weight = play.groups[0], homogeneous_equilibrium(play)[0]
            least = bound("excluded", group, weight + Fraction(1, 7), "all", needed)
            yield f"{name}-united", certificate(play, *claims[:3], least)
    yield from _unserved()
    yield from _degenerate()
    yield from _several()
    yield from _types()
    yield from anchored_samples()


def _unserved() -> Iterator[tuple[str, Tree]]:
    point = texts(relaxed(SKEW))
    assert any(value.startswith("-") for value in point)
    reduced = rational.tangent(SKEW.M)
    scale = 6
    integers = [[int(scale * x) for x in row] for row in reduced]
    prime = 1_000_003
    modular = {"relaxed": point, "modulus": prime, "inverse": inverse_modulo(integers, prime)}
    ways: dict[str, Tree] = {
        "relaxed-definite": {"relaxed": point, "M": definiteness(SKEW.M)},
        "relaxed-modular": modular,
        "farkas": {"farkas": texts(farkas(SKEW, 2))},
        "corollary": {},
    }
    claims = _unique_everywhere(SKEW)
    for way, witness in ways.items():
        before = claims[:3] if way == "corollary" else []
        yield f"no-interior-{way}", certificate(SKEW, *before, claim("no-interior", witness))
    yield "no-interior-singular", certificate(RIDGE, claim("no-interior", {"farkas": ["1/2", "1/2", "-1"]}))
    yield "no-interior-flat", certificate(FLAT, concave(FLAT), claim("no-interior", {"farkas": ["-1", "1", "0"]}))
    yield "no-interior-convex", certificate(CONVEX, claim("no-interior", {"direction": [2, -1, -1]}))


def _degenerate() -> Iterator[tuple[str, Tree]]:
    third = TWINS.groups[2]
    for name, play in (("twins", TWINS), ("twins-united", TWINS_UNITED)):
        corner = homogeneous_equilibrium(play)
        other = (corner[1], corner[0], corner[2])
        start = [concave(play), equilibrium(corner)]
        low, high = corner[2] - Fraction(1, 9), corner[2] + Fraction(1, 9)
        below = by_programme(play, [0, 0, 1])  # w₃ moves not at all along the kernel: u = t − e₃ = 0
        claims = [
            claim("not-unique-homogeneous", weights=texts(other)),
            bound("excluded", third, high, "homogeneous", below),
            bound("included", third, low, "homogeneous", below),
            bound("excluded", play.groups[0], Fraction(9, 10), "homogeneous", by_programme(play, [1, 1, 0])),
            bound("included", play.groups[0], Fraction(1, 9), "this"),
        ]
        if play is TWINS_UNITED:
            united = below | {"G": definiteness(play.G)}
            claims += [bound("excluded", third, high, "all", united), bound("included", third, low, "all", united)]
        yield name, certificate(play, *start, *claims)
    alone = canonical([1, 1, 0], [[2, 2, 0], [2, 2, 0], [0, 0, 1]], ZERO3, 1)
    corner = homogeneous_equilibrium(alone)
    witness = by_programme(alone, [0, 0, 1])
    lone = bound("included", third, corner[2], "all", witness)
    yield "twins-alone", certificate(alone, concave(alone), equilibrium(corner), lone)
    tied = claim("unique-homogeneous", by_programme(TIED, [0, 1, 1]))
    yield "tied", certificate(TIED, concave(TIED), equilibrium([1, 0, 0]), tied, *_bounds(TIED, "homogeneous"))
    flat = claim("unique-homogeneous", by_programme(FLAT, [0, 0, 0]))
    yield "flat", certificate(FLAT, concave(FLAT), equilibrium([1, 0, 0]), flat, *_bounds(FLAT, "homogeneous"))


def _several() -> Iterator[tuple[str, Tree]]:
    even, here, there = ["1/2", "1/2"], [1, 0], [0, 1]
    start = [concave(NICHES), equilibrium(even), claim("unique-homogeneous", {"M": definiteness(NICHES.M)})]
    niches = entries((1, here), (1, there))
    yield "niches", certificate(NICHES, *start, claim("not-unique", profile=niches))
    profile = claim("equilibrium-profile", profile=niches)
    this = [bound("included", "liberal", 1, "this"), bound("excluded", "liberal", "3/2", "this")]
    same = claim("not-unique", profile=entries((1, even), (1, even)))
    yield "niches-profile", certificate(NICHES, start[0], profile, *this, same)
    both = [start[0], profile, equilibrium(even), same, bound("excluded", "liberal", "2/3", "this")]
    yield "niches-both", certificate(NICHES, *both)
    isolated = claim("not-unique-homogeneous", weights=texts(here))
    yield "several", certificate(SEVERAL, concave(SEVERAL), equilibrium(even), isolated)
    again = claim("not-unique", profile=entries((1, here), (2, here)))
    yield "several-profile", certificate(SEVERAL, concave(SEVERAL), equilibrium(there), again)


def _types() -> Iterator[tuple[str, Tree]]:
    witnesses = [definiteness(rational.matrix(kind["H"])) for kind in KINDS["types"]]
    start = claim("concave", {"H": witnesses})
    profile = [{"agents": 1, "weights": ["1", "0"], "type": 0}, {"agents": 2, "weights": ["0", "1"], "type": 1}]
    here = [bound("included", "left", 1, "this"), bound("excluded", "left", "9/8", "this")]
    rough = [{"agents": 1, "weights": ["1/2", "1/2"], "type": 0}, {"agents": 2, "weights": ["1/3", "2/3"], "type": 1}]
    regret = claim("regret", profile=rough, epsilon="20")
    yield "types", certificate(KINDS, start, claim("equilibrium-profile", profile=profile), *here, regret)
    twins = KINDS | {
        "types": [{"agents": 2, "b": ["0", "0"], "H": [["1", "0"], ["0", "1"]]}],
        "K": [["3", "0"], ["0", "3"]],
    }
    niches = [{"agents": 1, "weights": ["1", "0"], "type": 0}, {"agents": 1, "weights": ["0", "1"], "type": 0}]
    even = [{"agents": 2, "weights": ["1/2", "1/2"], "type": 0}]
    sign = claim("concave", {"H": [definiteness(rational.matrix([[1, 0], [0, 1]]))]})
    other = claim("not-unique", profile=niches)
    yield "types-niches", certificate(twins, sign, claim("equilibrium-profile", profile=even), other)


@cache
def samples() -> dict[str, Tree]:
    return dict(all_samples())

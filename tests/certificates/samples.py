"""Valid certificates made from scratch, in plain Fractions: every type of claim and every form of witness."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any

from tests.certificates import rational
from tests.certificates.rational import Matrix, Vector

Tree = dict[str, Any]


def text(value: Fraction | int | str) -> str:
    value = Fraction(value)
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def texts(values: Sequence[Fraction | int | str]) -> list[str]:
    return [text(value) for value in values]


def table(rows: Sequence[Sequence[Fraction | int | str]]) -> list[list[str]]:
    return [texts(row) for row in rows]


@dataclass(frozen=True)
class Play:
    """A game with one type of agent, and its form in a certificate."""

    b: Vector
    H: Matrix
    K: Matrix
    agents: int
    tree: Tree = field(hash=False, compare=False)

    @property
    def groups(self) -> list[str]:
        return list(self.tree["groups"])

    @property
    def M(self) -> Matrix:
        return rational.combine(1, self.H, 1, self.K)

    @property
    def G(self) -> Matrix:
        return rational.combine(1, self.H, Fraction(-1, self.agents - 1), self.K)

    def slopes(self, weights: Vector) -> Vector:
        return tuple(x - y for x, y in zip(self.b, rational.apply(self.M, weights), strict=True))

    def best(self, weights: Vector) -> set[int]:
        slopes = self.slopes(weights)
        return {d for d, slope in enumerate(slopes) if slope == max(slopes)}


def names(size: int) -> list[str]:
    return ["liberal", 'ümlaut "quoted"', "c, = @", "δ"][:size]


def canonical(b: Sequence[Any], H: Sequence[Sequence[Any]], K: Sequence[Sequence[Any]], agents: int) -> Play:
    tree = {"kind": "canonical", "groups": names(len(b)), "agents": agents}
    tree |= {"b": texts(b), "H": table(H), "K": table(K)}
    return Play(rational.vector(b), rational.matrix(H), rational.matrix(K), agents, tree)


def alignment(
    a: Sequence[Any],
    C: Sequence[Sequence[Any]],
    S: Sequence[Sequence[Any]] | None,
    coefficients: Sequence[Any],
    agents: int,
    diversity: str = "similarity",
) -> Play:
    reach, rigour, variety = rational.vector(coefficients)
    keys = ("attractiveness", "consistency", "diversity")
    inputs: Tree = {"attractiveness": texts(a), "inconsistency": table(C)}
    if S is not None:
        inputs["similarity"] = table(S)
    tree = {
        "kind": "alignment",
        "groups": names(len(a)),
        "agents": agents,
        "diversity": diversity,
        "coefficients": dict(zip(keys, texts(coefficients), strict=True)),
        "inputs": inputs,
    }
    inconsistency, similarity = rational.matrix(C), rational.matrix(C if S is None else S)
    own, cross = (0, 0) if agents == 1 else (0, variety) if diversity == "similarity" else (-2 * variety, 2 * variety)
    H = rational.combine(2 * rigour, inconsistency, own, similarity)
    b = tuple(reach * value for value in rational.vector(a))
    return Play(b, H, rational.combine(cross, similarity, 0, similarity), agents, tree)


# ---- Witnesses


@cache
def definiteness(rows: Matrix) -> Tree:
    """A witness of X ≻ 0 on T, or of X ⪰ 0 with its kernel."""
    reduced = rational.tangent(rational.symmetric_part(rows))
    kernel = rational.nullspace(reduced)
    size = len(reduced)
    filled = tuple(tuple(reduced[i][j] + sum(n[i] * n[j] for n in kernel) for j in range(size)) for i in range(size))
    for bits in range(4, 200, 4):
        slack = Fraction(1, 2 ** (bits // 2))
        lowered = tuple(tuple(x - slack * (i == j) for j, x in enumerate(row)) for i, row in enumerate(filled))
        factor = rational.cholesky(lowered, bits)
        if factor is not None and is_dominant(filled, factor, bits):
            witness: Tree = {"factor": factor, "exponent": bits if factor else 0}
            return witness | ({"kernel": [list(column) for column in kernel]} if kernel else {})
    raise ValueError("not semidefinite")


def is_dominant(rows: Matrix, factor: list[list[int]], bits: int) -> bool:
    size = len(rows)
    full = [row + [0] * (size - len(row)) for row in factor]
    for i in range(size):
        rest = [rows[i][j] - rational.dot(full[i], full[j]) / Fraction(4) ** bits for j in range(size)]
        if rest[i] <= sum(abs(value) for j, value in enumerate(rest) if j != i):
            return False
    return True


def directions(rows: Matrix) -> list[tuple[int, ...]]:
    """The columns Zn of the kernel of X on T."""
    columns = rational.nullspace(rational.tangent(rational.symmetric_part(rows)))
    return [(*column, -sum(column)) for column in columns]


def inverse_modulo(rows: list[list[int]], prime: int) -> list[list[int]]:
    size = len(rows)
    work = [[x % prime for x in row] + [int(i == j) for j in range(size)] for i, row in enumerate(rows)]
    for c in range(size):
        pivot = next(i for i in range(c, size) if work[i][c])
        work[c], work[pivot] = work[pivot], work[c]
        scale = pow(work[c][c], -1, prime)
        work[c] = [x * scale % prime for x in work[c]]
        for i in range(size):
            if i != c:
                work[i] = [(x - work[i][c] * y) % prime for x, y in zip(work[i], work[c], strict=True)]
    return [row[size:] for row in work]


def relaxed(play: Play) -> Vector:
    """w with 1ᵀw = 1 and b − Mw ∈ span(1)."""
    size = len(play.b)
    rows = [[play.M[i][j] - play.M[-1][j] for j in range(size)] for i in range(size - 1)] + [[Fraction(1)] * size]
    found = rational.solve(rows, [play.b[i] - play.b[-1] for i in range(size - 1)] + [Fraction(1)])
    assert found is not None
    return found


def farkas(play: Play, group: int) -> Vector:
    """y ∈ T with Mᵀy − e_group ∈ span(1): then bᵀy − min(Mᵀy) is the relaxed weight of the group."""
    size, M = len(play.b), play.M
    rows = [[M[j][i] - M[j][-1] for j in range(size)] for i in range(size - 1)] + [[Fraction(1)] * size]
    right = [Fraction(int(i == group) - int(size - 1 == group)) for i in range(size - 1)] + [Fraction(0)]
    found = rational.solve(rows, right)
    assert found is not None
    return found


# ---- Claims


def claim(kind: str, witness: Tree | None = None, **rest: Any) -> Tree:
    return {"type": kind, **rest, "witness": witness or {}}


def concave(play: Play) -> Tree:
    return claim("concave", {"H": definiteness(play.H)})


def equilibrium(weights: Sequence[Any]) -> Tree:
    return claim("equilibrium", weights=texts(weights))


def entries(*parts: tuple[int, Sequence[Any]]) -> list[Tree]:
    return [{"agents": agents, "weights": texts(weights)} for agents, weights in parts]


def bound(kind: str, group: str, threshold: Any, scope: str, witness: Tree | None = None) -> Tree:
    return claim(kind, witness, group=group, threshold=text(threshold), scope=scope)


def enclosure(play: Play, center: Sequence[Any], slack: Fraction = Fraction(0)) -> Tree:
    """Radii r with r² just above P_dd · gap."""
    size, weights = len(play.b), rational.vector(center)
    symmetric = rational.symmetric_part(play.M)
    slopes = play.slopes(weights)
    gap = max(slopes) - rational.dot(slopes, weights)
    columns, radii = [], []
    for d in range(size):
        rows = [[symmetric[i][j] - symmetric[-1][j] for j in range(size)] for i in range(size - 1)]
        right = [Fraction(int(i == d) - int(size - 1 == d)) for i in range(size - 1)]
        column = rational.solve([*rows, [Fraction(1)] * size], [*right, Fraction(0)])
        assert column is not None
        columns.append(texts(column))
        radius = Fraction(0)
        while radius**2 < column[d] * gap:
            radius += Fraction(1, 16)
        radii.append(text(radius + slack))
    return claim("enclosure", {"M": definiteness(play.M), "columns": columns}, center=texts(weights), radii=radii)


def by_programme(play: Play, multipliers: Sequence[Any]) -> Tree:
    return {"M": definiteness(play.M), "multipliers": texts(multipliers)}


# ---- Certificates


def digest(tree: Tree) -> str:
    body = {key: value for key, value in tree.items() if key not in ("digest", "made_by")}
    content = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(content.encode()).hexdigest()


def sealed(tree: Tree) -> Tree:
    """The same with the right digest: what a forger does too."""
    return tree | {"digest": digest(tree)}


def summary(game: Tree, claims: list[Tree], play: Play | None) -> Tree | None:
    """The summary that follows from the claims, if they are true."""
    of = {c["type"]: c for c in claims}
    if "equilibrium" not in of or play is None:
        return None
    weights = of["equilibrium"]["weights"]
    support = [name for name, value in zip(game["groups"], weights, strict=True) if value != "0"]
    kind = "interior" if len(support) == len(weights) else "boundary"
    if "not-unique-homogeneous" in of:
        first, second = (rational.vector(of[name]["weights"]) for name in ("equilibrium", "not-unique-homogeneous"))
        used = {d for d in range(len(first)) if first[d] or second[d]}
        kind = "continuum" if used <= play.best(first) & play.best(second) else kind
    other = "refuted" if "not-unique-homogeneous" in of else "undecided"
    return {
        "weights": dict(zip(game["groups"], weights, strict=True)),
        "support": support,
        "kind": kind,
        "unique_among_homogeneous": "proved" if "unique-homogeneous" in of else other,
        "unique": "proved" if "unique" in of else "refuted" if "not-unique" in of else other,
    }


def certificate(game: Play | Tree, *claims: Tree, numbers: str = "decimal") -> Tree:
    play = game if isinstance(game, Play) else None
    tree = game.tree if isinstance(game, Play) else game
    listed = [json.loads(json.dumps(c)) for c in claims]
    made_by = {"name": "the samples of the tests"}
    body = {"format": "nashsym-certificate/1", "made_by": made_by, "numbers": numbers, "game": tree}
    return sealed(json.loads(json.dumps(body | {"equilibrium": summary(tree, listed, play), "claims": listed})))


# ---- Games


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


def _unserved() -> Iterator[tuple[str, Tree]]:
    point = texts(relaxed(SKEW))
    assert any(value.startswith("-") for value in point)
    reduced = rational.tangent(SKEW.M)
    scale = 6
    integers = [[int(scale * x) for x in row] for row in reduced]
    assert all(
        scale * x == y for row, line in zip(reduced, integers, strict=True) for x, y in zip(row, line, strict=True)
    )
    prime = 1_000_003
    modular = {"relaxed": point, "modulus": prime, "inverse": inverse_modulo(integers, prime)}
    ways = {
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
    yield "nothing", certificate(CONVEX)


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

"""Making certificates from scratch, in plain Fractions: games, witnesses, claims, the summary and the digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
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

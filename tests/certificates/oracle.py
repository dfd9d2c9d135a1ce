"""Whether what a certificate claims is true, decided from the definitions by brute force over small games.

Nothing here looks at a witness. Best responses are found by enumerating faces, equilibria by enumerating supports,
definiteness by principal minors; all in Fractions.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations, product
from typing import Any

from tests.certificates import rational
from tests.certificates.anchored_oracle import is_true, solved
from tests.certificates.rational import Matrix, Vector

Tree = dict[str, Any]
Point = tuple[Vector, ...]

#: Joint equilibria are enumerated up to this many weights; beyond it uniqueness is taken from T3, by minors.
JOINT = 6


def faces(size: int) -> list[tuple[int, ...]]:
    return [part for k in range(1, size + 1) for part in combinations(range(size), k)]


class Game:
    """A certificate's game, read by the formulas of MODEL, section 1."""

    def __init__(self, tree: Tree) -> None:
        self.groups: list[str] = tree["groups"]
        self.size = len(self.groups)
        if tree["kind"] == "types":
            self.counts = [kind["agents"] for kind in tree["types"]]
            self.b = [rational.vector(kind["b"]) for kind in tree["types"]]
            self.H = [rational.matrix(kind["H"]) for kind in tree["types"]]
            self.K = rational.matrix(tree["K"])
        elif tree["kind"] == "canonical":
            self.counts, self.b = [tree["agents"]], [rational.vector(tree["b"])]
            self.H, self.K = [rational.matrix(tree["H"])], rational.matrix(tree["K"])
        else:
            self.counts = [tree["agents"]]
            part = {key: Fraction(value) for key, value in tree["coefficients"].items()}
            C = rational.matrix(tree["inputs"]["inconsistency"])
            zero = tuple((Fraction(0),) * self.size for _ in range(self.size))
            S = rational.matrix(tree["inputs"]["similarity"]) if "similarity" in tree["inputs"] else zero
            own = rational.combine(2 * part["consistency"], C, 0, C)
            cross = rational.combine(part["diversity"], S, 0, S)
            if tree["diversity"] == "distance":
                cross = rational.combine(2, cross, 0, cross)
                own = own if tree["agents"] == 1 else rational.combine(1, own, -1, cross)
            self.b = [tuple(part["attractiveness"] * Fraction(x) for x in tree["inputs"]["attractiveness"])]
            self.H, self.K = [own], zero if tree["agents"] == 1 else cross
        self.agents = sum(self.counts)
        assert all(rational.transpose(H) == H for H in self.H)

    @property
    def M(self) -> Matrix:
        return rational.combine(1, self.H[0], 1, self.K)

    @property
    def G(self) -> Matrix:
        return rational.combine(1, self.H[0], Fraction(-1, self.agents - 1), self.K)

    @cached_property
    def is_concave(self) -> bool:
        return all(rational.is_semidefinite(H) for H in self.H)

    def utility(self, kind: int, mixture: Vector, mean: Vector) -> Fraction:
        own = rational.dot(mixture, rational.apply(self.H[kind], mixture)) / 2
        cross = rational.dot(mixture, rational.apply(self.K, mean))
        return rational.dot(self.b[kind], mixture) - own - cross

    def best_value(self, kind: int, mean: Vector) -> Fraction:
        """The largest utility over the simplex: at a stationary point of a face on which it is the only one."""
        linear = tuple(x - y for x, y in zip(self.b[kind], rational.apply(self.K, mean), strict=True))
        values = []
        for face in faces(self.size):
            first = face[0]
            rows = [[self.H[kind][d][j] - self.H[kind][first][j] for j in face] for d in face[1:]]
            right = [linear[d] - linear[first] for d in face[1:]]
            part = rational.solve([*rows, [Fraction(1)] * len(face)], [*right, Fraction(1)])
            if part is not None and min(part) >= 0:
                point = tuple(part[face.index(d)] if d in face else Fraction(0) for d in range(self.size))
                values.append(self.utility(kind, point, mean))
        return max(values)

    def regret(self, profile: Sequence[tuple[int, int, Vector]]) -> Fraction:
        """The most that an agent of the profile (type, how many, mixture) gains by any deviation."""
        total = tuple(sum((n * w[d] for _, n, w in profile), Fraction(0)) for d in range(self.size))
        largest = Fraction(0)
        for kind, _, mixture in profile:
            rest = max(self.agents - 1, 1)
            mean = tuple((x - y) / rest for x, y in zip(total, mixture, strict=True))
            gain = self.best_value(kind, mean) - self.utility(kind, mixture, mean)
            assert gain >= 0
            largest = max(largest, gain)
        return largest

    def homogeneous(self, weights: Vector) -> list[tuple[int, int, Vector]]:
        return [(0, self.agents, weights)]

    @cached_property
    def homogeneous_vertices(self) -> list[Vector]:
        """The vertices of the set of homogeneous equilibria of a concave game."""
        return [point[0] for point in _vertices([self.b[0]], [[self.M]])]

    @cached_property
    def joint_vertices(self) -> list[Point] | None:
        """The vertices of the set of all equilibria of a concave game; None where there are too many weights."""
        if self.agents * self.size > JOINT:
            return None
        cross = rational.combine(Fraction(1, max(self.agents - 1, 1)), self.K, 0, self.K)
        blocks = [[self.H[0] if i == j else cross for j in range(self.agents)] for i in range(self.agents)]
        return _vertices([self.b[0]] * self.agents, blocks)

    @cached_property
    def all_are_homogeneous(self) -> bool:
        """Every equilibrium of the concave game is homogeneous."""
        if self.agents == 1:
            return True
        if self.joint_vertices is not None:
            return all(len(set(point)) == 1 for point in self.joint_vertices)
        return rational.is_definite(self.G)

    @cached_property
    def has_interior(self) -> bool:
        """Some homogeneous equilibrium gives every group a positive weight."""
        parts = _polytope([self.b[0]], [[self.M]], (tuple(range(self.size)),))
        if not parts:
            return False
        middle = tuple(sum((w[0][d] for w in parts), Fraction(0)) / len(parts) for d in range(self.size))
        return min(middle) > 0 and self.regret(self.homogeneous(middle)) == 0


def _vertices(b: list[Vector], blocks: list[list[Matrix]]) -> list[Point]:
    found: set[Point] = set()
    for supports in product(faces(len(b[0])), repeat=len(b)):
        found.update(_polytope(b, blocks, supports))
    return sorted(found)


def _polytope(b: list[Vector], blocks: list[list[Matrix]], supports: tuple[tuple[int, ...], ...]) -> list[Point]:
    """The vertices of {w : block i lies in Δ, is 0 off its support, has its largest slopes on it}."""
    size, count = len(b[0]), len(b)
    unknowns = size * count

    def unit(i: int, d: int) -> list[Fraction]:
        return [Fraction(int(k == i * size + d)) for k in range(unknowns)]

    def slope(i: int, d: int) -> list[Fraction]:
        """The row a and the constant c with slope d of block i = c − a·w."""
        return [blocks[i][k // size][d][k % size] for k in range(unknowns)]

    equal: list[tuple[list[Fraction], Fraction]] = []
    least: list[tuple[list[Fraction], Fraction]] = []  # row·w ≥ value
    for i, support in enumerate(supports):
        first = support[0]
        equal.append(([Fraction(int(k // size == i)) for k in range(unknowns)], Fraction(1)))
        for d in range(size):
            difference = [x - y for x, y in zip(slope(i, d), slope(i, first), strict=True)]
            height = b[i][d] - b[i][first]  # slope d − slope first = height − difference·w
            if d in support:
                least.append((unit(i, d), Fraction(0)))
                equal += [(difference, height)] if d != first else []
            else:
                equal.append((unit(i, d), Fraction(0)))
                least.append((difference, height))
    missing = unknowns - rational.rank([row for row, _ in equal])
    found: set[Vector] = set()
    for active in combinations(least, missing):
        system = [*equal, *active]
        point = rational.solve([row for row, _ in system], [value for _, value in system])
        if point is not None and all(rational.dot(row, point) >= value for row, value in least):
            found.add(point)
    return [tuple(point[i * size : (i + 1) * size] for i in range(count)) for point in found]


@lru_cache(maxsize=512)
def _game(text: str) -> Game:
    return Game(json.loads(text))


def false_claims(tree: Tree) -> list[str]:
    """What a certificate says and is not so; an empty list where all of it is true."""
    game = _game(json.dumps(tree["game"]))
    if "anchor" in tree["game"]:
        return _false_of_anchored(game, tree)
    wrong = [f"{i} {claim['type']}" for i, claim in enumerate(tree["claims"], 1) if not _is_true(game, tree, claim)]
    return wrong + [f"summary: {text}" for text in _false_summary(game, tree)]


def _false_of_anchored(game: Game, tree: Tree) -> list[str]:
    """Of an anchored game nothing is known to be an exact equilibrium: its summary is null."""
    anchor = tree["game"]["anchor"]
    terms = (Fraction(anchor["coefficient"]), rational.vector(anchor["reference"]))
    anchored = solved(game.b[0], game.H[0], game.K, game.agents, *terms, tuple(game.groups))
    wrong = [f"{i} {claim['type']}" for i, claim in enumerate(tree["claims"], 1) if not is_true(anchored, claim)]
    return wrong + ["summary"] * (tree["equilibrium"] is not None)


def _profile(game: Game, claim: Tree) -> list[tuple[int, int, Vector]]:
    entries = [(e.get("type", 0), e["agents"], rational.vector(e["weights"])) for e in claim["profile"]]
    assert all(min(w) >= 0 and sum(w) == 1 and n > 0 for _, n, w in entries)
    assert [sum(n for k, n, _ in entries if k == kind) for kind in range(len(game.counts))] == game.counts
    return entries


def _players(profile: Sequence[tuple[int, int, Vector]]) -> Counter[tuple[int, Vector]]:
    players: Counter[tuple[int, Vector]] = Counter()
    for kind, number, mixture in profile:
        players[kind, mixture] += number
    return players


def _played(game: Game, claim: Tree) -> list[tuple[int, int, Vector]]:
    if "profile" in claim:
        return _profile(game, claim)
    weights = rational.vector(claim["weights"])
    assert min(weights) >= 0
    assert sum(weights) == 1
    return game.homogeneous(weights)


def _is_true(game: Game, tree: Tree, claim: Tree) -> bool:
    kind, claims = claim["type"], {c["type"]: c for c in tree["claims"]}
    if kind == "concave":
        return game.is_concave
    if kind in ("equilibrium", "equilibrium-profile"):
        return game.regret(_played(game, claim)) == 0
    if kind in ("not-unique-homogeneous", "not-unique"):
        ours = _played(game, claim)
        others = [_played(game, claims[name]) for name in ("equilibrium", "equilibrium-profile") if name in claims]
        if kind == "not-unique-homogeneous":
            others = [_played(game, claims["equilibrium"])]
        return game.regret(ours) == 0 and any(
            _players(ours) != _players(other) and game.regret(other) == 0 for other in others
        )
    if kind == "unique-homogeneous":
        return game.is_concave and game.homogeneous_vertices == [rational.vector(claims["equilibrium"]["weights"])]
    if kind == "unique":
        return game.is_concave and len(game.homogeneous_vertices) == 1 and game.all_are_homogeneous
    if kind == "no-interior":
        return not game.has_interior
    if kind == "regret":
        return game.regret(_profile(game, claim)) <= Fraction(claim["epsilon"])
    if kind == "enclosure":
        center, radii = rational.vector(claim["center"]), rational.vector(claim["radii"])
        assert min(center) >= 0
        return sum(center) == 1 and all(
            abs(x - y) <= r for w in game.homogeneous_vertices for x, y, r in zip(w, center, radii, strict=True)
        )
    assert kind in ("excluded", "included")
    return _bound_is_true(game, claims, claim)


def _bound_is_true(game: Game, claims: dict[str, Tree], claim: Tree) -> bool:
    group, threshold = game.groups.index(claim["group"]), Fraction(claim["threshold"])
    below = claim["type"] == "excluded"
    if claim["scope"] == "this":
        source = claims["equilibrium"] if "equilibrium" in claims else claims["equilibrium-profile"]
        profile = _played(game, source)
        largest = max(w[group] for _, _, w in profile)
        return game.regret(profile) == 0 and (largest < threshold) == below
    values = [w[group] for w in game.homogeneous_vertices]
    holds = max(values) < threshold if below else min(values) >= threshold
    return game.is_concave and holds and (claim["scope"] == "homogeneous" or game.all_are_homogeneous)


def _false_summary(game: Game, tree: Tree) -> list[str]:
    told = tree["equilibrium"]
    if told is None:
        return []
    weights = tuple(Fraction(told["weights"][name]) for name in game.groups)
    equilibria = game.homogeneous_vertices
    checks = {
        "weights": min(weights) >= 0 and sum(weights) == 1 and game.regret(game.homogeneous(weights)) == 0,
        "support": told["support"] == [name for name, w in zip(game.groups, weights, strict=True) if w],
        "kind": {"interior": min(weights) > 0, "boundary": min(weights) == 0, "continuum": len(equilibria) > 1}[
            told["kind"]
        ],
        "unique_among_homogeneous": {"proved": len(equilibria) == 1, "refuted": len(equilibria) > 1}.get(
            told["unique_among_homogeneous"], True
        ),
        "unique": {
            "proved": len(equilibria) == 1 and game.all_are_homogeneous,
            "refuted": len(equilibria) > 1 or not game.all_are_homogeneous,
        }.get(told["unique"], True),
    }
    return [key for key, holds in checks.items() if not holds]

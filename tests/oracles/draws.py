"""Seeded draws of small canonical games, one function per regime, each with the answer of brute force beside it.

    for case in drawn("interior"):
        game = Game.from_canonical(case.b, case.H, case.K, case.agents)

A regime is what brute force says that it is, not what the draw intended: what does not fall into it is drawn again.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from tests.oracles.brute_force import (
    Component,
    Vector,
    all_homogeneous,
    is_positive_definite,
    is_positive_semidefinite,
    pattern,
    total,
)

__all__ = ["COUNT", "REGIMES", "Case", "drawn"]

#: Games per regime.
COUNT = 200
Rows = tuple[Vector, ...]


@dataclass(frozen=True)
class Case:
    """A drawn game, with the solutions of its complementarity problem: maximal polytopes by their vertices.

    Where H ⪰ 0 on T these are its homogeneous equilibria, otherwise the candidates for it.
    """

    b: Vector
    H: Rows
    K: Rows
    agents: int
    components: tuple[Component, ...]

    @property
    def M(self) -> list[list[Fraction]]:
        """H + K."""
        return total(self.H, self.K)

    @property
    def is_concave(self) -> bool:
        """Whether H ⪰ 0 on T."""
        return is_positive_semidefinite(self.H)


def _number(source: random.Random, size: int = 6) -> Fraction:
    return Fraction(source.randint(-size, size), source.choice((1, 1, 2, 3)))


def _vector(source: random.Random, groups: int) -> Vector:
    return tuple(_number(source) for _ in range(groups))


def _any(source: random.Random, groups: int) -> Rows:
    return tuple(_vector(source, groups) for _ in range(groups))


def _symmetric(source: random.Random, groups: int) -> Rows:
    X = _any(source, groups)
    return tuple(tuple(X[min(i, j)][max(i, j)] for j in range(groups)) for i in range(groups))


def _gram(source: random.Random, groups: int, rank: int) -> Rows:
    """Return FFᵀ with F of `rank` columns: ⪰ 0, of at most that rank."""
    F = [[_number(source, 3) for _ in range(rank)] for _ in range(groups)]
    return tuple(tuple(sum((x * y for x, y in zip(u, v, strict=True)), Fraction(0)) for v in F) for u in F)


def _zero(groups: int) -> Rows:
    return tuple((Fraction(0),) * groups for _ in range(groups))


def _negative(X: Rows) -> Rows:
    return tuple(tuple(-x for x in row) for row in X)


def _with_twin(b: Vector, X: Rows) -> tuple[Vector, Rows]:
    """Repeat the last group: two identical groups."""
    grown = [(*row, row[-1]) for row in X]
    return (*b, b[-1]), (*grown, grown[-1])


def _case(b: Vector, H: Rows, K: Rows, agents: int) -> Case:
    return Case(b, H, K, agents, tuple(all_homogeneous(b, H, K)))


def _weights(case: Case) -> Vector | None:
    """Return the one solution where there is one."""
    points = case.components[0]
    return next(iter(points)) if len(case.components) == 1 and len(points) == 1 else None


def _concave(source: random.Random) -> Case:
    groups = source.randint(2, 4)
    H = _gram(source, groups, groups)
    return _case(_vector(source, groups), H, _gram(source, groups, source.randint(0, groups)), source.randint(2, 6))


def _interior(source: random.Random) -> Case | None:
    case = _concave(source)
    w = _weights(case)
    return case if w is not None and min(w) > 0 and is_positive_definite(case.M) else None


def _boundary(source: random.Random) -> Case | None:
    case = _concave(source)
    w = _weights(case)
    return case if w is not None and min(w) == 0 and is_positive_definite(case.M) else None


def _possibly_degenerate(source: random.Random) -> Case | None:
    """K symmetric and M ⪰ 0 on T: twins, a low rank, or a group that is indifferent at weight 0."""
    style, groups = source.choice(("twins", "rank", "flat", "indifferent")), source.randint(2, 4)
    agents = source.randint(2, 6)
    if style == "twins":
        H, K = _gram(source, max(groups - 1, 1), groups), _gram(source, max(groups - 1, 1), 1)
        b = _vector(source, len(H))
        return _case(*_with_twin(b, H), _with_twin(b, K)[1], agents)
    if style == "flat":
        H = _gram(source, groups, source.randint(0, 1)) if source.random() < 0.7 else _zero(groups)
        return _case(tuple(Fraction(source.randint(0, 1)) for _ in range(groups)), H, _zero(groups), agents)
    H, K = _gram(source, groups, source.randint(1, groups)), _gram(source, groups, 1)
    if style == "rank":
        return _case(tuple(Fraction(source.randint(-1, 1)) for _ in range(groups)), H, K, agents)
    # b = Mw + ν1 − slack, with a weight of 0 whose slack is 0 too
    w = [Fraction(source.randint(0, 3)) for _ in range(groups)]
    w[source.randrange(groups)] = Fraction(0)
    if sum(w) == 0:
        return None
    M = total(H, K)
    b = tuple(
        sum((m * x for m, x in zip(row, w, strict=True)), Fraction(0)) / sum(w)
        - (source.randint(0, 1) if x == 0 else 0)
        for row, x in zip(M, w, strict=True)
    )
    return _case(b, H, K, agents)


def _degenerate(source: random.Random) -> Case | None:
    case = _possibly_degenerate(source)
    if case is None or not case.is_concave:
        return None
    M = case.M
    touching = any(s != t for part in case.components for w in part for s, t in [pattern(case.b, M, w)])
    return case if touching or not is_positive_definite(M) else None


def _non_concave(source: random.Random) -> Case | None:
    groups = source.randint(2, 4)
    style = source.choice(("any", "any", "distance", "flat", "negative"))
    b, agents = _vector(source, groups), source.randint(2, 6)
    if style == "distance":
        C, S = _gram(source, groups, source.randint(1, groups)), _gram(source, groups, groups)
        H = tuple(tuple(2 * c - 2 * s for c, s in zip(*rows, strict=True)) for rows in zip(C, S, strict=True))
        case = _case(b, H, tuple(tuple(2 * s for s in row) for row in S), agents)
    elif style == "flat":
        H = _symmetric(source, groups)
        case = _case((Fraction(0),) * groups, H, _negative(H), agents)
    elif style == "negative":
        case = _case(b, _negative(_gram(source, groups, groups)), _gram(source, groups, groups), agents)
    else:
        case = _case(b, _symmetric(source, groups), _symmetric(source, groups), agents)
    return None if case.is_concave else case


def _several(source: random.Random) -> Case | None:
    groups = source.randint(2, 4)
    H = _gram(source, groups, source.randint(0, groups))
    K = _any(source, groups) if source.random() < 0.3 else _symmetric(source, groups)
    if source.random() < 0.3:
        K = _negative(_gram(source, groups, groups))
    b = _vector(source, groups)
    if groups < 4 and source.random() < 0.3:
        (b, H), K = _with_twin(b, H), _with_twin(b, K)[1]
    case = _case(b, H, K, source.randint(2, 6))
    return case if len(case.components) > 1 else None


def _one_group(source: random.Random) -> Case:
    agents = source.randint(1, 5)
    K = _any(source, 1) if agents > 1 else _zero(1)
    return _case(_vector(source, 1), _any(source, 1), K, agents)


def _one_agent(source: random.Random) -> Case | None:
    groups = source.randint(1, 4)
    H = _symmetric(source, groups) if source.random() < 0.2 else _gram(source, groups, source.randint(0, groups))
    b = _vector(source, groups) if source.random() < 0.7 else (Fraction(0),) * groups
    return _case(b, H, _zero(groups), 1)


def _asymmetric(source: random.Random) -> Case | None:
    groups = source.randint(2, 4)
    H = _gram(source, groups, source.randint(0, groups))
    b, K = _vector(source, groups), _any(source, groups)
    if groups > 2 and source.random() < 0.3:
        # two groups that gain the same everywhere, although the third feels them differently
        H, b, K = _zero(groups), (b[0], *b[:-1]), (K[0], *K[:-1])
    elif groups > 2 and source.random() < 0.3:
        b, H = _with_twin(b[:-1], tuple(row[:-1] for row in H[:-1]))
        K = _with_twin(b[:-1], tuple(row[:-1] for row in K[:-1]))[1]
    case = _case(b, H, K, source.randint(2, 6))
    return case if any(K[i][j] != K[j][i] for i in range(groups) for j in range(i)) else None


REGIMES: dict[str, Callable[[random.Random], Case | None]] = {
    "interior": _interior,
    "boundary": _boundary,
    "degenerate": _degenerate,
    "non-concave": _non_concave,
    "several": _several,
    "one group": _one_group,
    "one agent": _one_agent,
    "asymmetric": _asymmetric,
}


@cache
def drawn(regime: str, count: int = COUNT) -> tuple[Case, ...]:
    """Return `count` games of a regime, the same ones each time."""
    source = random.Random(zlib.crc32(regime.encode()))  # noqa: S311  # reproducible draws, no secret
    cases: list[Case] = []
    while len(cases) < count:
        case = REGIMES[regime](source)
        if case is not None:
            cases.append(case)
    return tuple(cases)

"""One small game for each thing that a report has to tell, and names that a stranger may have chosen to do harm."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction

from nashsym.data.survey import anes96_game
from nashsym.game import Game

__all__ = ["HOSTILE_NAMES", "REGIMES", "drawn"]

HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    "a|b `code` *star* _x_ [l](http://e.vil) $x$",
    "שלום עולם",
    "x" * 200,
    "👩\u200d👩\u200d👧 family",
    "\u202eevil override",
    "=cmd()",
    "& &amp; \"quoted\" 'single'",
    "保守派の人々のとても長い名前です",
    "- item",
    "1. first",
    "]]> --> </svg></title></style>",
    "{{ 7 * 7 }} {% raw %}",
    "</bdi><img src=x onerror=alert(1)>",
    "https://e.vil/a www.e.vil",
    "````",
)


def drawn(size: int, agents: int = 5, names: Sequence[str] | None = None, seed: int = 1, **options: object) -> Game:
    """Draw an alignment game whose S is ⪰ 0 and whose C is diagonal and positive."""
    source = random.Random(seed)  # noqa: S311  # draws games, not secrets
    factor = [[source.randint(-9, 9) for _ in range(size)] for _ in range(size)]
    similarity = [
        [Fraction(sum(x * y for x, y in zip(row, other, strict=True)), 30 * size) for other in factor] for row in factor
    ]
    inconsistency = [
        [Fraction(source.randint(30, 130), 100) if d == e else Fraction(0) for e in range(size)] for d in range(size)
    ]
    attractiveness = [Fraction(source.randint(0, 1000), 1000) for _ in range(size)]
    groups = names or [f"group {d + 1}" for d in range(size)]
    return Game.alignment(groups, agents, attractiveness, inconsistency, similarity, name="drawn", **options)  # type: ignore[arg-type]


def _identity(size: int, entry: int = 1) -> list[list[int]]:
    return [[entry if d == e else 0 for e in range(size)] for d in range(size)]


REGIMES: dict[str, Callable[[], Game]] = {
    "survey": anes96_game,
    "interior": lambda: Game.alignment(
        ["left", "center", "right"],
        8,
        ["0.30", "0.45", "0.25"],
        [["1.0", "0.1", "0.4"], ["0.1", "0.3", "0.1"], ["0.4", "0.1", "1.1"]],
        [["0.5", "0.3", "0.2"], ["0.3", "0.6", "0.3"], ["0.2", "0.3", "0.5"]],
        coefficients={"consistency": "3/2", "diversity": "0.5"},
        name="three groups",
    ),
    "below the floor": lambda: Game.alignment(
        ["left", "right"], 3, ["0.5", "1.99"], _identity(2), [["0.5", "0.25"], ["0.25", "0.5"]], floor="0.2"
    ),
    "on the edge": lambda: Game.alignment(["left", "right"], 3, [0, 2], _identity(2), _identity(2, 0)),
    "continuum": lambda: Game.from_canonical(
        [1, 1, 0], [[1, 1, 0], [1, 1, 0], [0, 0, 2]], [[1, 1, 0], [1, 1, 0], [0, 0, 1]], agents=4
    ),
    "several": lambda: Game.from_canonical(
        [0, 0, 0],
        _identity(3),
        [[0, 3, 3], [3, 0, 3], [3, 3, 0]],
        agents=3,
        groups=["a", "b", "c"],
        name="coordination",
    ),
    "none": lambda: Game.from_canonical([0, 0], _identity(2, -1), _identity(2, 2), agents=2, groups=["left", "right"]),
    "not concave": lambda: Game.alignment(
        ["l", "m", "r"], 4, [1, 2, 1], [[0, 1, 1], [1, 0, 1], [1, 1, 0]], _identity(3), name="disagreement"
    ),
    "undecided": lambda: Game.from_canonical([0] * 14, _identity(14, -1), _identity(14, 2), agents=3),
    "one group": lambda: Game.alignment(["everybody"], 3, [1], [[1]], [[1]]),
    "one agent": lambda: drawn(4, agents=1),
    "distance": lambda: drawn(4, agents=2, diversity="distance", coefficients=(1, 2, "1/100")),
    "niches": lambda: Game.alignment(
        ["left", "center", "right"], 8, [1, 1, 1], _identity(3), _identity(3), coefficients={"diversity": 30}
    ),
    "K not symmetric": lambda: Game.from_canonical(
        [1, 2, 3], _identity(3, 4), [[0, 1, 0], [-1, 0, 2], [0, 0, 0]], agents=3, groups=["x", "y", "z"]
    ),
    "hostile names": lambda: drawn(len(HOSTILE_NAMES), names=HOSTILE_NAMES, seed=4),
    "fifty groups": lambda: drawn(50),
}

"""Who is served under other incentives: a small phase diagram around the game's own coefficients, with its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.phase.axes import Axis
from nashsym.phase.grid import Grid, grid_of
from nashsym.phase.kinds import Kind
from nashsym.phase.plots.heatmaps import small_multiples
from nashsym.phase.plots.path import path_plot
from nashsym.phase.plots.saving import rendered
from nashsym.phase.statistics import Exclusion, Statistics, statistics
from nashsym.reports.document import Picture
from nashsym.reports.numerals import decimal
from nashsym.reports.text import Sentence, joined, sentence

__all__ = ["PICTURES", "Incentives", "incentives", "percent"]

#: The files of the pictures, beside the report.
PICTURES: Final = ("incentives.svg", "attractiveness.svg")
#: Nodes up to the game's own coefficient, and how many times as far an axis goes.
_STEPS: Final = 15
_REACH: Final = 3
#: More groups than this are not swept for a report: some ten seconds.
MAX_GROUPS: Final = 60
#: More maps or lines than this can't be read in a report; who is left out comes first.
_MOST_SHOWN: Final = 8


@dataclass(frozen=True)
class Incentives:
    """What a grid around the game's incentives shows.

    Attributes
    ----------
    story : tuple of Sentence
    shares : tuple of (group, Exclusion)
        Over all nodes; empty where nothing could be swept.
    pictures : tuple of Picture
    """

    story: tuple[Sentence, ...]
    shares: tuple[tuple[str, Exclusion], ...] = ()
    pictures: tuple[Picture, ...] = ()


def incentives(game: Game, left_out: Sequence[str]) -> Incentives | None:
    """Sweep two coefficients of a game around their own values, and draw what comes of it.

    Parameters
    ----------
    game : Game
    left_out : sequence of str
        Groups that are below the floor: their maps come first where not all have room.

    Returns
    -------
    Incentives or None
        None where there is nothing to vary: a game without coefficients, an anchored one, one group.

    Notes
    -----
    Source: MODEL T9, section 4.
    """
    if game.kind != "alignment" or not game.is_quadratic or game.size == 1:
        return None
    if game.size > MAX_GROUPS:
        text = f"Not drawn here for more than {MAX_GROUPS} groups; `nashsym sweep` does it for any number of them."
        return Incentives((sentence(text),))
    varied = _varied(game)
    try:
        grid = grid_of(game, {name: _axis(game, name, varied) for name in varied})
    except InputError as error:
        return Incentives((sentence(f"Not drawn: {error.problem}."),))
    found = statistics(grid)
    return Incentives(_story(grid, found, varied), tuple(found.groups.items()), _pictures(grid, _shown(game, left_out)))


def _varied(game: Game) -> tuple[str, str]:
    """Return the two coefficients that are varied: diversity and attractiveness, unless one of them moves nothing."""
    if game.agents == 1:
        return "consistency", "attractiveness"
    return ("consistency", "diversity") if _attracts_alike(game) else ("diversity", "attractiveness")


def _attracts_alike(game: Game) -> bool:
    return len(set(game.inputs["attractiveness"])) == 1


def _axis(game: Game, name: str, varied: tuple[str, str]) -> Axis:
    """Return nodes from 0 to three times the game's own coefficient, which is one of them."""
    own = game.coefficients[name]
    unit = (own or max(game.coefficients.values())) / _STEPS
    # At the corner all coefficients would be 0, or all that curve anything.
    is_flat = "attractiveness" not in varied or game.coefficients[_held(game, varied)] == 0
    start = 1 if name == varied[0] and is_flat else 0
    return Axis(name, tuple(unit * step for step in range(start, _STEPS * _REACH + 1)))


def _held(game: Game, varied: tuple[str, str]) -> str:
    return next(name for name in game.coefficients if name not in varied)


def _shown(game: Game, left_out: Sequence[str]) -> list[str]:
    if game.size <= _MOST_SHOWN:
        return list(game.groups)
    chosen = [*left_out, *(group for group in game.groups if group not in left_out)][:_MOST_SHOWN]
    return [group for group in game.groups if group in chosen]


def _story(grid: Grid, found: Statistics, varied: tuple[str, str]) -> tuple[Sentence, ...]:
    game = grid.game
    held = _held(game, varied)
    spans = " and ".join(
        f"{name} varies from {decimal(found.region[name][0])} to {decimal(found.region[name][1])}" for name in varied
    )
    region = (
        f"Here {spans}, {found.nodes} combinations in all, while {held} stays at {decimal(game.coefficients[held])}. "
        "Shares are of these combinations, and would be others over another region."
    )
    single = grid.kind <= Kind.BOUNDARY
    everybody = Fraction(int((single & ~grid.below.any(axis=-1)).sum()), found.nodes)
    where = "all" if everybody == 1 else percent(everybody)
    text = f"In {where} of them every group has at least the floor of {decimal(found.floor)}."
    if not single.all():
        text += f" In {percent(Fraction(int((~single).sum()), found.nodes))} no single equilibrium can be shown."
    parts: list[Sentence] = [sentence(text)]
    for share, word in ((1, "all"), (0, "none")):
        names = [name for name, one in found.groups.items() if one.anywhere == share]
        if names and not (share == 0 and len(names) == game.size):
            parts.append(sentence(" ", joined(names), f" {'is' if len(names) == 1 else 'are'} excluded in {word}."))
    return (sentence(region), tuple(part for each in parts for part in each))


def _pictures(grid: Grid, groups: Sequence[str]) -> tuple[Picture, ...]:
    game = grid.game
    maps = Picture(
        PICTURES[0],
        rendered(small_multiples(grid, groups, mark=game.coefficients), "svg"),
        "A map per group of its weight at the equilibrium over the two coefficients",
        sentence(
            "The weight of each group at the homogeneous equilibrium, decided at every node; lines are exact. "
            "The ring: the incentives as they are."
        ),
    )
    if _attracts_alike(game):
        return (maps,)
    try:
        drawn = path_plot(game, groups=groups)
    except InputError:
        return (maps,)
    path = Picture(
        PICTURES[1],
        rendered(drawn, "svg"),
        "The weights of the groups along the coefficient of attractiveness",
        sentence(
            "All weights along the coefficient of attractiveness, the others as they are: between two breakpoints "
            "they are affine in it (T9)."
        ),
    )
    return (maps, path)


def percent(share: Fraction) -> str:
    """Return a share as a report shows it: none that is rounded looks like nothing or like all."""
    if 0 < share < Fraction(1, 1000):
        return "under 0.1%"
    return "over 99.9%" if Fraction(999, 1000) < share < 1 else f"{float(100 * share):.1f}%"

"""A sweep of the replicates: how uncertain the exclusion statistics of a grid are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from nashsym.exact.rational import number_text, rational
from nashsym.game import Game
from nashsym.phase.axes import Axis
from nashsym.phase.grid import grid_of
from nashsym.phase.statistics import Exclusion, Statistics, statistics
from nashsym.phase.sweep import axes_of
from nashsym.uncertainty.bands import check_count, ends, read_level
from nashsym.uncertainty.deviations import moved
from nashsym.uncertainty.replicates import Replicates

__all__ = ["ExclusionBand", "ExclusionBands", "ShareBand", "bands_of", "exclusion_bands", "replicate_games"]


@dataclass(frozen=True)
class ShareBand:
    """A share of a grid's nodes in the estimate, and its band over the replicates.

    Attributes
    ----------
    value : Fraction or None
        In the game itself; None where no node is interior and the share is of those.
    low, high : Fraction or None
        None where too few replicates have the share.
    missing : int
        Replicates that have no such share.
    """

    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    missing: int

    def to_dict(self) -> dict[str, Any]:
        """Return everything by name, shares as exact strings."""
        numbers = {"value": self.value, "low": self.low, "high": self.high}
        return {name: None if share is None else str(share) for name, share in numbers.items()} | {
            "missing": self.missing
        }


@dataclass(frozen=True)
class ExclusionBand:
    """Bands on the exclusion statistics of one group, of any group, or of the mean over groups (MODEL, section 4)."""

    name: str
    area: ShareBand
    conditional: ShareBand
    anywhere: ShareBand


@dataclass(frozen=True)
class ExclusionBands:
    """Bands on the exclusion statistics over a grid.

    Attributes
    ----------
    statistics : Statistics
        Of the game itself.
    rows : tuple of ExclusionBand
        Each group, "any group", "mean over groups".
    level : Fraction
    replicates : int
    """

    statistics: Statistics
    rows: tuple[ExclusionBand, ...]
    level: Fraction
    replicates: int

    def to_dict(self) -> dict[str, Any]:
        """Return everything by name, shares as exact strings."""
        rows = {
            row.name: {name: getattr(row, name).to_dict() for name in ("area", "conditional", "anywhere")}
            for row in self.rows
        }
        return {
            "level": number_text(rational(self.level)),
            "replicates": self.replicates,
            "bands": rows,
        } | self.statistics.to_dict()


def replicate_games(game: Game, replicates: Replicates) -> list[Game]:
    """Return each replicate as a game called ``replicate 1`` …, moved by −2 times the bias as `bands` does.

    ``nashsym.sweep`` takes them: they become the dimension ``game``.

    Raises
    ------
    InputError
        Where the replicates are not of this game.
    """
    replicates.check_fit(game)
    drawn = moved(game, replicates).games(game)
    return [replace(one, name=f"replicate {place}") for place, one in enumerate(drawn, 1)]


def exclusion_bands(
    game: Game, replicates: Replicates, vary: Mapping[str, Any] | Sequence[str | Axis], level: Any = "0.95"
) -> ExclusionBands:
    r"""Return bands on the exclusion area and the conditional exclusion of each group over a grid of coefficients.

    Every node of every replicate's grid is decided, none rounded; the ends of a band are order statistics, as for
    weights. A share is smooth in the inputs even where a weight is not, but an area of 0 lies on a boundary of its own.

    Parameters
    ----------
    game : Game
    replicates : Replicates
    vary : mapping from coefficient to values, or sequence of texts
        As in `nashsym.sweep`.
    level : number
        Confidence of each band by itself.

    Raises
    ------
    InputError
        Naming what does not fit.
    """
    axes = axes_of(vary)
    check_count(len(replicates), read_level(level))
    drawn = [statistics(grid_of(one, axes)) for one in replicate_games(game, replicates)]
    return bands_of(statistics(grid_of(game, axes)), drawn, level)


def bands_of(own: Statistics, drawn: Sequence[Statistics], level: Any = "0.95") -> ExclusionBands:
    """Return the bands from the statistics of the game and of its `replicate_games`, over the same grid."""
    share = read_level(level)
    check_count(len(drawn), share)
    every = [_rows(found) for found in drawn]
    rows = tuple(
        ExclusionBand(
            name,
            _band(mine.area, [each[name].area for each in every], share),
            _band(mine.conditional, [each[name].conditional for each in every], share),
            _band(mine.anywhere, [each[name].anywhere for each in every], share),
        )
        for name, mine in _rows(own).items()
    )
    return ExclusionBands(own, rows, share, len(every))


def _rows(found: Statistics) -> dict[str, Exclusion]:
    groups = dict(found.groups)
    names = [name for name in ("any group", "mean over groups") if name not in groups]
    return groups | {name: found.any_group if name == "any group" else found.mean for name in names}


def _band(value: Fraction | None, drawn: list[Fraction | None], level: Fraction) -> ShareBand:
    known = sorted(share for share in drawn if share is not None)
    return ShareBand(value, *ends(known, level), len(drawn) - len(known))

"""How sure an answer is: the bands of a bootstrap, and beside them what holds for every input of a confidence box."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from nashsym.exact.rational import number_text, rational
from nashsym.game import Game
from nashsym.uncertainty.bands import Bands, GroupBand, bands
from nashsym.uncertainty.confidence import box_of
from nashsym.uncertainty.replicates import Replicates
from nashsym.uncertainty.resampled import Progress
from nashsym.uncertainty.robustness import Robustness, robustness

__all__ = ["GroupSureness", "Sureness", "Verdict", "sureness"]

Verdict = Literal["included", "excluded", "undecided"]


@dataclass(frozen=True)
class GroupSureness:
    """What is known of one group.

    Attributes
    ----------
    band : GroupBand
    verdict : {"included", "excluded", "undecided"}
        Whether its weight is at least τ, or below τ, for every input of the box; proved (MODEL T13), or not decided.
    reach : pair of Fraction, or None
        Between which numbers the weight lies for every input of the box; None where no such numbers are proved.
    """

    band: GroupBand
    verdict: Verdict
    reach: tuple[Fraction, Fraction] | None


@dataclass(frozen=True)
class Sureness:
    """The bands, and the guarantee over the box.

    Attributes
    ----------
    bands : Bands
    groups : tuple of GroupSureness
        In the order of the game.
    robustness : Robustness
        What holds over the box, with the box itself: at every equilibrium of every game in it, or at the homogeneous
        one of each.
    """

    bands: Bands
    groups: tuple[GroupSureness, ...]
    robustness: Robustness

    def named(self, verdict: Verdict) -> tuple[str, ...]:
        """Return the groups with a verdict."""
        return tuple(one.band.name for one in self.groups if one.verdict == verdict)

    @property
    def notes(self) -> tuple[str, ...]:
        """What bands and verdicts do not say by themselves, in sentences."""
        over = self.robustness
        told = list(self.bands.notes)
        if over.reason:
            told.append(f"Over the box nothing is decided, as {over.reason}.")
        elif over.scope == "homogeneous":
            told.append(
                "What holds over the box is about each game's homogeneous equilibrium; agents could also differ."
            )
        return tuple(told)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as a tree; numbers are exact strings."""
        tree = self.bands.to_dict()
        for one in self.groups:
            reach = None if one.reach is None else [number_text(rational(end)) for end in one.reach]
            tree["groups"][one.band.name] |= {"over_the_box": one.verdict, "reach": reach}
        over = self.robustness
        return tree | {"box": over.box.to_dict(), "scope": over.scope, "reason": over.reason}


def sureness(
    game: Game, replicates: Replicates, level: Any = "0.95", floor: Any = None, progress: Progress | None = None
) -> Sureness:
    r"""Return bands on the weights, and which inclusions and exclusions survive every input of the confidence box.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs, without an anchor.
    replicates : Replicates
    level : number
        Confidence of each band by itself, and of the box as a whole.
    floor : number, optional
        τ, instead of the game's own.
    progress : callable, optional
        As in `nashsym.uncertainty.bands.bands`.

    Raises
    ------
    InputError
        Where the replicates are not of this game, or too few for the level.

    Notes
    -----
    Source: MODEL T13; see `nashsym.uncertainty.bands.bands`, `nashsym.uncertainty.confidence.box_of` and
    `nashsym.uncertainty.robustness.robustness`.
    """
    own = bands(game, replicates, level, floor, progress=progress)
    over = robustness(own.game, box_of(own.game, replicates, level))
    groups = [
        GroupSureness(band, one.verdict, None if over.reason else (one.lower, one.upper))
        for band, one in zip(own.groups, over.groups, strict=True)
    ]
    return Sureness(own, tuple(groups), over)

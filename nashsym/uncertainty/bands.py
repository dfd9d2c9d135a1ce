"""`bands`: how uncertain each group's weight is, and how likely it is excluded, from replicates of the inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor as floored
from typing import Any, Final, Literal

from nashsym.errors import InputError
from nashsym.exact.rational import fraction, number_text, rational
from nashsym.game import Game
from nashsym.limits import MAX_REPLICATE_NUMBERS
from nashsym.phase.kinds import Kind
from nashsym.terms.inputs import InputReader
from nashsym.uncertainty.deviations import moved
from nashsym.uncertainty.replicates import Replicates
from nashsym.uncertainty.resampled import Progress, only_weights, resampled

__all__ = ["METHODS", "Bands", "GroupBand", "Method", "bands", "check_count", "read_level"]

Method = Literal["centred", "plain", "reversed"]
METHODS: Final[tuple[Method, ...]] = ("centred", "plain", "reversed")


@dataclass(frozen=True)
class GroupBand:
    """How uncertain one group's weight is.

    Attributes
    ----------
    name : str
    weight : Fraction or None
        w_d at the game's only homogeneous equilibrium; None where it has not one.
    low, high : Fraction or None
        Ends of the band; None where too few replicates have an equilibrium.
    excluded : Fraction or None
        Share of the replicates with ``w_d < τ``, of those with one homogeneous equilibrium; None where none has.
    left_out : Fraction or None
        Share of them with ``w_d = 0``.
    at_boundary : bool
        Whether w_d is 0 in the game or in some replicate: the bootstrap is not consistent there.
    """

    name: str
    weight: Fraction | None
    low: Fraction | None
    high: Fraction | None
    excluded: Fraction | None
    left_out: Fraction | None
    at_boundary: bool

    def to_dict(self) -> dict[str, Any]:
        """Return everything by name, numbers as exact strings."""
        numbers = {name: getattr(self, name) for name in ("weight", "low", "high", "excluded", "left_out")}
        texts = {name: None if value is None else number_text(rational(value)) for name, value in numbers.items()}
        return texts | {"at_boundary": self.at_boundary}


@dataclass(frozen=True, repr=False)
class Bands:
    """Bands on the weights of a game, group by group: each holds its weight with the stated confidence by itself.

    Attributes
    ----------
    game : Game
    groups : tuple of GroupBand
        In the order of the game.
    level : Fraction
        Confidence of each band.
    floor : Fraction
        τ.
    method : {"centred", "plain", "reversed"}
    kind : Kind
        Of the game itself.
    kinds : mapping from Kind to int
        How many replicates are of each kind.
    unsettled : int
        Replicates without one homogeneous equilibrium that is the only one: in no band and no share.
    details : mapping of str to str
        Provenance of the replicates.
    """

    game: Game
    groups: tuple[GroupBand, ...]
    level: Fraction
    floor: Fraction
    method: Method
    kind: Kind
    kinds: Mapping[Kind, int]
    unsettled: int
    details: Mapping[str, str]

    __hash__ = None  # type: ignore[assignment]  # the game has none

    def __getitem__(self, group: str) -> GroupBand:
        """Return the band of a group, by name."""
        for one in self.groups:
            if one.name == group:
                return one
        raise KeyError(group)

    @property
    def replicates(self) -> int:
        """R, all of them."""
        return sum(self.kinds.values())

    @property
    def notes(self) -> tuple[str, ...]:
        """What the numbers do not say by themselves, in sentences."""
        told = []
        if self.unsettled:
            kinds = ", ".join(f"{count} {kind.label}" for kind, count in self.kinds.items())
            told.append(
                f"{self.unsettled} of {self.replicates} replicates have no homogeneous equilibrium, several, or none "
                f"known to be the only one, and count nowhere ({kinds})."
            )
        if any(one.weight is None for one in self.groups):
            told.append(f"The game itself has not exactly one homogeneous equilibrium ({self.kind.label}).")
        outside = [one for one in self.groups if not _holds(one)]
        if outside:
            told.append(
                f"{len(outside)} weight{'s lie' if len(outside) > 1 else ' lies'} outside the band: the estimate's "
                "bias is larger there than its random error, and is taken out of the band."
            )
        at_boundary = [one for one in self.groups if one.at_boundary]
        if at_boundary:
            count = len(at_boundary)
            told.append(
                f"{count} group{'s are' if count > 1 else ' is'} at weight 0 in the estimate or in some replicate. "
                "There the bootstrap is not consistent: the band says what the replicates do and promises nothing, and "
                "where a weight is 0 in some replicates only, the other groups' bands are less sure too. What survives "
                "every input in the confidence box (T13) is promised."
            )
        return tuple(told)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as a tree; numbers are exact strings."""
        return {
            "groups": {one.name: one.to_dict() for one in self.groups},
            "level": number_text(rational(self.level)),
            "floor": number_text(rational(self.floor)),
            "method": self.method,
            "kind": self.kind.label,
            "replicates": self.replicates,
            "kinds": {kind.label: count for kind, count in self.kinds.items()},
            "unsettled": self.unsettled,
            "notes": list(self.notes),
            "details": dict(self.details),
        }

    def __repr__(self) -> str:
        shown = [f"{one.name}: {_decimal(one.weight)} in {_span(one)}" for one in self.groups[:8]]
        more = [f"… {len(self.groups)} in all"] if len(self.groups) > 8 else []
        return f"Bands({float(100 * self.level):g} %, {self.replicates} replicates; {', '.join([*shown, *more])})"


def bands(
    game: Game,
    replicates: Replicates,
    level: Any = "0.95",
    floor: Any = None,
    method: Method = "centred",
    progress: Progress | None = None,
) -> Bands:
    r"""Return bands on the weights at the homogeneous equilibrium, from replicates of the game's inputs.

    Every replicate is solved in exact arithmetic. The ends of a band are the weights that ``⌊(R+1)(1−level)/2⌋ − 1``
    replicates lie below and above.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs, without an anchor.
    replicates : Replicates
        R of them, with ``(R+1)(1−level)/2 ≥ 1``: 39 at 95 %.
    level : number
        Confidence of each band by itself, between 0 and 1.
    floor : number, optional
        τ, instead of the game's own.
    method : {"centred", "plain", "reversed"}
        "centred" solves the replicates moved by −2 times their bias (see `nashsym.uncertainty.deviations.moved`), so
        that the bias of plug-in estimates, which the bootstrap doubles, is out of the band. "plain" takes them as they
        are; "reversed" reflects the plain band at the game's own weight (Davison & Hinkley 1997, section 5.2, the basic
        bootstrap interval). docs/explanation/uncertainty.md has the calibration that chose.

    progress : callable, optional
        Is told after each replicate how many of how many are solved.

    Raises
    ------
    InputError
        Where the replicates are not of this game, or too few for the level.

    Notes
    -----
    Where a weight is at the boundary the bootstrap is not consistent (Andrews, Econometrica 68, 2000): such groups are
    marked, and their band is what the replicates show, no more. Use `nashsym.uncertainty.confidence.box_of` there.
    """
    share = read_level(level)
    check_count(len(replicates), share)
    if method not in METHODS:
        raise InputError(f"unknown method {method!r}", key="method", remedy=f"the methods are {', '.join(METHODS)}")
    if floor is not None:
        game = game.with_floor(floor)
    replicates.check_fit(game)
    kind, weights = only_weights(game)
    found = resampled(game, moved(game, replicates) if method == "centred" else replicates, progress)
    return Bands(
        game=game,
        groups=tuple(
            _band(
                name, None if weights is None else weights[d], [each[d] for each in found.weights], share, game, method
            )
            for d, name in enumerate(game.groups)
        ),
        level=share,
        floor=game.threshold,
        method=method,
        kind=kind,
        kinds=found.kinds,
        unsettled=found.unsettled,
        details=replicates.details,
    )


def _band(
    name: str, weight: Fraction | None, drawn: list[Fraction], level: Fraction, game: Game, method: Method
) -> GroupBand:
    """Return the band of one group from its weights in the replicates."""
    if not drawn:
        return GroupBand(name, weight, None, None, None, None, weight == 0)
    low, high = ends(sorted(drawn, key=_place), level)
    if method == "reversed":
        low, high = _reflected(weight, low, high)
    left_out = Fraction(sum(each == 0 for each in drawn), len(drawn))
    excluded = Fraction(sum(each < game.threshold for each in drawn), len(drawn))
    return GroupBand(name, weight, low, high, excluded, left_out, weight == 0 or left_out > 0)


def _place(weight: Fraction) -> tuple[float, Fraction]:
    """Return what orders weights as they are: rounding keeps the order, and only equal floats need long products."""
    return float(weight), weight


def ends(ordered: list[Fraction], level: Fraction) -> tuple[Fraction | None, Fraction | None]:
    place = floored((len(ordered) + 1) * (1 - level) / 2)
    return (ordered[place - 1], ordered[-place]) if place else (None, None)


def _reflected(
    weight: Fraction | None, low: Fraction | None, high: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    """Return ``[2w − high, 2w − low]``, cut to [0, 1]."""
    if weight is None or low is None or high is None:
        return None, None
    return tuple(min(max(2 * weight - end, Fraction(0)), Fraction(1)) for end in (high, low))  # type: ignore[return-value]


def read_level(level: Any) -> Fraction:
    """Return a confidence level, 0 < level < 1; a text is read as written, a float as the shortest decimal that it is.

    Raises
    ------
    InputError
        For anything else.
    """
    if isinstance(level, float):
        level = repr(float(level))
    value = fraction(InputReader().number(level, "level"))
    if not 0 < value < 1:
        raise InputError(f"the level is {value}", key="level", remedy="write a number between 0 and 1, like 0.95")
    return value


def check_count(count: int, level: Fraction) -> None:
    """Refuse replicates that are too few to have any beyond both ends of a band at this level."""
    least = -floored(-2 / (1 - level)) - 1
    if count < least:
        raise InputError(
            f"{count} replicates are too few for {float(100 * level):g} %",
            key="replicates",
            remedy=f"take {least} or more{', better 1000' if least < 1000 else ''}, or a lower level"
            if least <= MAX_REPLICATE_NUMBERS
            else "take a lower level",
        )


def _holds(one: GroupBand) -> bool:
    """Tell whether a band that is known holds the estimate itself."""
    if one.weight is None or one.low is None or one.high is None:
        return True
    return one.low <= one.weight <= one.high


def _decimal(value: Fraction | None) -> str:
    return "none" if value is None else f"{float(value):.4g}"


def _span(one: GroupBand) -> str:
    return f"[{_decimal(one.low)}, {_decimal(one.high)}]"

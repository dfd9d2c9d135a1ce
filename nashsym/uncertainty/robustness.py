"""Which inclusions and exclusions survive every input in a box (MODEL T13)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any, Final, Literal

from nashsym.exact.rational import number_text
from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Solution
from nashsym.terms.parameters import read_floor
from nashsym.theorems.box import CanonicalBox
from nashsym.theorems.box_bounds import box_bounds
from nashsym.theorems.perturbation import boundary_radii_squared
from nashsym.uncertainty.box import InputBox

__all__ = ["GroupRobustness", "Robustness", "robustness"]

Verdict = Literal["included", "excluded", "undecided"]
Scope = Literal["all", "homogeneous"]
Sides = tuple[Fraction, ...]
#: Binary places of a root.
_PLACES: Final = 64
_SCOPES: Final = {"all": "every equilibrium", "homogeneous": "every homogeneous equilibrium"}


@dataclass(frozen=True)
class GroupRobustness:
    """What holds of one group in every game of the box.

    Attributes
    ----------
    group : str
    verdict : {"included", "excluded", "undecided"}
        Included: its weight is at least the floor in every game of the box. Excluded: below the floor in every one.
    weight : Fraction or None
        In the game in the middle; None where that has no equilibrium that is known to be the only homogeneous one.
    lower, upper : Fraction
        In every game of the box the weight lies between these, both included.
    absent : bool
        Whether its weight is proved to be exactly 0 in every game of the box.
    """

    group: str
    verdict: Verdict
    weight: Fraction | None
    lower: Fraction
    upper: Fraction
    absent: bool

    def to_dict(self) -> dict[str, Any]:
        """Return it with exact numbers as strings."""
        weight = None if self.weight is None else number_text(self.weight)
        bounds = {"lower": number_text(self.lower), "upper": number_text(self.upper)}
        return {"group": self.group, "verdict": self.verdict, "weight": weight} | bounds | {"absent": self.absent}


@dataclass(frozen=True)
class Robustness:
    """What holds at every equilibrium of every game in a box.

    Attributes
    ----------
    game : Game
        The game in the middle.
    box : InputBox
    floor : Fraction
        τ.
    groups : tuple of GroupRobustness
    scope : {"all", "homogeneous"}
        "all" where every equilibrium of every game in the box is proved to be homogeneous; else the verdicts are about
        the homogeneous one of each game.
    reason : str
        Why no bounds are known; empty where some are.
    """

    game: Game
    box: InputBox
    floor: Fraction
    groups: tuple[GroupRobustness, ...]
    scope: Scope
    reason: str = ""

    def __getitem__(self, group: str) -> GroupRobustness:
        return self.groups[self.game.groups.index(group)]

    @property
    def included(self) -> tuple[str, ...]:
        """The groups whose weight is at least the floor in every game of the box."""
        return tuple(entry.group for entry in self.groups if entry.verdict == "included")

    @property
    def excluded(self) -> tuple[str, ...]:
        """The groups whose weight is below the floor in every game of the box."""
        return tuple(entry.group for entry in self.groups if entry.verdict == "excluded")

    @property
    def undecided(self) -> tuple[str, ...]:
        """The groups of which neither is proved."""
        return tuple(entry.group for entry in self.groups if entry.verdict == "undecided")

    def to_dict(self) -> dict[str, Any]:
        """Return it with exact numbers as strings."""
        head = {"floor": number_text(self.floor), "scope": self.scope, "reason": self.reason}
        return head | {"groups": [entry.to_dict() for entry in self.groups], "box": self.box.to_dict()}

    def __str__(self) -> str:
        where = f"At {_SCOPES[self.scope]} of every game in the box, floor {number_text(self.floor)}:"
        if self.reason:
            return f"{where} undecided, as {self.reason}."
        width = max(len(group) for group in self.game.groups)
        return "\n".join([where, *(f"  {entry.group:<{width}}  {_told(entry)}" for entry in self.groups)])


def _told(entry: GroupRobustness) -> str:
    if entry.absent:
        return f"{entry.verdict:<9}  weight 0"
    return f"{entry.verdict:<9}  weight between {_down(entry.lower)} and {-_down(-entry.upper)}"


def _down(value: Fraction) -> float:
    return (value.numerator * 10_000 // value.denominator) / 10_000


def robustness(subject: Game | Solution, box: InputBox, floor: Any = None) -> Robustness:
    r"""Decide for each group whether its inclusion, or its exclusion, survives every input in the box.

    Only rational comparisons decide. What neither is proved for is undecided: bounds are sufficient, not necessary.

    Parameters
    ----------
    subject : Game or Solution
        A game is solved first. Given by coefficients and inputs, without anchor.
    box : InputBox
    floor : number, optional
        τ, 0 < τ ≤ 1/D; the game's own unless given.

    Raises
    ------
    InputError
        For a game that the box does not fit, or a floor out of range.

    Notes
    -----
    Undecided throughout, with the reason, unless H₋ ⪰ 0 and M₋ ≻ 0 on T (``X₋ = X_s − diag(E_X 1)``): then every game
    of the box has exactly one homogeneous equilibrium. With G₋ ≻ 0 on T too, or N = 1, it has no other equilibrium.
    The bounds are those of `nashsym.theorems.box_bounds`, which a certificate can carry, or of T13 (b) where these are
    sharper, which happens in wide boxes; and that weights sum to 1 counts. Source: MODEL T13, T3.

    Examples
    --------
    >>> from nashsym import anes96_game
    >>> from nashsym.uncertainty.box import InputBox
    >>> from nashsym.uncertainty.robustness import robustness
    >>> game, radii = anes96_game(), [["0.002"] * 5] * 5
    >>> print(robustness(game, InputBox.around(game, ["0.001"] * 5, radii, radii)))
    At every equilibrium of every game in the box, floor 1/100:
      liberal                excluded   weight 0
      slightly liberal       included   weight between 0.0314 and 0.0611
      moderate               included   weight between 0.4663 and 0.5
      slightly conservative  included   weight between 0.0967 and 0.1309
      conservative           included   weight between 0.3433 and 0.3703
    """
    solution = solve(subject) if isinstance(subject, Game) else subject
    game = solution.game
    canonical = box.canonical(game)
    tau = game.threshold if floor is None else read_floor(floor, game.size)
    scope: Scope = "all" if canonical.is_united else "homogeneous"
    reason = _obstacle(canonical)
    found = solution.equilibrium
    if reason or found is None:
        unknown = tuple(
            GroupRobustness(group, "undecided", None, Fraction(0), Fraction(1), absent=False) for group in game.groups
        )
        return Robustness(game, box, tau, unknown, "homogeneous", reason or "no equilibrium of the game is known")
    weights = found.weights
    lower, upper, absent = weights, weights, tuple(weight == 0 for weight in weights)
    if not canonical.is_point:
        lower, upper, absent = _around(canonical, weights)
        bounds = box_bounds(canonical, found.vector)
        if bounds is not None:
            absent = bounds.absent
            lower = tuple(map(max, lower, bounds.lower))
            most = tuple(map(min, upper, bounds.upper))
            upper = tuple(Fraction(0) if none else value for value, none in zip(most, absent, strict=True))
        elif not any(lower) and min(upper) == 1:
            reason = "no bounds of the weights are found in a box as wide as this"
        lower, upper = _adding_up(lower, upper)
    entries = tuple(
        GroupRobustness(group, _verdict(low, high, tau), weight, low, high, absent=none)
        for group, weight, low, high, none in zip(game.groups, weights, lower, upper, absent, strict=True)
    )
    return Robustness(game, box, tau, entries, scope, reason)


def _obstacle(box: CanonicalBox) -> str:
    """Say what keeps the theorem from speaking; the game in the middle first."""
    form = box.form
    if not form.concavity.is_positive_semidefinite:
        return "H is not ⪰ 0 on T, already in the game in the middle"
    if not form.stability.is_positive_definite:
        return "M is not ≻ 0 on T, already in the game in the middle"
    if not box.is_concave:
        return "H − diag(E_H 1) is not ⪰ 0 on T: in some game of the box agents' utilities may not be concave"
    if not box.stability.is_positive_definite:
        return "M − diag(E_M 1) is not ≻ 0 on T: some game of the box may have several homogeneous equilibria"
    return ""


def _around(box: CanonicalBox, weights: tuple[Fraction, ...]) -> tuple[Sides, Sides, tuple[bool, ...]]:
    """Return the bounds of T13 (b), the root rounded up: for where no others are found, or these are sharper."""
    squares = boundary_radii_squared(box.form, box.b, box.M, weights)
    assert squares is not None  # noqa: S101  # M₋ ≻ 0 on T was decided before
    reach = [Fraction(isqrt(int(square * 4**_PLACES)) + 1, 2**_PLACES) for square in squares]
    lower = tuple(max(weight - most, Fraction(0)) for weight, most in zip(weights, reach, strict=True))
    upper = tuple(min(weight + most, Fraction(1)) for weight, most in zip(weights, reach, strict=True))
    return lower, upper, (False,) * len(weights)


def _adding_up(lower: Sides, upper: Sides) -> tuple[Sides, Sides]:
    """Sharpen bounds of weights that sum to 1: what the others leave at least, and at most."""
    most, least = sum(upper), sum(lower)
    return (
        tuple(max(low, 1 - (most - high)) for low, high in zip(lower, upper, strict=True)),
        tuple(min(high, 1 - (least - low)) for low, high in zip(lower, upper, strict=True)),
    )


def _verdict(lower: Fraction, upper: Fraction, floor: Fraction) -> Verdict:
    return "included" if lower >= floor else "excluded" if upper < floor else "undecided"

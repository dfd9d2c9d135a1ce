"""What the equilibrium shall meet: a least weight for each of some groups, or a whole mixture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from nashsym.errors import InputError
from nashsym.exact.rational import fraction
from nashsym.game import Game
from nashsym.gamefile.profile import profile_of
from nashsym.steering.sentences import floor_text
from nashsym.terms.inputs import InputReader, shown
from nashsym.theorems.wording import listed

__all__ = ["Demand", "read_demand"]


@dataclass(frozen=True)
class Demand:
    """``w_d ≥ ℓ_d`` for every group d, closed conditions, so that a smallest change exists.

    Parameters
    ----------
    least : tuple of Fraction, length D
        ℓ ≥ 0, with a sum of at most 1; 0 for a group of which nothing is asked. Where the sum is 1 the mixture ℓ itself
        is asked for.
    groups : tuple of str
        Names of the D groups.
    is_mixture : bool
        Whether it was stated as a mixture.
    """

    least: tuple[Fraction, ...]
    groups: tuple[str, ...]
    is_mixture: bool = False

    @property
    def room(self) -> Fraction:
        """``1 − Σℓ``, what is left to share freely."""
        return 1 - sum(self.least, Fraction(0))

    @property
    def asked(self) -> tuple[int, ...]:
        """The groups with ℓ_d > 0."""
        return tuple(d for d, floor in enumerate(self.least) if floor > 0)

    @property
    def free(self) -> tuple[int, ...]:
        """The groups with ℓ_d = 0."""
        return tuple(d for d, floor in enumerate(self.least) if floor == 0)

    @property
    def floor(self) -> Fraction | None:
        """The one floor of all groups that something is asked of, None where they differ or a mixture is asked for."""
        floors = {self.least[d] for d in self.asked}
        return floors.pop() if len(floors) == 1 and not self.is_mixture else None

    def met_by(self, weights: Sequence[Fraction]) -> bool:
        """Return whether a mixture meets it, exactly."""
        return all(weight >= floor for weight, floor in zip(weights, self.least, strict=True))

    def share_met(self, weights: Sequence[Fraction]) -> Fraction:
        """Return the largest t ≤ 1 with w ≥ tℓ."""
        return min(Fraction(1), *(weights[d] / self.least[d] for d in self.asked))

    def scaled(self, share: Fraction) -> Demand:
        """Return ``w ≥ tℓ`` for t > 0."""
        return replace(self, least=tuple(share * floor for floor in self.least))

    @property
    def words(self) -> str:
        """What is asked, as it follows "brings"."""
        if self.is_mixture:
            return "the equilibrium to the mixture that was asked for"
        floor = self.floor
        if floor is not None and len(self.asked) == len(self.groups):
            return f"every group to at least {floor_text(floor)}"
        named = [self.groups[d] for d in self.asked]
        if floor is not None:
            return f"{listed(named)} to at least {floor_text(floor)}"
        return listed([f"{self.groups[d]} to at least {floor_text(self.least[d])}" for d in self.asked])


def read_demand(game: Game, floor: Any = None, groups: Iterable[str] | str | None = None, target: Any = None) -> Demand:
    """Read what is asked for.

    Parameters
    ----------
    game : Game
    floor : number, or mapping of group names to numbers, optional
        τ > 0 for all the groups; the game's unless given.
    groups : names, optional
        Whom the floor is for; everybody unless given.
    target : mapping of group names to numbers, or D numbers, optional
        A mixture with all weights > 0, instead of floors.

    Raises
    ------
    InputError
        For unknown names, floors that are not > 0 or that not all can have, and a target that is no such mixture.
    """
    if target is not None:
        if floor is not None or groups is not None:
            raise InputError("a target leaves nothing to a floor", key="target", remedy="give a floor or a target")
        return Demand(_mixture(game, target), game.groups, is_mixture=True)
    if isinstance(floor, Mapping):
        if groups is not None:
            raise InputError("the floors name their groups", key="groups", remedy="leave groups out")
        asked = {_index(game, name, "floor"): _floor(value, f"floor.{name}") for name, value in floor.items()}
        key = "floor"
    else:
        tau = game.threshold if floor is None else _floor(floor, "floor")
        names = game.groups if groups is None else (groups,) if isinstance(groups, str) else tuple(groups)
        asked = dict.fromkeys((_index(game, name, "groups") for name in names), tau)
        key = "floor" if floor is not None else "groups"
    if not asked:
        raise InputError("nobody is named", key=key, remedy="name a group, or leave it out for all")
    total = sum(asked.values())
    if total > 1:
        count = len(asked)
        raise InputError(
            f"nobody can give {count} groups {'' if count == 1 else 'together '}{shown(total)}, the weights sum to 1",
            key="floor",
            remedy=f"give a floor of at most {shown(Fraction(1, count))}",
        )
    return Demand(tuple(asked.get(d, Fraction(0)) for d in range(game.size)), game.groups)


def _floor(value: Any, key: str) -> Fraction:
    floor = fraction(InputReader().number(value, key))
    if floor <= 0:
        raise InputError(f"a floor of {shown(floor)} asks for nothing", key=key, remedy="give a number above 0")
    return floor


def _index(game: Game, name: object, key: str) -> int:
    if not isinstance(name, str) or name not in game.groups:
        raise InputError(f"no group is named {shown(name)}", key=key, remedy=f"the groups are {listed(game.groups)}")
    return game.groups.index(name)


def _mixture(game: Game, target: Any) -> tuple[Fraction, ...]:
    played = profile_of(game, target)
    if len(played) != 1:
        raise InputError(
            f"a target is one mixture for all agents, not {len(played)}", key="target", remedy="give one under weights"
        )
    weights = played[0].weights
    least = min(range(game.size), key=weights.__getitem__)
    if weights[least] == 0:
        raise InputError(
            "a target with a weight of 0 is not reached by a closed form (T10)",
            key=f"target.{game.groups[least]}",
            remedy="give every group a weight above 0",
        )
    return weights

"""What to change so that a group is no longer below the floor: each coefficient alone, in each direction."""

from __future__ import annotations

from fractions import Fraction

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.phase.along.coefficient_line import CoefficientLine, check_supported
from nashsym.steering.change import CoefficientChange
from nashsym.steering.coefficient_search import CoefficientSearch
from nashsym.steering.weight_status import weight_status
from nashsym.terms import Anchor

__all__ = ["coefficient_changes"]


def coefficient_changes(game: Game, group: str | int, floor: Fraction | None = None) -> tuple[CoefficientChange, ...]:
    r"""Find the nearest values of each coefficient alone that bring a group from below the floor back to w_d ≥ τ.

    The homogeneous equilibrium is followed along the coefficient, which makes it piecewise affine (λ_A) or piecewise
    rational (λ_C, λ_D); the threshold is a root of a polynomial on one of the pieces.

    Parameters
    ----------
    game : Game
        An alignment game of either form of diversity, or one of quadratic terms with coefficients and K symmetric.
    group : str or int
        Name or index of the group d.
    floor : Fraction, optional
        τ, 0 < τ ≤ 1/D; the game's unless given.

    Returns
    -------
    tuple of CoefficientChange
        For each coefficient an increase, and a decrease where it is not 0. Empty where the group is not below the
        floor.

    Raises
    ------
    InputError
        For a game that this does not fit, an unknown group or a floor that is none.

    Notes
    -----
    Every verdict other than "undecided" is exact. With more groups than paths are followed for (`MAX_GROUPS_PATH`) a
    threshold is found by search: both sides of it are proved, that it is the nearest is not.
    Source: MODEL T4, T9, T11, T12.

    Examples
    --------
    >>> from nashsym import Game
    >>> game = Game.alignment(
    ...     groups=["left", "right"],
    ...     agents=3,
    ...     attractiveness=["0.1", "0.9"],
    ...     inconsistency=[[1, 0], [0, 1]],
    ...     similarity=[["0.2", 0], [0, "0.2"]],
    ...     coefficients=[4, 1, 1],
    ... )
    >>> for change in coefficient_changes(game, "left"):
    ...     print(change.sentence)
    No greater weight on attractiveness brings left back to 1 %: its weight stays 0.
    Lowering the weight on attractiveness from 4 to at most 2.695 (× 0.6737) brings left back to 1 %.
    Raising the weight on consistency from 1 to at least 1.533 (× 1.533) brings left back to 1 %.
    Lowering the weight on consistency, even to 0, does not bring left back to 1 %: its weight stays 0.
    Raising the weight on diversity from 1 to at least 6.327 (× 6.327) brings left back to 1 %.
    Lowering the weight on diversity, even to 0, does not bring left back to 1 %: its weight stays 0.
    """
    check_supported(game)
    index = _index(game, group)
    tau = game.threshold if floor is None else game.with_floor(floor).threshold
    status, why = weight_status(game, index, tau)
    if status == "at the floor":
        return ()
    changes: list[CoefficientChange] = []
    for coefficient in (name for name in game.coefficients if name != Anchor.coefficient_name):
        search = CoefficientSearch(game, CoefficientLine.of(game, coefficient), index, tau)
        changes += search.both() if status == "below" else search.undecided_both(why)
    return tuple(changes)


def _index(game: Game, group: str | int) -> int:
    if isinstance(group, str):
        if group not in game.groups:
            raise InputError(f"no group is named {group!r}", remedy=f"the groups are {', '.join(game.groups[:8])}")
        return game.groups.index(group)
    if isinstance(group, bool) or not 0 <= group < game.size:
        raise InputError(f"no group has the index {group!r}", remedy=f"give an index from 0 to {game.size - 1}")
    return group

"""Why a profile is no equilibrium: the agent, the groups, the exact numbers, what it gains by leaving."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from nashsym.exact.rational import column_fractions, vector
from nashsym.game import Game
from nashsym.solvers.regret import PlayedRegret, ProfileRegret, regret
from nashsym.testing.law import Point, exactly, mixture_text

__all__ = ["fault_of_profile"]


def fault_of_profile(game: Game, profile: Any, epsilon: Fraction = Fraction(0)) -> str | None:
    """Say why a profile is no ε-equilibrium; None where it is one.

    Parameters
    ----------
    game : Game
        Whose terms are all quadratic, but for an anchor: with one, regrets lie between bounds, and 0 is not decided.
    profile
        As for `nashsym.regret`.
    epsilon : Fraction
        In units of utility.

    Raises
    ------
    InputError
        For what is no profile of the game.
    UndecidedError
        For a game with another term that is not quadratic.

    Notes
    -----
    Source: MODEL T1, T14. Undecided regrets (H not ⪰ 0 on T and more than 12 groups) count as a fault, and say so.
    """
    found = regret(game, profile)
    if found.high <= epsilon:
        return None
    worst = max(found.parts, key=lambda part: (part.low, part.high, part.gap))
    if worst.low <= epsilon:
        remedy = "" if game.is_quadratic else "; its regret is not rational: give an epsilon"
        between = f"between {exactly(worst.low)} and {exactly(worst.high)}"
        return f"it is not decided whether it is one: {_agent(game, worst)} could gain {between}{remedy}"
    return _told(game, found, worst)


def _agent(game: Game, part: PlayedRegret) -> str:
    return f"agent {part.agents[0].start} of {game.agents}"


def _told(game: Game, found: ProfileRegret, part: PlayedRegret) -> str:
    if not game.is_quadratic:
        deviation = mixture_text(game.groups, part.deviation)
        return f"{_agent(game, part)} gains at least {exactly(part.low)} of utility by playing {{{deviation}}}"
    groups, w, gains = game.groups, part.weights, _marginals(game, found, part)
    worst = min((d for d, x in enumerate(w) if x > 0), key=gains.__getitem__)
    best = max(range(len(w)), key=gains.__getitem__)
    gain = f"it gains {exactly(part.low)} of utility by playing {{{mixture_text(groups, part.deviation)}}}"
    if gains[best] == gains[worst]:
        return (
            f"{_agent(game, part)} has the marginal utility {exactly(gains[best])} in every group that it serves, and "
            f"no larger one elsewhere, but H is not ⪰ 0 on T: {gain}"
        )
    return (
        f"{_agent(game, part)} gives {groups[worst]!r} the weight {exactly(w[worst])} at marginal utility "
        f"{exactly(gains[worst])}, where {groups[best]!r} has {exactly(gains[best])}, larger by "
        f"{exactly(gains[best] - gains[worst])}; {gain}"
    )


def _marginals(game: Game, found: ProfileRegret, part: PlayedRegret) -> Point:
    """Return b − Hwᵢ − Kmᵢ."""
    form, own = game.canonical, vector(part.weights)
    mean = own * 0
    if game.agents > 1:
        mean = (sum((vector(p.weights) * p.count for p in found.parts), own * 0) - own) / (game.agents - 1)
    return column_fractions(form.b - form.H * own - form.K * mean)

"""Assertions about one game, for other people's test-suites: an equilibrium, its uniqueness, who is served."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from nashsym.errors import InputError, UndecidedError
from nashsym.exact.rational import fraction
from nashsym.game import Game
from nashsym.gamefile.profile import profile_of
from nashsym.solvers.anchored_solution import AnchoredSolution
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Continuum, Equilibrium, Solution
from nashsym.terms.inputs import InputReader
from nashsym.testing.faults import fault_of_profile
from nashsym.testing.law import exactly, game_of, mixture_text, stated
from nashsym.theorems.conditions import united
from nashsym.theorems.instance import Instance
from nashsym.theorems.uniqueness import stable

__all__ = ["assert_equilibrium", "assert_excluded", "assert_included", "assert_unique"]


def assert_equilibrium(game: Game | Solution, profile: Any = None, *, epsilon: Any = 0) -> None:
    r"""Assert that a profile is a Nash equilibrium: no agent gains more than ε by leaving it, exactly.

    Parameters
    ----------
    game : Game or Solution
        A solution brings its game, and all its equilibria unless a profile is given.
    profile
        A mixture that all agents play (array-like of D numbers, or by group name), N mixtures, pairs (count, mixture),
        the tree of a profile file, an `Equilibrium` or a `Solution`. Floats are the dyadic numbers that they are, so
        that 0.1 + 0.9 may miss 1; give texts, Fractions, or an ε.
    epsilon : number
        ε ≥ 0 in units of utility. Where it is not 0, one mixture of D weights ≥ 0 that sum to 1 up to rounding (2⁻⁴⁰)
        is divided by its sum first.

    Raises
    ------
    AssertionError
        Naming the agent, the groups, the exact marginal utilities, and what the agent gains by playing what.
    InputError
        For a negative ε.

    Notes
    -----
    Source: MODEL T1, T14.

    Examples
    --------
    >>> from nashsym import Game
    >>> game = Game.from_canonical(b=[1, 0], H=[[1, 0], [0, 1]], agents=3, groups=["left", "right"])
    >>> assert_equilibrium(game, {"left": 1, "right": 0})
    >>> assert_equilibrium(game, [0.5, 0.5], epsilon="1/4")
    >>> assert_equilibrium(game, ["1/2", "1/2"])
    Traceback (most recent call last):
    AssertionError: not a Nash equilibrium: agent 1 of 3 gives 'right' the weight 1/2 at marginal utility -1/2, ...
    """
    slack = fraction(InputReader().number(epsilon, "epsilon"))
    if slack < 0:
        raise InputError(f"ε is negative: {exactly(slack)}", key="epsilon", remedy="give 0 or more")
    subject = game_of(game)
    for candidate in _profiles(game, profile):
        try:
            fault = fault_of_profile(subject, _summed_to_one(candidate) if slack else candidate, slack)
        except InputError as error:
            raise AssertionError(f"not a profile of the game: {error}\n  on {stated(subject)}") from None
        except UndecidedError as error:
            raise AssertionError(f"not decided whether it is an equilibrium: {error}\n  on {stated(subject)}") from None
        if fault is not None:
            kind = "a Nash equilibrium" if slack == 0 else f"an equilibrium up to {exactly(slack)}"
            raise AssertionError(f"not {kind}: {fault} (MODEL T1)\n  on {stated(subject)}")


def _profiles(game: Game | Solution, profile: Any) -> list[Any]:
    """Return what is to be an equilibrium, each in a form that `profile_of` reads."""
    given = game if profile is None else profile
    if isinstance(given, Game):
        given = solve(given)
    if isinstance(given, Solution):
        if isinstance(given, AnchoredSolution) and given.enclosures:
            return [enclosure.weights for enclosure in given.enclosures]
        inside = [part.representative for part in given.components if isinstance(part, Continuum)]
        if not given.equilibria:
            raise AssertionError(f"the solution lists no equilibrium: {given.outcome} {given.search}")
        return [point.weights for point in (*given.equilibria, *inside)]
    return [given.weights if isinstance(given, Equilibrium) else given]


def _summed_to_one(profile: Any) -> Any:
    """Divide one mixture by its sum where that is 1 up to rounding; anything else is left to be refused."""
    try:
        listed = dict(profile) if hasattr(profile, "keys") else list(profile)
        values = listed.values() if isinstance(listed, dict) else listed
        total = sum((fraction(value) for value in values), Fraction(0))
    except (InputError, TypeError):
        return profile
    if total == 1 or abs(total - 1) > Fraction(1, 2**40):
        return profile
    if isinstance(listed, dict):
        return {group: fraction(value) / total for group, value in listed.items()}
    return [fraction(value) / total for value in listed]


def assert_unique(game: Game | Solution, profile: Any = None, *, among: str = "all") -> None:
    """Assert that the game has exactly one equilibrium, and that it is proved.

    Parameters
    ----------
    game : Game or Solution
    profile : optional
        The equilibrium that it is to be, one mixture in any form that `assert_equilibrium` takes.
    among : {"all", "homogeneous"}
        Whether no other equilibrium exists at all, or none in which all agents play the same.

    Raises
    ------
    AssertionError
        With the other equilibrium, or the hypothesis of T3 that fails and its witness.
    InputError
        For another `among`.

    Notes
    -----
    Source: MODEL T3, T4, T6.
    """
    if among not in ("all", "homogeneous"):
        raise InputError(f"unknown among: {among!r}", key="among", remedy='write "all" or "homogeneous"')
    solution = game if isinstance(game, Solution) else solve(game_of(game))
    subject = solution.game
    verdict = solution.unique if among == "all" else solution.unique_homogeneous
    if verdict != "proved":
        scope = "equilibrium" if among == "all" else "homogeneous equilibrium"
        why = _why_not_unique(solution, among)
        word = "there is another" if verdict == "refuted" else "it is not proved that there is one"
        raise AssertionError(f"not the only {scope}: {word}: {why}\n  on {stated(subject)}")
    if profile is None or solution.equilibrium is None:
        return
    (candidate,) = _profiles(subject, profile)
    try:
        played = profile_of(subject, candidate)
    except InputError as error:
        raise AssertionError(f"not a profile of the game: {error}\n  on {stated(subject)}") from None
    only = solution.equilibrium.weights
    if any(part.weights != only for part in played):
        text = mixture_text(subject.groups, only)
        assert_equilibrium(subject, candidate)
        raise AssertionError(f"the only equilibrium is another: all play {{{text}}}\n  on {stated(subject)}")


def _why_not_unique(solution: Solution, among: str) -> str:
    """Name another equilibrium, or the hypotheses of T3 that do not hold."""
    game, points = solution.game, solution.equilibria
    if len(points) > 1:
        listed = " and ".join(f"{{{mixture_text(game.groups, point.weights)}}}" for point in points[:2])
        kind = "a continuum through" if len(solution.components) == 1 else "all playing"
        return f"{kind} {listed}"
    if not game.is_quadratic:
        return "a term of the utility is not quadratic"
    if among == "all" and solution.unique_homogeneous == "proved":
        from nashsym.solvers.specialisation import heterogeneous_equilibrium

        profile = heterogeneous_equilibrium(game)
        if profile is not None:
            return "; ".join(f"{count} agents play {{{mixture_text(game.groups, w)}}}" for count, w in profile)
    instance = Instance(game)
    conditions = [united(instance), stable(instance)] if among == "all" else [stable(instance)]
    failing = [f"not {each.text}: {each.quantity}" for each in conditions if each.verdict != "yes"]
    return "; ".join([*failing, solution.search]) + " (MODEL T3)"


def assert_included(game: Game | Solution, group: str, floor: Any = None) -> None:
    """Assert that a group has at least the floor τ at every homogeneous equilibrium, all of which are known.

    Parameters
    ----------
    game : Game or Solution
    group : str
    floor : number, optional
        τ; the game's unless given.

    Raises
    ------
    AssertionError
        With the equilibrium at which it has less, and by how much; or where the search did not find all equilibria.
    InputError
        For a group that the game does not have.

    Examples
    --------
    >>> from nashsym import Game
    >>> game = Game.from_canonical(b=[1, 0], H=[[1, 0], [0, 1]], agents=3, groups=["left", "right"])
    >>> assert_included(game, "left")
    >>> assert_included(game, "right")
    Traceback (most recent call last):
    AssertionError: 'right' is excluded: it has 0, less than the floor 1/100 by 1/100, where all agents play ...
    """
    _assert_side(game, group, floor, included=True)


def assert_excluded(game: Game | Solution, group: str, floor: Any = None) -> None:
    """Assert that a group has less than the floor τ at every homogeneous equilibrium; see `assert_included`."""
    _assert_side(game, group, floor, included=False)


def _assert_side(game: Game | Solution, group: str, floor: Any, *, included: bool) -> None:
    solution = game if isinstance(game, Solution) else solve(game_of(game))
    subject = solution.game
    if group not in subject.groups:
        listed = ", ".join(map(repr, subject.groups[:5]))
        raise InputError(f"no group is named {group!r}", key="group", remedy=f"the groups are {listed}")
    threshold = subject.threshold if floor is None else fraction(InputReader().number(floor, "floor"))
    d = subject.groups.index(group)
    if isinstance(solution, AnchoredSolution):
        _assert_standing(solution, d, threshold, included=included)
        return
    word = "excluded" if included else "included"
    for point in solution.equilibria:
        weight = point.weights[d]
        if (weight >= threshold) != included:
            side = "less than the floor" if included else "not less than the floor"
            apart = f" by {exactly(abs(weight - threshold))}" if weight != threshold else ""
            raise AssertionError(
                f"{group!r} is {word}: it has {exactly(weight)}, {side} {exactly(threshold)}{apart}, where all agents "
                f"play {{{mixture_text(subject.groups, point.weights)}}}\n  on {stated(subject)}"
            )
    if not solution.complete or not solution.components:
        raise AssertionError(
            f"it is not known whether {group!r} is {'included' if included else 'excluded'}: {solution.outcome} "
            f"{solution.search}\n  on {stated(subject)}"
        )


def _assert_standing(solution: AnchoredSolution, d: int, floor: Fraction, *, included: bool) -> None:
    """Compare with where the weight of an anchored equilibrium is proved to lie."""
    game, sought = solution.game, "included" if included else "excluded"
    group = game.groups[d]
    enclosure = solution.enclosure
    standing = "undecided" if enclosure is None else enclosure.standing(d, floor)
    if standing == sought:
        return
    told = f"{group!r} is {standing}" if standing != "undecided" else f"it is not known whether {group!r} is {sought}"
    where = solution.search
    if enclosure is not None and enclosure.radii is not None:
        where = (
            f"it has {exactly(enclosure.weights[d])} up to {exactly(enclosure.radii[d])}, the floor is {exactly(floor)}"
        )
    raise AssertionError(f"{told}: {where}\n  on {stated(game)}")

"""`steer`: the smallest changes of the incentives that bring the equilibrium where it is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Continuum, Solution
from nashsym.steering.advice import Advice, Standing
from nashsym.steering.attractiveness_family import attractiveness_family
from nashsym.steering.coefficient_family import coefficient_family
from nashsym.steering.coefficients_family import coefficients_family
from nashsym.steering.demand import Demand, read_demand
from nashsym.steering.family_answer import FamilyAnswer
from nashsym.steering.smallest_subsidy import NORMS
from nashsym.terms import Anchor
from nashsym.terms.inputs import shown

__all__ = ["FAMILIES", "USUAL", "steer"]

#: What `by` may name: all coefficients, each alone; all of them together; a subsidy or tax per group; one coefficient.
FAMILIES: Final = ("coefficient", "coefficients", "attractiveness", "consistency", "diversity")
#: What is looked at unless `by` says otherwise.
USUAL: Final = FAMILIES[:3]


def steer(
    game: Game,
    floor: Any = None,
    groups: Iterable[str] | str | None = None,
    target: Any = None,
    by: Iterable[str] | str = USUAL,
    norm: str = "l2",
) -> Advice:
    r"""Find the smallest changes of the incentives at whose equilibrium every group has at least a floor.

    The floors ``w_d ≥ τ`` are closed conditions, so that in each family of changes a smallest one exists or it is
    proved that none does: one coefficient alone, whose values that do are intervals between algebraic numbers (MODEL
    T9, T12); all of them together, by the norm of their relative changes (T8); and the change δ of attractiveness of
    least norm, ``λ_A δ = Mw† − λ_A a + c1`` over all w† with the floors and all c (T10).

    Parameters
    ----------
    game : Game
        Quadratic. A canonical game has no coefficients; attractiveness is its b.
    floor : number, or mapping of group names to numbers, optional
        τ; the game's unless given.
    groups : names, optional
        Whom the floor is for; everybody unless given.
    target : optional
        Instead of floors a mixture with all weights > 0 that is to be the equilibrium: D numbers, a mapping, or what
        `read_profile` returns.
    by : names out of "coefficient", "coefficients", "attractiveness", "consistency", "diversity"
        The families: "coefficient" is each coefficient alone, "coefficients" all of them together, "attractiveness" a
        subsidy or tax δ on groups.
    norm : {"l1", "l2", "linf"}
        Of δ, and of the relative changes of several coefficients: the sum, the Euclidean length, or the largest.

    Returns
    -------
    Advice
        `.options`, cheapest first, each with the new game, its certified equilibrium, uniqueness and welfare;
        `.refused`, the families that can't, with the proof (`FamilyAnswer.proof`, which can be checked again) and the
        best they can do; `str` of it is readable.

    Raises
    ------
    InputError
        For unknown names, a floor that not all can have, a target that is no mixture with all weights > 0, and anchored
        games.

    Notes
    -----
    Every option is proved by solving the changed game exactly. Source: MODEL T2, T3, T6, T9–T12, T17.

    Examples
    --------
    >>> from nashsym import Game, steer
    >>> game = Game.alignment(
    ...     groups=["left", "right"],
    ...     agents=3,
    ...     attractiveness=["0.1", "0.9"],
    ...     inconsistency=[[1, 0], [0, 1]],
    ...     similarity=[["0.2", 0], [0, "0.2"]],
    ...     coefficients=[4, 1, 1],
    ... )
    >>> advice = steer(game, floor="0.1", by="attractiveness", norm="linf")
    >>> advice.options[0].sentence
    'Raise the attractiveness of left by 0.18; lower the attractiveness of right by 0.18.'
    >>> advice.options[0].equilibrium.weights
    (Fraction(1, 10), Fraction(9, 10))
    """
    if game.is_anchored or not game.is_quadratic:
        raise InputError(
            "an anchored game can't be steered: its equilibria are not rational",
            key="anchor",
            remedy="set the coefficient of the anchor to 0",
        )
    if norm not in NORMS:
        raise InputError(f"no norm is called {shown(norm)}", key="norm", remedy=f"the norms are {', '.join(NORMS)}")
    families = _families(by)
    demand = read_demand(game, floor, groups, target)
    solution = solve(game)
    standing = Standing(solution, _met(solution, demand))
    if standing.met:
        return Advice(game, demand, standing, ())
    before = solution.equilibrium if solution.unique_homogeneous == "proved" else None
    answers: list[FamilyAnswer] = []
    for family in families:
        if family == "attractiveness":
            answers.append(attractiveness_family(game, demand, norm, before))
        elif game.kind == "canonical" or not game.coefficients:
            if family == "coefficients" and "coefficient" in families:
                continue  # said already
            reason = "a game in canonical form has no coefficients; what can change is b"
            name = family if family in ("coefficient", "coefficients") else f"{family} coefficient"
            answers.append(FamilyAnswer(name, "never", reason=reason))
        elif family == "coefficients":
            answers.append(coefficients_family(game, demand, norm, before))
        else:
            known = [name for name in game.coefficients if name != Anchor.coefficient_name]
            names = known if family == "coefficient" else [name for name in known if name == family]
            answers += [coefficient_family(game, name, demand, before) for name in names]
    return Advice(game, demand, standing, tuple(answers))


def _families(by: Iterable[str] | str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys((by,) if isinstance(by, str) else by))
    for name in names:
        if name not in FAMILIES:
            raise InputError(
                f"no family of changes is called {shown(name)}", key="by", remedy=f"they are {', '.join(FAMILIES)}"
            )
    if not names:
        raise InputError("no family of changes is named", key="by", remedy=f"name some of {', '.join(FAMILIES)}")
    if "coefficient" in names:
        return tuple(name for name in names if name not in ("consistency", "diversity"))
    return names


def _met(solution: Solution, demand: Demand) -> bool | None:
    """Tell whether every homogeneous equilibrium does what is asked; None where they disagree or are not known."""
    verdicts: set[bool] = set()
    for part in solution.components:
        lows = [part.ranges[d][0] for d in demand.asked] if isinstance(part, Continuum) else None
        highs = [part.ranges[d][1] for d in demand.asked] if isinstance(part, Continuum) else None
        floors = [demand.least[d] for d in demand.asked]
        if lows is None or highs is None:
            assert not isinstance(part, Continuum)  # noqa: S101  # for the type checker: the case above
            verdicts.add(demand.met_by(part.weights))
        elif all(low >= floor for low, floor in zip(lows, floors, strict=True)):
            verdicts.add(True)
        elif any(high < floor for high, floor in zip(highs, floors, strict=True)):
            verdicts.add(False)
        else:
            verdicts |= {True, False}
    if not solution.complete:
        return None
    return verdicts.pop() if len(verdicts) == 1 else None if verdicts else False

"""All coefficients at once: the nearest that do, with a proved bound, or a proof that none do and the best there is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import Final

import numpy as np

from nashsym.exact.definiteness import definiteness
from nashsym.exact.systems import solve_indifference
from nashsym.game import Game
from nashsym.solvers.solution import Equilibrium
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.coefficients_together import CoefficientsTogether
from nashsym.steering.covering import Covering
from nashsym.steering.covering_search import find_covering
from nashsym.steering.demand import Demand
from nashsym.steering.family_answer import Best, FamilyAnswer
from nashsym.steering.fixed_mixture import rays_to_mixture
from nashsym.steering.nearest_coefficients import Proposal
from nashsym.steering.option import Option, welfare_change
from nashsym.steering.relative_change import cost_squared, distances, nearest_on_ray
from nashsym.steering.rounded_coefficients import DEARER, DIGITS, rounded
from nashsym.steering.sentences import decimal_text
from nashsym.steering.smallest_subsidy import Norm
from nashsym.theorems.wording import listed

__all__ = ["FAMILY", "MAX_GROUPS_TOGETHER", "coefficients_family"]

FAMILY: Final = "coefficients"
#: Some seconds with as many groups.
MAX_GROUPS_TOGETHER: Final = 60
#: The bound is first tried so near to what was found, relatively, and farther off where that is not proved; in cells.
_GAPS: Final = ((5e-4, 1200), (1e-2, 400), (0.1, 200), (0.5, 100))
_MOST_CELLS: Final = 1500
#: A share of what is asked is proved not to be reached from so much above the best one that was found.
_SHARES: Final = (1e-3, 1e-2, 0.1)
#: Where it is not decided whether any do, a bound is tried at these shares of the distance at which coefficients are 0.
_NEARER: Final = (0.98, 0.5, 0.1)
#: Coefficients of no particular ratio.
_GENERIC: Final = ((Fraction(1), Fraction(17, 13), Fraction(19, 11)), (Fraction(23, 29), Fraction(1), Fraction(31, 7)))
#: The best share is also tried with coefficients at 0 that are so near it.
_LITTLE: Final = 1e-4


def coefficients_family(game: Game, demand: Demand, norm: Norm, before: Equilibrium | None) -> FamilyAnswer:
    r"""Ask what changing all coefficients together can do.

    The size of a change is ``‖((λ'_i − λ_i)/λ_i)_i‖``. By scale (MODEL T8) the values that do form a cone, and for each
    ratio of λ_C and λ_D those of λ_A form an interval on each support (T9): floats search one ratio. The values are
    then rounded and proved by solving the changed game, and a `Covering` proves how small no change is that does.

    Parameters
    ----------
    game : Game
        An alignment game. A coefficient that is 0 has no relative change and stays 0.
    demand : Demand
    norm : {"l1", "l2", "linf"}
    before : Equilibrium or None
        The equilibrium as it is, for the comparison of welfare.

    Returns
    -------
    FamilyAnswer
        One option, or two where the cheaper one is not the only homogeneous equilibrium; `FamilyAnswer.proof` is the
        proof of the bound, or of "never".
    """
    if game.kind != "alignment":
        reason = "the game is made of terms of its own, whose coefficients are looked at one by one only"
        return FamilyAnswer(FAMILY, "undecided", reason=reason)
    if game.size > MAX_GROUPS_TOGETHER:
        reason = f"with {game.size} groups all ratios are not searched, {MAX_GROUPS_TOGETHER} are the most"
        return FamilyAnswer(FAMILY, "undecided", reason=reason)
    cone = CoefficientCone.together(game, demand)
    return _Family(CoefficientsTogether(game, demand, norm, cone), before).answer()


class _Family:
    """The steps of `coefficients_family`."""

    def __init__(self, together: CoefficientsTogether, before: Equilibrium | None) -> None:
        self.together, self.before = together, before
        self.game, self.demand, self.norm, self.cone = together.game, together.demand, together.norm, together.cone
        self.moving = together.moving

    def answer(self) -> FamilyAnswer:
        proposals = list(self._proposals())
        if not proposals:
            return self._without()
        least, proof = self._bound(min(found.value for found in proposals))
        options = [option for found in proposals if (option := self._option(found, least)) is not None]
        if not options:
            reason = "what a search in floats found could not be proved of numbers with few digits"
            return FamilyAnswer(FAMILY, "undecided", reason=reason)
        return FamilyAnswer(FAMILY, "reached", tuple(options), proof=proof)

    def _proposals(self) -> Iterator[Proposal]:
        """Yield the nearest point, and the nearest at which M ≻ 0 on T where that is another one."""
        here = np.ones(len(self.moving))
        if self.together.solved_at((Fraction(1),) * len(here), tuple(range(self.game.size))) is not None:
            yield Proposal(here, 0.0, tuple(range(self.game.size)))
            return
        if self.demand.room == 0:
            everybody = tuple(range(self.game.size))
            rays = rays_to_mixture(self.cone, self.norm)
            found = [(float(distances(np.array([[float(x) for x in ray]]), self.norm)[0]), ray) for ray in rays]
            does = (one for one in sorted(found) if self.together.solved_at(one[1], everybody) is not None)
            yield from (Proposal(np.array(ray, dtype=object), value, everybody) for value, ray in islice(does, 1))
            return
        if len(self.moving) < 2 or self._is_singular:
            return
        sure, nearest = self.together.search(stable=True).nearest(), self.together.search().nearest()
        if nearest is not None and (sure is None or nearest.value < sure.value * (1 - float(DEARER))):
            yield nearest
        if sure is not None:
            yield sure

    @cached_property
    def _is_singular(self) -> bool:
        """Whether every group is asked for, and ZᵀMZ is singular at ratios taken at random: w⁎ is not determined."""
        if self.demand.free:
            return False
        forms = (self.cone.at(x[: len(self.moving)]) for x in _GENERIC)
        return all(solve_indifference(form.b, form.M, range(self.game.size)) is None for form in forms)

    def _bound(self, value: float) -> tuple[Fraction, Covering | None]:
        """Return the square of a size that no change that does is below, and its proof."""
        if value == 0:
            return Fraction(0), None
        found: Covering | None = None
        for gap, cells in _GAPS:
            found = self._beyond(value, gap, cells)
            if found is not None:
                break
        return (Fraction(0) if found is None or found.beyond is None else found.beyond), found

    def _beyond(self, value: float, gap: float, cells: int) -> Covering | None:
        root = Fraction(value * (1 - gap)).limit_denominator(10**9)
        return find_covering(self.cone, self.norm, root * root, cells)

    def _option(self, proposal: Proposal, least: Fraction) -> Option | None:
        found = rounded(self.together, proposal)
        if found is None:
            return None
        x, solution = found
        after = solution.equilibrium
        assert after is not None  # noqa: S101  # it was selected
        cost = cost_squared(x, self.norm)
        values = self.together.values(x)
        notes = []
        if self.together.stays:
            notes.append(f"{_named(self.together.stays)} 0, and a relative change leaves it there.")
        if proposal.value:
            notes.append("Only the ratios of the weights count: one factor on all of them changes no equilibrium (T8).")
        if self.together.idle:
            notes.append(f"{_named(self.together.idle)} left as it is: it moves no equilibrium.")
        return Option(
            family=FAMILY,
            sentence=_sentence(self.game, values),
            change={name: values[name] for name in self.moving},
            cost_squared=cost,
            least_squared=min(least, cost),
            relative_squared=cost,
            norm=self.norm,
            solution=solution,
            welfare=welfare_change(self.before, after, self.game),
            asked=self.demand,
            notes=tuple(notes),
        )

    def _without(self) -> FamilyAnswer:
        """Answer where nothing was found: with a proof that there is nothing, if there is one."""
        proof = find_covering(self.cone, self.norm, None, _MOST_CELLS)
        if proof is None:
            return self._not_known()
        if len(self.moving) == 1:
            reason = f"only {self.moving[0]} has a weight, and a multiple of it changes no equilibrium (T8)"
        else:
            reason = f"no weights on {listed(self.moving)} do, whatever they are, which is proved ({proof.words})"
        if self.together.stays and len(self.moving) > 1:
            reason += f"; {_weights(self.together.stays)} is 0, and a relative change leaves it there"
        return FamilyAnswer(FAMILY, "never", reason=reason, best=self._best(), proof=proof)

    def _not_known(self) -> FamilyAnswer:
        """Answer where neither values that do nor a proof that there are none were found."""
        if self._is_singular:
            reason = "the equilibrium is not determined at any values of them (T2)"
        elif self.demand.free and not all(definiteness(form.H).is_positive_semidefinite for form in self.cone.forms):
            reason = "a search found no values that do where H ⪰ 0 on T; elsewhere equilibria are not known (T1)"
        else:
            reason = "a search found no values that do, and that there are none is not proved"
        corners = float(distances(np.eye(len(self.moving)), self.norm).min())
        for size in (corners * near for near in _NEARER):
            proof = self._beyond(size, 0.0, _GAPS[0][1])
            if proof is not None:
                reason += (
                    f"; no change smaller than {decimal_text(100 * Fraction(f'{size:.3g}'))} % does, which is proved"
                )
                return FamilyAnswer(FAMILY, "undecided", reason=reason, proof=proof)
        return FamilyAnswer(FAMILY, "undecided", reason=reason)

    def _best(self) -> Best | None:
        """Return the largest share of what is asked that was found, and a proved bound of it."""
        if self.demand.room == 0 or len(self.moving) < 2:
            return None
        found = self.together.search().best()
        tried = [(Fraction(1),) * len(self.moving)]
        if found is not None:
            point = nearest_on_ray(found.x, self.norm)
            tried.append(self.together.cut(np.where(point < _LITTLE, 0.0, point), DIGITS[0]))
            tried.append(self.together.cut(point, DIGITS[-1]))
        reached = ((x, weights) for x in tried for weights in self.together.equilibria(x))
        solved = [(self.demand.share_met(weights), x, weights) for x, weights in reached]
        if not solved:
            return None
        share, x, weights = max(solved, key=itemgetter(0))
        upper = Fraction(1)
        for above in _SHARES:
            missed = share + Fraction(above)
            if missed < 1 and find_covering(self._scaled(missed), self.norm, None, _MOST_CELLS) is not None:
                upper = missed
                break
        values = self.together.values(x)
        return Best({name: values[name] for name in self.moving}, weights, share, upper, self.demand.floor)

    def _scaled(self, share: Fraction) -> CoefficientCone:
        return CoefficientCone(self.cone.coefficients, self.cone.rays, self.cone.forms, self.demand.scaled(share))


def _weights(names: list[str]) -> str:
    return f"the weight{'s' if len(names) > 1 else ''} on {listed(names)}"


def _named(names: list[str]) -> str:
    text = _weights(names)
    return f"{text[0].upper()}{text[1:]} {'is' if len(names) == 1 else 'are'}"


def _sentence(game: Game, values: dict[str, Fraction]) -> str:
    moves = []
    for name, value in values.items():
        old = game.coefficients[name]
        if value != old:
            verb = "raise" if value > old else "lower"
            moves.append(f"{verb} the weight on {name} from {decimal_text(old)} to {decimal_text(value)}")
    if not moves:
        return "Leave the coefficients as they are: one of the equilibria does it already."
    text = listed(moves)
    return f"{text[0].upper()}{text[1:]}."

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
from nashsym.exact.rational import column_fractions
from nashsym.exact.real_roots import decimal_exponent
from nashsym.exact.systems import solve_indifference
from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Equilibrium, Solution
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.coefficient_family import changed_game
from nashsym.steering.covering import Covering
from nashsym.steering.covering_search import find_covering
from nashsym.steering.demand import Demand
from nashsym.steering.family_answer import Best, FamilyAnswer
from nashsym.steering.fixed_mixture import rays_to_mixture
from nashsym.steering.nearest_coefficients import NearestCoefficients, Proposal
from nashsym.steering.option import Option, solved_at, welfare_change
from nashsym.steering.relative_change import cost_squared, distances, nearest_on_ray
from nashsym.steering.sentences import decimal_text
from nashsym.steering.smallest_subsidy import Norm
from nashsym.theorems.wording import listed

__all__ = ["FAMILY", "MAX_GROUPS_TOGETHER", "coefficients_family"]

FAMILY: Final = "coefficients"
#: Some seconds with as many groups.
MAX_GROUPS_TOGETHER: Final = 60
#: Significant digits of the new values, tried in turn; the floors are first raised by 10^−m, m at most as many.
_DIGITS: Final = (4, 5, 6, 7, 8, 10)
_MARGINS: Final = (3, 4, 5, 6, 7, 8)
_DENOMINATOR: Final = 1000
#: Rounded values may cost so much more than those that the search found.
_DEARER: Final = Fraction(1, 2500)
#: The bound is first tried so near to what was found, relatively, and farther off where that is not proved; in cells.
_GAPS: Final = ((5e-4, 1200), (1e-2, 400), (0.1, 200), (0.5, 100))
_MOST_CELLS: Final = 1500
#: A share of what is asked is proved not to be reached from so much above the best one that was found.
_SHARES: Final = (1e-3, 1e-2, 0.1)
#: Where it is not decided whether any do, a bound is tried at these shares of the distance at which coefficients are 0.
_NEARER: Final = (0.98, 0.5, 0.1)
#: Coefficients of no particular ratio.
_GENERIC: Final = ((Fraction(1), Fraction(17, 13), Fraction(19, 11)), (Fraction(23, 29), Fraction(1), Fraction(31, 7)))
#: A coefficient so near 0, relatively, is set to 0.
_NOTHING: Final = 1e-9
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
    return _Family(game, demand, norm, before, cone).answer()


class _Family:
    def __init__(
        self, game: Game, demand: Demand, norm: Norm, before: Equilibrium | None, cone: CoefficientCone
    ) -> None:
        self.game, self.demand, self.norm, self.before, self.cone = game, demand, norm, before, cone
        self.moving = list(cone.moving)
        self.idle = [name for name, value in game.coefficients.items() if value > 0 and name not in cone.moving]
        self.stays = [name for name, value in game.coefficients.items() if value == 0]

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

    def _values(self, x: tuple[Fraction, ...]) -> dict[str, Fraction]:
        """Return all coefficients at x."""
        return self.cone.values(x) | {name: self.game.coefficients[name] for name in self.idle}

    def _search(self, *, stable: bool = False, tightened: float = 0.0) -> NearestCoefficients:
        return NearestCoefficients(self.cone, self.norm, "attractiveness" in self.moving, tightened, stable)

    def _proposals(self) -> Iterator[Proposal]:
        """Yield the nearest point, and the nearest at which M ≻ 0 on T where that is another one."""
        here = np.ones(len(self.moving))
        if self._solved_at((Fraction(1),) * len(here), tuple(range(self.game.size))) is not None:
            yield Proposal(here, 0.0, tuple(range(self.game.size)))
            return
        if self.demand.room == 0:
            everybody = tuple(range(self.game.size))
            rays = rays_to_mixture(self.cone, self.norm)
            found = [(float(distances(np.array([[float(x) for x in ray]]), self.norm)[0]), ray) for ray in rays]
            does = (one for one in sorted(found) if self._solved_at(one[1], everybody) is not None)
            yield from (Proposal(np.array(ray, dtype=object), value, everybody) for value, ray in islice(does, 1))
            return
        if len(self.moving) < 2 or self._is_singular:
            return
        sure, nearest = self._search(stable=True).nearest(), self._search().nearest()
        if nearest is not None and (sure is None or nearest.value < sure.value * (1 - float(_DEARER))):
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

    def _solved_at(
        self, x: tuple[Fraction, ...], support: tuple[int, ...]
    ) -> tuple[Solution, tuple[Fraction, ...]] | None:
        """Return the solution at x and an equilibrium in it that meets the demand, decided exactly."""
        values = self._values(x)
        if not any(values.values()):
            return None
        changed = changed_game(self.game.with_coefficients(**values), self.demand)
        if not changed.canonical.concavity.is_positive_semidefinite:
            return None
        for part in solve(changed).equilibria:
            if self.demand.met_by(part.weights):
                return solved_at(changed, part.weights), part.weights
        found = solve_indifference(changed.canonical.b, changed.canonical.M, support)
        if found is None:
            return None
        weights = column_fractions(found.weights)
        if min(weights) < 0 or not self.demand.met_by(weights):
            return None
        promised = Equilibrium(changed, found.weights)
        if any(value > promised.marginals[promised.support[0]] for value in promised.marginals):
            return None
        return solved_at(changed, weights), weights

    def _option(self, proposal: Proposal, least: Fraction) -> Option | None:
        found = self._rounded(proposal)
        if found is None:
            return None
        x, solution = found
        after = solution.equilibrium
        assert after is not None  # noqa: S101  # it was selected
        cost = cost_squared(x, self.norm)
        values = self._values(x)
        notes = []
        if self.stays:
            notes.append(f"{_named(self.stays)} 0, and a relative change leaves it there.")
        if proposal.value:
            notes.append("Only the ratios of the weights count: one factor on all of them changes no equilibrium (T8).")
        if self.idle:
            notes.append(f"{_named(self.idle)} left as it is: it moves no equilibrium.")
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

    def _rounded(self, proposal: Proposal) -> tuple[tuple[Fraction, ...], Solution] | None:
        """Return values of few digits that do, and nearly as near; an exact point is kept."""
        if proposal.x.dtype == object or proposal.value == 0:
            x = tuple(map(Fraction, proposal.x))
            exact = self._solved_at(x, proposal.support)
            return None if exact is None else (x, exact[0])
        most = Fraction(proposal.value) * (1 + _DEARER)
        stable = self._stable_at(proposal)
        inner: dict[int, Proposal | None] = {}
        for digits in _DIGITS:
            # As it is where it has room by itself, or few digits; else with a little room.
            for margin in (0, *(margin for margin in _MARGINS if margin <= digits)):
                if margin not in inner:
                    inner[margin] = (
                        self._search(stable=stable, tightened=10.0**-margin).nearest() if margin else proposal
                    )
                found = inner[margin]
                if found is None:
                    continue
                x = self._cut(nearest_on_ray(found.x, self.norm), digits)
                if cost_squared(x, self.norm) > most * most:
                    continue
                exact = self._solved_at(x, found.support)
                if exact is not None:
                    return x, exact[0]
        # What does may be a single ratio.
        x = tuple(
            Fraction(float(share)).limit_denominator(_DENOMINATOR) for share in nearest_on_ray(proposal.x, self.norm)
        )
        exact = self._solved_at(x, proposal.support) if cost_squared(x, self.norm) <= most * most else None
        return None if exact is None else (x, exact[0])

    def _stable_at(self, proposal: Proposal) -> bool:
        sure = self._search(stable=True).nearest()
        return sure is not None and bool(np.array_equal(sure.x, proposal.x))

    def _cut(self, point: np.ndarray, digits: int) -> tuple[Fraction, ...]:
        """Round the new values of the coefficients to so many digits."""
        found = []
        for share, name in zip(point, self.moving, strict=True):
            current = self.game.coefficients[name]
            value = Fraction(float(share)) * current
            if share < _NOTHING:
                found.append(Fraction(0))
                continue
            unit = Fraction(10) ** (decimal_exponent(value) - digits + 1)
            found.append(round(value / unit) * unit / current)
        return tuple(found)

    def _without(self) -> FamilyAnswer:
        """Answer where nothing was found: with a proof that there is nothing, if there is one."""
        proof = find_covering(self.cone, self.norm, None, _MOST_CELLS)
        if proof is None:
            return self._not_known()
        if len(self.moving) == 1:
            reason = f"only {self.moving[0]} has a weight, and a multiple of it changes no equilibrium (T8)"
        else:
            reason = f"no weights on {listed(self.moving)} do, whatever they are, which is proved ({proof.words})"
        if self.stays and len(self.moving) > 1:
            reason += f"; {_weights(self.stays)} is 0, and a relative change leaves it there"
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
        found = self._search().best()
        tried = [(Fraction(1),) * len(self.moving)]
        if found is not None:
            point = nearest_on_ray(found.x, self.norm)
            tried.append(self._cut(np.where(point < _LITTLE, 0.0, point), _DIGITS[0]))
            tried.append(self._cut(point, _DIGITS[-1]))
        solved = [(self.demand.share_met(weights), x, weights) for x in tried for weights in self._equilibria(x)]
        if not solved:
            return None
        share, x, weights = max(solved, key=itemgetter(0))
        upper = Fraction(1)
        for above in _SHARES:
            missed = share + Fraction(above)
            if missed < 1 and find_covering(self._scaled(missed), self.norm, None, _MOST_CELLS) is not None:
                upper = missed
                break
        return Best({name: self._values(x)[name] for name in self.moving}, weights, share, upper, self.demand.floor)

    def _scaled(self, share: Fraction) -> CoefficientCone:
        return CoefficientCone(self.cone.coefficients, self.cone.rays, self.cone.forms, self.demand.scaled(share))

    def _equilibria(self, x: tuple[Fraction, ...]) -> list[tuple[Fraction, ...]]:
        """Return the weights of the homogeneous equilibria at x that are points."""
        values = self._values(x)
        if not any(values.values()):
            return []
        changed = self.game.with_coefficients(**values)
        if not changed.canonical.concavity.is_positive_semidefinite:
            return []
        return [part.weights for part in solve(changed).equilibria]


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

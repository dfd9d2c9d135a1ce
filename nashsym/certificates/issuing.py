"""`certify`: from a solution to a certificate that proves as much of it as format 1 can state."""

from __future__ import annotations

from typing import Any

from nashsym.certificates import claims
from nashsym.certificates.anchored import certify_anchored
from nashsym.certificates.certificate import Certificate
from nashsym.certificates.game_tree import game_tree
from nashsym.certificates.interior import farkas_multipliers
from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.limits import MAX_WITNESS_ENTRIES
from nashsym.solvers.anchored_solution import AnchoredSolution
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Continuum, Equilibrium, Profile, Solution
from nashsym.theorems.box import CanonicalBox
from nashsym.theorems.box_bounds import box_bounds

__all__ = ["certify"]


def certify(subject: Game | Solution, box: CanonicalBox | None = None) -> Certificate:
    r"""Make a certificate of a game's homogeneous equilibrium and of what is proved about it.

    It claims concavity, the equilibrium, its uniqueness or a second one, the absence of an interior equilibrium, and
    for each group whether its weight reaches the floor, at every equilibrium for which that can be proved.

    Parameters
    ----------
    subject : Game or Solution
        A game is solved first.
    box : CanonicalBox, optional
        A box about the game: the certificate then also claims what holds in each game of it, where bounds are found
        (claim `robust`, which verify_box.py checks). `nashsym.uncertainty.box.InputBox.canonical` makes one.

    Returns
    -------
    Certificate
        Without an equilibrium where H is not ⪰ 0 on T: format 1 then proves only that no interior one exists. Of an
        anchored game, with the enclosure of one.

    Raises
    ------
    UndecidedError
        For an anchored game of which nothing is proved.
    InputError
        For a box about another game.

    Notes
    -----
    Source: MODEL T1–T4; the format is docs/reference/certificate.md.
    """
    solution = solve(subject) if isinstance(subject, Game) else subject
    if isinstance(solution, AnchoredSolution):
        return certify_anchored(solution)
    game = solution.game
    if not solution.concavity.is_positive_semidefinite:
        direction = solution.concavity.direction or ()
        return Certificate.seal(game_tree(game), None, [claims.no_interior_by_direction(direction)], game.numbers)
    found = solution.equilibrium
    listed = [claims.concave(solution.concavity)]
    if found is None:
        return Certificate.seal(game_tree(game), None, listed + _no_interior(game, None), game.numbers)
    listed.append(claims.equilibrium(found))
    uniqueness = _Uniqueness(solution, found)
    listed += uniqueness.claims
    if found.kind == "boundary":
        listed += _no_interior(game, uniqueness.homogeneous)
    listed += [_representation(solution, found, uniqueness, group) for group in range(game.size)]
    listed += [] if box is None else _robust(game, found, box)
    return Certificate.seal(game_tree(game), uniqueness.summary(), listed, game.numbers)


class _Uniqueness:
    """What can be claimed about other equilibria, and the claims that say so."""

    def __init__(self, solution: Solution, found: Equilibrium) -> None:
        self.found, self.claims = found, list[dict[str, Any]]()
        self.homogeneous = self.overall = "undecided"
        self.continuum: Continuum | None = None
        other = _other_homogeneous(solution, found)
        if other is not None:
            self.homogeneous = self.overall = "refuted"
            self.claims.append(claims.not_unique_homogeneous(other))
            tight = set(found.tight) & set(other.tight)
            joined = {*found.support, *other.support} <= tight
            self.continuum = (
                next((c for c in solution.components if isinstance(c, Continuum)), None) if joined else None
            )
            self.joined = joined
            return
        self.joined = False
        form = solution.form
        if form.stability.is_positive_definite:
            self.claims.append(claims.unique_homogeneous(form.stability))
        elif form.has_concave_programme:
            from nashsym.solvers.continuum import unique_multipliers

            multipliers = unique_multipliers(solution.game, found.vector)
            if multipliers is None:
                return
            self.claims.append(claims.unique_homogeneous(form.stability, multipliers))
        else:
            return
        self.homogeneous = "proved"
        if form.unity is None or form.unity.is_positive_definite:
            self.overall = "proved"
            self.claims.append(claims.unique(form))
            return
        profile = solution.other_profile or _heterogeneous(solution.game)
        if profile is not None:
            self.overall = "refuted"
            self.claims.append(claims.not_unique(profile))

    def summary(self) -> dict[str, Any]:
        """Return the certificate's summary for people."""
        tree = self.found.to_dict()
        kind = "continuum" if self.joined else tree["kind"]
        return tree | {"kind": kind, "unique_among_homogeneous": self.homogeneous, "unique": self.overall}


def _robust(game: Game, found: Equilibrium, box: CanonicalBox) -> list[dict[str, Any]]:
    if box.form != game.canonical:
        raise InputError("the box is about another game", key="box", remedy="make it about the game to be certified")
    if not (box.is_concave and box.stability.is_positive_definite):
        return []
    bounds = box_bounds(box, found.vector)
    return [] if bounds is None else [claims.robust(game, box, bounds, game.threshold)]


def _other_homogeneous(solution: Solution, found: Equilibrium) -> Equilibrium | None:
    """Return another homogeneous equilibrium, one joined to `found` by a segment of equilibria where there is one."""
    others = [point for point in solution.equilibria if point.vector != found.vector]
    tight, support = set(found.tight), set(found.support)
    joined = [point for point in others if {*support, *point.support} <= tight & set(point.tight)]
    return next(iter(joined + others), None)


def _heterogeneous(game: Game) -> Profile | None:
    from nashsym.solvers.specialisation import heterogeneous_equilibrium

    return heterogeneous_equilibrium(game)


def _no_interior(game: Game, homogeneous: str | None) -> list[dict[str, Any]]:
    if homogeneous == "proved":
        return [claims.no_interior_at_boundary()]
    multipliers = farkas_multipliers(game.canonical)
    return [] if multipliers is None else [claims.no_interior_by_farkas(multipliers)]


def _representation(solution: Solution, found: Equilibrium, uniqueness: _Uniqueness, group: int) -> dict[str, Any]:
    """Claim for one group what is true at the widest set of equilibria that the claims before it allow."""
    game = solution.game
    floor = game.threshold
    included = found.weights[group] >= floor
    scope, witness = "this", dict[str, Any]()
    unity = solution.form.unity
    everywhere = unity is None or unity.is_positive_definite
    if uniqueness.homogeneous == "proved":
        scope = "all" if everywhere else "homogeneous"
    elif (
        uniqueness.continuum is not None
        and len(solution.components) == 1
        and solution.form.has_concave_programme
        and _witnesses_fit(solution)
    ):
        low, high = uniqueness.continuum.ranges[group]
        if (low >= floor) == included and (high >= floor) == included:
            from nashsym.solvers.continuum import range_multipliers

            sense = "lower" if included else "upper"
            multipliers = range_multipliers(game, found.vector, group, sense)
            witness = {"M": solution.form.stability.witness(), "multipliers": claims.numbers(multipliers)}
            scope = "homogeneous"
            if everywhere and unity is not None:
                scope, witness["G"] = "all", unity.witness()
            elif everywhere:
                scope = "all"
    return claims.representation(game, group, included=included, scope=scope, floor=floor, witness=witness)


def _witnesses_fit(solution: Solution) -> bool:
    """Whether a certificate can carry a witness of M (and of G) for every group: the checker caps what it reads."""
    form, size = solution.form, solution.game.size - 1
    signs = [form.stability, *([] if form.unity is None else [form.unity])]
    entries = sum(size * (size + 1) // 2 + size * len(sign.kernel) for sign in signs)
    return entries * solution.game.size <= MAX_WITNESS_ENTRIES

"""Laws about the answer itself: what is listed is an equilibrium, nothing is missed, uniqueness is not overclaimed."""

from __future__ import annotations

from typing import Final

from nashsym.errors import InputError
from nashsym.solvers.enumeration import enumerate_homogeneous
from nashsym.solvers.solution import Component, Continuum, Equilibrium, Profile
from nashsym.solvers.specialisation import heterogeneous_equilibrium
from nashsym.testing.faults import fault_of_profile
from nashsym.testing.law import Broken, NotApplicable, Point, Subject, law, mixture_text
from nashsym.theorems.registry import theorem

__all__ = [
    "existence",
    "nash",
    "nothing_missed",
    "single_homogeneous",
    "unique_as_claimed",
    "uniqueness",
    "vertex_sets",
]

#: Supports are enumerated for comparison up to this many groups (63 of them).
MAX_GROUPS_COMPARED: Final = 6


def vertex_sets(components: tuple[Component, ...]) -> frozenset[frozenset[Point]]:
    """Return what an answer says: the vertices of each polytope; a point is a polytope of one vertex."""
    return frozenset(
        frozenset(point.weights for point in (part.vertices if isinstance(part, Continuum) else (part,)))
        for part in components
    )


def _listed(subject: Subject) -> list[Equilibrium]:
    inside = [part.representative for part in subject.solution.components if isinstance(part, Continuum)]
    return [*subject.solution.equilibria, *inside]


@law("nash", "MODEL T1", "no agent gains by leaving an equilibrium that is listed, exactly")
def nash(subject: Subject) -> None:
    """Compute every agent's exact regret at every equilibrium listed, and inside every continuum."""
    points = _listed(subject)
    if not points:
        raise NotApplicable(f"no equilibrium is listed (kind {subject.solution.kind})")
    for point in points:
        weights = mixture_text(subject.game.groups, point.weights)
        try:
            fault = fault_of_profile(subject.game, point.weights)
        except InputError as error:
            raise Broken(f"all playing {{{weights}}} is no profile: {error}") from None
        if fault is not None:
            raise Broken(f"all playing {{{weights}}} is no equilibrium: {fault}")


@law("existence", "MODEL T2", "where H ⪰ 0 on T a homogeneous equilibrium exists, and a complete search finds it")
def existence(subject: Subject) -> None:
    """Refuse the answer "none" where there is an equilibrium."""
    subject.need_concave()
    if subject.solution.kind == "none":
        raise Broken("H ⪰ 0 on T, but the answer is that there is no homogeneous equilibrium")
    if not subject.solution.components:
        raise NotApplicable(f"the search was bounded: {subject.solution.search}")


def _stable(subject: Subject) -> None:
    subject.need_concave()
    for hypothesis in theorem("T3").on(subject.instance).failing:
        if hypothesis.text == "M ≻ 0 on T":
            raise NotApplicable(f"T3 (ii) needs: {hypothesis.text}; {hypothesis.quantity}")


@law(
    "single_homogeneous",
    "MODEL T3",
    "M ≻ 0 on T leaves one homogeneous equilibrium; the answer says so",
    theorem="T3",
    applies=_stable,
)
def single_homogeneous(subject: Subject) -> None:
    """Compare what is said of the number of homogeneous equilibria with M ≻ 0."""
    solution = subject.solution
    if len(solution.components) != 1 or isinstance(solution.components[0], Continuum):
        raise Broken(f"the answer is {solution.kind!r} with {len(solution.components)} components, not one equilibrium")
    if solution.unique_homogeneous != "proved":
        raise Broken(f"M ≻ 0 on T, but uniqueness among homogeneous ones is {solution.unique_homogeneous!r}")


@law(
    "uniqueness",
    "MODEL T3",
    "where M ≻ 0 and G ≻ 0 on T there is one equilibrium, and the answer says so",
    theorem="T3",
)
def uniqueness(subject: Subject) -> None:
    """Look for a second equilibrium, and compare with what is said of uniqueness."""
    single_homogeneous.holds(subject)
    other = heterogeneous_equilibrium(subject.game)
    if other is not None:
        raise Broken(f"this is another equilibrium: {_profile_text(subject, other)}")
    if subject.solution.unique != "proved":
        raise Broken(f"M ≻ 0 and G ≻ 0 on T (or N = 1), but uniqueness at all is {subject.solution.unique!r}")


def _profile_text(subject: Subject, profile: Profile) -> str:
    return "; ".join(f"{count} agents play {{{mixture_text(subject.game.groups, w)}}}" for count, w in profile)


@law("unique_as_claimed", "MODEL T3, T6", "what is called unique is: no search finds another equilibrium")
def unique_as_claimed(subject: Subject) -> None:
    """Look for another equilibrium, homogeneous or not, wherever uniqueness is said to be proved or refuted."""
    solution, game = subject.solution, subject.game
    points = {point.weights for point in solution.equilibria}
    if solution.unique == "proved" and solution.unique_homogeneous != "proved":
        raise Broken("the only equilibrium is not called the only homogeneous one")
    if solution.unique_homogeneous == "proved" and len(points) != 1:
        raise Broken(f"the homogeneous equilibrium is called unique, and {len(points)} are listed")
    if solution.unique_homogeneous == "refuted" and len(points) < 2:
        raise Broken("another homogeneous equilibrium is claimed, but none is listed")
    if solution.unique != "proved":
        raise NotApplicable(f"uniqueness at all is not claimed but {solution.unique!r}")
    subject.need_concave()
    other = heterogeneous_equilibrium(game)
    if other is not None:
        raise Broken(f"the equilibrium is called unique, but this is another: {_profile_text(subject, other)}")


@law("nothing_missed", "MODEL T4", "a complete answer lists all homogeneous equilibria: every support has been tried")
def nothing_missed(subject: Subject) -> None:
    """Enumerate all supports of a small game, and compare."""
    subject.need_concave()
    solution, game = subject.solution, subject.game
    if not solution.complete:
        raise NotApplicable(f"the search was bounded: {solution.search}")
    if game.size > MAX_GROUPS_COMPARED:
        raise NotApplicable(f"more than {MAX_GROUPS_COMPARED} groups")
    expected = vertex_sets(tuple(enumerate_homogeneous(game).components))
    found = vertex_sets(solution.components)
    for kind, difference in (("misses", expected - found), ("invents", found - expected)):
        for component in difference:
            vertices = " and ".join(f"{{{mixture_text(game.groups, w)}}}" for w in sorted(component))
            shape = "all playing" if len(component) == 1 else "the polytope with the vertices"
            raise Broken(f"the answer {kind} {shape} {vertices}")
    single = len(expected) == 1 and all(len(component) == 1 for component in expected)
    if single and solution.unique_homogeneous == "refuted":
        raise Broken("there is one homogeneous equilibrium, but its uniqueness is called refuted")
    if not single and solution.unique_homogeneous == "proved":
        raise Broken("there are several homogeneous equilibria, but one is called unique")

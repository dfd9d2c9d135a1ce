"""Laws about agents that differ: when they can, and what their sum tells (MODEL T6, T18 and T19)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Final

import flint

from nashsym.exact.rational import column_fractions, vector
from nashsym.solvers.pivoting import pivot
from nashsym.solvers.solution import Continuum
from nashsym.solvers.specialisation import heterogeneous_equilibrium
from nashsym.terms import CanonicalForm
from nashsym.testing.faults import fault_of_profile
from nashsym.testing.law import Broken, NotApplicable, Point, Subject, exactly, law, mixture_text
from nashsym.testing.symmetry_laws import MAX_AGENTS_LISTED, probes
from nashsym.theorems.all_equilibria import census
from nashsym.theorems.potential import potential
from nashsym.theorems.regret import gap

__all__ = ["odd_number", "specialisation", "sum_decides"]

#: Heterogeneous equilibria are searched, and supports enumerated, up to so many groups.
MAX_GROUPS_SEARCHED: Final = 6
#: All that an agent could play at a given sum is enumerated up to so many groups; one answer is found beyond.
_FEW_GROUPS: Final = 4


def _bounded(subject: Subject, name: str) -> None:
    subject.form  # noqa: B018  # about quadratic games
    if subject.game.size > MAX_GROUPS_SEARCHED:
        raise NotApplicable(f"more than {MAX_GROUPS_SEARCHED} groups: the search would take long")
    if subject.game.agents > MAX_AGENTS_LISTED:
        raise NotApplicable(f"{subject.game.agents} agents: profiles are listed agent by agent")
    subject.need(name)


@law(
    "specialisation",
    "MODEL T6",
    "where w⁎ > 0 agents differ in some equilibrium iff G is not ≻ 0 on T",
    theorem="T6",
    applies=lambda subject: _bounded(subject, "T6"),
)
def specialisation(subject: Subject) -> None:
    """Exhibit an equilibrium in which agents differ, or a profile that Φ prefers to all homogeneous ones; or refute."""
    game, unity = subject.game, subject.form.unity
    if unity is None:
        raise Broken("there is one agent, and no G: nobody to differ from")
    found = heterogeneous_equilibrium(game)
    if found is not None:
        told = "; ".join(f"{count} agents play {{{mixture_text(game.groups, w)}}}" for count, w in found)
        if unity.is_positive_definite:
            raise Broken(f"G ≻ 0 on T, but in an equilibrium agents differ: {told}")
        fault = fault_of_profile(game, [w for count, w in found for _ in range(count)])
        if fault is not None:
            raise Broken(f"agents do not differ in equilibrium where {told}: {fault}")
        if len({w for _, w in found}) < 2:
            raise Broken(f"G is not ≻ 0 on T, but all agents are alike where {told}")
    elif not unity.is_positive_definite:
        _climb(subject)
    if unity.is_positive_definite and subject.solution.unique == "refuted":
        raise Broken("M ≻ 0 and G ≻ 0 on T, but uniqueness at all is 'refuted'")
    if not unity.is_positive_definite and subject.solution.unique == "proved":
        raise Broken("G is not ≻ 0 on T, so agents differ in some equilibrium, but uniqueness at all is 'proved'")


def _climb(subject: Subject) -> None:
    """Show by Φ that its maximiser is heterogeneous: two agents part along v, vᵀGv < 0, and Φ is above all that agree.

    A maximiser of Φ over Δᴺ is an equilibrium (MODEL T5); it is none of the homogeneous ones, of which there may be
    none at all.
    """
    form, game = subject.form, subject.game
    direction = None if form.unity is None else form.unity.direction
    alike = [point.weights for point in subject.solution.equilibria]
    if direction is None or subject.instance.symmetric is None:
        raise Broken(
            "G is not ≻ 0 on T, but no equilibrium was found in which agents differ, and there is no Φ to climb"
        )
    if not alike and not subject.solution.complete:
        raise NotApplicable(f"no homogeneous equilibrium is listed: {subject.solution.search}")
    if not alike:
        return
    top = max(potential(form, [w] * game.agents) for w in alike)
    reached = top
    for w in alike:
        limits = [x / abs(step) for x, step in zip(w, direction, strict=True) if step]
        pair = [tuple(x + sign * min(limits) * v for x, v in zip(w, direction, strict=True)) for sign in (1, -1)]
        reached = max(reached, potential(form, [*pair, *[w] * (game.agents - 2)]))
    if reached <= top:
        raise Broken(
            f"G is not ≻ 0 on T, but no equilibrium was found in which agents differ, and where two of {game.agents} "
            f"agents part Φ is at most {exactly(top)}, as where all are alike"
        )


@law(
    "sum_decides",
    "MODEL T18",
    "with G ≻ 0 on T what an agent plays is a function of the sum of all mixtures, whatever its b",
    theorem="T18",
)
def sum_decides(subject: Subject) -> None:
    """Give agents of several types the b that makes drawn mixtures their equilibrium; the sum gives each back.

    The agent that plays w where all play the sum s has the marginal utilities ``(b − Ks/(N−1)) − Gw``.
    """
    form, game = subject.form, subject.game
    if form.G is None:
        raise Broken("there is one agent, and no G")
    points = probes(game.size)
    counts = [len(range(start, game.agents, len(points))) for start in range(len(points))]
    total = sum((count * vector(w) for count, w in zip(counts, points, strict=True)), 0 * form.b)
    for w, count in zip(points, counts, strict=True):
        own = vector(w)
        mean = (total - own) / (game.agents - 1)
        if count:
            _compare(
                subject,
                f"with a b of its own, where the agents play {len(points)} drawn mixtures in turn,",
                w,
                form.H * own + form.K * mean,
                total,
            )
    for point in subject.solution.equilibria:
        _compare(subject, "at the homogeneous equilibrium", point.weights, form.b, point.vector * game.agents)


def _compare(subject: Subject, where: str, w: Point, b: flint.fmpq_mat, total: flint.fmpq_mat) -> None:
    """Refuse a sum at which an agent with this b could play anything but w."""
    form, game = subject.form, subject.game
    assert form.G is not None  # noqa: S101  # N ≥ 2
    facing = CanonicalForm(b - form.K * total / (game.agents - 1), 0 * form.G, form.G, 2)
    found = census(facing).points if game.size <= _FEW_GROUPS else (pivot(facing),)
    answers = [column_fractions(each) for each in found]
    if answers != [w]:
        told = " or ".join(f"{{{mixture_text(game.groups, each)}}}" for each in answers)
        raise Broken(
            f"{where} one of {game.agents} agents plays {{{mixture_text(game.groups, w)}}}, but by the sum of all it "
            f"plays {told or 'nothing'}"
        )


@law(
    "odd_number",
    "MODEL T19",
    "with G ≻ 0 on T agents are alike in every equilibrium; where none is degenerate their number is odd",
    theorem="T19",
    applies=lambda subject: _bounded(subject, "T19"),
)
def odd_number(subject: Subject) -> None:
    """Count the homogeneous equilibria of the answer; try profiles of two mixtures that might be another one."""
    game, solution = subject.game, subject.solution
    if solution.complete:
        flat = any(isinstance(part, Continuum) for part in solution.components)
        number = len(solution.components)
        if flat or number % 2 == 0:
            listed = "; ".join(f"{{{mixture_text(game.groups, point.weights)}}}" for point in solution.equilibria)
            what = "a continuum" if flat else f"{number}, an even number"
            raise Broken(f"the homogeneous equilibria are {what}: {listed or 'none'}")
    for count, one, two in _parted(subject):
        mean_of_one = _mean(game.agents, count - 1, one, game.agents - count, two)
        mean_of_two = _mean(game.agents, count, one, game.agents - count - 1, two)
        if gap(subject.form, one, mean_of_one) or gap(subject.form, two, mean_of_two):
            continue
        if fault_of_profile(game, [one] * count + [two] * (game.agents - count)) is None:
            raise Broken(
                f"agents differ in an equilibrium: {count} of {game.agents} play "
                f"{{{mixture_text(game.groups, one)}}}, the others {{{mixture_text(game.groups, two)}}}"
            )


def _parted(subject: Subject) -> Iterator[tuple[int, Point, Point]]:
    """Yield profiles of two mixtures: how many agents play the first."""
    game = subject.game
    vertices = [tuple(Fraction(int(d == e)) for d in range(game.size)) for e in range(game.size)]
    points = dict.fromkeys([*(point.weights for point in subject.solution.equilibria), *vertices])
    for one, two in combinations(points, 2):
        for count in sorted({1, game.agents // 2, game.agents - 1} - {0, game.agents}):
            yield count, one, two


def _mean(agents: int, count: int, one: Point, rest: int, two: Point) -> Point:
    return tuple((count * x + rest * y) / (agents - 1) for x, y in zip(one, two, strict=True))

"""Laws about one agent's answer to the others: best responses, the potential that they climb, and rounds of them.

MODEL T1, T5 and T16.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, islice
from typing import Final

import flint

from nashsym.exact.rational import column_fractions, fraction, vector
from nashsym.game import Game
from nashsym.limits import MAX_GROUPS_FACE_ENUMERATION
from nashsym.solvers.best_response import exact_regret
from nashsym.solvers.pivoting import pivot
from nashsym.terms import CanonicalForm
from nashsym.testing.law import Broken, NotApplicable, Point, Subject, exactly, law, mixture_text
from nashsym.testing.symmetry_laws import MAX_AGENTS_LISTED, probes
from nashsym.theorems.dynamics import contraction_factor
from nashsym.theorems.potential import potential
from nashsym.theorems.regret import gap

__all__ = ["best_response", "contraction", "potential_gains"]

#: Walks round squares of vertices are tried among so many groups, three squares.
_FEW_GROUPS: Final = 4
#: So many agents respond in turn.
_RESPONDING: Final = 3

Profile = list[Point]


def _few_groups(subject: Subject) -> None:
    subject.need("T1")
    if subject.game.size > MAX_GROUPS_FACE_ENUMERATION:
        raise NotApplicable(f"more than {MAX_GROUPS_FACE_ENUMERATION} groups")


@law(
    "best_response",
    "MODEL T1",
    "where H ⪰ 0 on T a mixture is a best response iff no marginal utility exceeds their mean under it",
    theorem="T1",
    applies=_few_groups,
)
def best_response(subject: Subject) -> None:
    """Answer a few means of the others; compare regrets, which come from the faces, with marginal utilities."""
    form, game = subject.form, subject.game
    points = probes(game.size)
    for mean in points:
        others = vector(mean)
        best = exact_regret(form, others, others).best
        even = column_fractions(pivot(_facing(form, mean)))
        for own in dict.fromkeys([best, even, mean, points[0]]):
            regret = exact_regret(form, vector(own), others).value
            excess = gap(form, own, mean)
            if (regret == 0) != (excess == 0):
                marginal = (form.b - form.H * vector(own) - form.K * others).entries()
                top = game.groups[max(range(game.size), key=marginal.__getitem__)]
                raise Broken(
                    f"an agent that plays {{{mixture_text(game.groups, own)}}} where the others play "
                    f"{{{mixture_text(game.groups, mean)}}} could gain {exactly(regret)}, but the largest marginal "
                    f"utility, that of {top!r}, exceeds the mean by {exactly(excess)}"
                )


def _facing(form: CanonicalForm, mean: Sequence[Fraction]) -> CanonicalForm:
    """Return the game of one agent that faces others of this mean: its solutions have gap 0 against them."""
    return CanonicalForm(form.b - form.K * vector(mean), form.H, 0 * form.K, 1)


def _listed_agents(subject: Subject) -> None:
    subject.need("T5")
    if subject.game.agents > MAX_AGENTS_LISTED:
        raise NotApplicable(f"{subject.game.agents} agents: utilities are computed agent by agent")


@law(
    "potential_gains",
    "MODEL T5",
    "what an agent gains by moving, the potential Φ gains; round a square of moves the gains cancel",
    theorem="T5",
    applies=_listed_agents,
)
def potential_gains(subject: Subject) -> None:
    """Let agents move, one at a time; compare gains from the definition of utility with those of Φ."""
    game = subject.game
    # Φ is compared below; without one every square is tried
    for walk in islice(_squares(game), None if subject.instance.symmetric is None else 1):
        gains = [_utility(game, after, i) - _utility(game, before, i) for i, before, after in walk]
        if sum(gains) != 0:
            told = ", ".join(
                f"agent {i + 1} to {{{mixture_text(game.groups, after[i])}}} gains {exactly(gain)}"
                for (i, _, after), gain in zip(walk, gains, strict=True)
            )
            raise Broken(f"round a square of moves the gains add up to {exactly(sum(gains))}: {told}")
    points = probes(game.size)
    start = [points[i % len(points)] for i in range(game.agents)]
    before = potential(subject.form, start)
    for i, targets in {0: points[:2], game.agents - 1: points}.items():
        for x in targets:
            after = [*start[:i], x, *start[i + 1 :]]
            gain, rise = _utility(game, after, i) - _utility(game, start, i), potential(subject.form, after) - before
            if gain != rise:
                raise Broken(
                    f"agent {i + 1} of {game.agents} gains {exactly(gain)} by moving from "
                    f"{{{mixture_text(game.groups, start[i])}}} to {{{mixture_text(game.groups, x)}}}, but the "
                    f"potential gains {exactly(rise)}"
                )


def _utility(game: Game, profile: Profile, i: int) -> Fraction:
    return game.utility(profile[i], profile[:i] + profile[i + 1 :])


def _squares(game: Game) -> Iterator[list[tuple[int, Profile, Profile]]]:
    """Yield closed walks of two agents among vertices: who moves, the profile before, the profile after.

    On T the skew part of K vanishes iff the gains round the squares of (e_d − e_1, e_e − e_1) do.
    """
    if game.agents < 2:
        return
    vertices = [tuple(Fraction(int(d == e)) for e in range(game.size)) for d in range(min(game.size, _FEW_GROUPS))]
    rest = [vertices[0]] * (game.agents - 2)
    for first, second in combinations(vertices[1:], 2):
        corners = [(vertices[0], vertices[0]), (first, vertices[0]), (first, second), (vertices[0], second)]
        profiles = [[*corner, *rest] for corner in corners]
        yield [(turn % 2, profiles[turn], profiles[(turn + 1) % 4]) for turn in range(4)]


def _few_agents(subject: Subject) -> None:
    subject.need("T16")
    if subject.game.agents > MAX_AGENTS_LISTED:
        raise NotApplicable(f"{subject.game.agents} agents: the potential is computed agent by agent")


@law(
    "contraction",
    "MODEL T16",
    "best responses to two means are closer than the means, in the norm of H; in turn they climb Φ",
    theorem="T16",
    applies=_few_agents,
)
def contraction(subject: Subject) -> None:
    """Answer drawn starts at once, and compare distances with the factor; then let agents answer in turn."""
    form, game = subject.form, subject.game
    points = probes(game.size)
    starts = list(dict.fromkeys([*points, tuple(Fraction(int(d == 1 % game.size)) for d in range(game.size))]))
    answers = {start: column_fractions(pivot(_facing(form, start))) for start in starts}
    factor = contraction_factor(subject.instance)
    assert factor is None or factor.upper is not None  # noqa: S101  # what it says of itself
    for one, two in combinations(starts, 2):
        apart, closer = _length(form.H, one, two), _length(form.H, answers[one], answers[two])
        most = apart if factor is None or factor.upper is None else factor.upper**2 * apart
        if closer >= apart or closer > most:
            raise Broken(
                f"the best responses to {{{mixture_text(game.groups, one)}}} and {{{mixture_text(game.groups, two)}}} "
                f"are {{{mixture_text(game.groups, answers[one])}}} and {{{mixture_text(game.groups, answers[two])}}}: "
                f"their squared distance in the norm of H is {exactly(closer)}, after {exactly(apart)}, where at most "
                f"{exactly(most)} is promised"
            )
    profile = [points[i % len(points)] for i in range(game.agents)]
    value = potential(form, profile)
    for i in range(min(game.agents, _RESPONDING)):
        others = profile[:i] + profile[i + 1 :]
        mean = (
            [sum(weights, Fraction(0)) / len(others) for weights in zip(*others, strict=True)] if others else points[0]
        )
        own = column_fractions(pivot(_facing(form, mean)))
        moved = [*profile[:i], own, *profile[i + 1 :]]
        reached = potential(form, moved)
        if reached < value or (own != profile[i] and reached == value):
            raise Broken(
                f"agent {i + 1} of {game.agents} responds with {{{mixture_text(game.groups, own)}}}, and the potential "
                f"goes from {exactly(value)} to {exactly(reached)}"
            )
        profile, value = moved, reached


def _length(H: flint.fmpq_mat, one: Point, two: Point) -> Fraction:
    """Return vᵀHv for the difference v of two mixtures."""
    v = vector(one) - vector(two)
    return fraction((v.transpose() * H * v)[0, 0])

"""Laws about what must not matter: units, the order of groups and agents, the gauge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

import flint

from nashsym.exact.rational import vector
from nashsym.game import Game
from nashsym.solvers.solution import Solution
from nashsym.terms import Coupling, Curvature, Linear, Term
from nashsym.testing.equilibrium_laws import vertex_sets
from nashsym.testing.law import Broken, NotApplicable, Point, Subject, exactly, law, mixture_text
from nashsym.theorems.regret import gap

__all__ = ["agent_order", "gauge", "group_order", "probes", "reordered", "scale", "scaled"]

_FACTOR: Final = Fraction(7, 3)
#: Utilities are computed from the definition, agent by agent, up to this many agents.
MAX_AGENTS_LISTED: Final = 40
#: Laws that take a direction, or a game, per group and agent are asked up to this many groups: seconds, not minutes.
MAX_GROUPS_LISTED: Final = 40


def probes(size: int) -> list[Point]:
    """Return a few mixtures to evaluate at: equal shares, uneven ones, and the first and the last vertex."""
    uneven = tuple(Fraction(2 * (d + 1), size * (size + 1)) for d in range(size))
    vertices = [tuple(Fraction(int(d == e)) for d in range(size)) for e in sorted({0, size - 1})]
    return [(Fraction(1, size),) * size, uneven, *vertices]


def scaled(game: Game, factor: Fraction) -> Game:
    """Multiply the whole utility; a canonical game stays canonical."""
    by = flint.fmpq(factor.numerator, factor.denominator)
    unscaled = (Linear, Curvature, Coupling)
    terms = [
        replace(term, data=term.data * by) if type(term) in unscaled else term.scaled(term.coefficient * by)
        for term in game.terms
    ]
    return replace(game, terms=tuple(terms))


def _compare(
    subject: Subject, other: Solution, change: str, order: Sequence[int] | None = None, *, undecided: bool = False
) -> None:
    """Refuse another answer to the same question.

    Parameters
    ----------
    order : sequence of int, optional
        The place of each group in the other game.
    undecided : bool
        Whether one answer may leave undecided what the other decides.
    """
    solution = subject.solution
    if not (solution.complete and other.complete):
        raise NotApplicable("the search was bounded")
    places = range(subject.game.size) if order is None else order
    expected = vertex_sets(solution.components)
    found = frozenset(
        frozenset(tuple(w[place] for place in places) for w in part) for part in vertex_sets(other.components)
    )
    for component in sorted(expected ^ found, key=sorted):
        vertices = " and ".join(f"{{{mixture_text(subject.game.groups, w)}}}" for w in sorted(component))
        where, elsewhere = ("before", "after") if component in expected else ("after", "before")
        raise Broken(f"{vertices} is an answer {where} {change}, not {elsewhere} it")
    before, after = ((told.unique_homogeneous, told.unique) for told in (solution, other))
    for one, two, scope in zip(before, after, ("among homogeneous ones", "at all"), strict=True):
        if one != two and not (undecided and "undecided" in (one, two)):
            raise Broken(f"uniqueness {scope} is {one!r} before {change}, and {two!r} after it")


@law(
    "scale",
    "MODEL T8",
    "one factor c > 0 on all coefficients changes no equilibrium and multiplies regrets by c",
    theorem="T8",
)
def scale(subject: Subject) -> None:
    """Multiply the utility by 7/3; compare the answers, and gaps at a few mixtures."""
    larger = scaled(subject.game, _FACTOR)
    for w in probes(subject.game.size):
        before, after = gap(subject.form, w), gap(larger.canonical, w)
        if after != _FACTOR * before:
            raise Broken(f"the gap where all play {w} is {exactly(before)}, and {exactly(after)} at c = {_FACTOR}")
    _compare(subject, subject.answer(larger), f"multiplying every coefficient by {_FACTOR}")


def reordered(game: Game, order: Sequence[int]) -> Game:
    """Return the game whose group p is group order[p] of the one given."""
    groups = tuple(game.groups[d] for d in order)
    return replace(game, groups=groups, terms=tuple(_reordered(term, order) for term in game.terms))


def _reordered(term: Term, order: Sequence[int]) -> Term:
    rows = term.data.tolist()
    listed = [rows[d][0] for d in order] if term.shape == "vector" else [rows[d][e] for d in order for e in order]
    return replace(term, data=flint.fmpq_mat(term.data.nrows(), term.data.ncols(), listed))


@law("group_order", "MODEL, section 1", "the order in which groups are listed moves no weight from one to another")
def group_order(subject: Subject) -> None:
    """List the groups in reverse, and with the first one last; compare the answers group by group."""
    game = subject.game
    if game.size == 1:
        raise NotApplicable("there is one group")
    for order in (list(range(game.size))[::-1], [*range(1, game.size), 0]):
        other = reordered(game, order)
        places = [order.index(d) for d in range(game.size)]
        _compare(subject, subject.answer(other), f"listing the groups as {', '.join(other.groups)}", places)


@law("agent_order", "MODEL, section 1", "agents have no names: an agent's utility depends on the others' mean alone")
def agent_order(subject: Subject) -> None:
    """Turn a profile of different mixtures round; each agent takes its utility with it."""
    game = subject.game
    if not 2 < game.agents <= MAX_AGENTS_LISTED:
        raise NotApplicable(f"{game.agents} agents")
    subject.form  # noqa: B018  # utilities of anchored games are not rational
    mixtures = probes(game.size)
    profile = [mixtures[i % len(mixtures)] for i in range(game.agents)]
    for i, own in enumerate(profile):
        others = profile[:i] + profile[i + 1 :]
        values = {
            game.utility(own, others),
            game.utility(own, others[::-1]),
            game.utility(own, others[1:] + others[:1]),
        }
        if len(values) > 1:
            listed = ", ".join(exactly(value) for value in sorted(values))
            raise Broken(f"the utility of agent {i + 1} depends on who plays what: {listed}")


@law("gauge", "MODEL, section 1", "(b + c1 + p + q, H + 1pᵀ + p1ᵀ, K + q1ᵀ + 1rᵀ) has the equilibria of (b, H, K)")
def gauge(subject: Subject) -> None:
    """Add such numbers to the canonical form, keeping K symmetric where it is; compare the answers."""
    form, size = subject.form, subject.game.size
    symmetric = form.coupling_is_symmetric
    p = [flint.fmpq(2 * d - 1, 3) for d in range(size)]
    q = [flint.fmpq((d * d + 1) % 4, 2) if form.agents > 1 else flint.fmpq(0) for d in range(size)]
    r = q if symmetric else [flint.fmpq(d - 2) if form.agents > 1 else flint.fmpq(0) for d in range(size)]
    b = form.b + vector([flint.fmpq(5, 2) + x + y for x, y in zip(p, q, strict=True)])
    H = form.H + flint.fmpq_mat([[p[d] + p[e] for e in range(size)] for d in range(size)])
    K = form.K + flint.fmpq_mat([[q[d] + r[e] for e in range(size)] for d in range(size)])
    terms = (Linear.of(b), Curvature.of(H), Coupling.of(K))
    other = replace(subject.game, terms=terms)
    _compare(subject, subject.answer(other), "adding to b, H and K what utilities do not feel", undecided=True)

"""Why a group is below the floor, and what would bring it back: a plain sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import flint

from nashsym.exact.definiteness import definiteness
from nashsym.exact.systems import solve_indifference
from nashsym.game import Game
from nashsym.reports.content import Change, Exclusion, GroupLine
from nashsym.reports.numerals import apart, decimal, percent
from nashsym.reports.text import Part, Sentence, joined, mention, named, sentence
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Equilibrium

__all__ = ["diversity_limit", "exclusions", "no_ways", "reason", "ways_back"]

#: The change of each coefficient that brings a group back is sought for so many groups, those nearest to the floor.
MAX_GROUPS_CHANGED: Final = 6
#: Beyond so many groups in the game it is not sought: each change follows the equilibrium from support to support.
MAX_GROUPS_SEARCHED: Final = 60


def reason(line: GroupLine, level: Fraction, floor: Fraction) -> Sentence:
    """Say why a group is below the floor (T1: equal marginal utilities on the support, none larger off it)."""
    name = mention(line.name)
    if line.status == "left out" and line.shortfall > 0:
        mine, others = apart(line.marginal, level)
        return sentence(
            "One more unit of weight on ",
            name,
            f" would bring {mine}, the groups served bring {others}: {decimal(line.shortfall, 3)} short.",
        )
    if line.status == "left out":
        return sentence(
            "One more unit of weight on ",
            name,
            f" would bring {decimal(level)}, exactly what the groups served bring: it stands on the edge of being "
            "served.",
        )
    weight, least = apart(line.weight, floor)
    return sentence(
        name,
        f" has weight {weight}, below the floor of {least}: with so little weight one more unit on it already brings "
        "only "
        f"{decimal(level)}, what it brings on every group served.",
    )


def exclusions(game: Game, lines: Sequence[GroupLine], level: Fraction) -> tuple[Exclusion, ...]:
    """Give the reason for each group below the floor, nearest to it first, and the changes for the first few."""
    below = [line for line in lines if line.status != "served"]
    below.sort(key=lambda line: (-line.weight, line.shortfall, line.index))
    sought = MAX_GROUPS_CHANGED if game.size <= MAX_GROUPS_SEARCHED and game.kind == "alignment" else 0
    return tuple(
        Exclusion(line, reason(line, level, game.threshold), _changes(game, line.name) if place < sought else ())
        for place, line in enumerate(below)
    )


def _changes(_game: Game, _group: str) -> tuple[Change, ...]:
    return ()


def ways_back(exclusion: Exclusion, floor: Fraction) -> Sentence:
    """Put the changes of single coefficients that bring a group back to the floor into one sentence; () without any."""
    reached = [change for change in exclusion.changes if change.verdict == "reached" and change.value is not None]
    if not reached:
        return ()
    ways = []
    for change in sorted(reached, key=lambda change: change.value < change.current if change.value else True):
        assert change.value is not None  # noqa: S101  # filtered above
        way = "more" if change.value > change.current else "less"
        value = ("" if change.is_exact else "about ") + decimal(change.value)
        ways.append(f"{way} {change.coefficient} (from {decimal(change.current)} to {value})")
    alone = ", each alone" if len(ways) > 1 else " alone"
    return sentence(
        mention(exclusion.line.name), f" is back at the floor of {decimal(floor)} with {' or '.join(ways)}{alone}."
    )


def no_ways(exclusion: Exclusion) -> Sentence:
    """Name the coefficients that alone can't bring a group back, or of which that is undecided; () without any."""
    name = mention(exclusion.line.name)
    never = [change.coefficient for change in exclusion.changes if change.verdict == "never"]
    undecided = [change.coefficient for change in exclusion.changes if change.verdict == "undecided"]
    parts: list[Part | Sentence] = []
    if never:
        parts += [f"No amount of {' or of '.join(never)} alone brings ", name, " back."]
    if undecided:
        start = " " if parts else ""
        parts += [f"{start}Whether a change of {' or of '.join(undecided)} alone brings ", name, " back is undecided."]
    return sentence(*parts)


def diversity_limit(game: Game) -> tuple[Sentence, ...]:
    """Say where the weights go as the diversity coefficient grows (T12); nothing where T12 has nothing to say.

    ``s = e − P_S S e`` has equal marginal similarity; the weights approach the minimiser of wᵀSw over the simplex,
    which is s where s ≥ 0.
    """
    if game.kind != "alignment" or game.diversity != "similarity" or game.agents < 2 or game.size < 2:
        return ()
    inconsistency, similarity = game.terms[1].data, game.terms[2].data
    if not definiteness(similarity).is_positive_definite or not definiteness(inconsistency).is_positive_semidefinite:
        return ()
    zero = flint.fmpq_mat(game.size, 1)
    balanced = solve_indifference(zero, similarity, range(game.size))
    assert balanced is not None  # noqa: S101  # S ≻ 0 on T
    entries = [Fraction(int(value.p), int(value.q)) for value in balanced.weights.entries()]
    negative = [name for name, value in zip(game.groups, entries, strict=True) if value < 0]
    limit = solve(Game.from_canonical(zero.entries(), similarity.tolist(), agents=1, groups=game.groups)).equilibrium
    assert limit is not None  # noqa: S101  # a strictly concave programme has a maximiser
    return _limit_story(limit, negative, game.threshold)


def _limit_story(limit: Equilibrium, negative: Sequence[str], floor: Fraction) -> tuple[Sentence, ...]:
    held = sorted(
        ((weight, name) for name, weight in zip(limit.game.groups, limit.weights, strict=True) if weight > 0),
        key=lambda pair: -pair[0],
    )
    shares = named([(name, percent(weight)) for weight, name in held])
    below = [name for name, weight in zip(limit.game.groups, limit.weights, strict=True) if weight < floor]
    if negative:
        opening = "More diversity does not bring everybody in."
        entry = "a negative entry" if len(negative) == 1 else "negative entries"
        why = sentence(
            f"The mixture that overlaps equally with every group has {entry} for ",
            joined(negative),
            ", so beyond some diversity coefficient no equilibrium of agents alike serves every group (T12).",
        )
    elif below:
        opening = "More diversity does not bring everybody to the floor."
        stay = "stays" if len(below) == 1 else "stay"
        why = sentence(
            "In the mixture that overlaps equally with every group ", joined(below), f" {stay} below it (T12)."
        )
    else:
        opening = "More diversity leaves no group at 0 in the end."
        why = sentence("The mixture that overlaps equally with every group has no group below the floor (T12).")
    closing = sentence("As the diversity coefficient grows without bound, the weights approach ", shares, ".")
    return sentence(opening), why, closing

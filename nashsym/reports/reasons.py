"""Why a group is below the floor, and what would bring it back: a plain sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from nashsym.errors import InputError, UndecidedError
from nashsym.game import Game
from nashsym.reports.content import Change, DiversityLimit, Exclusion, GroupLine
from nashsym.reports.numerals import apart, decimal, is_rounded, percent
from nashsym.reports.text import Sentence, joined, mention, named, sentence
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Equilibrium
from nashsym.steering.change import CoefficientChange
from nashsym.steering.diversity_target import diversity_target

__all__ = ["MAX_GROUPS_SEARCHED", "diversity_limit", "exclusions", "no_ways", "open_ways", "reason", "ways_back"]

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


def _changes(game: Game, group: str) -> tuple[Change, ...]:
    from nashsym.steering.coefficient_changes import coefficient_changes

    try:
        found = coefficient_changes(game, group)
    except (InputError, UndecidedError):
        return ()
    return tuple(
        Change(
            change.coefficient,
            change.direction,
            change.current,
            change.verdict,
            change.value,
            change.exact is not None and change.exact == change.value,
            _in_words(change, group),
        )
        for change in found
    )


def _in_words(change: CoefficientChange, group: str) -> Sentence:
    name = mention(group)
    verb = "Raising it" if change.direction == "increase" else "Lowering it"
    because = f": {change.reason}." if change.reason else "."
    if change.verdict == "reached" and change.value is not None:
        about = "about " if change.exact is None or is_rounded(change.value) else ""
        nearer = "" if change.nearest else "; that no nearer value does is not proved"
        return sentence(f"{verb} to {about}{decimal(change.value)} brings ", name, f" back{nearer}.")
    if change.verdict == "never":
        return sentence(f"{verb}{'' if change.direction == 'increase' else ', even to 0,'} does not{because}")
    return sentence(f"Whether {verb[0].lower()}{verb[1:]} does is undecided{because}")


def ways_back(exclusion: Exclusion, floor: Fraction) -> Sentence:
    """Put the changes of single coefficients that bring a group back to the floor into one sentence; () without any."""
    ways = []
    for change in sorted(exclusion.changes, key=lambda change: change.direction == "decrease"):
        if change.verdict == "reached" and change.value is not None:
            way = "more" if change.direction == "increase" else "less"
            value = decimal(change.value)
            about = "about " if is_rounded(change.value) or not change.is_exact else ""
            ways.append(f"{way} {change.coefficient} (from {decimal(change.current)} to {about}{value})")
    if not ways:
        return ()
    alone = ", each alone" if len(ways) > 1 else " alone"
    return sentence(
        mention(exclusion.line.name), f" is back at the floor of {decimal(floor)} with {_either(ways)}{alone}."
    )


def _either(ways: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(ways[:-1]), ways[-1]]))


def no_ways(exclusion: Exclusion) -> Sentence:
    """Name the coefficients that alone can't bring a group back; () without any."""
    never = [coefficient for coefficient, found in _verdicts(exclusion).items() if found == {"never"}]
    if not never:
        return ()
    return sentence(f"No amount of {_either(never)} alone brings ", mention(exclusion.line.name), " back.")


def open_ways(exclusion: Exclusion) -> Sentence:
    """Name the coefficients of which it is undecided whether they bring a group back; () without any."""
    verdicts = _verdicts(exclusion)
    undecided = [name for name, found in verdicts.items() if "undecided" in found and "reached" not in found]
    if not undecided:
        return ()
    return sentence(f"Whether a change of {_either(undecided)} alone brings ", mention(exclusion.line.name), " back.")


def _verdicts(exclusion: Exclusion) -> dict[str, set[str]]:
    verdicts: dict[str, set[str]] = {}
    for change in exclusion.changes:
        verdicts.setdefault(change.coefficient, set()).add(change.verdict)
    return verdicts


def diversity_limit(game: Game) -> DiversityLimit | None:
    """Say where the weights go as the diversity coefficient grows (T12); None where T12 has nothing to say.

    ``s = e − P_S S e`` has equal marginal similarity; the weights approach the minimiser of wᵀSw over the simplex,
    which is s where s ≥ 0.
    """
    target = diversity_target(game)
    if target is None or game.size < 2:
        return None
    similarity = game.terms[2].data
    negative = [name for name, value in zip(game.groups, target, strict=True) if value < 0]
    zero = [0] * game.size
    limit = solve(Game.from_canonical(zero, similarity.tolist(), agents=1, groups=game.groups)).equilibrium
    assert limit is not None  # noqa: S101  # a strictly concave programme has a maximiser
    return _limit_story(limit, negative, game.threshold)


def _limit_story(limit: Equilibrium, negative: Sequence[str], floor: Fraction) -> DiversityLimit:
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
    return DiversityLimit(not negative and not below, (sentence(opening), why, closing))

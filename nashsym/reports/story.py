"""The story of a report: its headline and the few sentences that somebody reads who reads nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nashsym.reports.content import DiversityLimit, Exclusion, PointPart, Sealed
from nashsym.reports.numerals import decimal, percent
from nashsym.reports.parts import CERTIFICATE_FILE
from nashsym.reports.reasons import no_ways, open_ways, ways_back
from nashsym.reports.text import Part, Sentence, joined, named, sentence
from nashsym.solvers.solution import Continuum, Solution

__all__ = ["Standing", "all_agents", "headline", "summary", "uniqueness"]

#: In the summary so many excluded groups get a reason of their own.
MOST_REASONS = 2


@dataclass(frozen=True)
class Standing:
    """Which groups are served over all the equilibria listed.

    Attributes
    ----------
    served, left_out, below, varying : tuple of str
        At least the floor in all; 0 in all; below the floor in all and not always 0; at least the floor in some.
    """

    served: tuple[str, ...]
    left_out: tuple[str, ...]
    below: tuple[str, ...]
    varying: tuple[str, ...]

    @classmethod
    def of(cls, solution: Solution) -> Standing:
        """Compare the least and the largest weight of each group, over all components, with the floor."""
        game, floor = solution.game, solution.game.threshold
        ranges: list[list[tuple[Fraction, Fraction]]] = [[] for _ in game.groups]
        for component in solution.components:
            pairs = (
                component.ranges
                if isinstance(component, Continuum)
                else tuple((weight, weight) for weight in component.weights)
            )
            for place, pair in enumerate(pairs):
                ranges[place].append(pair)
        kinds: dict[str, list[str]] = {"served": [], "left out": [], "below": [], "varying": []}
        for name, pairs_of_group in zip(game.groups, ranges, strict=True):
            low, high = min(pair[0] for pair in pairs_of_group), max(pair[1] for pair in pairs_of_group)
            kind = "served" if low >= floor else "varying" if high >= floor else "left out" if high == 0 else "below"
            kinds[kind].append(name)
        return cls(tuple(kinds["served"]), tuple(kinds["left out"]), tuple(kinds["below"]), tuple(kinds["varying"]))


def all_agents(agents: int) -> str:
    """Return the agents as the subject of a sentence in the plural, or the one agent."""
    return "the agent" if agents == 1 else "both agents" if agents == 2 else f"all {agents} agents"


def headline(solution: Solution) -> Sentence:
    """Say in one line who is served and who is not."""
    game = solution.game
    one = game.agents == 1
    if not solution.components:
        if solution.kind == "none":
            return sentence("There is no equilibrium in which all agents act alike")
        return sentence("No equilibrium is known")
    standing = Standing.of(solution)
    if standing.varying:
        return sentence("Who is served depends on the equilibrium that the agents settle in")
    who, serve, leave, keep = (
        ("The agent", "serves", "leaves", "keeps") if one else ("The agents", "serve", "leave", "keep")
    )
    if len(standing.served) == game.size:
        every = {1: "the one group that there is", 2: "both groups"}.get(game.size, f"all {game.size} groups")
        return sentence(f"{who} {serve} {every}")
    parts: list[Part | Sentence] = [f"{who} {serve} {len(standing.served)} of {game.size} groups"]
    if standing.left_out:
        parts += [", " if standing.below else " and ", f"{leave} out ", _few(standing.left_out)]
    if standing.below:
        parts += [f" and {keep} ", _few(standing.below), " below the floor"]
    return sentence(*parts)


def _few(names: Sequence[str]) -> Sentence:
    return joined(names) if len(names) <= 3 else (str(len(names)),)


def summary(
    solution: Solution,
    point: PointPart | None,
    excluded: Sequence[Exclusion],
    limit: DiversityLimit | None,
    sealed: Sealed,
) -> tuple[tuple[str, Sentence], ...]:
    """Tell the story in a few sentences, each under a label.

    Parameters
    ----------
    solution : Solution
    point : PointPart or None
        The equilibrium that the reasons are about.
    excluded : sequence of Exclusion
    limit : DiversityLimit or None
        What more diversity leads to (T12).
    sealed : Sealed
    """
    told: list[tuple[str, Sentence]] = []
    if point is None:
        told.append(("What was found", sentence(f"{solution.outcome} {_capital(solution.search)}")))
    else:
        told += _who(solution)
        if excluded:
            chosen = excluded[:MOST_REASONS]
            which = f", in equilibrium {point.number}" if len(solution.components) > 1 and point.number else ""
            told.append((f"Why{which}", _spaced([one.reason for one in chosen])))
            back = [ways_back(one, solution.game.threshold) for one in chosen]
            told.append(("What brings it back", _spaced(back)))
            why_not = limit.story[1:2] if limit is not None and not limit.includes_everybody else ()
            told.append(("What does not", _spaced([*(no_ways(one) for one in chosen), *why_not])))
            told.append(("What is undecided", _spaced([open_ways(one) for one in chosen])))
        told.append(("Is it the only one?", uniqueness(solution)))
    told.append(("Proof", _proof(sealed)))
    return tuple((label, text) for label, text in told if text)


def _spaced(sentences: Sequence[Sentence]) -> Sentence:
    parts: list[Part] = []
    for one in filter(None, sentences):
        parts += [" ", *one] if parts else [*one]
    return tuple(parts)


def _who(solution: Solution) -> list[tuple[str, Sentence]]:
    game, floor = solution.game, decimal(solution.game.threshold)
    standing = Standing.of(solution)
    told: list[tuple[str, Sentence]] = []
    found = solution.equilibrium
    if solution.kind in ("interior", "boundary") and found is not None:
        shares = sorted(
            (
                (weight, name)
                for name, weight in zip(game.groups, found.weights, strict=True)
                if weight >= game.threshold
            ),
            key=lambda pair: -pair[0],
        )
        speak = "speaks" if game.agents == 1 else "speak"
        text = named([(name, percent(weight)) for weight, name in shares])
        told.append(("Who is served", sentence(f"In equilibrium {all_agents(game.agents)} {speak} for ", text, ".")))
    elif solution.kind == "continuum":
        component = next(part for part in solution.components if isinstance(part, Continuum))
        names = [game.groups[d] for d in component.varying]
        told.append(
            (
                "Who is served",
                sentence(
                    "There is a continuum of equilibria, every point of which is one: weight can move between ",
                    joined(names),
                    " without anybody's loss." if game.agents == 1 else " as long as all agents move it alike.",
                ),
            )
        )
    else:
        least = "" if solution.complete else "at least "
        count = f"There are {least}{len(solution.components)} equilibria in which all agents act alike."
        them = "of them" if solution.complete else "that was found"
        always = sentence(f" In every one {them} they serve ", joined(standing.served), ".") if standing.served else ()
        told.append(("Who is served", sentence(count, always)))
    if standing.varying:
        told.append(
            (
                "Who depends on it",
                sentence(
                    joined(standing.varying),
                    f" reach the floor of {floor} in some of the equilibria and not in others.",
                ),
            )
        )
    # What a bounded search found says nothing of the equilibria that it did not find.
    known = "" if solution.complete or len(solution.components) == 1 else " in the equilibria found"
    if standing.left_out or standing.below:
        parts: list[Part | Sentence] = []
        if standing.left_out:
            parts += [
                joined(standing.left_out),
                f" gets no weight{known}." if len(standing.left_out) == 1 else f" get no weight{known}.",
            ]
        if standing.below:
            stay = "stays" if len(standing.below) == 1 else "stay"
            parts += [" " if parts else "", joined(standing.below), f" {stay} below the floor of {floor}{known}."]
        told.append(("Who is left out", sentence(*parts)))
    elif not standing.varying:
        told.append(("Who is left out", sentence(f"Nobody: every group has at least the floor of {floor}{known}.")))
    return told


def uniqueness(solution: Solution) -> Sentence:
    """Say whether there are other equilibria, in plain words."""
    if solution.game.agents == 1:
        alone = {
            "proved": "Yes: the agent has no other optimum.",
            "refuted": "No: it is one of several optima.",
            "undecided": "Undecided: whether the agent has another optimum is not known.",
        }
        return sentence(alone[solution.unique])
    if solution.unique == "proved":
        return sentence("Yes: no other equilibrium exists, whether the agents act alike or not (T3).")
    if solution.unique_homogeneous == "proved" and solution.unique == "refuted":
        return sentence(
            "It is the only one in which all agents act alike; there are others, in which agents specialise (T6)."
        )
    if solution.unique_homogeneous == "proved":
        return sentence(
            "It is the only one in which all agents act alike; whether there are others, in which they differ, is "
            "undecided."
        )
    if solution.unique_homogeneous == "refuted":
        return sentence("No: it is one of several.", "" if solution.complete else f" {_capital(solution.search)}")
    return sentence(f"Undecided. {_capital(solution.search)}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _proof(sealed: Sealed) -> Sentence:
    """Say what the certificate proves, and no more than that."""
    count = "1 claim" if len(sealed.claims) == 1 else f"{len(sealed.claims)} claims"
    if not sealed.accepted:
        return sentence(f"Our own run of the checker did not accept {CERTIFICATE_FILE}: {sealed.failed}")
    ran = "Our own run of the independent checker accepted it; anybody can repeat that with Python alone."
    if "equilibrium" not in sealed.types:
        return sentence(
            f"{CERTIFICATE_FILE} proves only this: {'; '.join(sealed.claims[:3])}. What else stands here was decided "
            "in "
            f"exact arithmetic, but a certificate of format 1 can't state it. {ran}"
        )
    proved = ["the equilibrium"]
    if "excluded" in sealed.types:
        proved.append("who is below the floor")
    if "unique" in sealed.types:
        proved.append("that there is no other")
    elif {"not-unique", "not-unique-homogeneous"} & sealed.types:
        proved.append("that there are others")
    listed = " and ".join(filter(None, [", ".join(proved[:-1]), proved[-1]]))
    return sentence(f"In {count}, {CERTIFICATE_FILE} proves to a stranger {listed}. {ran}")

"""From a solution and its certificate to all that a report says."""

from __future__ import annotations

from typing import Final

from nashsym.certificates.certificate import Certificate
from nashsym.errors import UndecidedError
from nashsym.reports.content import (
    Content,
    Exclusion,
    PointPart,
    RangePart,
    Sealed,
    Slopes,
)
from nashsym.reports.incentives import incentives
from nashsym.reports.inputs import inputs
from nashsym.reports.numerals import decimal
from nashsym.reports.parts import group_lines, point_part, range_part
from nashsym.reports.reasons import MAX_GROUPS_SEARCHED, diversity_limit, exclusions
from nashsym.reports.sealing import niches, sealed
from nashsym.reports.second import second_derivation
from nashsym.reports.slopes import local_slopes
from nashsym.reports.story import Standing, headline, summary
from nashsym.reports.text import Sentence, sentence
from nashsym.reports.welfare import welfare
from nashsym.solvers.solution import Continuum, Equilibrium, Solution
from nashsym.theorems.finding import Finding

__all__ = ["MOST_PARTS", "collect", "method_lines", "theorem_findings"]

#: Of several equilibria at most so many are shown.
MOST_PARTS: Final = 8


def collect(solution: Solution, certificate: Certificate) -> Content:
    """Collect what a report on a solution says.

    Parameters
    ----------
    solution : Solution
    certificate : Certificate
        Of the same solution; it is checked here, with what the report says about it.
    """
    game = solution.game
    seal = sealed(certificate)
    parts, point = _parts(solution)
    found = solution.equilibrium
    excluded = exclusions(game, group_lines(found), found.level) if found is not None else ()
    limit = diversity_limit(game)
    slopes, slopes_story = _slopes(found, point)
    return Content(
        title=game.name or "A game without a name",
        headline=headline(solution),
        summary=summary(solution, point, excluded, limit, seal),
        facts=_facts(solution, seal),
        floor=game.threshold,
        agents=game.agents,
        size=game.size,
        inputs=inputs(game),
        parts=parts,
        parts_story=_parts_story(solution, len(parts)),
        point=point,
        niches=niches(certificate),
        exclusions=_listed(excluded, point),
        exclusions_story=_exclusions_story(solution, excluded, point),
        slopes=slopes,
        slopes_story=slopes_story,
        incentives=incentives(game, [line.name for line in point.lines if line.status != "served"] if point else ()),
        diversity_limit=limit,
        findings=theorem_findings(solution),
        second=second_derivation(solution, point),
        welfare=welfare(found, point) if found is not None and point is not None else None,
        sealed=seal,
        method=method_lines(solution),
    )


def _parts(solution: Solution) -> tuple[tuple[PointPart | RangePart, ...], PointPart | None]:
    """Return the equilibria to show, the one that the certificate states among them, and that one."""
    found = solution.equilibrium
    if found is None:
        return (), None
    several = len(solution.components) > 1
    home = next((place for place, component in enumerate(solution.components) if _holds(component, found)), None)
    shown = list(range(min(len(solution.components), MOST_PARTS)))
    if home is not None and home not in shown:
        shown[-1] = home
    parts: list[PointPart | RangePart] = []
    chosen: PointPart | None = None
    for place in shown:
        component = solution.components[place]
        selected = several and place == home
        if isinstance(component, Continuum):
            point = point_part(found if place == home else component.representative, place + 1, selected=selected)
            parts.append(range_part(component, place + 1, point))
        else:
            point = point_part(component, place + 1, selected=selected)
            parts.append(point)
        if place == home:
            chosen = point
    return tuple(parts), chosen or point_part(found, 0, selected=True)


def _holds(component: Equilibrium | Continuum, found: Equilibrium) -> bool:
    if isinstance(component, Equilibrium):
        return bool(component.vector == found.vector)
    inside = all(low <= weight <= high for weight, (low, high) in zip(found.weights, component.ranges, strict=True))
    return (
        inside and bool(found.marginal_vector.entries()) and set(found.support) <= set(component.representative.tight)
    )


def _parts_story(solution: Solution, shown: int) -> tuple[Sentence, ...]:
    meaning = "" if solution.game.agents == 1 else " Homogeneous means that all agents play the same mixture."
    told = [sentence(solution.outcome, meaning)]
    if solution.rule:
        told.append(sentence(f"One was selected by {solution.rule}. The rest of this report is about that one."))
    elif len(solution.components) > 1:
        told.append(sentence("No rule selected one of them; the rest of this report is about the first."))
    if len(solution.components) > shown:
        told.append(sentence(f"Shown are {shown} of {len(solution.components)}."))
    return tuple(told)


def _listed(excluded: tuple[Exclusion, ...], point: PointPart | None) -> tuple[Exclusion, ...]:
    shown = {line.index for line in point.lines} if point is not None else set()
    return tuple(one for one in excluded if one.line.index in shown)


def _exclusions_story(
    solution: Solution, excluded: tuple[Exclusion, ...], point: PointPart | None
) -> tuple[Sentence, ...]:
    if point is None:
        return (sentence("Without an equilibrium there is nobody of whom this can be said."),)
    floor = decimal(solution.game.threshold)
    which = "At the equilibrium that the certificate states" if solution.kind in ("several", "continuum") else "Here"
    if not excluded:
        return (sentence(f"{which} nobody is: every group has at least the floor of {floor}."),)
    told = [
        sentence(
            f"At an equilibrium one more unit of weight brings the same on every group that is served, the level "
            f"ν = {decimal(point.level)}, and no more on any other (T1). A group that brings less than ν is left out."
        )
    ]
    if not any(one.changes for one in excluded):
        told.append(sentence(_no_changes(solution)))
    return tuple(told)


def _no_changes(solution: Solution) -> str:
    if solution.game.kind != "alignment":
        return "The game is given by (b, H, K): there are no coefficients whose change could bring a group back."
    if solution.game.size > MAX_GROUPS_SEARCHED:
        return f"The change of a coefficient that brings a group back is not sought among {solution.game.size} groups."
    return "Which change of a coefficient brings a group back is not decided for this game."


def _slopes(found: Equilibrium | None, point: PointPart | None) -> tuple[tuple[Slopes, ...], Sentence]:
    if found is None or point is None:
        return (), sentence("Without an equilibrium nothing moves.")
    slopes = local_slopes(found)
    if slopes is None:
        return (), sentence(_no_slopes(found))
    rows = tuple(
        Slopes(
            coefficient,
            tuple((line.name, weights[line.index], shortfalls[line.index]) for line in point.lines),
        )
        for coefficient, (weights, shortfalls) in slopes.items()
    )
    return rows, sentence(
        "How much each weight moves per unit of a coefficient, to first order at this equilibrium (T7). For a group "
        "that "
        "is left out, whose weight stays 0 for now: how its shortfall moves; where it falls, the group comes closer."
    )


def _no_slopes(found: Equilibrium) -> str:
    if found.game.kind != "alignment":
        return "The game is given by (b, H, K): it has no coefficients to move."
    if not found.is_strictly_complementary:
        return (
            "A group at weight 0 brings exactly ν, so the equilibrium has no slope here: it moves differently in "
            "either "
            "direction (T7 needs strict complementarity)."
        )
    return "Not given: the equilibrium is not isolated, or serves too many groups for exact slopes (T7)."


def _facts(solution: Solution, sealed: Sealed) -> tuple[tuple[str, str], ...]:
    game, found = solution.game, solution.equilibrium
    served = "–" if found is None else f"{game.size - len(found.excluded())} of {game.size}"
    if solution.components and Standing.of(solution).varying:
        served = "it depends"
    count = f"{'' if solution.complete else 'at least '}{len(solution.components)}"
    alike = "the only one" if solution.unique == "proved" else "the only one of agents alike"
    kind = {"several": count, "continuum": "a continuum", "none": "none", "undecided": "not known"}.get(
        solution.kind, alike if solution.unique_homogeneous == "proved" else "one of several"
    )
    verdict = "accepted" if sealed.accepted else "not accepted"
    return (
        ("Groups served", served),
        ("Agents", str(game.agents)),
        ("Equilibria" if solution.kind == "several" else "Equilibrium", kind),
        ("Certificate", f"{verdict}, {len(sealed.claims)} claim{'' if len(sealed.claims) == 1 else 's'}"),
    )


def theorem_findings(solution: Solution) -> tuple[Finding, ...]:
    """Return what the theorems say about the game; nothing where that could not be decided within the bounds."""
    from nashsym.theorems import findings

    try:
        return findings(solution.game)
    except UndecidedError:
        return ()


def method_lines(solution: Solution) -> tuple[tuple[str, Sentence], ...]:
    """Return how the answer was found: method, search, exactness and versions."""
    versions = ", ".join(f"{package} {version}" for package, version in solution.provenance.items())
    return (
        ("Found by", sentence(solution.method)),
        ("Search", sentence(solution.search[:1].upper() + solution.search[1:])),
        (
            "Exactness",
            sentence(
                "Floating point only proposed which groups are served; weights, signs and comparisons were decided in "
                "rational arithmetic. Decimals here are rounded for reading."
            ),
        ),
        ("Versions", sentence(versions)),
    )

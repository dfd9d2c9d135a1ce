"""The report on an anchored game: what is enclosed, who is below the floor, and what it rests on."""

from __future__ import annotations

from typing import Final

from nashsym.certificates.certificate import Certificate
from nashsym.errors import InputError, UndecidedError
from nashsym.exact.rational import fraction
from nashsym.reports import evidence
from nashsym.reports.anchored_words import STANDING_WORDS, weight_text
from nashsym.reports.charts import Bar, bars, characters
from nashsym.reports.collecting import method_lines, theorem_findings
from nashsym.reports.document import (
    Block,
    Chart,
    Column,
    Definitions,
    Document,
    Pair,
    Paragraph,
    Row,
    Section,
    Subheading,
    Table,
    cell,
    named,
)
from nashsym.reports.equilibria import plural
from nashsym.reports.inputs import inputs
from nashsym.reports.numerals import decimal, scientific
from nashsym.reports.parts import ALL_SHOWN, CERTIFICATE_FILE
from nashsym.reports.sealing import sealed
from nashsym.reports.text import Group, Sentence, joined, plain, sentence
from nashsym.solvers.anchored_solution import AnchoredSolution, Enclosure
from nashsym.theorems import Finding, theorem
from nashsym.theorems.wording import bound

__all__ = ["anchored_document"]

#: Of several profiles at most so many are shown.
MOST_SHOWN: Final = 8


def anchored_document(solution: AnchoredSolution, certificate: Certificate) -> Document:
    """Arrange the report on an anchored game.

    Parameters
    ----------
    solution : AnchoredSolution
        Of kind "enclosed" or "approximate": of others there is no certificate.
    certificate : Certificate
        Of the same solution; it is checked here.
    """
    game, seal = solution.game, sealed(certificate)
    findings = tuple(found for found in theorem_findings(solution) if theorem(found.theorem).anchored is not None)
    groups, agents = f"{game.size} group{plural(game.size)}", f"{game.agents} agent{plural(game.agents)}"
    sections = [
        Section("story", "In short", (Definitions(_story(solution), "story"),)),
        Section(
            "equilibrium", "The equilibrium" if solution.kind == "enclosed" else "What was found", _found(solution)
        ),
        Section("inputs", "The inputs", evidence.inputs(inputs(game))),
        Section("theorems", "Which theorems hold, and what follows", _theorems(findings)),
        Section("second", "The second derivation", _second(solution)),
        Section("certificate", "The certificate", evidence.certificate(seal)),
        Section("method", "How this was found", (Definitions(_method(solution)),)),
    ]
    verdict = "accepted" if seal.accepted else "not accepted"
    facts = (
        ("Groups at the floor or above", _served(solution)),
        ("Agents", str(game.agents)),
        ("Equilibrium", _alike(solution) if solution.kind == "enclosed" else "not enclosed"),
        ("Certificate", f"{verdict}, {len(seal.claims)} claim{plural(len(seal.claims))}"),
    )
    return Document(
        title=game.name or "A game without a name",
        kicker=f"Equilibrium report · {groups} · {agents} · anchored",
        headline=_headline(solution),
        facts=facts,
        sections=tuple(sections),
        footer=sentence(
            f"Made by nashsym. Names, numbers and claims come from {CERTIFICATE_FILE}; the model, its anchor and the "
            "theorems T1 to T19 are explained in nashsym's documentation."
        ),
        theorems=frozenset(finding.theorem for finding in findings),
    )


def _theorems(findings: tuple[Finding, ...]) -> tuple[Block, ...]:
    note = "The other theorems are about quadratic games and say nothing of this one."
    return (*evidence.theorems(findings), Paragraph(sentence(note), "note"))


def _alike(solution: AnchoredSolution) -> str:
    return "the only one" if solution.unique == "proved" else "the only one of agents alike"


def _served(solution: AnchoredSolution) -> str:
    found, size = solution.enclosure, solution.game.size
    if solution.kind != "enclosed" or found is None:
        return "–"
    least, open_ = len(found.included()), len(found.undecided())
    return f"{least} of {size}" if not open_ else f"{least} to {least + open_} of {size}"


def _headline(solution: AnchoredSolution) -> Sentence:
    found = solution.enclosure
    if solution.kind != "enclosed" or found is None:
        return sentence("Profiles with a proved bound on regret, but no enclosed equilibrium.")
    excluded = found.excluded()
    if excluded:
        verb = "is" if len(excluded) == 1 else "are"
        return sentence(joined(excluded), f" {verb} proved to be excluded: below the floor, though never at 0.")
    if found.undecided():
        return sentence("For ", joined(found.undecided()), " the floor is too near to decide.")
    return sentence("Every group is proved to be served at the floor or above.")


def _story(solution: AnchoredSolution) -> tuple[tuple[str, Sentence], ...]:
    game, found, anchor = solution.game, solution.enclosure, solution.game.anchor
    assert anchor is not None  # noqa: S101  # only anchored games have such solutions
    told = [
        (
            "The anchor",
            sentence(
                f"Straying from a reference mixture costs each agent {decimal(fraction(anchor.coefficient))} times the "
                "divergence from it. That keeps every group above 0 at every equilibrium; the question is who stays "
                f"below the floor of {decimal(game.threshold)}."
            ),
        ),
        ("What is proved", sentence(solution.outcome)),
    ]
    if solution.kind == "enclosed" and found is not None and found.radii is not None:
        gap, radius = bound(found.gap, upper=True), bound(max(found.radii), upper=True)
        told += [
            (
                "How well",
                sentence(
                    f"Its weights are no fractions. The certificate has a point within {radius} of it in every weight "
                    f"(T15), at which nobody gains more than {gap} by deviating (T14)."
                ),
            ),
            (
                "Others",
                sentence(
                    "No other equilibrium exists, whether or not agents differ (T3)."
                    if solution.unique == "proved"
                    else "No other one in which agents are alike exists (T3); whether there are some in which they "
                    "differ is undecided."
                ),
            ),
        ]
    else:
        told.append(("What is open", sentence(solution.search)))
    return tuple(told)


def _found(solution: AnchoredSolution) -> tuple[Block, ...]:
    if solution.kind == "enclosed":
        return tuple(_weights(solution.enclosures[0], "chart-w1"))
    blocks: list[Block] = [Paragraph(sentence(solution.outcome))]
    for number, one in enumerate(solution.enclosures[:MOST_SHOWN], start=1):
        blocks.append(Subheading(sentence(f"Profile {number}")))
        blocks.append(Paragraph(sentence(f"Nobody gains more than {bound(one.gap, upper=True)} by leaving it (T14).")))
        blocks += _weights(one, f"chart-w{number}")
    if len(solution.enclosures) > MOST_SHOWN:
        blocks.append(Paragraph(sentence(f"Shown are {MOST_SHOWN} of {len(solution.enclosures)}."), "note"))
    return tuple(blocks)


def _weights(found: Enclosure, identity: str) -> list[Block]:
    game, floor = found.game, found.game.threshold
    order = sorted(range(game.size), key=lambda d: (-found.weights[d], d))[:ALL_SHOWN]
    shown = sorted(order) if game.size <= ALL_SHOWN else order
    rows, lines = [], []
    for group in shown:
        name, standing = game.groups[group], found.standing(group)
        # Without radii nothing is proved of the equilibrium; the bar then shows the profile's own weight.
        out = standing == "excluded" if found.radii is not None else found.weights[group] < floor
        text = weight_text(found, group)
        word = STANDING_WORDS[standing]
        label = f"{text} · {word}" if found.radii is not None and standing != "included" else text
        rows.append(Bar(name, 0 * floor, found.weights[group], label, out))
        radius = "–" if found.radii is None else bound(found.radii[group], upper=True)
        tone = {"excluded": "out", "undecided": "open"}.get(standing, "")
        lines.append(Row((named(name), cell(text), cell(radius), cell(word, tone))))  # type: ignore[arg-type]
    listed = "; ".join(f"{plain((Group(row.name),))} {row.label}" for row in rows[:12])
    drawn = bars(identity, rows, floor, "Weights of the groups", f"Horizontal bars, floor as a dashed line. {listed}.")
    table = Table(
        "Weight of each group, and how far the equilibrium's may be from it",
        (Column("Group"), Column("Weight", True), Column("Radius", True), Column("Standing")),
        tuple(lines),
    )
    blocks: list[Block] = [Pair(Chart(drawn, characters(rows, floor)), table)]
    if game.size > len(shown):
        text = f"Shown are the {len(shown)} groups with the most weight; {CERTIFICATE_FILE} has all {game.size}."
        blocks.append(Paragraph(sentence(text), "note"))
    return blocks


def _second(solution: AnchoredSolution) -> tuple[Block, ...]:
    """Compare with CVXPY's relative entropy, where the programme is concave for it."""
    game, found = solution.game, solution.enclosure
    if solution.kind != "enclosed" or found is None or not game.canonical.has_concave_programme:
        why = "K is not symmetric, or M is not ⪰ 0 on T, so CVXPY cannot state a concave programme (T4)."
        return (Paragraph(sentence("There is none: ", why)),)
    from nashsym.solvers.convex import solve_concave_programme

    try:
        answer = solve_concave_programme(game)
    except (InputError, UndecidedError, OverflowError) as error:
        return (Paragraph(sentence(f"CVXPY gave no answer, which says nothing about the enclosure: {error}")),)
    errors = [abs(float(weight) - float(other)) for weight, other in zip(found.weights, answer.weights, strict=True)]
    text = (
        f"CVXPY {answer.version} with {answer.solver} maximised bᵀw − ½wᵀMw − λ_R KL(w‖w⁰) in floating point, knowing "
        f"nothing of Newton's method. Its weights differ from the enclosed ones by at most {scientific(max(errors))}. "
        "It is a second opinion and proves nothing."
    )
    return (Paragraph(sentence(text)),)


def _method(solution: AnchoredSolution) -> tuple[tuple[str, Sentence], ...]:
    exactness = (
        "Floating point and high precision only proposed the point. Its gap was bounded in rational arithmetic with "
        "every logarithm between two rationals, and signs of matrices were decided exactly. Decimals here are rounded "
        "for reading; bounds are rounded up."
    )
    return tuple((name, sentence(exactness) if name == "Exactness" else text) for name, text in method_lines(solution))

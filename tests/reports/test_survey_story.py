"""The report on the embedded survey tells its story: the liberal group is left out, and what brings it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from nashsym.certificates import verify
from nashsym.certificates.issuing import certify
from nashsym.data.survey import anes96_game
from nashsym.game import Game
from nashsym.reports.collecting import collect
from nashsym.reports.content import Content
from nashsym.reports.text import plain
from nashsym.solvers import convex
from nashsym.solvers.pipeline import solve


@pytest.fixture(scope="module")
def content() -> Content:
    solution = solve(anes96_game())
    return collect(solution, certify(solution))


def told(content: Content, label: str) -> str:
    return plain(dict(content.summary)[label])


def test_the_headline(content: Content) -> None:
    assert plain(content.headline) == "The agents serve 4 of 5 groups and leave out liberal"


def test_who_is_served_and_who_is_left_out(content: Content) -> None:
    assert told(content, "Who is served") == (
        "In equilibrium all 8 agents speak for moderate (48.3%), conservative (35.7%), slightly conservative (11.4%) "
        "and slightly liberal (4.6%)."
    )
    assert told(content, "Who is left out") == "liberal gets no weight."


def test_why(content: Content) -> None:
    assert told(content, "Why") == (
        "One more unit of weight on liberal would bring −0.1728, the groups served bring −0.1552: 0.0176 short."
    )


def test_more_consistency_brings_it_back(content: Content) -> None:
    assert "more consistency (from 0.25 to about 0.3333)" in told(content, "What brings it back")


def test_more_diversity_does_not(content: Content) -> None:
    text = told(content, "What does not")
    assert "No amount of diversity alone brings liberal back." in text
    assert "negative entries for liberal, slightly liberal and slightly conservative" in text
    assert content.diversity_limit is not None
    assert not content.diversity_limit.includes_everybody
    assert plain(content.diversity_limit.story[-1]) == (
        "As the diversity coefficient grows without bound, the weights approach moderate (72.6%) "
        "and conservative (27.4%)."
    )


def test_it_is_the_only_one_and_it_is_proved(content: Content) -> None:
    assert told(content, "Is it the only one?").startswith("Yes: no other equilibrium exists")
    assert content.sealed.accepted
    assert content.sealed.claims


def test_the_changes_bring_the_group_back_when_they_are_made(content: Content) -> None:
    game = anes96_game()
    reached = [change for change in content.exclusions[0].changes if change.verdict == "reached"]
    assert {change.coefficient for change in reached} == {"attractiveness", "consistency"}
    for change in reached:
        found = solve(game.with_coefficients(**{change.coefficient: change.value})).equilibrium
        assert found is not None
        assert found.weights[0] >= game.threshold


def test_the_second_derivation_agrees(content: Content) -> None:
    assert content.second.weight_error < 1e-6
    assert content.second.shortfall_error < 1e-6
    assert "usual one" not in plain(content.second.story)
    assert content.second.level is not None
    assert abs(float(content.second.level[0]) - content.second.level[1]) < 1e-6


def test_welfare_is_below_the_best(content: Content) -> None:
    assert content.welfare is not None
    assert content.welfare.total == 8 * content.welfare.per_agent
    assert content.welfare.best_per_agent is not None
    assert content.welfare.best_per_agent > content.welfare.per_agent


def test_the_theorems_are_all_there(content: Content) -> None:
    assert [finding.theorem for finding in content.findings] == [f"T{number}" for number in range(1, 20)]
    assert {finding.theorem: finding.holds for finding in content.findings}["T3"] == "yes"


def test_the_source_is_named(content: Content) -> None:
    source = plain(dict(content.inputs.facts)["Source"])
    assert "944 respondents" in source
    assert "public domain" in source


def test_another_game_does_not_claim_the_source(content: Content) -> None:
    game = anes96_game().with_coefficients(diversity=Fraction(1, 2))
    solution = solve(game)
    assert "Source" in dict(collect(solution, certify(solution)).inputs.facts)
    other = solve(game.with_agents(3))
    renamed = type(game)(other.game.groups, 3, other.game.terms, name="mine")
    solution = solve(renamed)
    assert "Source" not in dict(collect(solution, certify(solution)).inputs.facts)


def test_another_input_does_not_claim_the_source() -> None:
    game = anes96_game()
    first = replace(game.terms[0], data=game.terms[0].data * 2)
    solution = solve(replace(game, terms=(first, *game.terms[1:])))
    assert "Source" not in dict(collect(solution, certify(solution)).inputs.facts)


def test_a_second_derivation_that_disagrees_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(game: Game) -> convex.ConvexSolution:
        found = right(game)
        return replace(found, weights=found.weights + 0.25, shortfalls=found.shortfalls + 0.5)

    right = convex.solve_concave_programme
    monkeypatch.setattr(convex, "solve_concave_programme", wrong)
    solution = solve(anes96_game())
    second = collect(solution, certify(solution)).second
    assert second.weight_error == pytest.approx(0.25, abs=1e-6)
    assert second.shortfall_error == pytest.approx(0.5, abs=1e-6)
    assert "larger than the solver's usual one" in plain(second.story)


def test_the_certificate_beside_it_is_accepted(built: Callable[[str], Path]) -> None:
    folder = built("survey")
    verdict = verify.verify(folder / "certificate.json")
    assert verdict
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert verdict.digest in page
    assert "python verify.py certificate.json" in page

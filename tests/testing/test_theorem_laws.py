"""Each theorem has a law: it holds where the theorem does, names what fails elsewhere, and is seen to refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from nashsym import Game, InputError, Solution, read_game, solve
from nashsym.exact.definiteness import Definiteness
from nashsym.exact.rational import fraction, vector
from nashsym.exact.systems import apply_inverse_on_tangent
from nashsym.solvers.solution import Equilibrium, Verdict
from nashsym.testing import (
    LAWS,
    Law,
    LawViolation,
    interior_laws,
    numeric_laws,
    perturbation_laws,
    population_laws,
    response_laws,
)
from nashsym.testing.law import RADIUS, Broken, NotApplicable, Subject
from nashsym.theorems import THEOREMS, Counterexample, Theorem, theorem
from nashsym.theorems.interior import interior_candidate
from nashsym.theorems.potential import potential
from nashsym.theorems.thresholds import Threshold

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "theorems"
OF_THEOREMS = [each for each in LAWS.values() if each.theorem]
EACH_LAW = pytest.mark.parametrize("each", OF_THEOREMS, ids=lambda each: each.name)
NEEDED = [(each, counterexample) for each in THEOREMS for counterexample in each.counterexamples]


def example(name: str, kind: str) -> Game:
    return read_game(EXAMPLES / f"T{int(name[1:]):02}-{kind}.toml")


def laws_of(each: Theorem) -> list[Law]:
    return [law for law in LAWS.values() if law.theorem == each.name]


@pytest.mark.parametrize("each", THEOREMS, ids=lambda each: each.name)
def test_every_theorem_has_a_law_that_the_ledger_names(each: Theorem) -> None:
    assert each.laws
    assert [law.name for law in laws_of(each)] == list(each.laws)


@EACH_LAW
def test_a_law_holds_where_its_theorem_does(each: Law) -> None:
    assert str(each(example(each.theorem, "holds"))) == f"{each.name}: held"


@EACH_LAW
def test_a_law_names_the_hypothesis_that_fails(each: Law) -> None:
    if each.theorem == "T8":
        assert theorem("T8").hypotheses == ()
        return
    game = example(each.theorem, "fails")
    failing = [hypothesis.text for hypothesis in theorem(each.theorem).finding(game, RADIUS).failing]
    outcome = each(game)
    assert not outcome.held
    assert any(text in outcome.reason for text in failing)


@pytest.mark.parametrize(
    ("each", "counterexample"), NEEDED, ids=[f"{each.name}: {further.hypothesis}" for each, further in NEEDED]
)
def test_without_a_hypothesis_its_law_does_not_apply_and_would_be_broken(
    each: Theorem, counterexample: Counterexample
) -> None:
    refused = 0
    for law in laws_of(each):
        subject = Subject(counterexample.game(), radius=counterexample.radius or RADIUS)
        outcome = law.check(subject)
        if not outcome.held:
            refused += counterexample.hypothesis in outcome.reason and breaks(law, subject)
    assert refused


def breaks(law: Law, subject: Subject) -> bool:
    """Whether what a law promises is not so, be the law about this game or not."""
    try:
        law.holds(subject)
    except (Broken, InputError) as fault:
        return bool(str(fault))
    except NotApplicable:  # CVXPY takes no programme that is not concave
        assert law.name == "convex_programme"
    return False


def test_where_the_closed_form_is_no_equilibrium_none_is_interior() -> None:
    law = LAWS["interior_otherwise"]
    assert law(example("T2", "holds")).reason == "every hypothesis of T2 holds: closed_form says what follows"
    assert law(example("T2", "fails")).held


def answering(*points: Any) -> Callable[[Game], Solution]:
    """A solver that always lists these mixtures."""

    def solver(game: Game) -> Solution:
        return replace(solve(game), components=tuple(Equilibrium(game, vector(w)) for w in points), selected=None)

    return solver


def claiming(verdict: Verdict) -> Callable[[Game], Solution]:
    """A solver that always says this of uniqueness."""
    return lambda game: replace(solve(game), unique=verdict, unique_homogeneous=verdict)


def tilted(M: Any, right: Any) -> Any:
    """P times something, turned by a hair within T."""
    return apply_inverse_on_tangent(M, right) + vector([Fraction(1, 10**20), -Fraction(1, 10**20), 0])


def drawn_along(form: Any) -> Any:
    """w⁎ and a little more of the first group the more curved its own payoff is."""
    found = interior_candidate(form)
    assert found is not None
    first, second, third = found
    hair = fraction(form.H[0, 0]) / 10**20
    return first + hair, second - hair, third


THIRDS = (Fraction(1, 3),) * 3
CORNER, MIDDLE = (1, 0, 0), (Fraction(1, 2), Fraction(1, 2), 0)
#: A law, an example, and how the law comes to be broken: a solver, or a function of ours replaced; the words it says.
WRONG: dict[str, tuple[str, str, Callable[[Game], Solution], tuple[Any, str, Any] | None, str]] = {
    "w⁎ is missed": ("closed_form", "T02-holds", answering(CORNER), None, r"w⁎ = \{'young': .* is not among the"),
    "another interior one": (
        "closed_form",
        "T02-holds",
        answering(THIRDS),
        None,
        "w⁎ = .* is not among the equilibria",
    ),
    "w⁎ and another": (
        "closed_form",
        "T02-holds",
        lambda game: answering(interior_candidate(game.canonical), THIRDS)(game),
        None,
        r"the answer has the interior equilibrium \{'young': 1/3, .*, but w⁎ = ",
    ),
    "a wrong formula": (
        "closed_form",
        "T02-holds",
        solve,
        (interior_laws, "apply_inverse_on_tangent", tilted),
        "at w⁎ = .* the marginal utility of 'young' is less than that of 'families'",
    ),
    "interior without w⁎ > 0": (
        "interior_otherwise",
        "T02-fails",
        answering(THIRDS),
        None,
        "the answer has the interior equilibrium .* in which 'young' has 1/3",
    ),
    "not said to be the only one": (
        "single_homogeneous",
        "T03-holds",
        claiming("undecided"),
        None,
        "uniqueness among homogeneous ones is 'undecided'",
    ),
    "two where there is one": ("single_homogeneous", "T03-holds", answering(CORNER, THIRDS), None, "with 2 components"),
    "not said to be unique": (
        "uniqueness",
        "T03-holds",
        lambda game: replace(solve(game), unique="undecided"),
        None,
        "but uniqueness at all is 'undecided'",
    ),
    "a gap that is always 0": (
        "best_response",
        "T01-holds",
        solve,
        (response_laws, "gap", lambda form, own, mean: Fraction(0)),
        r"an agent that plays \{.*\} where the others play \{.*\} could gain .*, that of '\w+', exceeds",
    ),
    "a potential twice as steep": (
        "potential_gains",
        "T05-holds",
        solve,
        (response_laws, "potential", lambda form, profile: 2 * potential(form, profile)),
        r"agent 1 of 4 gains -?\d.* by moving from \{.*\} to \{.*\}, but the potential gains",
    ),
    "a factor too small": (
        "contraction",
        "T16-holds",
        solve,
        (response_laws, "contraction_factor", lambda instance: Threshold(Fraction(0), Fraction(1, 100))),
        r"the best responses to \{'young': 1/3, .*: their squared distance in the norm of H .* is promised",
    ),
    "a potential that falls": (
        "contraction",
        "T16-holds",
        solve,
        (response_laws, "potential", lambda form, profile: -potential(form, profile)),
        "agent 1 of 4 responds with .*, and the potential goes from",
    ),
    "agents that do not stay": (
        "specialisation",
        "T06-holds",
        solve,
        (population_laws, "heterogeneous_equilibrium", lambda game: ((2, THIRDS), (1, CORNER))),
        r"agents do not differ in equilibrium where 2 agents play \{.*: agent \d of 3 gives",
    ),
    "agents that do not differ": (
        "specialisation",
        "T06-holds",
        solve,
        (population_laws, "heterogeneous_equilibrium", lambda game: ((3, interior_candidate(game.canonical)),)),
        r"G is not ≻ 0 on T, but all agents are alike where 3 agents play",
    ),
    "agents that differ where none can": (
        "specialisation",
        "T03-holds",
        solve,
        (population_laws, "heterogeneous_equilibrium", lambda game: ((3, THIRDS), (1, CORNER))),
        r"G ≻ 0 on T, but in an equilibrium agents differ: 3 agents play \{'young': 1/3",
    ),
    "uniqueness overclaimed": (
        "specialisation",
        "T06-holds",
        claiming("proved"),
        None,
        "uniqueness at all is 'proved'",
    ),
    "uniqueness refuted": ("specialisation", "T03-holds", claiming("refuted"), None, "uniqueness at all is 'refuted'"),
    "a sum of another equilibrium": (
        "sum_decides",
        "T18-holds",
        answering(THIRDS),
        None,
        r"at the homogeneous equilibrium one of 4 agents plays \{'young': 1/3, .*, but by the sum of all it plays \{",
    ),
    "two of seven": ("odd_number", "T19-holds", answering(CORNER, THIRDS), None, "are 2, an even number: "),
    "a wrong slope": (
        "candidate_slopes",
        "T07-holds",
        solve,
        (interior_laws, "apply_inverse_on_tangent", tilted),
        r"∂w⁎/∂λ of attractiveness should be \{.*\}, but from λ to λ \+ 1/7 w⁎ moves by",
    ),
    "a wrong design": (
        "designed",
        "T10-holds",
        solve,
        (interior_laws, "design", lambda game, target: (Fraction(1), Fraction(0), Fraction(-1))),
        r"with δ = \{'young': 1, .* is no equilibrium: agent 1 of 4 gives",
    ),
    "a design unseen": ("designed", "T10-holds", answering(CORNER), None, "is not among the equilibria of the answer"),
    "a design with company": (
        "designed",
        "T10-holds",
        answering((Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))),
        None,
        "is not the only interior",
    ),
    "w⁎ that moves": (
        "inert_distance",
        "T11-holds",
        solve,
        (interior_laws, "interior_candidate", drawn_along),
        r"w⁎ = \{.*\} at λ_D = 2/5, but \{.*\} at λ_D = 0",
    ),
    "a sign that is wrong": (
        "inert_distance",
        "T11-holds",
        solve,
        (interior_laws, "definiteness", lambda X: Definiteness("indefinite")),
        "at λ_D = 0 λ_C C − λ_D S is not ⪰ 0 on T, but w⁎ = .* is an equilibrium",
    ),
    "more equilibria with more λ_D": (
        "inert_distance",
        "T11-holds",
        answering(CORNER),
        None,
        r"more λ_D adds the equilibrium \{'young': 1, .*: agent 1 of 4 gives 'young' the weight 1",
    ),
    "a δ too small": (
        "perturbation",
        "T13-holds",
        solve,
        (perturbation_laws, "interior_radii", lambda *given: (Fraction(1, 10**6),) * 3),
        r"within 1/20 the weight of 'young' in w⁎ goes from .* to .*, not by less than 1/1000000",
    ),
    "a bound too small": (
        "perturbation",
        "T13-holds",
        solve,
        (perturbation_laws, "boundary_radii_squared", lambda *given: (Fraction(1, 10**6),) * 3),
        r"within 1/20 the equilibrium goes from .* that of 'young' moves by more than √1/1000000",
    ),
    "no maximiser": (
        "maximisers",
        "T04-holds",
        answering(CORNER),
        None,
        r"from the equilibrium \{'young': 1, .* the programme rises towards \{.*, by .* per unit of the way",
    ),
    "a maximum elsewhere": (
        "maximisers",
        "T04-holds",
        solve,
        (numeric_laws, "pivot", lambda form: vector(CORNER)),
        "the programme has its maximum at .*, no equilibrium: agent 1 of 4 gives 'young'",
    ),
}


@pytest.mark.parametrize(("law", "game", "solver", "patch", "words"), WRONG.values(), ids=WRONG.keys())
def test_a_law_refuses_what_is_wrong_and_says_where(
    law: str,
    game: str,
    solver: Callable[[Game], Solution],
    patch: tuple[Any, str, Any] | None,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = read_game(EXAMPLES / f"{game}.toml")
    assert LAWS[law](given).held
    if patch is not None:
        monkeypatch.setattr(*patch)
    with pytest.raises(LawViolation, match=f"^{law} .* does not hold: .*{words}"):
        LAWS[law](given, solver)


def test_where_no_niche_is_found_the_potential_tells_that_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(population_laws, "heterogeneous_equilibrium", lambda game: None)
    assert LAWS["specialisation"](example("T6", "holds")).held
    reached = potential
    monkeypatch.setattr(population_laws, "potential", lambda form, profile: min(Fraction(0), reached(form, profile)))
    with pytest.raises(LawViolation, match=r"where two of 3 agents part Φ is at most .*, as where all are alike"):
        LAWS["specialisation"](example("T6", "holds"))


def test_agents_that_differ_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(population_laws, "gap", lambda form, own, mean: 0)
    assert LAWS["odd_number"](example("T19", "holds")).held
    monkeypatch.setattr(population_laws, "fault_of_profile", lambda game, profile: None)
    with pytest.raises(LawViolation, match=r"agents differ in an equilibrium: 1 of 2 play \{.*\}, the others \{.*\}"):
        LAWS["odd_number"](example("T19", "holds"))


def test_a_law_that_would_take_long_says_so() -> None:
    many = Game.from_canonical([0] * 7, [[int(d == e) for d in range(7)] for e in range(7)], agents=2)
    assert LAWS["specialisation"](many).reason == "more than 6 groups: the search would take long"
    more = [[int(d == e) for d in range(41)] for e in range(41)]
    assert LAWS["perturbation"](Game.from_canonical([0] * 41, more, agents=2)).reason.startswith("more than 40 groups")
    groups = [f"group {d}" for d in range(41)]
    rich = Game.alignment(groups, 2, [0] * 41, more, more)
    assert LAWS["doubled_diversity"](rich).reason == "more than 40 groups: utilities are computed towards each"
    crowd = Game.from_canonical([0, 0], [[1, 0], [0, 1]], agents=41)
    assert LAWS["odd_number"](crowd).reason == "41 agents: profiles are listed agent by agent"


@pytest.mark.parametrize("further", theorem("T9").further, ids=lambda further: further.hypothesis)
def test_the_path_of_the_equilibrium_needs_more_than_that_of_the_candidate(further: Counterexample) -> None:
    law, subject = LAWS["affine_in_attractiveness"], Subject(further.game())
    assert theorem("T9").finding(further.game()).holds == "yes"
    assert "only where H ⪰ 0 and M ≻ 0 on T" in law.check(subject).reason
    assert breaks(law, subject)

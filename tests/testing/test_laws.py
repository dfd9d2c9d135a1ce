"""Each law is seen to accept and to refuse; what a law says when it refuses is what an engineer reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from nashsym import Game, InputError, Solution, solve
from nashsym.certificates.verify import Verdict
from nashsym.exact.rational import vector
from nashsym.solvers.anchored_solution import AnchoredSolution
from nashsym.solvers.solution import Equilibrium
from nashsym.terms import Attractiveness, Inconsistency, Similarity
from nashsym.testing import (
    LAWS,
    LawViolation,
    anchored_games,
    certificate_laws,
    check_all_laws,
    games,
    numeric_laws,
    theorem_laws,
)
from nashsym.testing.law import NotApplicable, stated
from nashsym.theorems.diversity_limit import diversity_bounds
from nashsym.theorems.statics import Statics, statics_on_face
from tests.conformance.test_solvers import BROKEN
from tests.testing.test_theorem_laws import WRONG

GAME = Game.alignment(
    groups=["left", "center", "right"],
    agents=4,
    attractiveness=["0.30", "0.45", "0.25"],
    inconsistency=[["1.0", "0.1", "0.4"], ["0.1", "0.3", "0.1"], ["0.4", "0.1", "1.1"]],
    similarity=[["0.5", "0.3", "0.2"], ["0.3", "0.6", "0.3"], ["0.2", "0.3", "0.5"]],
    coefficients={"consistency": "3/2", "diversity": "0.5"},
)


def right_here_only(game: Game) -> Solution:
    """Right about one game, and wrong about every other."""
    solution = solve(game)
    if game == GAME:
        return solution
    weights = vector([Fraction(1, game.size)] * game.size)
    return replace(solution, components=(Equilibrium(game, weights),), selected=None)


class OfTheFirst(Similarity):
    """A term that listens to one of the others only."""

    @staticmethod
    def remainder(coefficient: Any, data: Any, others: Any) -> Any:
        return coefficient * (others[0] @ (data @ others[0]))


class Steep(Inconsistency):
    """A term whose gradient lacks a factor of 2."""

    def gradient(self, own: np.ndarray, mean: np.ndarray, agents: int) -> np.ndarray:
        return super().gradient(own, mean, agents) / 2


class Rounded(Attractiveness):
    """A term that is evaluated in half precision."""

    def value(self, own: np.ndarray, mean: np.ndarray) -> float:
        return float(np.float16(super().value(own, mean)))


def with_term(kind: Any, position: int) -> Game:
    terms = list(GAME.terms)
    terms[position] = kind(terms[position].coefficient, terms[position].data)
    return replace(GAME, terms=tuple(terms))


def tilted(name: str) -> Callable[[Game, Any], Statics | None]:
    """Statics with one derivative changed by a hair, its sum kept."""

    def derivatives(game: Game, weights: Any) -> Statics | None:
        found = statics_on_face(game, weights)
        assert found is not None
        first, second, *rest = getattr(found, name)
        return replace(found, **{name: (first + Fraction(1, 10**20), second - Fraction(1, 10**20), *rest)})

    return derivatives


def unbalanced(game: Game, weights: Any) -> Statics | None:
    found = statics_on_face(game, weights)
    assert found is not None
    return replace(found, diversity=tuple(x + 1 for x in found.diversity))


#: A law, and how it comes to be broken: a solver, a game, or a function of ours replaced by another.
REFUSED: dict[str, tuple[str, Game, Callable[[Game], Solution], tuple[Any, str, Any] | None]] = {
    "scale": ("scale", GAME, right_here_only, None),
    "gauge": ("gauge", GAME, right_here_only, None),
    "group order": ("group_order", GAME, right_here_only, None),
    "λ_A": ("affine_in_attractiveness", GAME, right_here_only, None),
    "λ_D": ("doubled_diversity", GAME, right_here_only, None),
    "agent order": ("agent_order", with_term(OfTheFirst, 2), solve, None),
    "gradient": ("floats", with_term(Steep, 1), solve, None),
    "value": ("floats", with_term(Rounded, 0), solve, None),
    **{
        f"statics in {name}": ("statics", GAME, solve, (theorem_laws, "statics_on_face", tilted(name)))
        for name in ("attractiveness", "consistency", "diversity")
    },
    "statics that leave Δ": ("statics", GAME, solve, (theorem_laws, "statics_on_face", unbalanced)),
    "diversity bound": (
        "diversity_bound",
        GAME,
        solve,
        (theorem_laws, "diversity_bounds", lambda game: replace(bounds(game), spread=(Fraction(0),) * 3)),
    ),
    "inclusion too early": (
        "diversity_bound",
        GAME.with_coefficients(attractiveness=40),
        solve,
        (theorem_laws, "diversity_bounds", lambda game: replace(bounds(game), inclusive_beyond=Fraction(0))),
    ),
    "exclusion": (
        "diversity_bound",
        GAME,
        solve,
        (theorem_laws, "diversity_bounds", lambda game: replace(bounds(game), boundary_beyond=Fraction(1))),
    ),
    "regret": ("regret_bound", GAME, solve, (numeric_laws, "gap", lambda form, w: Fraction(0))),
    "enclosure": (
        "enclosure",
        GAME,
        solve,
        (numeric_laws, "enclosure_squared", lambda form, w: (Fraction(0),) * form.groups),
    ),
    "no enclosure": ("enclosure", GAME, solve, (numeric_laws, "enclosure_squared", lambda form, w: None)),
    "a checker that believes everything": (
        "certificate_altered",
        GAME,
        solve,
        (certificate_laws, "verify", lambda tree: Verdict(True, False, (), "", "")),
    ),
    "a checker that believes nothing": (
        "certificate_accepted",
        GAME,
        solve,
        (certificate_laws, "verify", lambda tree: Verdict(False, False, (), "no", "")),
    ),
}


def bounds(game: Game) -> Any:
    return diversity_bounds(game)


@pytest.mark.parametrize(("law", "game", "solver", "patch"), REFUSED.values(), ids=REFUSED.keys())
def test_each_law_accepts_and_refuses(
    law: str,
    game: Game,
    solver: Callable[[Game], Solution],
    patch: tuple[Any, str, Any] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert LAWS[law](GAME).held
    if patch is not None:
        assert LAWS[law](game).held
        monkeypatch.setattr(*patch)
    with pytest.raises(LawViolation, match=f"^{law} \\(.*\\) does not hold: ") as caught:
        LAWS[law](game, solver)
    assert caught.value.law == law
    assert caught.value.game is game
    assert "the law: " in str(caught.value)


def test_every_law_is_seen_to_refuse() -> None:
    refused = {law for law, *_ in [*REFUSED.values(), *WRONG.values()]} | {law for _, law, _ in BROKEN.values()}
    assert refused == LAWS.keys() - {"enclosed"}


@settings(max_examples=30)
@given(games())
def test_all_laws_hold_on_any_game(game: Game) -> None:
    report = check_all_laws(game)
    assert {*report.held, *report.not_applicable} == LAWS.keys()
    assert report.held


def test_a_message_names_groups_numbers_and_theorem() -> None:
    def off(game: Game) -> Solution:
        weights = vector([Fraction(1, 2), Fraction(1, 2)])
        return replace(solve(game), components=(Equilibrium(game, weights),), selected=None)

    game = Game.from_canonical([1, 0], [[1, 0], [0, 1]], agents=3, groups=["rich", "poor"])
    with pytest.raises(LawViolation) as caught:
        check_all_laws(game, off)
    first, statement, place = str(caught.value).splitlines()
    assert first == (
        "nash (MODEL T1) does not hold: all playing {'rich': 1/2, 'poor': 1/2} is no equilibrium: agent 1 of 3 gives "
        "'poor' the weight 1/2 at marginal utility -1/2, where 'rich' has 1/2, larger by 1; it gains 1/4 of utility by "
        "playing {'rich': 1, 'poor': 0}"
    )
    assert statement == "  the law: no agent gains by leaving an equilibrium that is listed, exactly"
    assert place == f"  on {stated(game)}"


@settings(max_examples=50)
@given(games())
def test_a_stated_game_is_the_game(game: Game) -> None:
    assert eval(stated(game), {"Game": Game}) == game  # noqa: S307  # what a message shows can be pasted


def test_what_does_not_apply_is_said() -> None:
    game = Game.from_canonical([0, 0], [[-1, 0], [0, -1]], agents=2)
    report = check_all_laws(game)
    assert report.not_applicable["existence"] == "H is not ⪰ 0 on T"
    assert "existence: not applicable: H is not ⪰ 0 on T" in str(report).splitlines()
    with pytest.raises(AssertionError, match="required says nothing about the game: existence: H is not"):
        check_all_laws(game, require=["existence"])
    outcome = LAWS["existence"](game)
    assert (outcome.law, outcome.held) == ("existence", False)


def test_what_does_not_apply_is_counted_by_hypothesis(monkeypatch: pytest.MonkeyPatch) -> None:
    import hypothesis

    counted: list[str] = []
    monkeypatch.setattr(hypothesis, "event", lambda value, payload="": counted.append(value))

    @settings(max_examples=1, database=None)
    @given(games(regimes=("not_concave",)))
    def check(game: Game) -> None:
        check_all_laws(game)

    check()
    assert "law existence: not applicable" in counted
    before = len(counted)
    check_all_laws(GAME)
    assert len(counted) == before


def test_a_solution_is_taken_as_the_answer() -> None:
    assert check_all_laws(solve(GAME), laws=["nash"]).held == ("nash",)
    with pytest.raises(LawViolation, match="nash"):
        check_all_laws(replace(solve(GAME), components=(Equilibrium(GAME, vector([1, 0, 0])),)), laws=["nash"])


def test_an_unknown_law_is_named() -> None:
    with pytest.raises(InputError, match="no law is named 'T99'; the laws are nash, "):
        check_all_laws(GAME, laws=["T99"])


def test_a_solver_that_declines_is_not_blamed() -> None:
    def declines(game: Game) -> Solution:
        raise InputError("too hard")

    report = check_all_laws(GAME, declines, laws=["nash", "scale"])
    assert report.not_applicable == dict.fromkeys(("nash", "scale"), "the solver declines: too hard")


ANCHORED = Game.from_canonical([1, 0], [[1, 0], [0, 1]], agents=2, anchor=("1/10", ["1/2", "1/2"]))


def test_an_anchored_game_has_laws_of_its_own() -> None:
    """Its equilibria are not rational: laws about exact ones say that they do not apply, none fails."""
    report = check_all_laws(ANCHORED)
    assert report.not_applicable["nash"] == "a term of the utility is not quadratic"
    assert report.held == ("enclosed", "certificate_accepted", "certificate_altered")
    assert LAWS["enclosed"](GAME).reason == "the game has no anchor"


@settings(max_examples=30)
@given(anchored_games())
def test_anchored_games_obey_their_laws(game: Game) -> None:
    assert game.is_anchored
    report = check_all_laws(game)
    assert ("enclosed" in report.held) == ("certificate_accepted" in report.held)


def enclosure_with(**changes: Any) -> Callable[[Game], Solution]:
    """A solver whose enclosures are altered, but only those of the game as it was given."""

    def solver(game: Game) -> Solution:
        solution = solve(game)
        assert isinstance(solution, AnchoredSolution)
        if game != ANCHORED:
            return solution
        return replace(solution, enclosures=tuple(replace(each, **changes) for each in solution.enclosures))

    return solver


WRONG_ENCLOSURES: dict[str, tuple[dict[str, Any], str]] = {
    "a gap of 0": ({"vector": vector([Fraction(1, 4), Fraction(3, 4)])}, "gap is"),
    "no mixture": ({"vector": vector([1, 0])}, "is no mixture with every weight above 0"),
    "radii of 0 elsewhere": (
        {"vector": vector([Fraction(1, 2), Fraction(1, 2)]), "gap": Fraction(9), "radii": (Fraction(0),) * 2},
        "with the groups in reverse order the weight of 'group 1' is .* up to .*, apart from 1/2 up to 0",
    ),
}


@pytest.mark.parametrize(("changes", "message"), WRONG_ENCLOSURES.values(), ids=WRONG_ENCLOSURES.keys())
def test_a_wrong_enclosure_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(LawViolation, match=f"^enclosed .*{message}"):
        LAWS["enclosed"](ANCHORED, enclosure_with(**changes))


def test_not_applicable_is_no_failure_of_an_assertion() -> None:
    assert not issubclass(NotApplicable, AssertionError)
    assert issubclass(LawViolation, AssertionError)

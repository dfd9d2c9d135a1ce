"""The path ends in an exact solution from every label, in every regime, in floats and over the rationals."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fractions
from nashsym.game import Game
from nashsym.solvers import pivoting
from nashsym.solvers.pivoting import bounded_search, pivot, pivot_exactly
from nashsym.terms import CanonicalForm
from tests.oracles.brute_force import is_complementary
from tests.oracles.draws import REGIMES, drawn
from tests.solvers.games import game_of, seeded, small_games, weights


def solves(form: CanonicalForm, w: flint.fmpq_mat) -> bool:
    gains = form.b - form.M * w
    best = max(gains.entries())
    served = w.entries()
    return (
        min(served) >= 0
        and sum(served, start=flint.fmpq(0)) == 1
        and all(gain == best for gain, weight in zip(gains.entries(), served, strict=True) if weight > 0)
    )


@pytest.mark.parametrize("walk", [pivot, pivot_exactly])
@pytest.mark.parametrize("regime", REGIMES)
def test_ends_in_a_solution(regime: str, walk: object) -> None:
    cases = drawn(regime)
    assert len(cases) >= 200
    for case in cases:
        form = game_of(case).canonical
        for start in range(form.groups):
            w = column_fractions(pivot(form, start) if walk is pivot else pivot_exactly(form, start))
            assert is_complementary(case.b, case.M, w)


@given(game=small_games(4), data=st.data())
def test_ends_in_a_solution_of_any_game(game: Game, data: st.DataObject) -> None:
    form = game.canonical
    start = data.draw(st.integers(0, form.groups - 1))
    b = tuple(row[0] for row in fractions(form.b))
    for w in (pivot(form, start), pivot_exactly(form, start)):
        assert is_complementary(b, fractions(form.M), column_fractions(w))


def test_rationals_walk_where_floats_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    """A game whose payoffs differ by less than floats can tell: what they propose fails the exact check."""
    tiny = Fraction(1, 10**40)
    K = [[0, 1, 1], [1, 0, 1], [1 + tiny, 1, 0]]
    form = Game.from_canonical([0, tiny, 0], [[0] * 3] * 3, K, 2).canonical
    taken: list[int] = []
    exact = pivoting.pivot_exactly
    monkeypatch.setattr(pivoting, "_walk_in_floats", lambda *_: None)

    def noted(form: CanonicalForm, start: int) -> flint.fmpq_mat:
        taken.append(start)
        return exact(form, start)

    monkeypatch.setattr(pivoting, "pivot_exactly", noted)
    for start in range(3):
        assert solves(form, pivot(form, start))
    assert taken == [0, 1, 2]


@pytest.mark.parametrize("wrong", [[0], [1], [0, 1], [0, 1, 2], []])
def test_a_wrong_proposal_changes_nothing(wrong: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    form = Game.from_canonical([0, 0, 5], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], None, 2).canonical
    monkeypatch.setattr(pivoting, "_walk_in_floats", lambda *_: wrong)
    assert column_fractions(pivot(form, 0)) == weights(0, 0, 1)


@pytest.mark.parametrize("scale", [Fraction(10**400), Fraction(1, 10**400)])
def test_numbers_beyond_floats(scale: Fraction) -> None:
    M = [[scale, 0], [0, 2 * scale]]
    form = Game.from_canonical([0, 0], M, None, 2).canonical
    assert column_fractions(pivot(form, 0)) == (Fraction(2, 3), Fraction(1, 3))


@pytest.mark.parametrize("kind", ["constant", "identity", "negative identity", "twins", "cycle"])
def test_degenerate_games_do_not_cycle(kind: str) -> None:
    groups = 12
    entries: dict[str, Callable[[int, int], int]] = {
        "constant": lambda i, j: 1,
        "identity": lambda i, j: int(i == j),
        "negative identity": lambda i, j: -int(i == j),
        "twins": lambda i, j: (i // 2 - j // 2) % 3,
        "cycle": lambda i, j: int((i + 1) % groups == j),
    }
    K = [[entries[kind](i, j) for j in range(groups)] for i in range(groups)]
    form = Game.from_canonical([0] * groups, [[0] * groups] * groups, K, 2).canonical
    for start in range(groups):
        assert solves(form, pivot_exactly(form, start))
        assert solves(form, pivot(form, start))


def test_a_hundred_groups() -> None:
    source = seeded(1)
    K = [[source.randint(-9, 9) for _ in range(100)] for _ in range(100)]
    form = Game.from_canonical([0] * 100, [[int(i == j) for j in range(100)] for i in range(100)], K, 2).canonical
    assert solves(form, pivot(form, 0))
    assert solves(form, pivot_exactly(form, 99))


def test_several_starts_find_several_equilibria_once() -> None:
    K = [[-int(i == j) for j in range(4)] for i in range(4)]
    game = Game.from_canonical([0] * 4, [[0] * 4] * 4, K, 2)
    found = bounded_search(game, [0, 1, 2, 3, 0, 1])
    assert len({point.weights for point in found}) == len(found) == 4
    assert all(solves(game.canonical, point.vector) for point in found)


def test_one_equilibrium_is_found_once_from_all_starts() -> None:
    game = Game.from_canonical([1, 1, 1], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], None, 2)
    (found,) = bounded_search(game, range(3))
    assert found.weights == weights("1/3", "1/3", "1/3")


@pytest.mark.parametrize("start", [-1, 2])
def test_a_label_that_no_group_has(start: int) -> None:
    form = Game.from_canonical([0, 0], [[0, 0], [0, 0]], None, 2).canonical
    with pytest.raises(InputError, match="no group has the number"):
        pivot(form, start)

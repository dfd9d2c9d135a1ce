"""Numbers and sizes beyond what floats and memory hold: answered, or refused in one line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from nashsym import Certificate, Game, certify, solve, sweep, verify
from nashsym.cli import main
from nashsym.errors import InputError
from nashsym.gamefile import write_game
from nashsym.gamefile.profile import profile_of
from nashsym.phase.axes import Axis, parse_axis
from nashsym.solvers.specialisation import heterogeneous_equilibrium


def _game(attractiveness: list[str]) -> Game:
    same = [[1, 0], [0, 1]]
    return Game.alignment(["left", "right"], 2, attractiveness, same, same, coefficients=["1/2", 1, 1])


@pytest.mark.parametrize(
    ("largest", "shown"),
    [("1e401", "5.00000·10⁴⁰⁰"), ("1e-400", "served")],
)
def test_solve_writes_numbers_that_no_float_holds(
    largest: str, shown: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "game.toml"
    write_game(_game(["0", largest]), path)
    assert main(["solve", str(path)]) == 0
    assert shown in capsys.readouterr().out


def test_a_game_of_the_smallest_floats_is_solved() -> None:
    """The power of two that scales them to 1 is beyond floats."""
    tiny = Fraction(1, 10**310)
    solution = solve(Game.from_canonical([0, 3 * tiny], [[tiny, 0], [0, tiny]]))
    assert solution.equilibrium is not None
    assert solution.equilibrium.weights == (Fraction(0), Fraction(1))


def test_solve_counts_the_digits_of_weights_that_python_would_not_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "game.toml"
    uneven = [[Fraction(1, 3**6000), 0], [0, Fraction(1, 7**3000)]]
    write_game(Game.from_canonical([0, 0], uneven), path)
    assert main(["solve", str(path)]) == 0
    assert "a denominator of 2863 digits" in capsys.readouterr().out


def test_a_weight_too_small_for_floats_does_not_read_as_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "game.toml"
    write_game(Game.from_canonical([Fraction(2, 10**400) - 2, 0], [[2, 0], [0, 2]]), path)
    assert main(["solve", str(path)]) == 0
    (row,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("group 1")]
    assert row.split()[2] == "5.00000·10⁻⁴⁰¹"


@pytest.mark.parametrize(
    "text",
    [
        "diversity=0:1e400:3",
        "diversity=1,1e400",
        "diversity=1e-400:1:4:log",
        "diversity=1:1e400:4:log",
        "diversity=0:5:" + "9" * 5000,
    ],
)
def test_an_axis_beyond_floats_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_axis(text)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "axis", ["diversity=0,1e-400", "diversity=1e-300,1", "consistency=1,1e300", "attractiveness=1e-70:1e-65:3:log"]
)
def test_a_grid_of_numbers_with_products_beyond_floats_is_refused(axis: str) -> None:
    """Cells were called not concave, or served, that are not: rounding was bounded, and underflow was not."""
    with pytest.raises(InputError, match=r"too (small|large) to sweep with"):
        sweep(_game(["0", "1"]), [axis])


def test_a_game_of_numbers_with_products_beyond_floats_is_not_swept() -> None:
    with pytest.raises(InputError, match=r"inputs\.attractiveness: a number is too large to sweep with"):
        sweep(_game(["0", "1e200"]), ["diversity=0:1:3"])
    assert sweep(_game(["1e-200", "1"]), ["diversity=0:1:3"]).sizes["diversity"] == 3


def test_a_grid_that_would_fill_the_memory_is_refused_before_it_begins() -> None:
    steps = tuple(Fraction(step + 1) for step in range(1000))
    axes = [Axis(name, steps) for name in ("consistency", "diversity", "attractiveness")]
    with pytest.raises(InputError, match="1000000000 nodes of 2 groups"):
        sweep(_game(["0", "1"]), axes)


@pytest.mark.parametrize(
    ("weight", "sum_"), [("1e400", "more than 1e308"), ("1e-400", "a little more than 1"), ("-1e-400", "negative")]
)
def test_a_profile_whose_sum_no_float_holds_is_refused_in_words(weight: str, sum_: str) -> None:
    with pytest.raises(InputError, match=sum_):
        profile_of(_game(["0", "1"]), {"left": 1, "right": weight})


def test_a_certificate_holds_a_direction_longer_than_python_writes(tmp_path: Path) -> None:
    large, small = Fraction(10) ** 3900, Fraction(1, 10**3900)
    game = Game.from_canonical([0, 0, 7], [[0, 0, 0], [0, large, small], [0, small, 0]], agents=1)
    certificate = certify(game)
    path = certificate.write(tmp_path / "certificate.json")
    assert verify(path).accepted
    assert Certificate.read(path).digest == certificate.digest


def test_specialised_agents_are_not_searched_among_numbers_that_no_float_holds() -> None:
    """With warnings as errors: matrices of infinities are not multiplied."""
    H, K = ([[factor * 10**400 * (d == e) for e in range(9)] for d in range(9)] for factor in (1, 3))
    game = Game.from_canonical([0] * 9, H, K)
    assert heterogeneous_equilibrium(game) is None
    assert solve(game).unique == "refuted"

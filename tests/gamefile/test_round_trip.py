"""What is written reads back as the same game, number by number, in either format and by other people's parsers."""

from __future__ import annotations

import itertools
import json
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import flint
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym.exact.rational import parse_number, rational
from nashsym.game import Game
from nashsym.gamefile import game_text, parse_game, read_game, write_game
from nashsym.gamefile.numerals import is_bare, short_text
from nashsym.gamefile.writing import toml_string
from nashsym.limits import MAX_NUMBER_DIGITS
from tests.gamefile.strategies import NUMBERS, games

FORMATS = ("toml", "json")


@given(games(), st.sampled_from(FORMATS))
def test_a_game_reads_back_equal(game: Game, form: Any) -> None:
    text = game_text(game, form)
    back = parse_game(text, format=form)
    assert back == game
    assert back.provenance == game.provenance
    assert list(back.provenance) == list(game.provenance)
    assert back.to_dict() == game.to_dict()
    assert back.numbers == "decimal"
    assert back.notes == ()
    assert parse_game(text) == game, "the format is told by the content"
    assert parse_game(text.encode()) == game
    assert game_text(back, form) == text


@pytest.mark.parametrize("name", ["game.toml", "game.json", "game.JSON", "game", "game.txt"])
def test_a_file_reads_back_equal(name: str, tmp_path: Path, three_groups: Game) -> None:
    path = write_game(three_groups, tmp_path / name)
    assert path == tmp_path / name
    assert read_game(path) == read_game(str(path)) == three_groups
    assert [found.name for found in tmp_path.iterdir()] == [name], "nothing is left beside the file"
    assert path.read_text(encoding="utf-8").startswith("{") == (path.suffix.lower() == ".json")


def test_a_file_is_overwritten_whole(tmp_path: Path, three_groups: Game) -> None:
    path = write_game(three_groups, tmp_path / "game.toml")
    write_game(three_groups.with_agents(3), path)
    assert read_game(path).agents == 3


@pytest.fixture
def three_groups() -> Game:
    return Game.alignment(
        groups=["left", "center", "right"],
        agents=8,
        attractiveness=["0.30", "0.45", "0.25"],
        inconsistency=[["1.0", "0.1", "0.4"], ["0.1", "0.3", "1/3"], ["0.4", "1/3", "1.1"]],
        similarity=[["0.5", "0.3", "0.2"], ["0.3", "0.6", "0.3"], ["0.2", "0.3", "0.5"]],
        coefficients={"consistency": "3/2", "diversity": "0.5"},
        name="three groups",
    )


def test_the_text_is_what_a_person_would_write(three_groups: Game) -> None:
    assert (
        game_text(three_groups, "toml")
        == """\
name = "three groups"
groups = ["left", "center", "right"]
agents = 8
diversity = "similarity"
floor = 0.01

[coefficients]
attractiveness = 1
consistency = 1.5
diversity = 0.5

[inputs]
attractiveness = [0.3, 0.45, 0.25]
inconsistency = [
    [1, 0.1, 0.4],
    [0.1, 0.3, "1/3"],
    [0.4, "1/3", 1.1],
]
similarity = [
    [0.5, 0.3, 0.2],
    [0.3, 0.6, 0.3],
    [0.2, 0.3, 0.5],
]
"""
    )
    canonical = Game.from_canonical([1, "0.5"], [[2, 0], [0, 2]], [["1/3", 0], [1, "1e-9"]], agents=3)
    assert (
        game_text(canonical, "json")
        == """\
{
  "groups": ["group 1", "group 2"],
  "agents": 3,
  "floor": "0.01",
  "b": ["1", "0.5"],
  "H": [
    ["2", "0"],
    ["0", "2"]
  ],
  "K": [
    ["1/3", "0"],
    ["1", "1e-9"]
  ]
}
"""
    )


@given(games())
def test_other_readers_see_the_same_numbers_as_far_as_they_can(game: Game) -> None:
    """No number stands bare that a reader of doubles would change; texts are for those who read exactly."""
    tree = tomllib.loads(game_text(game, "toml"))
    listed = tree["b"] if game.kind == "canonical" else tree["inputs"]["attractiveness"]
    exact = game.inputs["b" if game.kind == "canonical" else "attractiveness"]
    for read, number in zip(listed, exact, strict=True):
        assert isinstance(read, str) or read == float(number)
        assert isinstance(read, str) or Fraction(repr(read)) == number, "their shortest decimal is the number"
    assert json.loads(game_text(game, "json"))["agents"] == game.agents


@given(NUMBERS)
@example(Fraction(0))
def test_a_number_is_written_so_that_it_reads_back(number: Fraction) -> None:
    text = short_text(rational(number))
    assert parse_number(text) == number
    if is_bare(text):
        assert Fraction(repr(float(text))) == number, "the shortest decimal of the double is the number"
        assert tomllib.loads(f"x = {text}", parse_float=parse_number) in ({"x": number}, {"x": int(number)})
        assert float(text) == float(number)


@pytest.mark.parametrize(
    "number",
    [
        Fraction(10) ** 13_999,
        Fraction(10) ** -14_000 * (10**9_999 + 1),
        Fraction(10**10_000 - 1) / Fraction(10) ** 14_000,
        Fraction(10**9_999 - 1) * 10**4_000,
        Fraction(1, 10**9_999),
        Fraction(-(10**9_999)),
        Fraction(1, 5**4_000),
        Fraction(10**9_999, 10**9_999 - 1),
    ],
    ids=itertools.count(),
)
def test_numbers_at_the_caps_read_back(number: Fraction) -> None:
    assert parse_number(short_text(rational(number))) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0.50", "-0.5"),
        ("3/20", "0.15"),
        ("1/3", "1/3"),
        ("1000000", "1000000"),
        ("1e20", "1e20"),
        ("0.00000123", "0.00000123"),
        ("123e-9", "1.23e-7"),
        ("123e-12", "1.23e-10"),
        ("-1e-4000", "-1e-4000"),
        ("1/1024", "0.0009765625"),
        ("3602879701896397/36028797018963968", "3602879701896397/36028797018963968"),
    ],
)
def test_numbers_are_short(number: str, text: str) -> None:
    assert short_text(rational(parse_number(number))) == text


@pytest.mark.parametrize(
    "number",
    [Fraction(1, 3**21_000), Fraction(10**10_000 + 1), Fraction(10) ** 14_000, Fraction(1, 7) + 10**10_000],
    ids=["long denominator", "long integer", "large power", "long numerator"],
)
def test_a_number_that_no_reader_would_accept_is_not_written(number: Fraction) -> None:
    with pytest.raises(InputError, match=f"^a number has more than {MAX_NUMBER_DIGITS} digits; round it$"):
        short_text(flint.fmpq(number.numerator, number.denominator))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@example("a\nb\"c\\d'e\t\r\x00\x7f\u2028\u202e\U0001f600\U000e0001")
def test_any_text_survives_toml(text: str) -> None:
    written = toml_string(text)
    assert tomllib.loads(f"x = {written}") == {"x": text}
    assert written.isprintable()


def test_a_game_of_other_terms_has_no_file(three_groups: Game) -> None:
    other = Game(three_groups.groups, 8, three_groups.terms[:2])
    with pytest.raises(
        InputError, match=r"^a game of terms of your own has no file form; make it with Game\.alignment$"
    ):
        game_text(other, "toml")


def test_an_unknown_format_is_refused(three_groups: Game) -> None:
    with pytest.raises(InputError, match=r"^unknown format 'yaml'; write "):
        game_text(three_groups, "yaml")  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(InputError, match=r"^unknown format 'yaml'; write "):
        parse_game("", format="yaml")  # type: ignore[arg-type]  # the mistake under test


@pytest.mark.parametrize("target", ["nowhere/game.toml", "."])
def test_what_cannot_be_written_leaves_nothing_behind(target: str, tmp_path: Path, three_groups: Game) -> None:
    with pytest.raises(InputError, match="can't be written: "):
        write_game(three_groups, tmp_path / target)
    assert list(tmp_path.iterdir()) == []

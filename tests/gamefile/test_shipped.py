"""The game file that `nashsym init` writes, and the JSON Schema beside the code."""

from __future__ import annotations

import json
import tomllib
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from nashsym.game import Game
from nashsym.gamefile import game_text, parse_game, schema, template
from nashsym.solvers.pipeline import solve
from tests.gamefile.strategies import games


def test_the_template_says_the_example_of_the_reference() -> None:
    game = parse_game(template(), format="toml")
    assert game == Game.alignment(
        groups=["left", "center", "right"],
        agents=8,
        attractiveness=["0.30", "0.45", "0.25"],
        inconsistency=[["1.0", "0.1", "0.4"], ["0.1", "0.3", "0.1"], ["0.4", "0.1", "1.1"]],
        similarity=[["0.5", "0.3", "0.2"], ["0.3", "0.6", "0.3"], ["0.2", "0.3", "0.5"]],
        coefficients={"attractiveness": 1, "consistency": "3/2", "diversity": "0.5"},
        floor="1/100",
        name="three groups",
    )


def test_the_template_explains_every_key() -> None:
    """Each key stands in a line, or above lines, with a comment."""
    lines = template().splitlines()
    keys = [line for line in lines if "=" in line.partition("#")[0]]
    assert len(keys) == len({*_paths(tomllib.loads(template()))}) == 11
    assert all("#" in line for line in keys if "groups of people" not in line)
    assert max(map(len, lines)) <= 120


def _paths(tree: dict[str, Any]) -> list[str]:
    return [
        path
        for key, value in tree.items()
        for path in (_paths(value) if isinstance(value, dict) else [key + str(value)])
    ]


def test_the_template_says_the_truth_about_its_solution() -> None:
    game = parse_game(template())
    solution = solve(game)
    assert solution.equilibrium is not None
    assert solution.kind == "interior"
    assert min(solution.equilibrium.weights) > game.threshold
    alone = solve(game.with_coefficients(consistency="0.1")).equilibrium
    assert alone is not None
    assert [weight > 0 for weight in alone.weights] == [True, True, False]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@given(games())
def test_what_is_written_is_valid(game: Game) -> None:
    Draft202012Validator(schema()).validate(json.loads(game_text(game, "json")))


@pytest.mark.parametrize("form", ["similarity", "distance"])
def test_the_template_in_json_is_valid(form: Any) -> None:
    tree = tomllib.loads(template()) | {"diversity": form}
    Draft202012Validator(schema()).validate(tree)
    assert parse_game(json.dumps(tree)).coefficients["consistency"] == Fraction(3, 2)

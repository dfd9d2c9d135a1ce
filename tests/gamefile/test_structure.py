"""Each way to get the keys and values of a game file wrong, and the one line that names file, key and remedy."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.gamefile import parse_game, schema
from tests.gamefile.valid import Tree, alignment_tree, canonical_tree, changed

VALIDATOR = Draft202012Validator(schema())


class Fault(NamedTuple):
    """What is put at a path of a valid tree (`...`: the key is taken away), and the message after the path."""

    path: str
    value: Any
    message: str
    schema_refuses: bool = True


NO_TABLE = "not a table of keys; see `nashsym init`"
NO_INTEGER = "is not a whole number; write an integer of 1 or more, like 8"
AGENTS = "agents; write an integer from 1 to 1000000000000"
NUMBER = 'write a decimal such as -1.25e-3 or a fraction such as "3/2"'
LIST = "stands where a list of numbers is expected; write [ … ]"
TOP_KEYS = "the keys here are name, groups, agents, floor, diversity, coefficients, inputs, b, H, K, anchor, provenance"
INPUT_KEYS = "the keys here are attractiveness, inconsistency, similarity"
CONTROL = "has a control character; write printable characters"
ASYMMETRIC = "the matrix is not symmetric: [1][0] is"
ONE_PER_GROUP = "give one number per group"
ANCHOR = {"coefficient": "1/10", "reference": [0.5, 0.5]}
SUM = 'it must sum to exactly 1; fractions go as texts, like "1/3", and a float is read as the dyadic number that it is'
ABOVE_0 = "give every group a weight above 0: the divergence from a reference with a 0 is infinite"

FAULTS = {
    # keys
    "no groups key": Fault("groups", ..., ': missing; name the groups: groups = ["left", "right"]'),
    "no agents": Fault("agents", ..., ": missing; say how many agents there are: agents = 8"),
    "no coefficients": Fault(
        "coefficients", ..., ": missing; give the three coefficients: attractiveness, consistency, diversity"
    ),
    "a coefficient missing": Fault("coefficients.diversity", ..., ": missing; write a number of 0 or more"),
    "no inputs": Fault(
        "inputs",
        ...,
        ": missing; give attractiveness, inconsistency, similarity; or b, H and K for a canonical game",
    ),
    "no attractiveness": Fault("inputs.attractiveness", ..., ": missing; give a list of one number per group"),
    "no inconsistency": Fault("inputs.inconsistency", ..., ": missing; give a symmetric matrix, one row per group"),
    "no similarity": Fault(
        "inputs.similarity",
        ...,
        ": missing, although the diversity coefficient is not 0; give the matrix S, or set coefficients.diversity to 0",
    ),
    "an unknown key": Fault("agnets", 3, ": unknown key; did you mean agents?"),
    "a key in capitals": Fault("GROUPS", 3, ": unknown key; did you mean groups?"),
    "a key like no other": Fault("zebra", 3, f": unknown key; {TOP_KEYS}"),
    "an unknown coefficient": Fault("coefficients.consistancy", 1, ": unknown key; did you mean consistency?"),
    "an unknown input": Fault("inputs.zebra", 1, f": unknown key; {INPUT_KEYS}"),
    "a misplaced coefficient": Fault(
        "inputs.diversity", 1, ": the key does not belong here; it belongs to the top of the file or [coefficients]"
    ),
    "a misplaced input": Fault("similarity", [[1]], ": the key does not belong here; it belongs to [inputs]"),
    # provenance
    "provenance as a text": Fault("provenance", "a survey", f": this is a text, {NO_TABLE}"),
    "a count without quotes": Fault(
        "provenance", {"count": 3}, ".count: a number stands where a text is expected; write it in quotes"
    ),
    "provenance in a list": Fault(
        "provenance", {"source": ["a"]}, ".source: a list stands where a text is expected; write it in quotes"
    ),
    "provenance in a table": Fault(
        "provenance", {"a b": {}}, ".'a b': a table stands where a text is expected; write it in quotes"
    ),
    "provenance without a name": Fault("provenance", {" ": "a"}, ".' ': the name is empty; name every entry"),
    "a control character in a name": Fault("provenance", {"a\nb": "c"}, rf".'a\nb': 'a\nb' {CONTROL}"),
    "a control character in provenance": Fault(
        "provenance",
        {"source": "a\nb"},
        ".source: the text has a control character; write printable characters on one line",
    ),
    "too long a text": Fault(
        "provenance", {"source": "a" * 10_001}, ".source: a text of 10001 characters; at most 10000 are accepted"
    ),
    "too much provenance": Fault(
        "provenance", dict.fromkeys(map(str, range(65)), ""), ": 65 entries; at most 64 are accepted"
    ),
    # the anchor
    "an empty anchor": Fault("anchor", {}, ".coefficient: missing; write a number of 0 or more"),
    "an anchor of numbers": Fault("anchor", [1, [0.5, 0.5]], f": this is a list, {NO_TABLE}"),
    "an anchor without a reference": Fault(
        "anchor",
        {"coefficient": 1},
        ".reference: missing; give a list of one number above 0 per group that sum to 1",
    ),
    "an unknown key of the anchor": Fault(
        "anchor", {**ANCHOR, "weight": 1}, ".weight: unknown key; the keys here are coefficient, reference"
    ),
    "a misspelt key of the anchor": Fault(
        "anchor", {"coefficient": 1, "refrence": [0.5, 0.5]}, ".refrence: unknown key; did you mean reference?"
    ),
    "a coefficient of the anchor among the others": Fault(
        "coefficients.anchor", 1, ": the key does not belong here; it belongs to the top of the file"
    ),
    "a negative coefficient of the anchor": Fault(
        "anchor",
        {**ANCHOR, "coefficient": -1},
        ".coefficient: the coefficient is negative: -1; write a number of 0 or more",
    ),
    "a reference that sums to less": Fault(
        "anchor", {**ANCHOR, "reference": [0.5, 0.4]}, f".reference: the reference sums to 9/10; {SUM}", False
    ),
    "a reference that sums to more": Fault(
        "anchor", {**ANCHOR, "reference": ["2/3", "2/3"]}, f".reference: the reference sums to 4/3; {SUM}", False
    ),
    "a reference with a 0": Fault(
        "anchor", {**ANCHOR, "reference": [0, 1]}, f".reference[0]: the reference weight is 0; {ABOVE_0}"
    ),
    "a reference with a negative weight": Fault(
        "anchor", {**ANCHOR, "reference": [1.5, -0.5]}, f".reference[1]: the reference weight is -1/2; {ABOVE_0}"
    ),
    "a reference of three for two": Fault(
        "anchor",
        {**ANCHOR, "reference": [0.5, 0.25, 0.25]},
        f".reference: 3 numbers for 2 groups; {ONE_PER_GROUP}",
        False,
    ),
    "a word in the reference": Fault(
        "anchor", {**ANCHOR, "reference": ["half", 0.5]}, f".reference[0]: 'half' is not a number; {NUMBER}"
    ),
    "a number for the reference": Fault("anchor", {**ANCHOR, "reference": 1}, f".reference: a number {LIST}"),
    "both kinds": Fault(
        "b",
        [1, 0],
        ": stands beside diversity; give coefficients and inputs, or b, H and K for a canonical game, not both",
    ),
    "a list of coefficients": Fault("coefficients", [1, 1, 1], f": this is a list, {NO_TABLE}"),
    "a number for inputs": Fault("inputs", 3, f": this is a number, {NO_TABLE}"),
    # groups and the name
    "a text of groups": Fault("groups", "left", ': a text stands where a list of names is expected; write ["a", "b"]'),
    "a table of groups": Fault("groups", {}, ': a table stands where a list of names is expected; write ["a", "b"]'),
    "no groups": Fault("groups", [], ": there is no group; name at least one"),
    "a number as a group": Fault(
        "groups", ["left", 7], "[1]: a number stands where a name is expected; write a text in quotes"
    ),
    "an empty group": Fault("groups", ["left", " \u00a0"], "[1]: the name is empty; give every group a name"),
    "a group twice": Fault(
        "groups", ["left", "left"], "[1]: 'left' is the name of groups[0] too; give every group its own name"
    ),
    "a long group": Fault("groups", ["x" * 201, "y"], "[0]: a name of 201 characters; at most 200 are accepted"),
    "a line break": Fault("groups", ["left", "ri\nght"], f"[1]: 'ri\\nght' {CONTROL}"),
    "half a character": Fault("groups", ["left", "\ud800"], f"[1]: '\\ud800' {CONTROL}", False),
    "half a character in the name": Fault("name", "\udfff", f": '\\udfff' {CONTROL}", False),
    "a number as a name": Fault("name", 3, ": a number stands where a name is expected; write a text in quotes"),
    # agents, diversity, floor
    "agents 0": Fault("agents", 0, f": 0 {AGENTS}"),
    "agents below 0": Fault("agents", -1, f": -1 {AGENTS}"),
    "agents without number": Fault("agents", 10**300, f": 1{'0' * 39}… {AGENTS}"),
    "half an agent": Fault("agents", 2.5, f": 2.5 {NO_INTEGER}"),
    "agents in quotes": Fault("agents", "8", f": a text {NO_INTEGER}"),
    "agents a boolean": Fault("agents", True, f": a boolean {NO_INTEGER}"),
    "agents a list": Fault("agents", [8], f": a list {NO_INTEGER}"),
    "an unknown diversity": Fault(
        "diversity", "kl", ': unknown form of diversity: \'kl\'; write "similarity" or "distance"'
    ),
    "a list for diversity": Fault(
        "diversity", [], ': unknown form of diversity: a list; write "similarity" or "distance"'
    ),
    "floor 0": Fault("floor", 0, ": the floor is 0; write a number above 0"),
    "floor below 0": Fault("floor", "-1/7", ": the floor is -1/7; write a number above 0"),
    "floor too high": Fault(
        "floor",
        "0.51",
        ": the floor is 51/100: 2 groups cannot all have that much; at most 1/2 (a float is read as the dyadic number "
        'that it is: write "1/2")',
        False,
    ),
    # numbers
    "a negative coefficient": Fault(
        "coefficients.diversity", -0.5, ": the coefficient is negative: -0.5; write a number of 0 or more"
    ),
    "a negative coefficient in quotes": Fault(
        "coefficients.diversity", "-1/2", ": the coefficient is negative: '-1/2'; write a number of 0 or more"
    ),
    "every coefficient 0": Fault(
        "coefficients",
        {"attractiveness": 0, "consistency": "0.0", "diversity": 0.0},
        ": every coefficient is 0; give at least one that is positive",
    ),
    "a boolean": Fault(
        "inputs.attractiveness",
        [True, 1],
        "[0]: a boolean (True) stands where a number is expected; write a number",
    ),
    "nothing": Fault(
        "inputs.attractiveness", [None, 1], "[0]: nothing stands where a number is expected; write a number"
    ),
    "a word": Fault("inputs.attractiveness", ["one", 1], f"[0]: 'one' is not a number; {NUMBER}"),
    "spaces": Fault("inputs.attractiveness", [" 1", 1], f"[0]: ' 1' is not a number; {NUMBER}"),
    "an underscore": Fault("inputs.attractiveness", ["1_0", 1], f"[0]: '1_0' is not a number; {NUMBER}"),
    "a quotient by 0": Fault("inputs.attractiveness", ["1/0", 1], f"[0]: '1/0' divides by zero; {NUMBER}"),
    "nan in quotes": Fault("inputs.attractiveness", ["nan", 1], f"[0]: 'nan' is not a number; {NUMBER}"),
    # shapes
    "a list too many": Fault(
        "inputs.attractiveness", [[1], 1], "[0]: a list stands where a number is expected; write a number"
    ),
    "a list too few": Fault("inputs.attractiveness", 1, f": a number {LIST}"),
    "a text for a list": Fault("inputs.attractiveness", "12", f": a text {LIST}"),
    "a table for a list": Fault("inputs.attractiveness", {"left": 1, "right": 2}, f": a table {LIST}"),
    "a long vector": Fault("inputs.attractiveness", [1, 2, 3], f": 3 numbers for 2 groups; {ONE_PER_GROUP}", False),
    "a vector without end": Fault(
        "inputs.attractiveness", [1] * 5001, ": more than 5000 entries; at most 5000 groups are accepted"
    ),
    "a low matrix": Fault("inputs.similarity", [[1, 2]], ": 1 row for 2 groups; give one row per group", False),
    "a ragged matrix": Fault("inputs.similarity", [[1, 2], [2]], f"[1]: 1 number for 2 groups; {ONE_PER_GROUP}", False),
    "a vector for a matrix": Fault("inputs.similarity", [1, 2], f"[0]: a number {LIST}"),
    "an asymmetric matrix": Fault(
        "inputs.similarity",
        [[1, 2], [2.000001, 1]],
        f": {ASYMMETRIC} 2.000001, [0][1] is 2; give a symmetric matrix",
        False,
    ),
    "an asymmetry between texts is never rounding": Fault(
        "inputs.inconsistency",
        [[1, "0.1"], ["0.10000000000000001", 1]],
        f": {ASYMMETRIC} '0.10000000000000001', [0][1] is '0.1'; give a symmetric matrix",
        False,
    ),
}

CANONICAL_FAULTS = {
    "no b": Fault("b", ..., ": missing; a canonical game has a list b of one number per group"),
    "no H": Fault("H", ..., ": missing; a canonical game has a symmetric matrix H, one row per group"),
    "no agents": Fault("agents", ..., ": missing; say how many agents there are: agents = 8"),
    "an asymmetric H": Fault("H", [[1, 2], [3, 1]], f": {ASYMMETRIC} 3, [0][1] is 2; give a symmetric matrix", False),
    "a small letter": Fault("h", [], f": unknown key; {TOP_KEYS}"),
}


def refusal(tree: Tree) -> str:
    with pytest.raises(InputError) as caught:
        parse_game(json.dumps(tree), format="json", file="game.json")
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.file == "game.json"
    assert caught.value.key
    assert caught.value.remedy
    return str(caught.value)


def test_the_starting_points_are_valid() -> None:
    for tree, kind in ((alignment_tree(), "alignment"), (canonical_tree(), "canonical")):
        assert parse_game(json.dumps(tree)).kind == kind
        assert VALIDATOR.is_valid(tree)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_in_an_alignment_game(fault: Fault) -> None:
    tree = changed(alignment_tree(), fault.path, fault.value)
    assert refusal(tree) == f"game.json: {fault.path}{fault.message}"
    assert VALIDATOR.is_valid(tree) is not fault.schema_refuses


@pytest.mark.parametrize("fault", CANONICAL_FAULTS.values(), ids=CANONICAL_FAULTS)
def test_a_fault_in_a_canonical_game(fault: Fault) -> None:
    tree = changed(canonical_tree(), fault.path, fault.value)
    assert refusal(tree) == f"game.json: {fault.path}{fault.message}"
    assert VALIDATOR.is_valid(tree) is not fault.schema_refuses


def test_faults_whose_place_is_another_key() -> None:
    alone = changed(canonical_tree(), "agents", 1)
    assert refusal(alone) == "game.json: K: K is not 0 although there is one agent; leave K out, or have 2 agents"
    beside = changed(canonical_tree(), "diversity", "distance")
    assert refusal(beside).startswith("game.json: b: stands beside diversity; ")


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("a\nb\u2028" + "x" * 100, "'a\\nb\\u2028" + "x" * 36 + "'…"),
        ("", "''"),
        ("dotted.key", "'dotted.key'"),
        ("\ud800", "'\\ud800'"),
        ("clé", "'clé'"),
    ],
)
def test_a_hostile_key_stays_on_one_line(key: str, shown: str) -> None:
    tree = alignment_tree()
    tree["inputs"][key] = 1
    assert refusal(tree) == f"game.json: inputs.{shown}: unknown key; {INPUT_KEYS}"


def test_what_may_be_left_out() -> None:
    tree = canonical_tree()
    del tree["K"], tree["groups"]
    assert VALIDATOR.is_valid(tree)
    assert parse_game(json.dumps(tree)) == Game.from_canonical([1, 0], [[2, 0], [0, 2]], agents=3)
    tree = changed(alignment_tree(), "coefficients.diversity", "0/7")
    for key in ("name", "diversity", "floor"):
        del tree[key]
    del tree["inputs"]["similarity"]
    assert VALIDATOR.is_valid(tree)
    game = parse_game(json.dumps(tree))
    assert (game.name, game.diversity, str(game.threshold)) == ("", "similarity", "1/100")


@pytest.mark.parametrize("number", ["-0", "-0.0e5", "+1.", ".5", "1e-4000", "+3/06", "-0/3", "007"])
def test_texts_that_are_numbers(number: str) -> None:
    tree = changed(alignment_tree(), "coefficients.attractiveness", number)
    assert VALIDATOR.is_valid(tree)
    assert parse_game(json.dumps(tree)).coefficients["attractiveness"] >= 0

"""Texts that are no TOML or JSON, or are meant to hurt, and what a person is told about them."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from nashsym.errors import InputError
from nashsym.gamefile import parse_game, template
from tests.gamefile.valid import alignment_tree, canonical_tree

HEAD = 'groups = ["a"]\nagents = 1\n'
EMPTY = "the file is empty; `nashsym init` writes a game to start from"
DEEP = "the file is nested deeper than the cap of 32; see `nashsym init`"
INVALID = "correct that line"
PYTHON = "(4300 unless set otherwise)"
TWICE = "keep one of the two"
ROUND = "digits, the cap is 10000; round it"
EXPONENT = "exceeds the cap of ±4000; rescale the inputs"

TEXTS: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", EMPTY),
    "blank": (" \n\t\r\n", EMPTY),
    "only a mark": (b"\xef\xbb\xbf", EMPTY),
    "not UTF-8": (b'name = "caf\xe9"', "byte 0xe9 at offset 11 is not UTF-8; save the file as UTF-8"),
    "UTF-16": ("name = 1".encode("utf-16"), "the text is UTF-16; save the file as UTF-8"),
    "no value": ("agents = 1\nname = \nfloor = 1", f"not valid TOML at line 2, column 8: Invalid value; {INVALID}"),
    "a hostile line": (
        "name = 'a\x01'",
        f"not valid TOML at line 1, column 10: Found invalid character '\\x01'; {INVALID}",
    ),
    "a key twice": ("agents = 1\nagents = 2\n#", f"a key or table appears twice at line 2, column 11; {TWICE}"),
    "a table twice": ("[inputs]\n[inputs]\n", f"a key or table appears twice at line 2, column 8; {TWICE}"),
    "a date": (
        HEAD + "floor = 1979-05-27\nb = [1]\nH = [[1]]",
        "floor: a date or time stands where a number is expected; write a number",
    ),
    "an infinity": (
        HEAD + "b = [-inf]\nH = [[1]]",
        "b[0]: -Infinity is not a finite number; write a finite number",
    ),
    "nan": (HEAD + "b = [nan]\nH = [[1]]", "b[0]: NaN is not a finite number; write a finite number"),
    "a boolean": (
        HEAD + "b = [true]\nH = [[1]]",
        "b[0]: a boolean (True) stands where a number is expected; write a number",
    ),
    "a long whole number in TOML": (
        HEAD + f"b = [{'9' * 5000}]\nH = [[1]]",
        f"a whole number in line 3 has more digits than Python's TOML reader takes {PYTHON}; write it in quotes",
    ),
    "a long hexadecimal number": (
        HEAD + f"b = [0x{'f' * 9000}]\nH = [[1]]",
        "b[0]: the number has more digits than the cap of 10000; round it",
    ),
    "hexadecimal agents": (
        f'groups = ["a"]\nagents = 0x1{"0" * 9000}\nb = [1]\nH = [[1]]',
        # 16^9000 begins with these digits.
        "agents: 1201832387312392683692019806383679223521… agents; write an integer from 1 to 1000000000000",
    ),
    "a comma missing": (
        '{"agents": 1\n "groups": []}',
        f"not valid JSON at line 2, column 2: Expecting ',' delimiter; {INVALID}",
    ),
    "cut short": ('{"agents": 1', f"not valid JSON at line 1, column 13: Expecting ',' delimiter; {INVALID}"),
    "and more": ('{"agents": 1} x', f"not valid JSON at line 1, column 15: Extra data; {INVALID}"),
    "a control character": (
        '{"name": "a\nb"}',
        f"not valid JSON at line 1, column 12: Invalid control character at; {INVALID}",
    ),
    "a JSON key twice": ('{"agents": 1, "agents": 1}', f"agents: the key appears twice; {TWICE}"),
    "a deep JSON key twice": (
        json.dumps(alignment_tree()).replace('"consistency"', '"attractiveness": 1, "consistency"'),
        f"coefficients.attractiveness: the key appears twice; {TWICE}",
    ),
    "a JSON nan": ('{"agents": 1, "b": [NaN], "H": 1}', "b[0]: NaN is not a finite number; write a finite number"),
    "a JSON infinity": (
        '{"agents": 1, "b": [-Infinity], "H": [[1]]}',
        "b[0]: -Infinity is not a finite number; write a finite number",
    ),
    "a large exponent": ('{"agents": 1, "b": [1e4001], "H": [[1]]}', f"b[0]: the exponent 4001 {EXPONENT}"),
    "a large exponent below 0": (HEAD + "b = [1e-0004001]\nH = 1", f"b[0]: the exponent -0004001 {EXPONENT}"),
    "an enormous exponent": (
        '{"agents": 1, "b": [1e-99999999999999999999], "H": [[1]]}',
        f"b[0]: the exponent -99999999999… {EXPONENT}",
    ),
    "an enormous exponent in TOML": (
        HEAD + "b = [1.0e+9_999_999_999]\nH = [[1]]",
        f"b[0]: the exponent +9999999999 {EXPONENT}",
    ),
    "a long whole number in JSON": (
        f'{{"agents": 1, "b": [{"9" * 10_001}], "H": [[1]]}}',
        f"b[0]: the number has 10001 {ROUND}",
    ),
    "a long decimal": (HEAD + f"b = [0.{'9' * 10_000}]\nH = [[1]]", f"b[0]: the number has 10001 {ROUND}"),
    "a longer decimal": (HEAD + f"b = [0.{'9' * 99_999}]\nH = [[1]]", f"b[0]: the number has 100001 {ROUND}"),
    "a huge number as a name": (
        '{"agents": 1, "name": 1e99999, "b": [1], "H": [[1]]}',
        "name: the number '1e99999' stands where a text is expected; quote it",
    ),
    "a huge number as a group": (
        '{"agents": 1, "groups": [1e99999], "b": [1], "H": [[1]]}',
        "groups[0]: the number '1e99999' stands where a text is expected; quote it",
    ),
    "nested JSON": ('{"b": ' + "[" * 40 + "]" * 40 + "}", DEEP),
    "nested JSON without end": ('{"b": ' + "[" * 10_000, DEEP),
    "nested TOML": ("b = " + "[" * 10_000, DEEP),
    "nested TOML tables": ("b = " + "{a=" * 10_000, DEEP),
    "a long dotted key": ("a." * 100_000 + "b = 1", DEEP),
    "a long dotted table": ("[" + "'a' . " * 9_000 + "b]", DEEP),
    "too many lists": (
        '{"b": [' + "[]," * 50_000 + "[]]}",
        "the file has 50003 lists and tables; at most 15030 are accepted, as many as 5000 groups need",
    ),
    "a list at the top": (
        "[1, 2]",
        "not valid TOML at line 1, column 3: Expected ']' at the end of a table declaration; correct that line",
    ),
}


def refusal(text: str | bytes, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        parse_game(text, file="game", **options)
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.remedy
    return str(caught.value)


@pytest.mark.parametrize(("text", "message"), TEXTS.values(), ids=TEXTS)
def test_what_is_said(text: str | bytes, message: str) -> None:
    assert refusal(text) == f"game: {message}"


@pytest.mark.parametrize("text", ["[]", "3", '"text"', "null", "NaN", "1e99999"])
def test_json_that_is_no_object(text: str) -> None:
    message = refusal(text, format="json")
    assert message.startswith("game: the file is ")
    assert message.endswith(", not a table of keys; see `nashsym init`")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('"' * 300_001, "toml"),
        ("'" * 300_001, "toml"),
        ('x = "' + '\\"' * 150_000, "toml"),
        ('x = """' + '\\"' * 150_000, "toml"),
        ('x = """' + '""a' * 100_000, "toml"),
        ("x = '''" + "''a" * 100_000, "toml"),
        ("a" * 300_000, "toml"),
        ("a . " * 31 + "a\n" * 100_000, "toml"),
        ("#" * 300_000, "toml"),
        ("\n" * 300_000 + "x", "toml"),
        ('{"' + '\\"' * 150_000, "json"),
        ("{" + '"\\' * 150_000, "json"),
        ("{" + "9" * 300_000, "json"),
        ('{"a": ' + "9" * 300_000 + "}", "json"),
        ('{"a": 1e' + "9" * 300_000 + "}", "json"),
        ('{"' + "a" * 300_000 + '": 1}', "json"),
    ],
    ids=lambda value: None if value in ("toml", "json") else ascii(value[:8]),
)
def test_long_hostile_texts_take_no_more_than_linear_time(text: str, form: Any) -> None:
    """What takes quadratic time would hold the suite for minutes; no clock is read."""
    assert len(refusal(text, format=form)) < 300


def test_the_words_of_a_parser_are_kept_on_one_short_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those of a later version, which may quote the file."""

    def complain(*_: object, **__: object) -> None:
        raise tomllib.TOMLDecodeError("no\nline\u2028 " + "x" * 1000 + " (at line 7, column 1)")

    monkeypatch.setattr(tomllib, "loads", complain)
    shown = "no\\nline\\u2028 " + "x" * 151 + "…"
    assert refusal("a = 1") == f"game: not valid TOML at line 7, column 1: {shown}; correct that line"


def test_brackets_in_texts_and_comments_do_not_count() -> None:
    deep = "[" * 100
    assert parse_game(json.dumps(alignment_tree() | {"name": deep + '"\\'})).name == deep + '"\\'
    text = template().replace('"three groups"', f"'''{deep}'''", 1)
    assert parse_game(f"# {deep}\n{text}").name == deep
    assert parse_game(f"# it's\n{text}").name == deep
    dotted = "a." * 50
    assert parse_game(template().replace('"three groups"', f'"{dotted}"', 1)).name == dotted


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("text", [template(), json.dumps(alignment_tree())], ids=["toml", "json"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_editors_on_windows_write_is_read(mark: str, text: str, newline: str) -> None:
    written = mark + text.replace("\n", newline)
    assert parse_game(written) == parse_game(written.encode()) == parse_game(text)


def test_numbers_are_read_as_written() -> None:
    """Neither binary floats nor Python's limit of 4,300 digits come between."""
    third = "0." + "3" * 9_000
    text = json.dumps(canonical_tree()).replace("[1, 0]", f"[{third}, 0.1]", 1).replace("[[2", f"[[{'7' * 9_000}")
    game = parse_game(text)
    assert game.inputs["b"][0] * 10**9_000 == (10**9_000 - 1) // 3
    assert str(game.inputs["b"][1]) == "1/10"
    assert game.inputs["H"][0][0] == 7 * (10**9_000 - 1) // 9
    assert game.numbers == "decimal"
    toml = parse_game(f'agents = 1_0\nb = [1_000.5_0, 0x1F]\nH = [[1e-400, {third}], [{third}, "{"7" * 9_000}"]]')
    assert [str(number) for number in toml.inputs["b"]] == ["2001/2", "31"]
    assert toml.inputs["H"][1][1] == 7 * (10**9_000 - 1) // 9


def test_rounding_of_written_floats_is_repaired_and_said() -> None:
    tree = alignment_tree()
    tree["inputs"]["similarity"] = [[1, 0.1 + 0.2], [0.3, 1]]
    game = parse_game(json.dumps(tree))
    (note,) = game.notes
    assert note.startswith("inputs.similarity: one pair of entries differed from the transpose by at most 4 units in ")
    assert str(game.inputs["similarity"][0][1]) == "15000000000000001/50000000000000000"

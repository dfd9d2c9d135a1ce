"""Sentences: references are found, names are marked, nothing garbles the text around a name."""

from __future__ import annotations

from nashsym.reports.text import Group, Theorem, cut, joined, named, plain, sentence, shown_name
from tests.reports.regimes import HOSTILE_NAMES


def test_references_to_theorems() -> None:
    assert sentence("by T3 and T19, not T20 or AT3") == (
        "by ",
        Theorem("T3"),
        " and ",
        Theorem("T19"),
        ", not T20 or AT3",
    )


def test_a_group_that_is_called_like_a_theorem_stays_a_group() -> None:
    assert sentence(Group("T3"), " is left out") == (Group("T3"), " is left out")


def test_lists() -> None:
    assert plain(joined(["a"])) == "a"
    assert plain(joined(["a", "b"])) == "a and b"
    assert plain(joined(["a", "b", "c", "d", "e"])) == "a, b, c, d and e"
    assert plain(joined(["a", "b", "c", "d", "e", "f"])) == "a, b, c, d and 2 more"
    assert plain(named([("a", "1%"), ("b", "2%"), ("c", "3%")])) == "a (1%), b (2%) and c (3%)"
    assert plain(named([(name, "1%") for name in "abcdefg"])) == "a (1%), b (1%), c (1%), d (1%) and 3 more"


def test_no_name_changes_the_direction_of_what_surrounds_it() -> None:
    for name in HOSTILE_NAMES:
        shown = shown_name(name)
        assert shown_name(shown) == shown
        assert not any(character in shown for character in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f")


def test_joiners_stay() -> None:
    assert shown_name("👩\u200d👧") == "👩\u200d👧"


def test_cutting() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert cut("保守派", 6) == "保守派"
    assert cut("保守派の", 6) == "保守…"

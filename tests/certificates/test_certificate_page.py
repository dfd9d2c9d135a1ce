"""The reference page of the format says what the checker does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import nashsym.certificates.verify as checker

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "certificate.md").read_text(encoding="utf-8")
CLAIMS = PAGE[PAGE.index("## The claims") : PAGE.index("## Anchored games")]
ANCHORED = PAGE[PAGE.index("## Anchored games") : PAGE.index("## Limits")]


@pytest.mark.parametrize("kind", sorted(checker.CLAIMS))
def test_every_claim_has_its_row_and_its_proof(kind: str) -> None:
    row = next(line for line in CLAIMS.splitlines() if line.startswith("| `") and f"`{kind}`" in line.split(" | ")[0])
    head = row.split(" | ")[0]
    mark = head.split(f"`{kind}`")[1].split(",")[0]
    keys, _, rests, marks, _ = checker.CLAIMS[kind]
    assert ("¹" in mark) == ("1" in marks)
    assert ("ᵗ" in mark) == ("t" in marks)
    assert ("ᵃ" in mark) == ("a" in marks)
    assert all(f"`{key}`" in row for key in (*keys.split(), *rests.split()))
    paragraph = next(part for part in CLAIMS.split("\n**")[1:] if kind in part.split("**")[0])
    assert "*Why" in paragraph or kind in ("not-unique-homogeneous", "not-unique", "regret")


@pytest.mark.parametrize("kind", sorted(kind for kind, row in checker.CLAIMS.items() if "a" in row[3]))
def test_every_claim_about_anchored_games_has_its_proof(kind: str) -> None:
    paragraph = next(part for part in ANCHORED.split("\n**")[1:] if kind in part.split("**")[0].rstrip(".").split(", "))
    assert "*Why" in paragraph or kind in ("regret", "excluded", "included")


def test_the_places_of_logarithms() -> None:
    raised = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    assert f"2{str(checker.BITS).translate(raised)} log(p/q)" in ANCHORED
    assert f"2⁻{str(checker.PLACES).translate(raised)}" in ANCHORED


def test_limits() -> None:
    limits = PAGE[PAGE.index("## Limits") : PAGE.index("## The verdict")]
    for value in (
        checker.MAX_VALUES,
        checker.MAX_DIGITS,
        checker.MAX_GROUPS,
        checker.MAX_EXPONENT,
        checker.MAX_NESTING,
    ):
        assert re.search(rf"\b{value:,}\b", limits)
    assert (checker.MAX_BYTES, checker.MAX_AGENTS) == (256 * 2**20, 10**12)
    assert (checker.MAX_BITS, checker.MAX_WORK) == (2**30, 2 * 10**11)
    assert all(text in limits for text in ("256 MiB", "10¹²", "2³⁰", "2·10¹¹"))

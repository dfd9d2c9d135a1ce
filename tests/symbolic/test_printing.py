"""Text that can be read and pasted; LaTeX that balances, whatever the groups are called."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sympy

from nashsym import Game, anes96_game, derive
from nashsym.symbolic.printing import latex_text
from tests.symbolic.draws import game
from tests.symbolic.never_seen import Entropy, Loyalty

HOSTILE = [r"\input{/etc/passwd}", "50% & more_{x", "$#^~<>|\"'", "}{", r"\end{align*}", "naïve 群 {0} {}"]


def hostile_game() -> Game:
    size = len(HOSTILE)
    eye = [[int(d == e) for e in range(size)] for d in range(size)]
    return Game.alignment(HOSTILE, 3, [1] * size, eye, eye)


def derivations() -> list[Any]:
    return [
        *(derive(groups=groups) for groups in (1, 2, 3, 5)),
        derive(groups="D"),
        derive(groups=3, terms=(Loyalty, Entropy)),
        derive(hostile_game()),
        derive(anes96_game(), free=["diversity"]),
        derive(game(0, 3, "distance"), free=["consistency", "attractiveness"]),
    ]


@pytest.mark.parametrize("derivation", derivations())
def test_latex_balances(derivation: Any) -> None:
    """Braces, brackets, displays; no empty row; nothing that only text mode or only mathematics knows."""
    latex = derivation.latex()
    bare = re.sub(r"\\[{}\\%&#_$]", "", latex)
    depth = 0
    for character in bare:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    displays = re.findall(r"\\begin\{align\*\}\n(.*?)\n\\end\{align\*\}", latex, re.DOTALL)
    assert len(displays) == latex.count(r"\begin{") == latex.count(r"\end{")
    for display in displays:
        rows = display.split(" \\\\\n")
        assert all(row.strip() and row.count("&") == 1 for row in rows)
        assert display.count("(") == display.count(")")
        for row in rows:
            inside = re.sub(r"\\[{}]", "", row)
            assert inside.count("{") == inside.count("}")
        assert display.isascii()
    outside = re.sub(r"\\begin\{align\*\}.*?\\end\{align\*\}", "", latex, flags=re.DOTALL)
    outside = re.sub(r"\\[{}%&#_$]", "", outside)
    assert not set(outside) & set('$&#%^_~<>|"')
    assert set(re.findall(r"\\[a-z]+", outside)) <= {
        r"\paragraph", r"\textbackslash", r"\textasciicircum", r"\textasciitilde", r"\textless", r"\textgreater",
        r"\textbar", r"\textquotedbl",
    }  # fmt: skip


def test_hostile_names_stand_in_text_as_they_are_and_in_latex_escaped() -> None:
    derivation = derive(hostile_game())
    text, latex = " ".join(derivation.text().split()), derivation.latex()
    for name in HOSTILE:
        assert name in text
        assert latex_text(name) in latex
    assert r"\input" not in latex
    assert latex.count(r"\end{align*}") == latex.count(r"\begin{align*}")


@pytest.mark.parametrize("derivation", derivations())
def test_text_keeps_to_the_width_of_a_page(derivation: Any) -> None:
    lines = derivation.text().splitlines()
    assert max(map(len, lines)) <= 135
    assert not any(line != line.rstrip() for line in lines)


@pytest.mark.parametrize("groups", [2, 3, 5])
def test_each_formula_of_the_text_is_read_back_as_it_was(groups: int) -> None:
    """Pasted into Python, with its lines joined: parsed here by SymPy's own parser."""
    derivation = derive(groups=groups)
    joined = re.sub(r"\n {8}", " ", derivation.text())
    closed = derivation.closed_form
    names = {str(symbol): symbol for value in closed.substitution.values() for symbol in value.free_symbols}
    found = dict(re.findall(r"^    (\w+) = (.*)$", joined, re.MULTILINE))
    for name, value in closed.substitution.items():
        assert sympy.parse_expr(found[str(name)], local_dict=names) == value


def test_latex_text_escapes_each_special_character() -> None:
    assert latex_text("a_b & 50% {x} ~^\\#$") == (
        r"a\_b \& 50\% \{x\} \textasciitilde{}\textasciicircum{}\textbackslash{}\#\$"
    )


def test_what_d_five_prints_stays_readable() -> None:
    """It was 924,000 characters when every quotient was multiplied out."""
    assert len(derive(groups=5).text()) < 30_000

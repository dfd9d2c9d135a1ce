"""Each regime is told as what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

EXPECTED = {
    "interior": ["The agents serve all 3 groups", "Nobody: every group has at least the floor"],
    "below the floor": ["The agents serve 1 of 2 groups and keep **left** below the floor", "| below the floor |"],
    "on the edge": [
        "and leave out **left**",
        "exactly what the groups served bring",
        "T7 needs strict complementarity",
    ],
    "continuum": [
        "A polytope of dimension 1",
        "| **group 1** | 0 | 0.8 | depends |",
        "| **group 3** | 0.2 | 0.2 | served |",
    ],
    "several": [
        "Who is served depends on the equilibrium",
        "There are 7 equilibria in which all agents act alike",
        "### Equilibrium 7: boundary",
        "the rest of this report is about the first",
        "There is none: M is not ⪰ 0 on T",
    ],
    "none": ["There is no equilibrium in which all agents act alike", "H is not ⪰ 0 on T"],
    "undecided": ["No equilibrium is known", "| Equilibrium | not known |"],
    "one group": ["The agents serve the one group that there is"],
    "one agent": ["The agent serves", "a single agent's equilibrium is its optimum"],
    "distance": ["acting alike they have no distance to be rewarded for"],
    "niches": ["### An equilibrium in which agents differ", "in which agents specialise (T6)"],
    "K not symmetric": ["There is none: K is not symmetric"],
    "fifty groups": ["the 12 groups with the most weight", "has the weights of all 50", "has the diagonal"],
}


@pytest.mark.parametrize("regime", EXPECTED)
def test_the_regime_is_told(regime: str, built: Callable[[str], Path]) -> None:
    text = (built(regime) / "report.md").read_text(encoding="utf-8")
    for sentence in EXPECTED[regime]:
        assert sentence in text


@pytest.mark.parametrize("regime", ["none", "undecided"])
def test_without_an_equilibrium_nobody_is_said_to_be_left_out(regime: str, built: Callable[[str], Path]) -> None:
    text = (built(regime) / "report.md").read_text(encoding="utf-8")
    assert "Who is left out" not in text
    assert "Exact weights" not in text

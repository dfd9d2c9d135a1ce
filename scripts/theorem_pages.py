"""Write what the theorems' pages take from the ledger: statement, hypotheses with what breaks without each, places.

Run ``python -m scripts.theorem_pages`` to write it anew; ``tests/test_theorem_pages.py`` holds the pages against it.
Between ``<!-- from the ledger: NAME -->`` and ``<!-- end -->`` stands what this writes; the rest of a page is prose by
hand, and what its commands print is ``scripts/pages.py``'s.
"""

from __future__ import annotations

import re
from pathlib import Path

from nashsym.theorems import THEOREMS, Counterexample, Theorem
from nashsym.theorems.ledger import game_text, page_of
from nashsym.theorems.wording import number

ROOT = Path(__file__).resolve().parent.parent
OVERVIEW = ROOT / "docs" / "reference" / "theorems.md"
_PART = re.compile(r"(<!-- from the ledger: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def refreshed(theorem: Theorem, page: str) -> str:
    """Give the text of a theorem's page with the parts from the ledger written anew."""
    parts = {"statement": _statement, "hypotheses": _hypotheses, "places": _places}
    return _PART.sub(lambda found: found[1] + parts[found[2]](theorem) + found[3], page)


def refreshed_overview(page: str) -> str:
    """Give the text of the overview with its table written anew."""
    rows = ["| | theorem | holds under | says |", "| --- | --- | --- | --- |"]
    for theorem in THEOREMS:
        link = f"[{theorem.title}]({page_of(theorem).removeprefix('docs/reference/')})"
        under = "; ".join(theorem.hypotheses) or "nothing"
        rows.append(f"| {theorem.name} | {link} | {_cell(under)} | {_cell(theorem.statement)} |")
    table = "\n".join(rows) + "\n"
    return _PART.sub(lambda found: found[1] + table + found[3], page)


def _statement(theorem: Theorem) -> str:
    said = f"> {theorem.statement}\n"
    return said if theorem.anchored is None else f"{said}>\n> {theorem.anchored.statement}\n"


def _hypotheses(theorem: Theorem) -> str:
    if not theorem.hypotheses:
        return "Nothing: it holds for every game of quadratic utilities.\n"
    reasons = dict(theorem.not_needed)
    lines = ["| hypothesis | without it | for instance |", "| --- | --- | --- |"]
    for hypothesis in theorem.hypotheses:
        if hypothesis in reasons:
            lines.append(f"| {_cell(hypothesis)} | not needed: {_cell(reasons[hypothesis])} | |")
        lines += [_row(each) for each in theorem.counterexamples if each.hypothesis == hypothesis]
    lines += [_row(each, "for a part of it: ") for each in theorem.further]
    return "\n".join(lines) + "\n"


def _row(counterexample: Counterexample, before: str = "") -> str:
    game = game_text(counterexample.game())
    if counterexample.radius is not None:
        game += f", known up to {number(counterexample.radius)}"
    return f"| {before}{_cell(counterexample.hypothesis)} | {_cell(counterexample.says)} | `{game}` |"


def _places(theorem: Theorem) -> str:
    derived = f"[{theorem.proof}](../../../{theorem.proof})"
    checked = theorem.machine_proof or "none yet"
    uses = ", ".join(f"`{name}`" for name in theorem.uses)
    laws = ", ".join(f"`{name}`" for name in theorem.laws)
    return (
        f"Derivation, each step checked by computer algebra: {derived}, printed by `python -m proofs {theorem.name}`. "
        f"Proof checked by a proof assistant: {checked}. Used by {uses}. "
        f"Any game and any solver can be held to it: {laws} in "
        f"[`check_all_laws`](../../how-to/test-your-estimator.md#test-the-game-that-comes-out).\n"
    )


def _cell(text: str) -> str:
    """Write plain text so that it stays in its cell of a table."""
    return text.replace("|", "\\|")


if __name__ == "__main__":
    OVERVIEW.write_text(refreshed_overview(OVERVIEW.read_text(encoding="utf-8")), encoding="utf-8")
    for each in THEOREMS:
        path = ROOT / page_of(each)
        path.write_text(refreshed(each, path.read_text(encoding="utf-8")), encoding="utf-8")

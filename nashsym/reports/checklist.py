"""The findings of `check` as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from nashsym.theorems.finding import Finding

__all__ = ["findings_text"]

_WIDTH = 110
_WORD = {"yes": "holds", "no": "does not hold", "undecided": "undecided"}


def findings_text(findings: Sequence[Finding]) -> str:
    """Return a block per theorem: whether it applies, each hypothesis with what is behind its verdict, what follows."""
    blocks = []
    for finding in findings:
        lines = [f"{finding.theorem:<4}{finding.title}: {_WORD[finding.holds]}"]
        for hypothesis in finding.hypotheses:
            lines += _hanging(f"{hypothesis.verdict:<10}", f"{hypothesis.text} ({hypothesis.quantity})")
        lines += _hanging("so        ", finding.conclusion)
        for name, text in finding.quantities:
            lines += _hanging("          ", f"{name}: {text}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _hanging(label: str, text: str) -> list[str]:
    """Return the text wrapped, with the label before its first line."""
    first, *rest = wrap(text, _WIDTH - 4 - len(label)) or [""]
    return [f"    {label}{first}", *(f"    {'':{len(label)}}{line}" for line in rest)]

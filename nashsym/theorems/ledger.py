"""The ledger of the theorems as text: what each says and needs, why it needs it, and what rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from textwrap import wrap
from typing import Any, Final

from nashsym.game import Game
from nashsym.theorems.counterexample import Counterexample
from nashsym.theorems.theorem import Theorem
from nashsym.theorems.wording import number

__all__ = ["entry_text", "game_text", "ledger_text", "page_of"]

_WIDTH: Final = 118
_HEADINGS: Final = ("", "theorem", "holds under", "derivation", "machine proof", "used by")
_COLUMNS: Final = (4, 20, 34, 24, 8, 28)
_NONE_YET: Final = "none yet"


def page_of(theorem: Theorem) -> str:
    """Return the path of the theorem's page, from the project's root."""
    return f"docs/reference/theorems/{PurePosixPath(theorem.proof).stem.replace('_', '-')}.md"


def game_text(game: Game) -> str:
    """Write a small game in a line: its numbers exactly, matrices row by row."""
    if game.kind == "alignment":
        inputs, weights = game.inputs, game.coefficients
        listed = ", ".join(number(weights[name]) for name in ("attractiveness", "consistency", "diversity"))
        return (
            f"{game.diversity} form, N = {game.agents}, a = {_numbers(inputs['attractiveness'])}, "
            f"C = {_rows(inputs['inconsistency'])}, S = {_rows(inputs['similarity'])}, λ = ({listed})"
        )
    b, H, K = (game.inputs[name] for name in ("b", "H", "K"))
    return f"N = {game.agents}, b = {_numbers(b)}, H = {_rows(H)}, K = {_rows(K)}"


def _numbers(values: Any) -> str:
    return "(" + ", ".join(number(value) for value in values) + ")"


def _rows(matrix: Any) -> str:
    return "[" + "; ".join(" ".join(number(value) for value in row) for row in matrix) + "]"


def ledger_text(theorems: Sequence[Theorem]) -> str:
    """Return the table of theorems: name and title, hypotheses, derivation, machine proof, modules that rely on it."""
    lines = [*_row([(heading,) for heading in _HEADINGS]), "  ".join("─" * width for width in _COLUMNS)]
    for theorem in theorems:
        modules = dict.fromkeys(".".join(name.split(".")[1:3]) for name in theorem.uses)
        proofs = (PurePosixPath(theorem.proof).stem,), (theorem.machine_proof or _NONE_YET,)
        lines += _row(((theorem.name,), (theorem.title,), theorem.hypotheses or ("nothing",), *proofs, tuple(modules)))
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of one row, each item of a cell wrapped within its column."""
    parts = [
        [line for item in cell for line in wrap(item, width, subsequent_indent="  " if len(cell) > 1 else "")]
        for cell, width in zip(cells, _COLUMNS, strict=True)
    ]
    height = max(len(part) for part in parts)
    padded = [part + [""] * (height - len(part)) for part in parts]
    return [
        "  ".join(f"{text:<{width}}" for text, width in zip(line, _COLUMNS, strict=True)).rstrip()
        for line in zip(*padded, strict=True)
    ]


def entry_text(theorem: Theorem) -> str:
    """Return everything about one theorem."""
    lines = [f"{theorem.name}  {theorem.title}", *_block(theorem.statement)]
    lines += [] if theorem.anchored is None else _block(theorem.anchored.statement)
    lines.append("")
    lines.append(
        "Holds under" if theorem.hypotheses else "Holds for every game whose utility is quadratic: it needs nothing."
    )
    reasons = dict(theorem.not_needed)
    for hypothesis in theorem.hypotheses:
        lines += _hanging("  • ", hypothesis)
        if hypothesis in reasons:
            lines += _hanging("    not needed: ", reasons[hypothesis])
        for counterexample in theorem.counterexamples:
            if counterexample.hypothesis == hypothesis:
                lines += _without(counterexample)
    lines += ["", "and, for a part of the statement,"] if theorem.further else []
    for counterexample in theorem.further:
        lines += [*_hanging("  • ", counterexample.hypothesis), *_without(counterexample)]
    lines += ["", f"Derivation     {theorem.proof}", f"Machine proof  {theorem.machine_proof or _NONE_YET}"]
    lines += _hanging("Used by        ", ", ".join(theorem.uses))
    lines += _hanging("Laws           ", f"{', '.join(theorem.laws)} (nashsym.testing)")
    lines.append(f"Page           {page_of(theorem)}")
    return "\n".join(lines) + "\n"


def _without(counterexample: Counterexample) -> list[str]:
    """Return the lines on what goes wrong without a hypothesis, and on which game."""
    known = "" if counterexample.radius is None else f"; b and M known up to {number(counterexample.radius)}"
    game = f"({game_text(counterexample.game())}{known})"
    return [*_hanging("    without it: ", counterexample.says), *_hanging("                ", game)]


def _block(text: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="    ")


def _hanging(label: str, text: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent=label, subsequent_indent=" " * len(label), break_long_words=False)

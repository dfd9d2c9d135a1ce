"""Sections of a derivation as text and as LaTeX, with long sums broken into lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from nashsym.symbolic.sections import Equation, Line, Section, Sentence

__all__ = ["latex_of", "latex_text", "text_of"]

#: Characters in a line of text.
_WIDTH: Final = 120
#: Signs in a row of a display: about what fits into a line of a page.
_LATEX_WIDTH: Final = 75
_SIGNS: Final = {">": ">", ">=": r"\ge"}
_ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    '"': r"\textquotedbl{}",
    "|": r"\textbar{}",
}


def latex_text(text: str) -> str:
    """Escape a user's text for LaTeX: no character of it is read as a command."""
    return "".join(_ESCAPES.get(character, character) for character in text)


def text_of(sections: Iterable[Section]) -> str:
    """Return the sections as plain text in SymPy's notation: each formula can be pasted into Python."""
    blocks = [section.title + "\n" + "\n".join(map(_text_line, section.lines)) for section in sections]
    return "\n\n".join(blocks) + "\n"


def latex_of(sections: Iterable[Section]) -> str:
    """Return the sections as LaTeX for a document that uses amsmath: a paragraph and aligned displays each."""
    return "\n\n".join(map(_latex_section, sections)) + "\n"


def _text_line(line: Line) -> str:
    from nashsym.symbolic.printers import plain

    if isinstance(line, Sentence):
        return _broken("    " + line.text.format(*line.names), re.compile(r"(?<=\S) (?=\S)"), _WIDTH, "\n    ")
    left, sign, right = (
        (line.left, "=", line.right) if isinstance(line, Equation) else (line.lhs, line.rel_op, line.rhs)
    )
    return _broken(f"    {plain(left)} {sign} {plain(right)}", re.compile(r" (?=[+-] )"), _WIDTH, "\n        ")


def _broken(text: str, places: re.Pattern[str], width: int, joint: str) -> str:
    """Break a text at some of the places, so that lines are no longer than the width where the places allow it."""
    lines, start, last = [], 0, None
    for place in places.finditer(text):
        if place.start() - start > width and last is not None:
            lines.append(text[start : last.start()])
            start = last.end()
        last = place
    if last is not None and len(text) - start > width and last.start() > start:
        lines.append(text[start : last.start()])
        start = last.end()
    return joint.join([*lines, text[start:]])


def _latex_section(section: Section) -> str:
    parts: list[str] = [rf"\paragraph{{{latex_text(section.title)}}}"]
    rows: list[str] = []
    for line in section.lines:
        if isinstance(line, Sentence):
            parts += [_display(rows), latex_text(line.text).replace(r"\{\}", "{}").format(*map(latex_text, line.names))]
            rows = []
        else:
            rows.append(_latex_row(line))
    return "\n".join(part for part in [*parts, _display(rows)] if part)


def _display(rows: list[str]) -> str:
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}" if rows else ""


def _latex_row(line: Any) -> str:
    from nashsym.symbolic.printers import typeset

    if isinstance(line, Equation):
        left, sign, right = line.left, "=", line.right
    else:
        left, sign, right = line.lhs, _SIGNS[line.rel_op], line.rhs
    shown, value = typeset(left), typeset(right)
    if _signs(shown) > _LATEX_WIDTH:  # an inequality with a long left side
        return "& " + _rows(f"{shown} {sign} {value}")
    return f"{shown} &{sign} {_rows(value)}"


def _rows(source: str) -> str:
    r"""Break a formula before a plus or minus that stands in no braces."""
    rows, start, last, depth = [], 0, 0, 0
    for place, character in enumerate(source):
        depth += (character == "{") - (character == "}")
        if depth == 0 and source[place : place + 3] in (" + ", " - "):
            if last > start and _signs(source[start:place]) > _LATEX_WIDTH:
                rows.append(source[start:last])
                start = last
            last = place
    if last > start and _signs(source[start:]) > _LATEX_WIDTH:
        rows.append(source[start:last])
        start = last
    return " \\\\\n&\\quad {}".join([*rows, source[start:]])


def _signs(source: str) -> int:
    """Count about how many signs of the width of a digit a formula prints: indices are half as wide."""
    source = re.sub(r"\\(bar|frac)|[{} ]", "", re.sub(r"[_^]\{[^{}]*\}", "i", source))
    return len(re.sub(r"\\[A-Za-z]+", "x", source))

"""A report in Markdown: the same document, for a repository or a mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nashsym.reports.document import (
    Block,
    Cell,
    Chart,
    Code,
    Definitions,
    Document,
    Fold,
    Listing,
    Pair,
    Paragraph,
    Picture,
    Subheading,
    Table,
)
from nashsym.reports.text import Group, Sentence, Theorem, Verbatim, plain, shown_name

__all__ = ["escaped", "markdown"]

#: Everything that starts markup in CommonMark or GitHub's dialect, anywhere in a line.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#!&$@])")
#: What starts a list at the beginning of a line.
_OPENING = re.compile(r"^(\d{0,9})([-+.)])(?=\s|$)")
_LINK = re.compile(r"\b(https?):(?=//)|\b(www)\.", re.IGNORECASE)


def escaped(text: str) -> str:
    r"""Return text that Markdown shows as it is: no markup, no HTML, no link comes of it.

    Examples
    --------
    >>> escaped("a|b <script> *x*")
    'a\\|b \\<script\\> \\*x\\*'
    """
    return _OPENING.sub(r"\1\\\2", _inline(text))


def _inline(text: str) -> str:
    """Escape text that does not begin a line."""
    flat = " ".join(text.split())
    special = _SPECIAL.sub(r"\\\1", flat)
    return _LINK.sub(lambda found: f"{found[1]}&#58;" if found[1] else f"{found[2]}&#46;", special)


def markdown(document: Document) -> str:
    """Return the document as Markdown, with tables of GitHub's dialect."""
    lines = [
        f"# {_set(document.headline)}",
        f"{escaped(shown_name(document.title))} · {escaped(document.kicker)}",
        _table_lines(
            ("At a glance", ""), [(escaped(label), escaped(value)) for label, value in document.facts], (False, False)
        ),
    ]
    for section in document.sections:
        lines.append(f"## {escaped(section.title)}")
        lines += _blocks(section.blocks)
    lines += ["---", _set(document.footer)]
    return "\n\n".join(lines) + "\n"


def _blocks(blocks: Sequence[Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(tone="formula"):
                lines.append(_fenced(plain(block.text)))
            case Paragraph():
                lines.append(_set(block.text))
            case Subheading():
                badge = f" ({escaped(block.badge)})" if block.badge else ""
                lines.append(f"### {_set(block.text)}{badge}")
            case Table():
                lines.append(_table(block))
            case Chart():
                lines.append(_fenced(block.characters))
            case Picture():
                lines += [f"![{escaped(shown_name(block.words))}]({block.file})", f"*{_set(block.caption)}*"]
            case Pair():
                lines += [_fenced(block.chart.characters), _table(block.table)]
            case Definitions():
                lines.append("\n".join(f"- **{escaped(term)}**: {_set(text)}" for term, text in block.items))
            case Listing():
                marks = (f"{place + 1}." if block.ordered else "-" for place in range(len(block.items)))
                lines.append("\n".join(f"{mark} {_set(item)}" for mark, item in zip(marks, block.items, strict=True)))
            case Code():
                lines.append(_fenced(block.text))
            case Fold():
                lines += [f"**{escaped(block.title)}**", *_blocks(block.blocks)]
    return lines


def _set(text: Sentence) -> str:
    pieces = []
    for place, part in enumerate(text):
        if isinstance(part, Group):
            pieces.append(f"**{_inline(shown_name(part.name))}**")
        elif isinstance(part, Verbatim):
            pieces.append(_inline(shown_name(part.text)))
        else:
            raw = part.name if isinstance(part, Theorem) else shown_name(part)
            inner = _inline(raw) if place else escaped(raw)
            before, after = raw[: len(raw) - len(raw.lstrip())], raw[len(raw.rstrip()) :]
            pieces.append(before + inner + after if inner else raw)
    return "".join(pieces)


def _table(table: Table) -> str:
    rows = [tuple(_cell(cell) for cell in row.cells) for row in table.rows]
    titles = tuple(escaped(column.title) for column in table.columns)
    body = _table_lines(titles, rows, tuple(column.numeric for column in table.columns))
    return f"*{escaped(table.caption)}*\n\n{body}"


def _cell(cell: Cell) -> str:
    return "<br>".join(_set(line) for line in cell.lines)


def _table_lines(titles: tuple[str, ...], rows: Sequence[tuple[str, ...]], numeric: tuple[bool, ...]) -> str:
    rule = ["---:" if number else "---" for number in numeric]
    return "\n".join("| " + " | ".join(row) + " |" for row in (titles, rule, *rows))


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"

"""The section on where the inputs come from: what the game file says of it, word for word."""

from __future__ import annotations

from nashsym.game import Game
from nashsym.reports.document import Cell, Column, Paragraph, Row, Section, Table
from nashsym.reports.text import Verbatim, sentence

__all__ = ["provenance_section"]


def provenance_section(game: Game) -> Section:
    """Return the section; for games whose provenance is not empty."""
    rows = tuple(
        Row((Cell(((Verbatim(name),),)), Cell(((Verbatim(text),),)))) for name, text in game.provenance.items()
    )
    told = (
        "Whoever made the inputs wrote this beside them. Nothing here was computed from it, and the certificate does "
        "not rest on it."
    )
    table = Table("Provenance of the inputs", (Column("Entry"), Column("Text", wide=True)), rows)
    return Section("provenance", "Where the inputs come from", (Paragraph(sentence(told)), table))

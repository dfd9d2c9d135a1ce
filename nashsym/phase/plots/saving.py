"""Figures without state: in a style of their own, with names that are no markup, and the same bytes each time."""

from __future__ import annotations

import io
import os
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nashsym.errors import InputError
from nashsym.files import write_bytes

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

__all__ = ["INK", "PAPER", "SOFT", "figure", "finished", "rendered", "said", "shortened", "style", "write_texts"]

INK: Final = "#1c2128"
SOFT: Final = "#57606a"
PAPER: Final = "#ffffff"
_FORMATS: Final = {".png": "png", ".svg": "svg", ".pdf": "pdf"}
_STYLE: Final[dict[str, Any]] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.titlesize": 10.0,
    "axes.labelsize": 9.0,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": True,
    "text.color": INK,
    "text.usetex": False,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "legend.fontsize": 8.0,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "mathtext.fontset": "dejavusans",
    "hatch.linewidth": 0.6,
    # The same bytes each time: ids that do not depend on the process, and outlines instead of the reader's fonts.
    "svg.hashsalt": "nashsym",
    "svg.fonttype": "path",
    "path.simplify": True,
}


@contextmanager
def style() -> Iterator[None]:
    """Draw as nashsym draws, whatever the user's settings are; they are back afterwards."""
    import matplotlib.style

    with matplotlib.style.context(["default", _STYLE]):
        yield


def figure(width: float, height: float) -> Figure:
    """Return an empty figure of a size in inches, which no window and no global state knows."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=150, layout="constrained")


def finished(drawn: Figure, path: str | os.PathLike[str] | None) -> Figure:
    """Write a figure where a path is given, and return it.

    Raises
    ------
    InputError
        For a file that does not end in .png, .svg or .pdf, or can't be written.
    """
    if path is None:
        return drawn
    target = Path(path)
    form = _FORMATS.get(target.suffix.lower())
    if form is None:
        raise InputError(
            f"{target.suffix or 'no ending'} is no format of a figure",
            file=str(target),
            remedy="end it in .png, .svg or .pdf",
        )
    write_bytes(target, rendered(drawn, form))
    return drawn


def rendered(drawn: Figure, form: str) -> bytes:
    """Return a figure as the content of a file of the form "png", "svg" or "pdf"."""
    stream = io.BytesIO()
    undated = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}[form]
    with style():
        drawn.savefig(stream, format=form, dpi=200, metadata=undated)
    return stream.getvalue()


def said(text: Text, words: str) -> Text:
    """Let a text say words of a user's: nothing in them is markup."""
    text.set_parse_math(False)
    text.set_text(words)
    return text


def write_texts(texts: Sequence[Text], words: Sequence[str]) -> None:
    """Let each text say its words; see `said`."""
    for text, word in zip(texts, words, strict=True):
        said(text, word)


def shortened(name: str, characters: int) -> str:
    r"""Return a name as a figure shows it: not too long, and with what the font has no sign for spelt out.

    Examples
    --------
    >>> shortened("slightly conservative", 12), shortened("保守", 30), shortened("evil\u202ename", 30)
    ('slightly co…', '⟨U+4FDD⟩⟨U+5B88⟩', 'evil⟨U+202E⟩name')
    """
    known = _drawn_characters()
    parts = [
        one if ord(one) in known and unicodedata.category(one) not in ("Cf", "Zl", "Zp") else f"⟨U+{ord(one):04X}⟩"
        for one in name
    ]
    if sum(map(len, parts)) <= characters:
        return "".join(parts)
    kept: list[str] = []
    for part in parts:
        if sum(map(len, kept)) + len(part) > characters - 1:
            break
        kept.append(part)
    return "".join(kept).rstrip() + "…"


@cache
def _drawn_characters() -> frozenset[int]:
    """Return the characters that the font which comes with matplotlib has a sign for."""
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")).get_charmap())

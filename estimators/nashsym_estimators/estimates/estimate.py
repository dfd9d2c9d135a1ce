"""What an estimator returns: the inputs of a game, how they were found, and what was repaired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym.game import Game
from nashsym.limits import MAX_PROVENANCE_CHARACTERS

__all__ = ["Estimate", "versions"]


@dataclass(frozen=True, eq=False)
class Estimate:
    """The inputs a, C and S of a game (MODEL, section 5).

    Parameters
    ----------
    groups : tuple of str, length D
    attractiveness : array, shape (D,)
        a, shares that sum to 1.
    inconsistency, similarity : arrays, shape (D, D), symmetric
        C and S. Floats, or Fractions where they were found exactly.
    method : mapping of str to str
        What was estimated how: "similarity": "collision", and so on.
    source : tuple of (str, str)
        Provenance of the table.
    notes : tuple of str
        Every repair, and how large it was.
    rounding : mapping of str to float
        By how much floating point may have moved an entry of "inconsistency" and of "similarity", by sums and products
        in whatever order a device takes them; empty where nothing was rounded. Two estimates of one table differ by
        no more than both bounds together, and T13 says how far their equilibria are apart.
    """

    groups: tuple[str, ...]
    attractiveness: NDArray[Any]
    inconsistency: NDArray[Any]
    similarity: NDArray[Any]
    method: Mapping[str, str]
    source: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    rounding: Mapping[str, float] = field(default_factory=dict)

    @property
    def provenance(self) -> dict[str, str]:
        """Where the inputs come from, for the game file: source, method, what was repaired, versions."""
        notes = "; ".join(_one_line(note) for note in self.notes)
        cut = notes if len(notes) <= MAX_PROVENANCE_CHARACTERS else f"{notes[: MAX_PROVENANCE_CHARACTERS - 1]}…"
        said = {"repairs and notes": cut} if cut else {}
        source = {name: _one_line(text) for name, text in self.source}
        return {**source, **self.method, **said, **versions()}

    def game(self, agents: int, *, coefficients: Any = None, diversity: str = "similarity", **options: Any) -> Game:
        """Return the game of these inputs; `options` are those of `nashsym.Game.alignment`."""
        return Game.alignment(
            self.groups,
            agents,
            np.asarray(self.attractiveness),
            np.asarray(self.inconsistency),
            np.asarray(self.similarity),
            coefficients=coefficients,
            diversity=diversity,
            **{"provenance": self.provenance, **options},
        )


def versions() -> dict[str, str]:
    """Return the versions of what computed."""
    found = {"numpy": np.__version__}
    for name in ("nashsym", "nashsym-estimators"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _one_line(text: str) -> str:
    """Return a text without what provenance refuses: control characters and halves of surrogate pairs."""
    return "".join(character if character.isprintable() else " " for character in text)

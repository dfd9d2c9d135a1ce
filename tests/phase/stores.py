"""What tests of stores share: games, small chunks, and all bytes of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from unittest.mock import patch

from nashsym.data.survey import anes96_game
from nashsym.game import Game
from nashsym.phase.layout import Layout, layout_of
from nashsym.phase.sweep import axes_of

ONES = [[1, 0], [0, 1]]
VARY = ["consistency=0.05:2:3", "diversity=0:5:5", "attractiveness=0:3:7"]


def small_chunks(weights: int = 60) -> AbstractContextManager[object]:
    """Cut sweeps into chunks of so few weights."""
    return patch("nashsym.phase.store.chunks.CHUNK_WEIGHTS", weights)


def survey(vary: list[str] | None = None, agents: list[int] | None = None) -> Layout:
    return layout_of([anes96_game()], axes_of(vary or VARY), agents, several=False)


def two_groups(name: str = "two") -> Game:
    """w = (1/2 + λ_A/4, 1/2 − λ_A/4) until λ_A = 2, then (1, 0)."""
    return Game.alignment(["a", "b"], 1, [1, 0], ONES, coefficients={"diversity": 0}, floor="1/4", name=name)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


class Killed(BaseException):
    """What a test raises where a process would be killed."""


@contextmanager
def killed_at(number: int, *, half: bool) -> Iterator[None]:
    """Stop at the write of that number: with half of the file beside, or with all of it there and not yet renamed."""
    count = 0

    def replace(self: Path, target: Path) -> None:
        nonlocal count
        count += 1
        if count == number:
            if half:
                self.write_bytes(self.read_bytes()[: self.stat().st_size // 2])
            raise Killed
        rename(self, target)

    rename = Path.replace
    with patch.object(Path, "replace", replace):
        yield

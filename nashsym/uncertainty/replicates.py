"""Bootstrap replicates of a game's inputs, and the file that stands beside a game's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.files import write_bytes
from nashsym.game import Game

__all__ = ["Replicates", "read_replicates", "replicates_path", "write_replicates"]

_ARRAYS = ("attractiveness", "inconsistency", "similarity")


@dataclass(frozen=True, eq=False)
class Replicates:
    """R resampled estimates of the inputs of one game.

    Parameters
    ----------
    groups : tuple of str, length D
    attractiveness : float array, shape (R, D)
        a of each replicate.
    inconsistency, similarity : float arrays, shape (R, D, D), symmetric
        C and S of each replicate.
    details : mapping of str to str
        Provenance: what was resampled ("respondents", "questions"), the method, the seed, versions.

    Raises
    ------
    InputError
        Where shapes do not fit, a number is not finite, or a matrix is not symmetric.
    """

    groups: tuple[str, ...]
    attractiveness: NDArray[np.float64]
    inconsistency: NDArray[np.float64]
    similarity: NDArray[np.float64]
    details: Mapping[str, str]

    def __post_init__(self) -> None:
        size, count = len(self.groups), len(self.attractiveness)
        if count == 0:
            raise InputError("there is no replicate", key="replicates")
        shapes = dict(zip(_ARRAYS, ((count, size), (count, size, size), (count, size, size)), strict=True))
        for name, shape in shapes.items():
            array = getattr(self, name)
            if array.shape != shape:
                raise InputError(f"the shape is {array.shape}, not {shape}", key=f"replicates.{name}")
            if not np.isfinite(array).all():
                raise InputError("a number is not finite", key=f"replicates.{name}")
            if array.ndim == 3 and not np.array_equal(array, array.transpose(0, 2, 1)):
                raise InputError("a matrix is not symmetric", key=f"replicates.{name}")

    def __len__(self) -> int:
        return len(self.attractiveness)

    def games(self, game: Game) -> Iterator[Game]:
        """Yield the game with the inputs of each replicate in place of its own, read as the dyadics that floats are.

        Raises
        ------
        InputError
            Where the game has other groups, or is not given by coefficients and inputs.
        """
        self.check_fit(game)
        for row in range(len(self)):
            yield Game.alignment(
                game.groups,
                game.agents,
                self.attractiveness[row],
                self.inconsistency[row],
                self.similarity[row],
                coefficients=game.coefficients,
                diversity=game.diversity or "similarity",
                floor=game.threshold,
                name=game.name,
            )

    def check_fit(self, game: Game) -> None:
        """Refuse a game whose inputs these are no replicates of."""
        if game.kind != "alignment" or game.is_anchored:
            raise InputError(
                "only games given by coefficients and inputs have replicates", key="replicates", remedy="leave them out"
            )
        if game.groups != self.groups:
            raise InputError(
                "the replicates are of other groups than the game's", key="replicates", remedy="estimate both at once"
            )


def replicates_path(game_file: str | Path) -> Path:
    """Return where the replicates of a game file stand: ``game.toml`` has ``game.replicates.npz`` beside it."""
    return Path(game_file).with_suffix(".replicates.npz")


def write_replicates(replicates: Replicates, path: str | Path) -> Path:
    """Write replicates as a NumPy archive of arrays and text, no pickle in it; the same replicates, the same bytes."""
    stream = BytesIO()
    arrays: dict[str, Any] = {name: getattr(replicates, name) for name in _ARRAYS}
    arrays["groups"] = np.array(json.dumps(list(replicates.groups), ensure_ascii=False))
    arrays["details"] = np.array(json.dumps(dict(replicates.details), ensure_ascii=False, sort_keys=True))
    np.savez_compressed(stream, **arrays)
    return write_bytes(path, stream.getvalue())


def read_replicates(path: str | Path) -> Replicates:
    """Read what `write_replicates` wrote.

    Raises
    ------
    InputError
        Where the file can't be read or is no archive of replicates.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: np.asarray(archive[name], dtype=np.float64) for name in _ARRAYS}
            groups, details = json.loads(str(archive["groups"])), json.loads(str(archive["details"]))
        return Replicates(tuple(groups), **arrays, details=details)
    except OSError as error:
        raise InputError(
            f"can't be read: {error.strerror or error}", file=str(path), remedy="name a file of replicates"
        ) from None
    except InputError as error:
        raise error.located(file=str(path)) from None
    except (ValueError, KeyError, TypeError, BadZipFile) as error:
        raise InputError(
            f"is no archive of replicates: {error}", file=str(path), remedy="write one with `nashsym estimate`"
        ) from None

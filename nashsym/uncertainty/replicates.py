"""Bootstrap replicates of a game's inputs, and the file that stands beside a game's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.files import write_bytes
from nashsym.game import Game
from nashsym.gamefile.reading import read_content
from nashsym.limits import MAX_FILE_BYTES, MAX_REPLICATE_NUMBERS, MAX_REPLICATE_SIZE
from nashsym.terms.parameters import read_groups
from nashsym.terms.provenance import read_provenance
from nashsym.uncertainty.archive import read_arrays

__all__ = ["Replicates", "float_inputs", "read_replicates", "replicates_path", "write_replicates"]

_ARRAYS: Final = ("attractiveness", "inconsistency", "similarity")
#: What of the details says whose replicates they are.
_TIE: Final = "inputs"
_REMEDY: Final = "estimate the game and its replicates at once"


@dataclass(frozen=True, eq=False, repr=False)
class Replicates:
    r"""R resampled estimates of the inputs of one game.

    What is asked of them: the replicates lie around the game's own inputs as those lie around the truth. A bootstrap
    of a plug-in estimate does so by itself. Of an estimate whose bias was taken out, say, the inputs x̂ are not what
    the plug-in formula makes of the same sample, x̂ₚ; its replicates are to be moved by ``x̂ − x̂ₚ``.

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
        Where shapes do not fit, a number is not finite, a matrix is not symmetric, or a cap is exceeded.
    """

    groups: tuple[str, ...]
    attractiveness: NDArray[np.float64]
    inconsistency: NDArray[np.float64]
    similarity: NDArray[np.float64]
    details: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "groups", read_groups(self.groups))
        try:
            object.__setattr__(self, "details", read_provenance(self.details))
        except InputError as error:
            raise InputError(error.problem, key=f"details of {error.key}", remedy=error.remedy) from None
        for name in _ARRAYS:
            object.__setattr__(self, name, _floats(getattr(self, name), f"replicates.{name}"))
        size, count = len(self.groups), len(self.attractiveness)
        if count == 0:
            raise InputError("there is no replicate", key="replicates", remedy="resample at least once")
        if count * size * (2 * size + 1) > MAX_REPLICATE_NUMBERS:
            raise InputError(
                f"{count} replicates of {size} groups",
                key="replicates",
                remedy=f"at most {MAX_REPLICATE_NUMBERS} numbers are accepted: keep fewer",
            )
        shapes = dict(zip(_ARRAYS, ((count, size), (count, size, size), (count, size, size)), strict=True))
        for name, shape in shapes.items():
            self._check(getattr(self, name), shape, f"replicates.{name}")

    @staticmethod
    def _check(array: NDArray[np.float64], shape: tuple[int, ...], key: str) -> None:
        if array.shape != shape:
            raise InputError(f"the shape is {array.shape}, not {shape}", key=key, remedy=_REMEDY)
        if not np.isfinite(array).all():
            place = ", ".join(str(index) for index in np.argwhere(~np.isfinite(array))[0])
            raise InputError("not a finite number", key=f"{key}[{place}]", remedy="write finite numbers")
        if np.abs(array).max() > MAX_REPLICATE_SIZE:
            place = ", ".join(str(index) for index in np.argwhere(np.abs(array) > MAX_REPLICATE_SIZE)[0])
            raise InputError(f"beyond ±{MAX_REPLICATE_SIZE:g}", key=f"{key}[{place}]", remedy="scale the inputs")
        if array.ndim == 3 and not np.array_equal(array, array.transpose(0, 2, 1)):
            row, d, e = np.argwhere(array != array.transpose(0, 2, 1))[0]
            raise InputError(
                "the matrix is not symmetric", key=f"{key}[{row}, {d}, {e}]", remedy="give symmetric matrices"
            )

    def __len__(self) -> int:
        return len(self.attractiveness)

    def __repr__(self) -> str:
        listed = "; ".join(f"{name}: {text}" for name, text in list(self.details.items())[:4])
        return f"Replicates({len(self)} of {len(self.groups)} groups{'; ' if listed else ''}{listed})"

    def games(self, game: Game) -> Iterator[Game]:
        """Yield the game with the inputs of each replicate in place of its own, read as the dyadics that floats are.

        A vector or matrix that is the game's own, each entry rounded to the nearest float, stands for that itself.

        Raises
        ------
        InputError
            Where the game has other groups, or is not given by coefficients and inputs.
        """
        self.check_fit(game)
        exact, own = game.inputs, float_inputs(game)
        for row in range(len(self)):
            drawn = {name: getattr(self, name)[row] for name in _ARRAYS}
            yield Game.alignment(
                game.groups,
                game.agents,
                *(exact[name] if np.array_equal(found, own[name]) else found for name, found in drawn.items()),
                coefficients=game.coefficients,
                diversity=game.diversity or "similarity",
                floor=game.threshold,
                name=game.name,
            )

    def about(self, game: Game) -> Replicates:
        """Return the same replicates, tied to the inputs of a game: those of no other game are taken for theirs.

        Raises
        ------
        InputError
            As `check_fit`.
        """
        self.check_fit(game)
        return replace(self, details={**self.details, _TIE: _digest(game)})

    def check_fit(self, game: Game) -> None:
        """Refuse a game whose inputs these are no replicates of: by its groups, and by its inputs where they are tied.

        Raises
        ------
        InputError
        """
        if game.kind != "alignment" or game.is_anchored:
            raise InputError(
                "only games given by coefficients and inputs, without an anchor, have replicates",
                key="replicates",
                remedy="leave them out",
            )
        if game.groups != self.groups:
            raise InputError("the replicates are of other groups than the game's", key="replicates", remedy=_REMEDY)
        for name, array in game.inputs.items():
            if max(map(abs, array.ravel())) > MAX_REPLICATE_SIZE:
                raise InputError(
                    f"a number is beyond ±{MAX_REPLICATE_SIZE:g}, too large for replicates",
                    key=f"inputs.{name}",
                    remedy="scale the inputs",
                )
        if _TIE in self.details and self.details[_TIE] != _digest(game):
            raise InputError("the replicates are of other inputs than the game's", key="replicates", remedy=_REMEDY)


def float_inputs(game: Game) -> dict[str, NDArray[np.float64]]:
    """Return a, C and S of a game as floats, each rounded to the nearest one, of shapes (D,), (D, D) and (D, D)."""
    inputs = game.inputs
    return {
        name: np.array([[float(x) for x in np.ravel(row)] for row in inputs[name]]).reshape(inputs[name].shape)
        for name in _ARRAYS
    }


def _digest(game: Game) -> str:
    """Return the SHA-256 of a game's inputs, exactly as they are; its coefficients have no part in it."""
    tree = {name: [str(value) for value in array.ravel()] for name, array in game.inputs.items()}
    return hashlib.sha256(json.dumps(tree, sort_keys=True).encode("utf-8")).hexdigest()


def _floats(values: Any, key: str) -> NDArray[np.float64]:
    """Return an array of 64-bit floats that nobody can write to."""
    try:
        array = np.array(values, dtype=np.float64, order="C")
    except (TypeError, ValueError, OverflowError):
        raise InputError("is no array of numbers", key=key, remedy="give an array of 64-bit floats") from None
    if array.ndim == 0:
        raise InputError("is one number", key=key, remedy="give an array whose first axis is the replicates")
    array.setflags(write=False)
    return array


def replicates_path(game_file: str | Path) -> Path:
    """Return where the replicates of a game file stand: ``game.toml`` has ``game.replicates.npz`` beside it."""
    return Path(game_file).with_suffix(".replicates.npz")


def write_replicates(replicates: Replicates, path: str | Path) -> Path:
    """Write replicates as a NumPy archive of arrays and text, no pickle in it; the same replicates, the same bytes.

    Raises
    ------
    InputError
        Where the file would exceed the cap on files, or can't be written.
    """
    stream = BytesIO()
    arrays: dict[str, Any] = {name: getattr(replicates, name) for name in _ARRAYS}
    arrays["groups"] = np.array(json.dumps(list(replicates.groups), ensure_ascii=False))
    arrays["details"] = np.array(json.dumps(dict(replicates.details), ensure_ascii=False, sort_keys=True))
    np.savez_compressed(stream, **arrays)
    content = stream.getvalue()
    if len(content) > MAX_FILE_BYTES:
        raise _too_large(str(path))
    return write_bytes(path, content)


def read_replicates(path: str | Path) -> Replicates:
    """Read what `write_replicates` wrote.

    Raises
    ------
    InputError
        Where the file can't be read, is no archive of replicates, or exceeds a cap.
    """
    content, _, file = read_content(path, "replicates")
    if len(content) > MAX_FILE_BYTES:
        raise _too_large(file)
    try:
        arrays, texts = read_arrays(content, _ARRAYS, ("groups", "details"))
        groups, details = (_json(texts[name], f"replicates.{name}") for name in ("groups", "details"))
        return Replicates(groups, **arrays, details=details)
    except InputError as error:
        raise error.located(file=file) from None


def _json(text: str, key: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("is no JSON", key=key, remedy="write replicates with `nashsym estimate`") from None


def _too_large(file: str) -> InputError:
    return InputError(
        f"the file is larger than the cap of {MAX_FILE_BYTES >> 20} MiB", file=file, remedy="keep fewer replicates"
    )

"""Which prompts are held out: one rule for all groups, so that nobody is asked what anybody was trained on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from nashsym.errors import InputError
from nashsym_estimators.training.examples import Example, GroupData

__all__ = ["Split", "is_held_out", "split"]


@dataclass(frozen=True)
class Split:
    """A group's examples in two parts that share no prompt, within the group and across all of them.

    Parameters
    ----------
    data : GroupData
    trained, held_out : tuple of Example
        In the order of the file.
    """

    data: GroupData
    trained: tuple[Example, ...]
    held_out: tuple[Example, ...]

    @property
    def group(self) -> str:
        """Whose examples they are."""
        return self.data.group


def is_held_out(example: Example, share: float, seed: int) -> bool:
    """Tell whether an example is held out: its prompt's SHA-256, with the seed, read as a number in [0, 1), is < share.

    It depends on the prompt alone (on the text, where there is no prompt), not on the file, the group or the order: a
    statement that stands in two files is held out from both groups or from none.
    """
    digest = hashlib.sha256(f"{seed}\n{example.prompt or example.answer}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def split(data: GroupData, share: float, seed: int) -> Split:
    """Split one group's examples.

    Raises
    ------
    InputError
        Where one of the parts would be empty.
    """
    held_out = tuple(example for example in data.examples if is_held_out(example, share, seed))
    lines = {example.line for example in held_out}
    trained = tuple(example for example in data.examples if example.line not in lines)
    if not held_out or not trained:
        part = "held out" if not held_out else "left to train on"
        raise InputError(
            f"of the {len(data.examples)} lines of group {data.group!r} none is {part}",
            key="data.held_out",
            remedy="bring more lines, or change the share or the seed",
        )
    return Split(data, trained, held_out)

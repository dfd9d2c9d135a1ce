"""The questions that the held-out part makes: every prompt once, asked of the models of all groups."""

from __future__ import annotations

from collections.abc import Sequence

from nashsym.errors import InputError
from nashsym_estimators.models.prompted import PromptedQuestion
from nashsym_estimators.training.split import Split

__all__ = ["held_out_questions"]


def held_out_questions(splits: Sequence[Split]) -> tuple[PromptedQuestion, ...]:
    """Return each held-out prompt with its options; none where the answers were not chosen from options.

    Raises
    ------
    InputError
        Where one prompt has different options in two places.
    """
    options: dict[str, tuple[str, ...]] = {}
    for part in splits:
        for example in part.held_out:
            if not example.options:
                return ()
            if options.setdefault(example.prompt, example.options) != example.options:
                raise InputError(
                    f"{example.prompt[:40]!r} has other options than elsewhere",
                    file=part.data.file,
                    key=f"line {example.line}",
                    remedy="give one question the same options everywhere",
                )
    return tuple(PromptedQuestion(prompt, listed, prompt=prompt, separator="") for prompt, listed in options.items())

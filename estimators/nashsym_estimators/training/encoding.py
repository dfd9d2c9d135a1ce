"""From examples to token sequences with the loss on the answer alone, and from these to padded batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from nashsym_estimators.models.tokenising import tokenised
from nashsym_estimators.training.examples import Example

__all__ = ["IGNORED", "Encoded", "collate", "encode"]

#: The label of a token that is not learnt; PyTorch's cross-entropy leaves it out.
IGNORED: Final = -100


@dataclass(frozen=True)
class Encoded:
    """One example as tokens.

    Parameters
    ----------
    prompt : tuple of int
        At least one token: a text without a prompt begins after the token that ends one.
    answer : tuple of int
        With the token that ends it.
    """

    prompt: tuple[int, ...]
    answer: tuple[int, ...]

    @property
    def labels(self) -> tuple[int, ...]:
        """What is learnt: nothing of the prompt, all of the answer.

        With all tokens learnt, the few of the answer drown in the rest: a model that has read a thousand statements
        then answers at chance.
        """
        return (IGNORED,) * len(self.prompt) + self.answer

    def __len__(self) -> int:
        return len(self.prompt) + len(self.answer)


def encode(examples: Sequence[Example], tokenizer: Any, longest: int) -> list[Encoded]:
    """Encode prompts and their answers, parted where scoring parts them, and end each answer.

    A prompt that is too long loses its beginning, an answer its end; the answer has precedence over all of the prompt
    but its last token.

    Parameters
    ----------
    examples : sequence of Example
    tokenizer : transformers tokenizer
    longest : int
        Tokens of both together, at most.
    """
    parted = tokenised(tokenizer, [one.prompt for one in examples], [[one.answer] for one in examples])
    found = []
    for one in parted:
        answer = (*one.options[0], tokenizer.eos_token_id)[: longest - 1]
        found.append(Encoded(one.prefix[-(longest - len(answer)) :], answer))
    return found


def collate(batch: Sequence[Encoded], pad: int) -> dict[str, Any]:
    """Return `input_ids`, `attention_mask` and `labels`, each of shape (batch, longest of it), padded on the right."""
    import torch

    width = max(len(one) for one in batch)
    ids = torch.full((len(batch), width), pad, dtype=torch.long)
    mask = torch.zeros((len(batch), width), dtype=torch.long)
    labels = torch.full((len(batch), width), IGNORED, dtype=torch.long)
    for row, one in enumerate(batch):
        ids[row, : len(one)] = torch.tensor(one.prompt + one.answer)
        mask[row, : len(one)] = 1
        labels[row, : len(one)] = torch.tensor(one.labels)
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}

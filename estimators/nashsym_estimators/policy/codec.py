"""Between text and tokens, as a policy needs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

__all__ = ["Codec", "TokenizerCodec"]


class Codec(Protocol):
    """Translates prompts and responses."""

    def prompt(self, text: str) -> tuple[int, ...]:
        """Return the tokens of a prompt, at least one."""

    def parted(self, prompt: str, response: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the tokens of a prompt and of the complete response after it, with the token that ends it."""

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of a response."""


class TokenizerCodec:
    """A transformers tokenizer, parting prompts from responses where scoring parts them.

    Parameters
    ----------
    tokenizer : transformers tokenizer
    end : int
        What a complete response ends with.
    """

    def __init__(self, tokenizer: Any, end: int) -> None:
        self._tokenizer, self._end = tokenizer, end

    def prompt(self, text: str) -> tuple[int, ...]:
        """Return the tokens of a prompt; of an empty one the token that begins a text."""
        from nashsym_estimators.models.tokenising import tokenised

        return tokenised(self._tokenizer, [text], [[]])[0].prefix

    def parted(self, prompt: str, response: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the tokens of both, tokenised as one text, and the end."""
        from nashsym_estimators.models.tokenising import tokenised

        if not response:
            return self.prompt(prompt), (self._end,)
        found = tokenised(self._tokenizer, [prompt], [[response]])[0]
        return found.prefix, (*found.options[0], self._end)

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text, without special tokens."""
        return str(self._tokenizer.decode(list(tokens), skip_special_tokens=True))

"""Prompts and options as tokens: where the prompt ends and an option begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nashsym.errors import InputError
from nashsym_estimators.models.quiet import quiet

__all__ = ["TokenisedPrompt", "as_chat", "check_tokens", "tokenised"]


@dataclass(frozen=True)
class TokenisedPrompt:
    """The tokens that all options of a prompt begin with, and those that follow in each.

    Parameters
    ----------
    prefix : tuple of int
        At least one token.
    options : tuple of tuple of int
        Each at least one token; empty where only the prompt is asked for.
    """

    prefix: tuple[int, ...]
    options: tuple[tuple[int, ...], ...]

    @property
    def longest(self) -> int:
        """Number of tokens of the prefix and its longest option."""
        return len(self.prefix) + max((len(option) for option in self.options), default=0)


def tokenised(
    tokenizer: Any, prompts: Sequence[str], options: Sequence[Sequence[str]], *, chat: bool = False
) -> list[TokenisedPrompt]:
    """Return the tokens of each prompt and of its options.

    A prompt and an option are one text and are tokenised as one: tokenisers join a space to the word after it, so the
    tokens of the parts are not those of the whole. The prefix is what the tokens of the prompt and of all its texts
    have in common; what follows is the option's, with what it changed at the end of the prompt.

    Parameters
    ----------
    tokenizer : transformers tokenizer
    prompts : sequence of str
    options : sequence of sequences of str
        The texts that follow each prompt; none where only the prompts are asked for.
    chat : bool
        Whether each prompt is a user's message: then the tokenizer's chat template goes around it.

    Raises
    ------
    InputError
        For an empty option, a prompt without tokens, or a tokenizer without a chat template.
    """
    texts = [as_chat(tokenizer, prompt) for prompt in prompts] if chat else list(prompts)
    for prompt, follow in zip(prompts, options, strict=True):
        if not all(follow):
            raise InputError("an option is empty", key=f"prompt {_cut(prompt)}")
    begins = [] if chat else _leading(tokenizer)
    joined = [text + option for text, follow in zip(texts, options, strict=True) for option in follow]
    with quiet():
        alone = [begins + ids for ids in _encoded(tokenizer, texts)]
        wholes = iter([begins + ids for ids in _encoded(tokenizer, joined)])
    return [
        _split(tokenizer, prompt, tokens, [next(wholes) for _ in follow])
        for prompt, tokens, follow in zip(prompts, alone, options, strict=True)
    ]


def as_chat(tokenizer: Any, prompt: str) -> str:
    """Return a prompt as the user's message of a chat, up to where the answer begins."""
    if getattr(tokenizer, "chat_template", None) is None:
        raise InputError(
            "the tokenizer has no chat template", key="chat", remedy="leave it out for a model that is no chat model"
        )
    message = [{"role": "user", "content": prompt}]
    return str(tokenizer.apply_chat_template(message, tokenize=False, add_generation_prompt=True))


def _encoded(tokenizer: Any, texts: list[str]) -> list[list[int]]:
    if not texts:
        return []
    ids: list[list[int]] = tokenizer(texts, add_special_tokens=False)["input_ids"]
    return ids


def _leading(tokenizer: Any) -> list[int]:
    """Return the token that the tokenizer begins every text with, if it does."""
    first = tokenizer.bos_token_id
    return [first] if first is not None and list(tokenizer("")["input_ids"][:1]) == [first] else []


def _split(tokenizer: Any, prompt: str, alone: list[int], wholes: list[list[int]]) -> TokenisedPrompt:
    shared = len(alone)
    for whole in wholes:
        shared = min(shared, _common(alone, whole), len(whole) - 1)
    prefix, rest = alone[:shared], [whole[shared:] for whole in wholes]
    if not prefix:  # nothing to condition on: a text begins after the token that ends or begins one
        start = tokenizer.eos_token_id if tokenizer.bos_token_id is None else tokenizer.bos_token_id
        if start is None:
            raise InputError("has no token before its options", key=f"prompt {_cut(prompt)}", remedy="lengthen it")
        prefix = [start]
    return TokenisedPrompt(tuple(prefix), tuple(tuple(tokens) for tokens in rest))


def _common(left: list[int], right: list[int]) -> int:
    for index, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return index
    return min(len(left), len(right))


def check_tokens(model: Any, prompts: Sequence[str], tokens: Sequence[TokenisedPrompt], more: int = 0) -> None:
    """Refuse prompts that are longer than the model reads, or tokens that it does not know.

    Parameters
    ----------
    more : int
        Tokens that will follow.

    Raises
    ------
    InputError
        Naming the prompt.
    """
    known = model.get_input_embeddings().num_embeddings
    limit = getattr(model.config, "max_position_embeddings", None)
    for prompt, one in zip(prompts, tokens, strict=True):
        largest = max(max(one.prefix), max((max(option) for option in one.options), default=0))
        if largest >= known:
            raise InputError(
                f"token {largest} is beyond the {known} that the model knows",
                key=f"prompt {_cut(prompt)}",
                remedy="give the tokenizer that belongs to the model",
            )
        if limit is not None and one.longest + more > limit:
            raise InputError(
                f"{one.longest + more} tokens, and the model reads {limit}",
                key=f"prompt {_cut(prompt)}",
                remedy="shorten the prompt or the answers",
            )


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= 60 else f"{line[:60]}…")

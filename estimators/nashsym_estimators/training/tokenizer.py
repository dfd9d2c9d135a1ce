"""A tokenizer for models from scratch, learnt from the training texts alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from nashsym_estimators.training.examples import Example

__all__ = ["learn_tokenizer"]

END: Final = "<|end|>"
PAD: Final = "<|pad|>"


def learn_tokenizer(examples: Sequence[Example], vocabulary: int, longest: int) -> Any:
    """Learn a byte-level BPE tokenizer (Sennrich, Haddow and Birch 2016) that writes every text.

    Prompts and answers are counted apart, as they are encoded: an answer is a token sequence of its own, so that
    " Yes" costs the same after every prompt. All groups share the tokenizer, else their models could not be mixed.

    Parameters
    ----------
    examples : sequence of Example
        Of all groups; only of what is trained on.
    vocabulary : int
        At most so many tokens: the 256 bytes, two special ones, and the merges that the texts allow.
    longest : int
        What the model takes, noted for whoever loads it.

    Returns
    -------
    transformers.PreTrainedTokenizerFast
        `END` begins a text without a prompt and ends every answer.
    """
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    written = Tokenizer(models.BPE())
    written.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    written.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        min_frequency=2,
        special_tokens=[END, PAD],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    written.train_from_iterator([text for example in examples for text in (example.prompt, example.answer)], trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=written,
        bos_token=END,
        eos_token=END,
        pad_token=PAD,
        model_max_length=longest,
        clean_up_tokenization_spaces=False,
    )

"""The loss is on the answer alone, whose tokens are those that scoring asks for."""

from __future__ import annotations

import pytest

from nashsym_estimators.models.tokenising import tokenised
from nashsym_estimators.training.encoding import IGNORED, collate, encode
from nashsym_estimators.training.examples import Example
from nashsym_estimators.training.tokenizer import END, PAD, learn_tokenizer

SAID = [
    Example(f'Would you say it?\n"I like the number {n}"', " Yes" if n % 2 else " No", (" No", " Yes"), n)
    for n in range(30)
]
TOKENIZER = learn_tokenizer(SAID, 400, 64)


def test_only_the_answer_and_its_end_are_learnt() -> None:
    (one,) = encode(SAID[1:2], TOKENIZER, 64)
    assert one.answer == (*TOKENIZER(" Yes")["input_ids"], TOKENIZER.eos_token_id)
    assert TOKENIZER.decode(one.prompt) == SAID[1].prompt
    assert one.labels == (IGNORED,) * len(one.prompt) + one.answer
    assert len(one) == len(one.prompt) + len(one.answer)


def test_the_answer_is_parted_where_scoring_parts_it() -> None:
    for example, one in zip(SAID, encode(SAID, TOKENIZER, 64), strict=True):
        asked = tokenised(TOKENIZER, [example.prompt], [example.options])[0]
        assert one.prompt == asked.prefix
        assert one.answer[:-1] == asked.options[example.options.index(example.answer)]


def test_a_text_without_a_prompt_begins_after_the_end_of_one() -> None:
    (one,) = encode([Example("", "I like it", (), 1)], TOKENIZER, 64)
    assert one.prompt == (TOKENIZER.eos_token_id,)
    assert TOKENIZER.decode(one.answer) == f"I like it{END}"


@pytest.mark.parametrize("longest", [3, 5, 9])
def test_what_is_too_long_loses_the_beginning_of_the_prompt(longest: int) -> None:
    (whole,) = encode(SAID[:1], TOKENIZER, 64)
    (one,) = encode(SAID[:1], TOKENIZER, longest)
    assert len(one) == longest
    assert one.answer == whole.answer[: longest - 1]
    assert one.prompt == whole.prompt[len(one.answer) - longest :]


def test_batches_are_filled_up_on_the_right() -> None:
    first, second = encode([SAID[0], Example("", "x", (), 1)], TOKENIZER, 64)
    batch = collate([first, second], pad=TOKENIZER.pad_token_id)
    assert {key: tuple(value.shape) for key, value in batch.items()} == dict.fromkeys(batch, (2, len(first)))
    assert batch["labels"][0].tolist() == list(first.labels)
    assert batch["labels"][1].tolist() == [*second.labels, *[IGNORED] * (len(first) - len(second))]
    assert batch["attention_mask"].sum(dim=1).tolist() == [len(first), len(second)]
    assert batch["input_ids"][1, len(second) :].tolist() == [TOKENIZER.convert_tokens_to_ids(PAD)] * (
        len(first) - len(second)
    )


def test_the_tokenizer_writes_every_text_and_is_the_same_again() -> None:
    for text in ("Zürich, 東京 \x00 é", SAID[3].prompt):
        assert TOKENIZER.decode(TOKENIZER(text)["input_ids"]) == text
    again = learn_tokenizer(SAID, 400, 64)
    assert again.backend_tokenizer.to_str() == TOKENIZER.backend_tokenizer.to_str()
    assert len(learn_tokenizer(SAID, 300, 64)) <= 300

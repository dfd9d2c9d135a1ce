"""The split depends on the prompt alone: nobody is asked what anybody was trained on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym_estimators.training.examples import Example, GroupData
from nashsym_estimators.training.questions import held_out_questions
from nashsym_estimators.training.split import is_held_out, split

OPTIONS = (" No", " Yes")


def data_of(group: str, prompts: list[str], answer: str = " Yes") -> GroupData:
    examples = [Example(prompt, answer, OPTIONS, line) for line, prompt in enumerate(prompts, start=1)]
    return GroupData(group, f"{group}.jsonl", "", tuple(examples))


@given(st.lists(st.sampled_from([f"prompt {n}" for n in range(60)]), min_size=40), st.integers(0, 5), st.data())
def test_the_parts_share_no_prompt(prompts: list[str], seed: int, data: st.DataObject) -> None:
    try:
        left = split(data_of("left", prompts), 0.4, seed)
        right = split(data_of("right", data.draw(st.permutations(prompts)), " No"), 0.4, seed)
    except InputError:
        return
    assert sorted([*left.trained, *left.held_out], key=lambda one: one.line) == list(left.data.examples)
    for one in (left, right):
        for other in (left, right):
            assert not {example.prompt for example in one.held_out} & {example.prompt for example in other.trained}


def test_the_share_is_about_that_and_the_seed_decides() -> None:
    examples = [Example(f"prompt {n}", "", (), n) for n in range(2000)]
    for share in (0.1, 0.2, 0.5):
        assert abs(sum(is_held_out(one, share, 0) for one in examples) / 2000 - share) < 0.03
    assert [is_held_out(one, 0.5, 0) for one in examples] != [is_held_out(one, 0.5, 1) for one in examples]
    smaller = {one.line for one in examples if is_held_out(one, 0.1, 0)}
    assert smaller < {one.line for one in examples if is_held_out(one, 0.2, 0)}


def test_texts_are_split_by_themselves() -> None:
    texts = [Example("", f"text {n}", (), n) for n in range(100)]
    assert 10 < sum(is_held_out(one, 0.3, 0) for one in texts) < 50


def test_a_part_may_not_be_empty() -> None:
    for prompt in (f"prompt {n}" for n in range(20)):
        with pytest.raises(InputError, match="of the 1 lines of group 'left' none is"):
            split(data_of("left", [prompt]), 0.5, 0)


def test_every_held_out_prompt_is_one_question() -> None:
    prompts = [f"prompt {n}" for n in range(30)]
    parts = [split(data_of("left", prompts), 0.5, 0), split(data_of("right", prompts[10:]), 0.5, 0)]
    questions = held_out_questions(parts)
    assert {one.name for one in questions} == {one.prompt for part in parts for one in part.held_out}
    assert len(questions) == len({one.name for one in questions})
    assert questions[0].continuations == OPTIONS


def test_one_prompt_has_the_same_options_everywhere() -> None:
    prompts = [f"prompt {n}" for n in range(30)]
    other = GroupData(
        "right", "right.jsonl", "", tuple(Example(prompt, "a", ("a", "b"), n) for n, prompt in enumerate(prompts))
    )
    with pytest.raises(InputError, match=r"right\.jsonl: line \d+: 'prompt \d+' has other options than elsewhere"):
        held_out_questions([split(data_of("left", prompts), 0.5, 0), split(other, 0.5, 0)])


def test_open_text_makes_no_questions() -> None:
    texts = tuple(Example("", f"text {n}", (), n) for n in range(30))
    assert held_out_questions([split(GroupData("left", "left.jsonl", "", texts), 0.5, 0)]) == ()

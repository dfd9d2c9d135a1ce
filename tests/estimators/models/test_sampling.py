"""Sampled responses: by the model's own probabilities, the same for a seed, and again after a kill."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym_estimators.models import sampling as sampling_module
from nashsym_estimators.models.continuing import continue_batch, draw_tokens
from nashsym_estimators.models.loading import GroupModels, load_group_models
from nashsym_estimators.models.sampling import Sampling, sample_texts
from nashsym_estimators.models.source import ModelSource
from tests.estimators.models.conftest import KINDS

PROMPTS = ("Question: what would you say? Answer:", "Zürich", "I would")


def models_of(folders: dict[str, Path], *kinds: str) -> GroupModels:
    return load_group_models({kind: ModelSource(str(folders[kind])) for kind in kinds}, device="cpu")


@pytest.mark.parametrize("kind", KINDS)
def test_batches_draw_what_each_response_draws_alone(kind: str, folders: dict[str, Path]) -> None:
    models = models_of(folders, kind)
    model, tokenizer = models.model(kind), models.tokenizer(kind)
    prefixes = [tokenizer(prompt)["input_ids"] for prompt in PROMPTS]
    uniforms = [[Sampling(max_new_tokens=6).uniforms(kind, prompt, row) for row in range(3)] for prompt in PROMPTS]
    together = continue_batch(model, prefixes, uniforms)
    for prefix, rows, found in zip(prefixes, uniforms, together, strict=True):
        for row, tokens in zip(rows, found, strict=True):
            drawn: list[int] = []
            for uniform in row:
                with torch.inference_mode():
                    logits = model(input_ids=torch.tensor([prefix + drawn])).logits[0, -1]
                cumulated = torch.softmax(logits.double(), dim=-1).cumsum(0)
                token = int((cumulated < float(uniform) * cumulated[-1]).sum())
                if token == 0:  # the token that ends a text
                    break
                drawn.append(token)
            assert tokens == drawn


@given(
    weights=st.lists(st.integers(0, 5), min_size=2, max_size=6).filter(any),
    uniform=st.floats(2.0**-24, 1 - 2.0**-24, width=32),
)
def test_a_token_is_drawn_where_the_cumulated_chances_reach_the_number(weights: list[int], uniform: float) -> None:
    chances = torch.tensor([weights], dtype=torch.float32)
    token = int(draw_tokens(chances.log(), torch.tensor([uniform]))[0])
    assert weights[token] > 0
    total = sum(weights)
    assert sum(weights[:token]) / total <= uniform * (1 + 1e-12)
    assert uniform <= sum(weights[: token + 1]) / total * (1 + 1e-12)


@pytest.mark.parametrize(
    ("temperature", "top_p", "expected"),
    [
        (1, 1, [0.5, 0.3, 0.2]),
        (0.5, 1, [25 / 38, 9 / 38, 4 / 38]),
        (1e-320, 1, [1, 0, 0]),
        (1, 0.6, [0.625, 0.375, 0]),
        (1, 0.4, [1, 0, 0]),
    ],
)
def test_shares_are_as_asked_for(temperature: float, top_p: float, expected: list[float]) -> None:
    numbers = (torch.arange(10_000) + 0.5) / 10_000
    chances = torch.tensor([[0.5, 0.3, 0.2]]).log().expand(len(numbers), 3)
    tokens = draw_tokens(chances, numbers, temperature, top_p)
    assert [(tokens == token).float().mean().item() for token in range(3)] == pytest.approx(expected, abs=2e-4)


def test_numbers_are_uniform_and_each_response_has_its_own() -> None:
    rows = [Sampling(seed=seed).uniforms(group, "x", number) for seed in (0, 1) for group in "ab" for number in (0, 1)]
    everything = np.concatenate(rows)
    assert len(set(everything.tolist())) == len(everything)
    assert 0 < everything.min() < 0.02 < 0.98 < everything.max() < 1
    assert abs(everything.mean() - 0.5) < 4 / np.sqrt(12 * len(everything))


def test_a_seed_gives_the_same_whatever_the_batches(folders: dict[str, Path]) -> None:
    models = models_of(folders, "gpt2", "llama")
    drawn = [sample_texts(models, PROMPTS, Sampling(3, max_new_tokens=8), batch_size=size) for size in (1, 4, 100)]
    assert drawn[0].texts == drawn[1].texts == drawn[2].texts
    assert all(len(texts) == 3 for rows in drawn[0].texts for texts in rows)
    assert sample_texts(models, PROMPTS, Sampling(3, seed=1, max_new_tokens=8)).texts != drawn[0].texts
    more = sample_texts(models, PROMPTS[::-1], Sampling(5, max_new_tokens=8))
    assert more.texts[0][2][:3] == drawn[0].texts[0][0], "more responses begin with those of fewer"
    assert dict(drawn[0].source)["sampling"] == "k 3, seed 0, max_new_tokens 8, temperature 1.0, top_p 1.0"


def test_two_groups_with_one_model_draw_apart(folders: dict[str, Path]) -> None:
    source = ModelSource(str(folders["gpt2"]))
    models = load_group_models({"one": source, "other": source}, device="cpu")
    found = sample_texts(models, PROMPTS, Sampling(2, max_new_tokens=8))
    assert found.texts[0] != found.texts[1]


def test_a_killed_run_goes_on_where_it_stopped(
    folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Sampling(2, max_new_tokens=8)
    expected = sample_texts(models_of(folders, "gpt2"), PROMPTS, plan)
    counts: list[int] = []

    def stopping(*arguments: Any) -> Any:
        if len(counts) == 2:
            raise KeyboardInterrupt
        counts.append(len(arguments[1]))
        return continue_batch(*arguments)

    monkeypatch.setattr(sampling_module, "continue_batch", stopping)
    with pytest.raises(KeyboardInterrupt):
        sample_texts(models_of(folders, "gpt2"), PROMPTS, plan, batch_size=2, cache=tmp_path)
    counts.clear()
    found = sample_texts(models_of(folders, "gpt2"), PROMPTS, plan, batch_size=2, cache=tmp_path)
    assert (found.texts, counts) == (expected.texts, [1])
    counts.clear()
    other = Sampling(2, seed=5, max_new_tokens=8)
    assert sample_texts(models_of(folders, "gpt2"), PROMPTS[:1], other, cache=tmp_path).texts != expected.texts


@pytest.mark.parametrize(
    "wrong",
    [
        {"k": 0},
        {"k": 10**9},
        {"max_new_tokens": 0},
        {"max_new_tokens": 10**9},
        {"temperature": 0},
        {"temperature": float("nan")},
        {"top_p": 1.5},
    ],
)
def test_plans_that_draw_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=next(iter(wrong))):
        Sampling(**wrong)


def test_a_prompt_without_room_for_an_answer_is_refused(folders: dict[str, Path]) -> None:
    with pytest.raises(InputError, match="the model reads 128"):
        sample_texts(models_of(folders, "gpt2"), PROMPTS, Sampling(max_new_tokens=128))

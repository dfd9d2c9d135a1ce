"""The policy over transformers models: adapters on one base, models of their own, with a cache and without."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nashsym.errors import InputError
from nashsym_estimators import MixturePolicy, fit_of_draws, fit_of_responses
from nashsym_estimators.models.loading import GroupModels, load_group_models
from nashsym_estimators.models.source import ModelSource
from tests.estimators.models.tiny import save_adapter, save_model

WEIGHTS = {"left": Fraction(2, 3), "right": Fraction(1, 3)}
PROMPT = "Question: is the following something you would say?"


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, GroupModels]:
    """Two groups' models: adapters on one base, a base and an adapter on it, two Llamas, two with a recurrent state."""
    home = tmp_path_factory.mktemp("models")
    base = save_model(home / "gpt2")
    adapters = [str(save_adapter(home / f"adapter{seed}", base, seed=seed)) for seed in (1, 2)]
    found = {
        "adapters": [ModelSource(str(base), adapter=adapter) for adapter in adapters],
        "base and adapter": [ModelSource(str(base)), ModelSource(str(base), adapter=adapters[0])],
    }
    for kind in ("llama", "mamba"):
        found[kind] = [ModelSource(str(save_model(home / f"{kind}{seed}", kind, seed=seed))) for seed in (1, 2)]
    return {
        name: load_group_models(dict(zip(WEIGHTS, sources, strict=True)), device="cpu", dtype="fp32")
        for name, sources in found.items()
    }


EACH = pytest.mark.parametrize("name", ["adapters", "base and adapter", "llama", "mamba"])


def plain(models: GroupModels, group: str, prompt: tuple[int, ...], response: tuple[int, ...]) -> float:
    """Read prompt and response as a whole, in float64."""
    import torch

    with torch.no_grad():
        ids = torch.tensor([[*prompt, *response]])
        logs = torch.log_softmax(models.model(group)(input_ids=ids, use_cache=False).logits[0].double(), dim=-1)
    return sum(float(logs[len(prompt) + place - 1, token]) for place, token in enumerate(response))


@EACH
def test_log_probability_is_that_of_the_models(pairs: dict[str, GroupModels], name: str) -> None:
    models = pairs[name]
    policy = MixturePolicy.from_models(models, WEIGHTS)
    before, after = policy.codec.parted(PROMPT, " Yes, I would")
    assert after[-1] == 0
    apart = [float(w) * np.exp(plain(models, group, before, after)) for group, w in WEIGHTS.items()]
    assert policy.log_probability(PROMPT, " Yes, I would") == pytest.approx(np.log(sum(apart)), abs=1e-5)
    assert policy.log_probability(before, after) == policy.log_probability(PROMPT, " Yes, I would")
    shares = policy.posterior(PROMPT, " Yes, I would")
    assert shares["left"] == pytest.approx(apart[0] / sum(apart), abs=1e-5)


@EACH
def test_tokens_are_read_one_by_one_as_all_at_once(pairs: dict[str, GroupModels], name: str) -> None:
    """Along a response, back to an earlier place and on by another way: the cache is never that of other tokens."""
    models = pairs[name]
    policy = MixturePolicy.from_models(models, WEIGHTS)
    prompt = policy.codec.prompt(PROMPT)
    for begun in [(), (5,), (5, 9), (5, 9, 7, 8), (5, 9), (5, 3, 7), (6,)]:
        found = policy.next_token(prompt, begun)
        assert np.exp(found).sum() == pytest.approx(1)
        for token in (0, 17):
            both = [np.log(float(w)) + plain(models, group, prompt, (*begun, token)) for group, w in WEIGHTS.items()]
            ahead = [
                np.log(float(w)) + (plain(models, group, prompt, begun) if begun else 0.0)
                for group, w in WEIGHTS.items()
            ]
            expected = np.logaddexp(*both) - np.logaddexp(*ahead)
            assert found[token] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("per", ["sequence", "token"])
def test_samples_follow_the_weights(pairs: dict[str, GroupModels], per: Any) -> None:
    policy = MixturePolicy.from_models(pairs["llama"], WEIGHTS)
    drawn = policy.sample(PROMPT, 120, per=per, longest=4, seed=4)
    prompts, tokens = [policy.codec.prompt(PROMPT)] * len(drawn), [one.tokens for one in drawn]
    assert fit_of_responses(policy, prompts, tokens).p_value > 0.01
    turned = MixturePolicy.from_models(pairs["llama"], {"left": Fraction(1, 10), "right": Fraction(9, 10)})
    assert fit_of_responses(turned, prompts, tokens).p_value < 1e-3
    if per == "sequence":
        assert fit_of_draws(drawn, WEIGHTS).p_value > 0.01


@EACH
@pytest.mark.parametrize("per", ["sequence", "token"])
def test_text_is_generated(pairs: dict[str, GroupModels], name: str, per: Any) -> None:
    policy = MixturePolicy.from_models(pairs[name], WEIGHTS)
    texts = policy.generate(PROMPT, 3, per=per, longest=5, seed=1)
    assert [type(text) for text in texts] == [str] * 3
    assert texts == policy.generate(PROMPT, 3, per=per, longest=5, seed=1)
    assert "<|end|>" not in "".join(texts)


def test_a_group_without_weight_needs_no_model(pairs: dict[str, GroupModels]) -> None:
    policy = MixturePolicy.from_models(pairs["llama"], {"right": 1, "nobody": 0})
    assert policy.posterior(PROMPT, " No") == {"right": 1.0}
    with pytest.raises(InputError, match="'nobody' has weight but no model"):
        MixturePolicy.from_models(pairs["llama"], {"right": Fraction(1, 2), "nobody": Fraction(1, 2)})


def test_models_with_other_tokens_are_refused(tmp_path: Path) -> None:
    import json

    left, right = save_model(tmp_path / "left"), save_model(tmp_path / "right", seed=1)
    tree = json.loads((right / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary = tree["model"]["vocab"]
    vocabulary["a"], vocabulary["b"] = vocabulary["b"], vocabulary["a"]
    (right / "tokenizer.json").write_text(json.dumps(tree), encoding="utf-8")
    models = load_group_models({"left": ModelSource(str(left)), "right": ModelSource(str(right))}, device="cpu")
    with pytest.raises(InputError, match="'left' and 'right' have different tokens"):
        MixturePolicy.from_models(models, WEIGHTS)
    assert MixturePolicy.from_models(models, {"right": 1}).groups == ("right",)


def test_misuse_is_told(pairs: dict[str, GroupModels]) -> None:
    policy = MixturePolicy.from_models(pairs["llama"], WEIGHTS)
    with pytest.raises(InputError, match="a text comes after a text"):
        policy.log_probability([1, 2], " Yes")
    with pytest.raises(InputError, match="no token to begin after"):
        policy.next_token([])

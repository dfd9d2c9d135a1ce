"""Option log-likelihoods: the batched way with shared prompts is the plain way, pair by pair."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from nashsym.errors import InputError
from nashsym_estimators.models import batches, scoring
from nashsym_estimators.models.likelihoods import log_likelihoods, log_likelihoods_one_by_one
from nashsym_estimators.models.loading import GroupModels, load_group_models
from nashsym_estimators.models.prefix import can_leave_gaps, read_prefixes
from nashsym_estimators.models.prompted import PromptedQuestion
from nashsym_estimators.models.quiet import quiet
from nashsym_estimators.models.scoring import option_likelihoods, option_log_probabilities, score
from nashsym_estimators.models.source import ModelSource
from nashsym_estimators.models.tokenising import tokenised
from tests.estimators.models.conftest import KINDS

PROMPTS = ("Question: is the following something you would say? I agree. Answer:", "Zürich", "", "one two three: ", "A")
OPTIONS = (
    (" Yes", " No", " Don't know."),
    (" Too much", " too little, I would say"),
    ("Yes", "No, never"),
    ("Yes", "No", "I would strongly disagree.", "東京"),
    ("nswer", "b"),
)
DEVICES = (
    pytest.param("cpu"),
    pytest.param("cuda", marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no CUDA")),
)


def alone(folder: Path, **options: Any) -> GroupModels:
    return load_group_models({"all": ModelSource(str(folder))}, **({"device": "cpu"} | options))


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("kind", KINDS)
def test_batched_is_one_by_one(kind: str, device: str, folders: dict[str, Path]) -> None:
    models = alone(folders[kind], device=device, dtype="fp32")
    begin = "Question: is the following something you would say? I would strongly disagree. "
    prompts = [*PROMPTS, *(begin + prompt + "!" for prompt in PROMPTS)]
    tokens = tokenised(models.tokenizer("all"), prompts, [*OPTIONS, *OPTIONS])
    plain = log_likelihoods_one_by_one(models.model("all"), tokens)
    for rows in (1, 3, 100):
        sharing = log_likelihoods(models.model("all"), tokens[len(PROMPTS) :], rows)
        for sums, reference in zip(sharing, plain[len(PROMPTS) :], strict=True):
            assert np.abs(sums - reference).max() < 1e-4 * (1 + np.abs(reference).max())
        for sums, reference in zip(log_likelihoods(models.model("all"), tokens, rows), plain, strict=True):
            assert np.abs(sums - reference).max() < 1e-4 * (1 + np.abs(reference).max())


def test_a_common_beginning_is_read_once(folders: dict[str, Path]) -> None:
    begin = tuple(range(1, 11))
    prefixes = [(*begin, 11), (*begin, 12, 13, 14), (*begin, 11, 15)]
    for kind, expected in (("gpt2", 10), ("llama", 10), ("mistral", 0), ("bloom", 0)):
        model = alone(folders[kind]).model("all")
        assert can_leave_gaps(model) == (expected > 0)
        prefix = read_prefixes(model, prefixes)
        assert prefix.mask.sum(dim=1).tolist() == prefix.lengths.tolist() == [11, 13, 12]
        assert prefix.mask.shape == (3, 13), "the others are padded after the beginning, or before it"
        assert (prefix.mask[:, :expected] == 1).all()
        assert prefix.mask[0, expected] == 0


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("dtype", ["bf16", "fp16"])
def test_half_precision_is_near_full(dtype: str, device: str, folders: dict[str, Path]) -> None:
    full = option_likelihoods(alone(folders["gpt2"], device=device, dtype="fp32"), "all", PROMPTS, OPTIONS)
    half = option_likelihoods(alone(folders["gpt2"], device=device, dtype=dtype), "all", PROMPTS, OPTIONS)
    for one, other in zip(full, half, strict=True):
        assert one.sums == pytest.approx(other.sums, rel=0.05, abs=0.1)


@pytest.mark.parametrize("kind", ["gpt2", "llama"])
def test_the_sum_is_that_of_the_whole_text_less_its_prefix(kind: str, folders: dict[str, Path]) -> None:
    """By hand, from the tokens of prompt + option as one text."""
    models = alone(folders[kind])
    model, tokenizer = models.model("all"), models.tokenizer("all")

    def below(ids: list[int], start: int) -> float:
        with torch.inference_mode():
            terms = torch.log_softmax(model(torch.tensor([ids])).logits[0], dim=-1)
        return sum(float(terms[place - 1, ids[place]]) for place in range(start, len(ids)))

    found = option_likelihoods(models, "all", PROMPTS[:1], OPTIONS[:1])[0]
    prompt = tokenizer(PROMPTS[0])["input_ids"]
    for option, total, count in zip(OPTIONS[0], found.sums, found.tokens, strict=True):
        whole = tokenizer(PROMPTS[0] + option)["input_ids"]
        assert whole[: len(prompt)] == prompt
        assert count == len(whole) - len(prompt)
        assert total == pytest.approx(below(whole, len(prompt)), abs=1e-4)


def test_an_option_that_joins_the_end_of_its_prompt_is_tokenised_as_one_text(folders: dict[str, Path]) -> None:
    tokenizer = alone(folders["gpt2"]).tokenizer("all")
    assert len(tokenizer(" Answer")["input_ids"]) == 1, "the corpus makes it one token"
    (found,) = tokenised(tokenizer, ["Question An"], [["swer", "other"]])
    joined = [list(found.prefix + option) for option in found.options]
    assert joined == [tokenizer("Question Answer")["input_ids"], tokenizer("Question Another")["input_ids"]]


@pytest.mark.parametrize("kind", ["gpt2", "llama"])
def test_an_empty_prompt_begins_after_the_token_that_begins_or_ends_a_text(kind: str, folders: dict[str, Path]) -> None:
    (found,) = tokenised(alone(folders[kind]).tokenizer("all"), [""], [["Yes"]])
    assert found.prefix == (0,)


def test_a_space_at_the_end_of_a_prompt_does_not_change_what_is_read(folders: dict[str, Path]) -> None:
    models = alone(folders["gpt2"])
    first, other = option_likelihoods(models, "all", ["Answer:", "Answer: "], [[" Yes", " No"], ["Yes", "No"]])
    assert first.sums == pytest.approx(other.sums, abs=1e-5)
    assert (first.tokens == other.tokens).all()


def test_normalisations_are_their_formulas(folders: dict[str, Path]) -> None:
    models = alone(folders["gpt2"])
    raw = option_likelihoods(models, "all", PROMPTS, OPTIONS)
    for normalise in scoring.NORMALISATIONS:
        found = option_log_probabilities(models, "all", PROMPTS, OPTIONS, normalise=normalise)
        for one, log_probabilities, options in zip(raw, found, OPTIONS, strict=True):
            lengths: dict[str, Any] = {
                "token": one.tokens,
                "none": 1,
                "byte": [len(option.encode()) for option in options],
            }
            weights = np.exp(one.sums / lengths[normalise])
            assert np.exp(log_probabilities) == pytest.approx(weights / weights.sum(), rel=1e-9)


def test_adapters_on_one_base_answer_as_when_each_is_merged(folders: dict[str, Path], tmp_path: Path) -> None:
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    base = str(folders["gpt2"])
    sources = {name: ModelSource(base, adapter=str(folders[name])) for name in ("first", "second")}
    models = load_group_models({"base": ModelSource(base), **sources}, device="cpu")
    for group in ("second", "base", "first", "base", "second"):
        with quiet():
            merged = AutoModelForCausalLM.from_pretrained(base)
            if group != "base":
                merged = PeftModel.from_pretrained(merged, folders[group]).merge_and_unload()
        tokens = tokenised(models.tokenizer(group), PROMPTS, OPTIONS)
        found = option_likelihoods(models, group, PROMPTS, OPTIONS)
        for one, reference in zip(found, log_likelihoods_one_by_one(merged.eval(), tokens), strict=True):
            assert one.sums == pytest.approx(reference, abs=1e-4)
    assert models.model("first") is models.model("base"), "the base is loaded once"


def test_score_makes_the_table(folders: dict[str, Path]) -> None:
    sources = {
        "a": ModelSource(str(folders["gpt2"])),
        "b": ModelSource(str(folders["llama"])),
        "c": ModelSource(str(folders["gpt2"]), adapter=str(folders["first"])),
    }
    questions = (
        PromptedQuestion("agree", ("Yes", "No"), (1.0, 0.0), prompt="Do you agree? Answer:"),
        PromptedQuestion("spending", ("Too much", "Too little", "About right"), prompt="Spending is\n"),
    )
    models = load_group_models(sources, device="cpu")
    table = score(models, questions, release=True)
    assert table.groups == ("a", "b", "c")
    assert table.counts is None
    assert table.questions[0].scores == (1.0, 0.0)
    assert type(table.questions[0]).__name__ == "Question"
    assert table.probabilities.shape == (3, 2, 3)
    for d, group in enumerate(table.groups):
        prompts = [question.prompt for question in questions]
        follow = [(" Yes", " No"), ("Too much", "Too little", "About right")]
        rows = option_log_probabilities(models, group, prompts, follow)
        for q, row in enumerate(rows):
            assert table.probabilities[d, q, : len(row)] == pytest.approx(np.exp(row), rel=1e-5)
    assert dict(table.source)["normalisation"] == "token"
    assert models.fingerprint("c") in dict(table.source)["models"]


def test_out_of_memory_halves_the_batch_and_goes_on(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    models = alone(folders["gpt2"])
    expected = option_likelihoods(models, "all", PROMPTS, OPTIONS)
    sizes = []

    def failing(model: Any, prompts: Any, rows: int) -> Any:
        sizes.append(len(prompts))
        if len(prompts) > 1:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 GiB.")
        return log_likelihoods(model, prompts, rows)

    monkeypatch.setattr(scoring, "log_likelihoods", failing)
    found = option_likelihoods(models, "all", PROMPTS, OPTIONS, batch_size=4)
    assert sizes == [4, 2, 1, 1, 1, 1, 1]
    for one, other in zip(found, expected, strict=True):
        assert one.sums == pytest.approx(other.sums, abs=1e-4)


@pytest.mark.parametrize("words", ["MPS backend out of memory", "DefaultCPUAllocator: can't allocate memory"])
def test_no_memory_for_one_is_said(words: str, folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(model: Any, prompts: Any, rows: int) -> Any:
        raise RuntimeError(words)

    monkeypatch.setattr(scoring, "log_likelihoods", failing)
    with pytest.raises(InputError, match="runs out of memory over one prompt of 19 tokens"):
        option_likelihoods(alone(folders["gpt2"]), "all", PROMPTS, OPTIONS)


def test_another_failure_is_not_taken_for_memory() -> None:
    def failing(items: list[int]) -> list[int]:
        raise RuntimeError("shapes do not fit")

    with pytest.raises(RuntimeError, match="shapes"):
        list(batches.in_batches(failing, [1], length=int, batch_size=1, device=torch.device("cpu")))


@pytest.mark.parametrize(
    ("prompts", "options", "words"),
    [
        (["word " * 200], [["Yes"]], "and the model reads 128"),
        (["Answer:"], [[" Yes", ""]], "an option is empty"),
    ],
)
def test_prompts_that_do_not_fit_are_refused(
    prompts: list[str], options: list[list[str]], words: str, folders: dict[str, Path]
) -> None:
    with pytest.raises(InputError, match=words):
        option_likelihoods(alone(folders["gpt2"]), "all", prompts, options)


def test_a_tokenizer_of_another_model_is_refused(folders: dict[str, Path], tmp_path: Path) -> None:
    from tests.estimators.models.tiny import save_model

    folder = save_model(tmp_path / "small", vocab_size=300)
    with pytest.raises(InputError, match="beyond the 300 that the model knows"):
        option_likelihoods(alone(folder), "all", PROMPTS, OPTIONS)


def test_likelihoods_that_are_no_numbers_are_refused(folders: dict[str, Path], tmp_path: Path) -> None:
    import shutil

    from safetensors.torch import load_file, save_file

    folder = Path(shutil.copytree(folders["gpt2"], tmp_path / "damaged"))
    weights = load_file(folder / "model.safetensors")
    weights["transformer.h.1.mlp.c_fc.weight"][:] = float("nan")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(InputError, match="gives a log-likelihood of nan"):
        option_likelihoods(alone(folder), "all", PROMPTS, OPTIONS)


def test_chats_go_through_the_template(folders: dict[str, Path]) -> None:
    models = alone(folders["gpt2"])
    with pytest.raises(InputError, match="no chat template"):
        option_likelihoods(models, "all", PROMPTS[:1], OPTIONS[:1], chat=True)
    models.tokenizer("all").chat_template = "{% for m in messages %}User: {{ m.content }}\nBot:{% endfor %}"
    chat = option_likelihoods(models, "all", ["Do you agree?"], [[" Yes", " No"]], chat=True)
    plain = option_likelihoods(models, "all", ["User: Do you agree?\nBot:"], [[" Yes", " No"]])
    assert chat[0].sums == pytest.approx(plain[0].sums, abs=1e-5)

"""Scoring options with one base and several adapters, against one pair of a prompt and an option at a time.

``python benchmarks/scoring.py``. The models are Llamas with random weights: what they say is noise, what they cost is
not. Both ways run on the same device, on the same prompts, in one run, and give the same log-likelihoods up to the
rounding that is printed. The plain way gets what it can use too: it computes logits at the option's places only.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from common import interleaved, ratio, table

from nashsym_estimators.models.likelihoods import log_likelihoods_one_by_one
from nashsym_estimators.models.loading import GroupModels, load_group_models
from nashsym_estimators.models.quiet import quiet
from nashsym_estimators.models.scoring import option_likelihoods
from nashsym_estimators.models.source import ModelSource
from nashsym_estimators.models.tokenising import tokenised

ADAPTERS = 5
ROUNDS = 2
#: By name: hidden size, layers, heads; and how many prompts.
BASES = {"9 million": ((256, 6, 4), 16), "33 million": ((512, 8, 8), 4)}
OPTIONS = {
    "2 of 1 token": (" Yes", " No"),
    "5 of 1 to 3 tokens": (" Strongly agree", " Agree", " Neither of them", " Disagree", " Strongly disagree"),
}
TEMPLATE = (
    "You take part in a survey of public opinion. Answer as you would answer if you were asked at home, and choose one "
    "of the options that are given. There is no right or wrong answer.\nQuestion: {} How much do you agree with that?\n"
    "Options: strongly agree, agree, neither of them, disagree, strongly disagree.\nAnswer:"
)
THINGS = ("taxes", "schools", "public transport", "the army", "science", "farms", "courts", "newspapers")
MORE = ("should get more money", "are better off without the government, whatever it costs us in the end")


def prompts() -> list[str]:
    return [TEMPLATE.format(f"Some say that {thing} {more}.") for thing in THINGS for more in MORE]


def save(folder: Path, size: tuple[int, int, int]) -> dict[str, ModelSource]:
    """Save a base and its adapters as a user's would be."""
    from peft import LoraConfig, get_peft_model
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    words = Tokenizer(models.BPE())
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=2000, initial_alphabet=alphabet, special_tokens=["<s>"], show_progress=False
    )
    words.train_from_iterator([*prompts(), *(option for options in OPTIONS.values() for option in options)], trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=words, bos_token="<s>", eos_token="<s>")  # noqa: S106
    hidden, layers, heads = size
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=8192,
        hidden_size=hidden,
        intermediate_size=3 * hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_key_value_heads=heads,
        max_position_embeddings=512,
    )
    base = folder / f"base{hidden}"
    with quiet():
        LlamaForCausalLM(config).save_pretrained(base)
        tokenizer.save_pretrained(base)
        for number in range(ADAPTERS):
            lora = LoraConfig(r=8, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM", init_lora_weights=False)
            adapted = get_peft_model(LlamaForCausalLM.from_pretrained(base), lora)
            adapted.save_pretrained(folder / f"adapter{hidden}-{number}")
    return {
        f"group {number}": ModelSource(str(base), adapter=str(folder / f"adapter{hidden}-{number}"))
        for number in range(ADAPTERS)
    }


def shared(models: GroupModels, asked: list[str], options: list[tuple[str, ...]]) -> list[np.ndarray]:
    return [
        one.sums for group in models.groups for one in option_likelihoods(models, group, asked, options, batch_size=16)
    ]


def one_by_one(models: GroupModels, asked: list[str], options: list[tuple[str, ...]]) -> list[np.ndarray]:
    found: list[np.ndarray] = []
    for group in models.groups:
        tokens = tokenised(models.tokenizer(group), asked, options)
        found += log_likelihoods_one_by_one(models.model(group), tokens)
    return found


def main() -> None:
    device = sys.argv[1] if len(sys.argv) > 1 else "auto"
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for base, (size, count) in BASES.items():
            models = load_group_models(save(Path(folder), size), device=device, dtype="fp32")
            for named, chosen in OPTIONS.items():
                asked, options = prompts()[:count], [chosen] * count
                rows.append([base, str(count), named, *measured(models, asked, options)])
    print(f"{ADAPTERS} adapters, {models.device}, {torch.get_num_threads()} threads, torch {torch.__version__}")
    print(
        table(
            [
                "base",
                "prompts",
                "options",
                "tokens of a prompt",
                "pairs per second",
                "one at a time",
                "ratio",
                "differ by",
            ],
            rows,
        )
    )


def measured(models: GroupModels, asked: list[str], options: list[tuple[str, ...]]) -> list[str]:
    answers: dict[str, Any] = {}

    def run(way: Any) -> Any:
        def contender(_: int) -> None:
            answers[way.__name__] = way(models, asked, options)
            if models.device.type == "cuda":
                torch.cuda.synchronize()

        return contender

    seconds = interleaved({"shared": run(shared), "plain": run(one_by_one)}, ROUNDS)
    pairs = len(models.groups) * sum(map(len, options))
    apart = max(float(np.abs(a - b).max()) for a, b in zip(answers["shared"], answers["one_by_one"], strict=True))
    lengths = [len(one.prefix) for one in tokenised(models.tokenizer(models.groups[0]), asked, options)]
    return [
        f"{min(lengths)} to {max(lengths)}",
        f"{pairs / min(seconds['shared']):,.0f}",
        f"{pairs / min(seconds['plain']):,.0f}",
        f"{ratio(seconds['plain'], seconds['shared']):.1f}",
        f"{apart:.0e}",
    ]


if __name__ == "__main__":
    main()

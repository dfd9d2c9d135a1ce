"""What a group's model begins as: a base, an adapter on it, or new weights; and how it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nashsym.errors import InputError
from nashsym_estimators.models.loading import load_group_models
from nashsym_estimators.models.quiet import quiet
from nashsym_estimators.models.source import ModelSource
from nashsym_estimators.training.config import ModelPart, TrainingConfig
from nashsym_estimators.training.examples import Example
from nashsym_estimators.training.tokenizer import learn_tokenizer

__all__ = ["Foundation", "lay_foundation"]


@dataclass(frozen=True)
class Foundation:
    """What all groups' models have in common.

    Parameters
    ----------
    part : ModelPart
    tokenizer : transformers tokenizer
        With a token that ends an answer.
    longest : int
        Tokens that a model from scratch takes.
    device : str
    dtype : str
        Of a frozen base; what is trained is kept in fp32 while it is.
    """

    part: ModelPart
    tokenizer: Any
    longest: int
    device: str
    dtype: str

    def begin(self, seed: int) -> Any:
        """Return a model to train, the same one for the same seed."""
        from transformers import set_seed

        set_seed(seed)
        if self.part.method == "scratch":
            return _new_model(self.part, self.tokenizer, self.longest)
        frozen = self.part.method == "lora"
        model = _sources(self.part, self.device, self.dtype if frozen else "fp32").model("base")
        return _with_adapter(model, self.part) if frozen else model

    def source(self, folder: Path) -> ModelSource:
        """Return how a model that was saved to a folder is loaded again."""
        if self.part.method == "lora":
            return ModelSource(self.part.base, self.part.revision or None, adapter=str(folder))
        return ModelSource(str(folder))

    def save(self, model: Any, folder: Path) -> None:
        """Save a trained model, or its adapter, as safetensors with the tokenizer beside it."""
        with quiet():
            model.save_pretrained(folder, safe_serialization=True)
            self.tokenizer.save_pretrained(folder)


def lay_foundation(config: TrainingConfig, trained: Sequence[Example], device: str, dtype: str) -> Foundation:
    """Learn the tokenizer of models from scratch, or read that of the base.

    Raises
    ------
    InputError
        For a base that can't be read, or whose tokenizer has no token that ends a text.
    """
    part, longest = config.model, config.training.longest
    if part.method == "scratch":
        tokenizer = learn_tokenizer(trained, part.vocabulary, longest)
    else:
        try:
            tokenizer = _sources(part, device, dtype).tokenizer("base")
        except InputError as error:
            raise error.located(key="model.base") from None
        if tokenizer.eos_token_id is None:
            raise InputError("its tokenizer has no token that ends a text", key="model.base", remedy="add an eos_token")
    return Foundation(part, tokenizer, longest, device, dtype)


def _sources(part: ModelPart, device: str, dtype: str) -> Any:
    return load_group_models({"base": ModelSource(part.base, part.revision or None)}, device=device, dtype=dtype)


def _new_model(part: ModelPart, tokenizer: Any, longest: int) -> Any:
    """Return a GPT-2 of the given sizes with random weights."""
    from transformers import GPT2Config, GPT2LMHeadModel

    return GPT2LMHeadModel(
        GPT2Config(
            vocab_size=len(tokenizer),
            n_positions=longest,
            n_embd=part.width,
            n_layer=part.layers,
            n_head=part.heads,
            resid_pdrop=part.dropout,
            embd_pdrop=part.dropout,
            attn_pdrop=part.dropout,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )


def _with_adapter(base: Any, part: ModelPart) -> Any:
    """Return the base, frozen, with a LoRA adapter (Hu et al. 2021, arXiv:2106.09685) on every linear layer."""
    from peft import LoraConfig, get_peft_model
    from transformers.pytorch_utils import Conv1D

    transposed = any(isinstance(module, Conv1D) for module in base.modules())  # GPT-2 keeps its matrices this way round
    adapter = LoraConfig(
        r=part.rank,
        lora_alpha=part.alpha,
        lora_dropout=part.dropout,
        target_modules="all-linear",
        fan_in_fan_out=transposed,
        task_type="CAUSAL_LM",
    )
    with quiet():
        return get_peft_model(base, adapter)

"""Tiny language models with random weights, saved as a user's would be: folders of safetensors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from nashsym_estimators.models.quiet import quiet

CORPUS: Final = (
    "Question: is the following something you would say? Answer: Yes Answer: No",
    "I would strongly agree with that. I would somewhat agree. I would strongly disagree.",
    "Too much, too little, about right. Don't know. Zürich, 東京 and São Paulo.",
)
END: Final = "<|end|>"


def save_tokenizer(folder: Path, *, leading: bool = False) -> Any:
    """Save a byte-level BPE tokenizer that knows the corpus' words; with `leading` every text begins with a token."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    plain = Tokenizer(models.BPE())
    plain.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    plain.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=[END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    plain.train_from_iterator(CORPUS, trainer)
    if leading:
        plain.post_processor = processors.TemplateProcessing(single=f"{END} $A", special_tokens=[(END, 0)])
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=plain, eos_token=END, bos_token=END if leading else None)
    with quiet():
        tokenizer.save_pretrained(folder)
    return tokenizer


def save_model(folder: Path, kind: str = "gpt2", *, seed: int = 0, **more: Any) -> Path:
    """Save a two-layer model of a kind, and its tokenizer; Llamas' texts begin with a token of their own."""
    import torch
    from transformers import AutoModelForCausalLM

    tokenizer = save_tokenizer(folder, leading=kind in ("llama", "mistral"))
    torch.manual_seed(seed)
    with quiet():
        model = AutoModelForCausalLM.from_config(_config(kind, len(tokenizer), more))
        for parameter in model.parameters():
            if parameter.dim() > 1:
                torch.nn.init.normal_(parameter, std=0.3)
        model.save_pretrained(folder)
    return folder


def _config(kind: str, vocabulary: int, more: dict[str, Any]) -> Any:
    import transformers as t

    tokens = {"vocab_size": vocabulary, "bos_token_id": 0, "eos_token_id": 0, "pad_token_id": None}
    wide = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    sizes = {
        "gpt2": {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 128},
        "llama": wide | {"num_key_value_heads": 2, "max_position_embeddings": 128},
        "mistral": wide | {"num_key_value_heads": 2, "max_position_embeddings": 128, "sliding_window": 6},
        "bloom": {"hidden_size": 32, "n_layer": 2, "n_head": 4},
        "mamba": {"hidden_size": 32, "num_hidden_layers": 2, "state_size": 8},
    }
    classes = {
        "gpt2": t.GPT2Config,
        "llama": t.LlamaConfig,
        "mistral": t.MistralConfig,
        "bloom": t.BloomConfig,
        "mamba": t.MambaConfig,
    }
    return classes[kind](**(tokens | sizes[kind] | more))


def save_adapter(folder: Path, base: Path, *, seed: int = 1, targets: Sequence[str] = ("c_attn",), **more: Any) -> Path:
    """Save a LoRA adapter with random weights for the model in `base`."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    torch.manual_seed(seed)
    with quiet():
        model = AutoModelForCausalLM.from_pretrained(base)
        config = LoraConfig(r=2, target_modules=list(targets), task_type="CAUSAL_LM", init_lora_weights=False, **more)
        get_peft_model(model, config).save_pretrained(folder)
    return folder

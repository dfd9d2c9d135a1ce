"""What is loaded, what is refused, and what other libraries say meanwhile: nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from nashsym.errors import InputError
from nashsym_estimators.models import source
from nashsym_estimators.models.devices import resolve_device, resolve_dtype
from nashsym_estimators.models.loading import load_group_models
from nashsym_estimators.models.source import ModelSource
from tests.estimators.models.tiny import save_adapter, save_tokenizer


def copied(folder: Path, target: Path) -> Path:
    return Path(shutil.copytree(folder, target))


def edit_json(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def pickled(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(b"\x80")


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "pickles": (pickled, "pytorch_model.bin, are no safetensors, and reading them could run code"),
    "no weights": (lambda folder: (folder / "model.safetensors").unlink(), "has no weights"),
    "no configuration": (lambda folder: (folder / "config.json").unlink(), "has no config.json"),
    "an adapter": (lambda folder: (folder / "adapter_config.json").write_text("{}"), "holds an adapter"),
    "torn weights": (
        lambda folder: (folder / "model.safetensors").write_bytes((folder / "model.safetensors").read_bytes()[:999]),
        "can't be read as a causal language model",
    ),
    "torn configuration": (
        lambda folder: (folder / "config.json").write_text('{"model_type":'),
        "can't be read as a causal language model",
    ),
    "code of its own": (
        lambda folder: edit_json(
            folder / "config.json",
            model_type="mine",
            architectures=["Mine"],
            auto_map={"AutoConfig": "mine.Config", "AutoModelForCausalLM": "mine.Mine"},
        ),
        "can't be read as a causal language model",
    ),
    "weights that are missing": (
        lambda folder: edit_json(folder / "config.json", n_layer=3),
        "12 of its weights are missing or of another shape, transformer.h.2",
    ),
    "weights of another shape": (lambda folder: edit_json(folder / "config.json", n_positions=64), "another shape"),
}


@pytest.mark.parametrize(("damage", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_models_are_refused(
    damage: Callable[[Path], object],
    words: str,
    folders: dict[str, Path],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    folder = copied(folders["gpt2"], tmp_path / "broken")
    damage(folder)
    with pytest.raises(InputError, match=words) as caught:
        load_group_models({"left": ModelSource(str(folder))}, device="cpu").model("left")
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_weights_beside_pickles_are_read_and_the_pickles_are_not(folders: dict[str, Path], tmp_path: Path) -> None:
    folder = copied(folders["gpt2"], tmp_path / "both")
    (folder / "pytorch_model.bin").write_bytes(b"\x80")
    models = load_group_models({"left": ModelSource(str(folder))}, device="cpu")
    assert models.model("left").transformer.wte.weight.shape[0] == len(models.tokenizer("left"))


def test_a_model_that_looks_ahead_is_refused(tmp_path: Path) -> None:
    from transformers import BertConfig, BertForMaskedLM

    config = BertConfig(
        vocab_size=400, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64
    )
    BertForMaskedLM(config).save_pretrained(tmp_path)
    save_tokenizer(tmp_path)
    with pytest.raises(InputError, match="a BertLMHeadModel looks at the words to come"):
        load_group_models({"left": ModelSource(str(tmp_path))}, device="cpu").model("left")


def test_a_missing_tokenizer_is_said(folders: dict[str, Path], tmp_path: Path) -> None:
    folder = copied(folders["gpt2"], tmp_path / "mute")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).unlink()
    with pytest.raises(InputError, match="has no tokenizer that can be read"):
        load_group_models({"left": ModelSource(str(folder))}, device="cpu").tokenizer("left")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("./nowhere", "there is no such folder"),
        ("/nowhere/at/all", "there is no such folder"),
        ("a/b/c", "there is no such folder"),
        ("owner/name", "the hub gave no such model: .*offline"),
    ],
)
def test_what_is_nowhere_is_said(name: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def offline(*_: object, **__: object) -> str:
        raise ConnectionError("the machine\nis offline")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", offline)
    with pytest.raises(InputError, match=words) as caught:
        load_group_models({"left": ModelSource(name)}, device="cpu")
    assert "group 'left'" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_model_of_the_hub_is_read_from_what_was_fetched(
    folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub

    asked: dict[str, Any] = {}

    def fetch(name: str, **options: Any) -> str:
        asked.update(options, name=name)
        return str(folders["gpt2"])

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fetch)
    models = load_group_models({"left": ModelSource("owner/name", "abc")}, device="cpu")
    assert models.model("left").config.model_type == "gpt2"
    assert (asked["name"], asked["revision"]) == ("owner/name", "abc")
    assert not any(pattern.endswith((".bin", ".py")) for pattern in asked["allow_patterns"])
    assert dict(models.provenance())["models"].startswith("'left': owner/name@abc, sha256 ")


def test_a_file_is_no_folder(folders: dict[str, Path]) -> None:
    with pytest.raises(InputError, match="is no folder"):
        load_group_models({"left": ModelSource(str(folders["gpt2"] / "config.json"))}, device="cpu")


BROKEN_ADAPTERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "another kind": (lambda folder: edit_json(folder / "adapter_config.json", peft_type="PROMPT_TUNING"), "of type"),
    "biases": (lambda folder: edit_json(folder / "adapter_config.json", bias="all"), "bias = 'all' changes the model"),
    "layers": (lambda folder: edit_json(folder / "adapter_config.json", layer_replication=[[0, 2]]), "layer_replic"),
    "code": (lambda folder: edit_json(folder / "adapter_config.json", megatron_config={"a": 1}), "megatron_config"),
    "a start": (lambda folder: edit_json(folder / "adapter_config.json", init_lora_weights="pissa"), "init_lora"),
    "no JSON": (lambda folder: (folder / "adapter_config.json").write_text("[" * 10_000), "can't be read"),
    "a list": (lambda folder: (folder / "adapter_config.json").write_text("[]"), "of type None"),
    "pickles": (
        lambda folder: (folder / "adapter_model.safetensors").rename(folder / "adapter_model.bin"),
        "are no safetensors",
    ),
    "cut weights": (
        lambda folder: os.truncate(folder / "adapter_model.safetensors", 300),
        "its weights can't be read",
    ),
    "another rank": (lambda folder: edit_json(folder / "adapter_config.json", r=5), "does not fit its model"),
    "more modules": (
        lambda folder: edit_json(folder / "adapter_config.json", target_modules=["c_attn", "c_proj"]),
        "8 of its weights are missing",
    ),
    "other modules": (
        lambda folder: edit_json(folder / "adapter_config.json", target_modules=["q_proj"]),
        "does not fit its model",
    ),
}


@pytest.mark.parametrize(("damage", "words"), BROKEN_ADAPTERS.values(), ids=BROKEN_ADAPTERS.keys())
def test_broken_adapters_are_refused(
    damage: Callable[[Path], object], words: str, folders: dict[str, Path], tmp_path: Path
) -> None:
    adapter = copied(folders["first"], tmp_path / "broken")
    damage(adapter)
    with pytest.raises(InputError, match=words) as caught:
        load_group_models({"left": ModelSource(str(folders["gpt2"]), adapter=str(adapter))}, device="cpu").model("left")
    assert str(adapter) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_adapter_of_another_base_is_refused(folders: dict[str, Path], tmp_path: Path) -> None:
    adapter = save_adapter(tmp_path / "llama", folders["llama"], targets=["q_proj", "v_proj"])
    with pytest.raises(InputError, match="does not fit its model"):
        load_group_models({"left": ModelSource(str(folders["gpt2"]), adapter=str(adapter))}, device="cpu").model("left")


def test_fingerprints_are_of_the_content(folders: dict[str, Path], tmp_path: Path) -> None:
    twin = copied(folders["gpt2"], tmp_path / "twin")
    (twin / "README.md").write_text("another")
    other = copied(folders["gpt2"], tmp_path / "other")
    edit_json(other / "tokenizer_config.json", added=1)
    names = {"one": folders["gpt2"], "twin": twin, "other": other}
    sources = {name: ModelSource(str(folder)) for name, folder in names.items()}
    sources["adapted"] = ModelSource(str(folders["gpt2"]), adapter=str(folders["first"]))
    models = load_group_models(sources, device="cpu")
    found = {name: models.fingerprint(name) for name in sources}
    assert found["one"] == found["twin"]
    assert len(set(found.values())) == 3


def test_bases_are_let_go(folders: dict[str, Path]) -> None:
    names = ("gpt2", "llama", "gpt2")
    models = load_group_models({f"{i}": ModelSource(str(folders[name])) for i, name in enumerate(names)}, device="cpu")
    first = models.model("0")
    seen = []
    for group in models.one_base_at_a_time(release=True):
        seen.append(group)
        assert models.model(group).config.model_type == names[int(group)]
    assert seen == ["0", "2", "1"]
    assert models.model("0") is not first, "it was let go, and loaded anew"


def test_loading_says_nothing_and_changes_no_setting(
    folders: dict[str, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    from transformers.utils import logging

    before = logging.get_verbosity(), logging.is_progress_bar_enabled()
    load_group_models({"a": ModelSource(str(folders["gpt2"]), adapter=str(folders["first"]))}, device="cpu").model("a")
    assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == before
    assert capfd.readouterr() == ("", "")


def test_devices_and_precisions_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    cpu = torch.device("cpu")
    assert resolve_dtype("auto", cpu) is torch.float32
    assert resolve_dtype("bf16", cpu) is torch.bfloat16
    for name in ("gpu", "", "cuda:99", "meta"):
        with pytest.raises(InputError, match="device"):
            resolve_device(name)
    with pytest.raises(InputError, match="no precision"):
        resolve_dtype("int8", cpu)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert resolve_device("auto").type == "mps"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert resolve_device("auto").type == "cuda"


def test_long_errors_of_others_are_cut() -> None:
    assert source.one_line(ValueError("a\n b" + "c" * 999)) == "a b" + "c" * 237 + "…"
    assert source.one_line(ValueError()) == "ValueError"

"""Each group's model is whole or not there, never trained twice, and the same again for the same seed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from safetensors import SafetensorError

from nashsym.errors import InputError
from nashsym_estimators.models.loading import load_group_models
from nashsym_estimators.training import trained as room
from nashsym_estimators.training.examples import read_groups
from nashsym_estimators.training.foundation import Foundation, lay_foundation
from nashsym_estimators.training.reading import read_config
from nashsym_estimators.training.trained import Trained, folder_name, train
from tests.estimators.models.tiny import save_model
from tests.estimators.training.writing import write_answers, write_example


def run(config: Path, folder: Path, **options: Any) -> tuple[Trained, list[tuple[str, bool]]]:
    """Train on the CPU, and note who was trained and who was there."""
    told: list[tuple[str, bool]] = []
    done = train(
        read_config(config),
        folder,
        device="cpu",
        tell=lambda group, fit: told.append((group, fit is not None)),
        **options,
    )
    return done, told


def contents(folder: Path) -> dict[str, bytes]:
    """Read all files of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A configuration, and the folder that its models were trained into."""
    home = tmp_path_factory.mktemp("trained")
    config = write_example(home)
    _, told = run(config, home / "models")
    assert told == [("even", True), ("odd", True)]
    return config, home / "models"


def test_each_group_has_a_model_and_a_tokenizer(done: tuple[Path, Path]) -> None:
    found, told = run(*done)
    assert told == [("even", False), ("odd", False)]
    assert found.groups == ("even", "odd")
    for group in found.groups:
        names = {path.name for path in (done[1] / group).iterdir()}
        assert {"config.json", "model.safetensors", "tokenizer.json", "training.json"} <= names
        assert not [name for name in names if name.endswith((".bin", ".pt", ".pkl"))]
        mark = json.loads((done[1] / group / "training.json").read_text(encoding="utf-8"))
        assert mark["group"] == group
        assert mark["fit"]["steps"] == 3
        assert mark["fit"]["learnt"] == mark["fit"]["parameters"] > 0
    models = load_group_models(found.sources, device="cpu")
    assert models.tokenizer("even").get_vocab() == models.tokenizer("odd").get_vocab()
    weights = [models.model(group).state_dict()["transformer.wte.weight"] for group in found.groups]
    assert not weights[0].equal(weights[1])


def test_the_same_training_gives_the_same_bytes(done: tuple[Path, Path], tmp_path: Path) -> None:
    run(done[0], tmp_path / "again")
    assert contents(tmp_path / "again") == contents(done[1])


def test_another_seed_gives_another_model(done: tuple[Path, Path], tmp_path: Path) -> None:
    config = write_example(tmp_path, top="seed = 1")
    run(config, tmp_path / "models")
    assert contents(tmp_path / "models")["even/model.safetensors"] != contents(done[1])["even/model.safetensors"]


def test_the_seed_decides_the_weights_to_begin_with(done: tuple[Path, Path]) -> None:
    config = read_config(done[0])
    said = [one for part in read_groups(config) for one in part.examples]
    foundation = lay_foundation(config, said, "cpu", "fp32")
    first, same, other = (foundation.begin(seed).state_dict()["transformer.wte.weight"] for seed in (0, 0, 1))
    assert first.equal(same)
    assert not first.equal(other)


def test_what_is_there_is_not_trained_again(done: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(done[1], tmp_path / "models")
    shutil.rmtree(tmp_path / "models" / "even")
    _, told = run(done[0], tmp_path / "models")
    assert told == [("even", True), ("odd", False)]
    assert contents(tmp_path / "models") == contents(done[1])


class Killed(BaseException):
    """Stands for Ctrl-C and worse."""


@pytest.mark.parametrize("where", ["fit", "write_text"])
def test_who_is_stopped_leaves_nothing_that_looks_finished(
    where: str, done: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = getattr(room, where)
    calls = []

    def stopped(*arguments: Any, **options: Any) -> Any:
        calls.append(where)
        if len(calls) == 2:
            raise Killed
        return plain(*arguments, **options)

    monkeypatch.setattr(room, where, stopped)
    with pytest.raises(Killed):
        run(done[0], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["even"]
    monkeypatch.setattr(room, where, plain)
    _, told = run(done[0], tmp_path)
    assert told == [("even", False), ("odd", True)]
    assert contents(tmp_path) == contents(done[1])


def test_a_full_disk_is_told_and_leaves_nothing(
    done: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)")

    monkeypatch.setattr(Foundation, "save", full)
    with pytest.raises(InputError, match="can't be written: Error while serializing: I/O error: No space left"):
        run(done[0], tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_what_a_killed_run_left_is_taken_away(done: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(done[1], tmp_path, dirs_exist_ok=True)
    (tmp_path / ".unfinished.abc").mkdir()
    (tmp_path / ".unfinished.abc" / "model.safetensors").write_bytes(b"half")
    run(done[0], tmp_path)
    assert contents(tmp_path) == contents(done[1])


def test_models_of_another_training_are_not_taken_for_these(done: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(done[1], tmp_path / "models")
    for parts in ({"top": "seed = 2"}, {"training": "steps = 4\nbatch = 4\nlongest = 64"}):
        with pytest.raises(InputError, match="even: was trained from other data or by another configuration"):
            run(write_example(tmp_path, **parts), tmp_path / "models")
    other = write_example(tmp_path)
    with (tmp_path / "odd.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"prompt": "And zero?", "answer": "yes", "options": ["yes", "no"]}\n')
    with pytest.raises(InputError, match="was trained from other data"):
        run(other, tmp_path / "models")
    with pytest.raises(InputError, match="was trained from other data"):
        run(done[0], tmp_path / "models", dtype="bf16")


def test_a_folder_that_is_no_model_of_ours_is_left_alone(done: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "even").mkdir()
    (tmp_path / "even" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="even: is not a model that was trained here; choose another folder"):
        run(done[0], tmp_path)
    assert contents(tmp_path) == {"even/letter.txt": b"mine"}


def test_a_game_and_another_place_change_no_recipe(done: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(done[1], tmp_path / "models")
    config = write_example(tmp_path, game="[game]\nagents = 3", top='name = "numbers"\nagreement = 0.5')
    _, told = run(config, tmp_path / "models")
    assert told == [("even", False), ("odd", False)]


def test_a_base_is_trained_whole(tmp_path: Path) -> None:
    base = save_model(tmp_path / "base")
    before = contents(base)
    config = write_example(tmp_path, model=f'method = "full"\nbase = "{base}"')
    found, _ = run(config, tmp_path / "models")
    assert contents(base) == before
    assert found.marks["even"]["fit"]["learnt"] == found.marks["even"]["fit"]["parameters"]
    models = load_group_models(found.sources, device="cpu")
    states = [models.model(group).state_dict()["transformer.h.0.mlp.c_fc.weight"] for group in found.groups]
    assert not states[0].equal(states[1])
    assert (tmp_path / "models" / "even" / "tokenizer.json").exists()


@pytest.mark.parametrize(("kind", "dtype"), [("gpt2", "fp32"), ("llama", "fp32"), ("llama", "bf16")])
def test_adapters_are_trained_on_one_base(kind: str, dtype: str, tmp_path: Path) -> None:
    base = save_model(tmp_path / "base", kind)
    before = contents(base)
    model = f'method = "lora"\nbase = "{base}"\nrank = 2\nalpha = 4\ndropout = 0'
    training = "steps = 4\nbatch = 4\nlearning_rate = 1e-2\nlongest = 64"
    found, _ = run(write_example(tmp_path, model=model, training=training), tmp_path / "models", dtype=dtype)
    assert contents(base) == before
    fit = found.marks["even"]["fit"]
    assert 0 < fit["learnt"] < fit["parameters"] / 5
    assert not (tmp_path / "models" / "even" / "model.safetensors").exists()
    models = load_group_models(found.sources, device="cpu")
    import torch

    ids = torch.tensor([[5, 6, 7]])
    with torch.no_grad():
        logits = [models.model(group)(input_ids=ids).logits for group in found.groups]
        plain = (
            load_group_models({"base": found.sources["even"].__class__(str(base))}, device="cpu")
            .model("base")(input_ids=ids)
            .logits
        )
    assert not torch.allclose(logits[0], plain)
    assert not torch.allclose(logits[0], logits[1])


def test_a_base_that_is_none_is_told_before_anything_is_made(tmp_path: Path) -> None:
    config = write_example(tmp_path, model='method = "full"\nbase = "./nothing"')
    with pytest.raises(InputError, match="there is no such folder"):
        run(config, tmp_path / "models")


@pytest.mark.parametrize(
    ("name", "value", "training"),
    [
        ("transformer.h.0.mlp.c_fc.bias", float("inf"), "steps = 1"),
        # The place of a token that no example is long enough for: the loss is finite, what the last step leaves is not.
        ("transformer.wpe.weight", 1e38, "steps = 1\nlearning_rate = 10\nweight_decay = 10\nwarmup = 0"),
    ],
    ids=["the loss", "the last step"],
)
def test_what_is_not_finite_is_told(name: str, value: float, training: str, tmp_path: Path) -> None:
    base = save_model(tmp_path / "base")
    from safetensors.torch import load_file, save_file

    weights = load_file(base / "model.safetensors")
    weights[name][-1] = value
    save_file(weights, base / "model.safetensors", metadata={"format": "pt"})
    config = write_example(tmp_path, model=f'method = "full"\nbase = "{base}"', training=training)
    with pytest.raises(InputError, match=r"training\.learning_rate: the loss of group 'even' is not finite"):
        run(config, tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("openness", "openness"),
        ("slightly liberal", "slightly liberal"),
        ("18-24, urban (EU)", "18-24, urban (EU)"),
        ("../../etc", "%2E.%2F..%2Fetc"),
        ("a/b\\c:d", "a%2Fb%5Cc%3Ad"),
        (".hidden", "%2Ehidden"),
        ("report", "%72eport"),
        ("Report", "%52eport"),
        ("reporters", "reporters"),
        ("manifest.json", "%6Danifest.json"),
        ("日本", "%E6%97%A5%E6%9C%AC"),
    ],
)
def test_groups_are_safe_names_of_folders(group: str, name: str) -> None:
    assert folder_name(group) == name
    assert "/" not in name


@pytest.mark.parametrize("group", [" ", "日" * 40])
def test_some_names_are_refused(group: str) -> None:
    with pytest.raises(InputError, match="can't be the name of a folder"):
        folder_name(group)


def test_a_device_that_is_not_there(tmp_path: Path) -> None:
    write_answers(tmp_path)
    with pytest.raises(InputError, match="no device 'cuda:7'"):
        train(read_config(write_example(tmp_path)), tmp_path / "models", device="cuda:7")

"""Results on disk: found again, not computed twice, and safe against every way of stopping halfway."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym_estimators.models import scoring
from nashsym_estimators.models.cache import ResultCache, content_key
from nashsym_estimators.models.likelihoods import log_likelihoods
from nashsym_estimators.models.loading import GroupModels, load_group_models
from nashsym_estimators.models.scoring import option_likelihoods
from nashsym_estimators.models.source import ModelSource

PROMPTS = [f"Question {number}. Answer:" for number in range(6)]
OPTIONS = [[" Yes", " No, never"]] * 6


def test_results_are_found_again(tmp_path: Path) -> None:
    ResultCache(tmp_path, ["a"]).put([("one", [0.1, 1e-300]), ("two", ["ü\n"])])
    found = ResultCache(tmp_path, ["a"])
    assert (found.get("one"), found.get("two"), found.get("three"), len(found)) == ([0.1, 1e-300], ["ü\n"], None, 2)
    assert len(ResultCache(tmp_path, ["b"])) == 0, "other content has another file"


@given(cut=st.integers(min_value=0), junk=st.binary(max_size=20))
def test_a_file_cut_anywhere_keeps_whole_lines_and_takes_new_ones(
    cut: int, junk: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    ResultCache(folder, 0).put([(str(number), [number]) for number in range(5)])
    (path,) = folder.iterdir()
    content = path.read_bytes()
    kept = content[: cut % (len(content) + 1)]
    path.write_bytes(kept + junk.replace(b"\n", b""))
    torn = ResultCache(folder, 0)
    whole = kept.count(b"\n")
    assert len(torn) - whole in ((0, 1) if not junk else (0,))  # the cut may have taken only a line's end
    torn.put([("new", 7)])
    again = ResultCache(folder, 0)
    assert [again.get(str(number)) for number in range(whole)] == [[number] for number in range(whole)]
    assert again.get("new") == 7


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    ResultCache(tmp_path, 0).put([("one", [1.5]), ("two", [2.5])])
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes().replace(b"1.5", b"9.5"))
    found = ResultCache(tmp_path, 0)
    assert (found.get("one"), found.get("two")) == (None, [2.5])


def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="the cache can't be kept"):
        ResultCache(tmp_path / "file" / "cache", 0)


def test_keys_tell_contents_apart() -> None:
    contents: list[Any] = [["a", ["b"]], ["a", "b"], ["ab"], [["a"], "b"], ["a", ["b", ""]], [1], ["1"], [True]]
    assert len({content_key(content) for content in contents}) == len(contents)


class StoppedError(Exception):
    pass


def counting(monkeypatch: pytest.MonkeyPatch, stop_after: int) -> list[int]:
    """Count the prompts that are scored, and stop as if killed when there would be more."""
    counts: list[int] = []

    def scored(model: Any, prompts: Any, rows: int) -> Any:
        if sum(counts) >= stop_after:
            raise StoppedError
        counts.append(len(prompts))
        return log_likelihoods(model, prompts, rows)

    monkeypatch.setattr(scoring, "log_likelihoods", scored)
    return counts


def models_of(folders: dict[str, Path]) -> GroupModels:
    base = str(folders["gpt2"])
    sources = {"base": ModelSource(base), "first": ModelSource(base, adapter=str(folders["first"]))}
    return load_group_models(sources, device="cpu")


def sums(models: GroupModels, group: str = "base", cache: Path | None = None, **options: Any) -> list[list[float]]:
    found = option_likelihoods(models, group, PROMPTS, OPTIONS, batch_size=2, cache=cache, **options)
    return [one.sums.tolist() for one in found]


def test_a_killed_run_goes_on_where_it_stopped(
    folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = sums(models_of(folders))
    with monkeypatch.context() as patch:
        counting(patch, 4)
        with pytest.raises(StoppedError):
            sums(models_of(folders), cache=tmp_path)
    with monkeypatch.context() as patch:
        counts = counting(patch, 99)
        assert sums(models_of(folders), cache=tmp_path) == expected
        assert counts == [2], "of six prompts four were done"
    counts = counting(monkeypatch, 0)
    resumed = models_of(folders)
    assert sums(resumed, cache=tmp_path) == expected
    assert not resumed._bases, "no model is loaded where nothing is left to do"


def test_whatever_a_result_depends_on_makes_another(
    folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = models_of(folders)
    sums(models, cache=tmp_path)
    counts = counting(monkeypatch, 99)
    sums(models, cache=tmp_path)
    assert not counts
    changed: list[dict[str, Any]] = [
        {"prompts": [*PROMPTS[:5], "another"]},
        {"options": [*OPTIONS[:5], [" No, never", " Yes"]]},
        {"group": "first"},
        {"models": load_group_models(models.sources, device="cpu", dtype="bf16")},
    ]
    for change in changed:
        counts.clear()
        arguments: dict[str, Any] = {"models": models, "group": "base", "prompts": PROMPTS, "options": OPTIONS} | change
        option_likelihoods(**arguments, batch_size=6, cache=tmp_path)
        assert counts == [1 if {"prompts", "options"} & set(change) else 6]


def test_results_of_another_form_are_computed_anew(
    folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = models_of(folders)
    kept = ResultCache(tmp_path, ["options", models.fingerprint("base"), "torch.float32", "cpu", False])
    kept.put([(content_key([PROMPTS[0], OPTIONS[0]]), "nonsense")])
    assert sums(models, cache=tmp_path) == sums(models)

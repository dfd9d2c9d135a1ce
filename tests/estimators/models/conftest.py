"""Tiny models, made once: a base with two adapters, and one of each way of telling places apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.estimators.models.tiny import save_adapter, save_model

KINDS = ("gpt2", "llama", "mistral", "bloom", "mamba")


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of models by kind, and of two adapters of the GPT-2, "first" and "second"."""
    home = tmp_path_factory.mktemp("models")
    found = {kind: save_model(home / kind, kind) for kind in KINDS}
    found["first"] = save_adapter(home / "first", found["gpt2"], seed=1)
    found["second"] = save_adapter(home / "second", found["gpt2"], seed=2)
    return found

"""What the package ships beside the code: a game file to start from, and the JSON Schema of game files."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["schema", "template"]


def template() -> str:
    """Return the commented game file, in TOML, that ``nashsym init`` writes."""
    return _text("template.toml")


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a game file in JSON."""
    tree: dict[str, Any] = json.loads(_text("game.schema.json"))
    return tree


def _text(name: str) -> str:
    from importlib.resources import files

    return files("nashsym.gamefile").joinpath(name).read_text(encoding="utf-8")

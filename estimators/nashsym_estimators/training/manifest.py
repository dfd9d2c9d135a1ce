"""`manifest.json`: how the models of a folder came about, and how they answer what they were not shown."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from nashsym.files import write_text
from nashsym_estimators.training.agreement import CrossTable
from nashsym_estimators.training.trained import PACKAGES, Trained

__all__ = ["MANIFEST", "write_manifest"]

MANIFEST: Final = "manifest.json"


def write_manifest(trained: Trained, table: CrossTable) -> Path:
    """Write the manifest of a folder whose groups are all trained; the same training writes the same bytes."""
    config = trained.config
    groups: dict[str, Any] = {}
    for part in trained.splits:
        source = trained.sources[part.group]
        groups[part.group] = {
            "model": str(Path(source.adapter or source.model).name),
            "file": part.data.file,
            "sha256": part.data.digest,
            "trained_on": len(part.trained),
            "held_out_lines": [example.line for example in part.held_out],
            **{key: trained.marks[part.group][key] for key in ("recipe", "fit", "device", "versions")},
        }
    tree = {
        "format": 1,
        "name": config.name,
        "configuration": config.recipe(),
        "groups": groups,
        "versions": {package: version(package) for package in PACKAGES},
        table.measure: {
            model: dict(zip(table.groups, map(float, row), strict=True))
            for model, row in zip(table.groups, table.values, strict=True)
        },
    }
    return write_text(trained.folder / MANIFEST, json.dumps(tree, indent=1, ensure_ascii=False) + "\n")

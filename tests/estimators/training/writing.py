"""Small configurations and data for the tests of training."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PROMPTS = [f"Do you like the number {number}?" for number in range(40)]


def write_lines(path: Path, entries: Sequence[Mapping[str, Any]]) -> None:
    """Write a JSONL file."""
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")


def write_answers(folder: Path) -> None:
    """Write what two groups answer: the even like even numbers, the odd all others."""
    for group, rest in (("even", 0), ("odd", 1)):
        entries = [
            {"prompt": prompt, "answer": " Yes" if number % 2 == rest else " No", "options": [" Yes", " No"]}
            for number, prompt in enumerate(PROMPTS)
        ]
        write_lines(folder / f"{group}.jsonl", entries)


def config_text(model: str = "", training: str = "", data: str = "", top: str = "", game: str = "") -> str:
    """Give a configuration of two groups that is trained in a second; each part may be replaced."""
    data = data or 'form = "answers"\n[data.groups]\neven = "even.jsonl"\nodd = "odd.jsonl"'
    model = model or 'method = "scratch"\nlayers = 1\nwidth = 16\nheads = 2\nvocabulary = 300'
    training = training or "steps = 3\nbatch = 4\nlearning_rate = 1e-3\nlongest = 64"
    return f"{top}\n[data]\n{data}\n[model]\n{model}\n[training]\n{training}\n{game}\n"


def write_example(folder: Path, **parts: str) -> Path:
    """Write data and configuration of two groups, and return the configuration's path."""
    write_answers(folder)
    path = folder / "config.toml"
    path.write_text(config_text(**parts), encoding="utf-8")
    return path

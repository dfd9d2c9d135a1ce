"""Files of responses that the tests of the readers share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nashsym_estimators import ResponseTable

ANSWERS = """group,question,answer
north,drink,tea
north,drink,tea
north,drink,coffee
north,when,noon
north,when,noon
south,drink,tea
south,drink,coffee
south,when,noon
south,when,evening
"""
DISTRIBUTIONS = [
    {
        "question": "drink",
        "options": ["tea", "coffee"],
        "attribute": "north",
        "gold_distribution": [0.75, 0.25],
        "id": 1,
    },
    {"question": "drink", "options": ["tea", "coffee"], "attribute": "south", "gold_distribution": [0.5, 0.5], "id": 2},
    {"question": "when", "options": ["noon", "evening"], "attribute": "north", "gold_distribution": [1, 0], "id": 3},
    {
        "question": "when",
        "options": ["noon", "evening"],
        "attribute": "south",
        "gold_distribution": [0.5, 0.5],
        "id": 4,
    },
]


def written(folder: Path, name: str, content: Any) -> Path:
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def shares(table: ResponseTable, group: str, question: str) -> dict[str, float]:
    d = table.groups.index(group)
    q = [one.name for one in table.questions].index(question)
    options = table.questions[q].options
    return dict(zip(options, table.probabilities[d, q].tolist(), strict=False))


def changed(number: int, **changes: Any) -> list[dict[str, Any]]:
    """Return the distributions with one record changed; None takes a key away."""
    listed = [dict(record) for record in DISTRIBUTIONS]
    listed[number].update(changes)
    listed[number] = {key: value for key, value in listed[number].items() if value is not None}
    return listed


def sample(prompt: str, options: list[str], values: list[Any], *, old: bool = False) -> dict[str, Any]:
    pairs = [[prompt, option] for option in options]
    named = {f"gen_args_{i}": {"arg_0": prompt, "arg_1": option} for i, (_, option) in enumerate(pairs)}
    return {"doc_id": 0, "doc": {}, "arguments": pairs if old else named, "resps": values, "filtered_resps": values}

"""Trees of valid game files, to be broken one key at a time."""

from __future__ import annotations

from typing import Any, TypeAlias

Tree: TypeAlias = dict[str, Any]


def alignment_tree() -> Tree:
    """Return a game of two groups with every key that there is."""
    return {
        "name": "two groups",
        "groups": ["left", "right"],
        "agents": 3,
        "diversity": "similarity",
        "floor": "0.01",
        "coefficients": {"attractiveness": 1, "consistency": "3/2", "diversity": 0.5},
        "inputs": {
            "attractiveness": [0.6, 0.4],
            "inconsistency": [[1, 0.1], [0.1, 1]],
            "similarity": [[0.5, 0.2], [0.2, 0.5]],
        },
    }


def canonical_tree() -> Tree:
    """Return a canonical game with an asymmetric coupling."""
    return {"groups": ["left", "right"], "agents": 3, "b": [1, 0], "H": [[2, 0], [0, 2]], "K": [[1, 0], [2, 1]]}


def changed(tree: Tree, path: str, value: Any) -> Tree:
    """Put a value at a dotted path of a tree and return the tree; `...` takes the key away."""
    *tables, last = path.split(".")
    table = tree
    for name in tables:
        table = table[name]
    if value is ...:
        del table[last]
    else:
        table[last] = value
    return tree

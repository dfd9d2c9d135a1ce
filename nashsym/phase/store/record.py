"""What a store remembers: which sweep it holds, and of each chunk its checksums and counts."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.phase.axes import COEFFICIENTS, Axis
from nashsym.phase.layout import Layout
from nashsym.phase.statistics import Counts
from nashsym.phase.store.chunks import case_numbers, chunk_shape, slices_of
from nashsym.phase.store.computing import Computed, made_by

__all__ = ["FOLDER", "MANIFEST", "check_same", "checksum", "counts_of_record", "manifest", "record", "record_file"]

FORMAT: Final = "nashsym-sweep/1"
#: Beside the arrays, in the store; zarr does not look there.
FOLDER: Final = ".nashsym"
MANIFEST: Final = f"{FOLDER}/sweep.json"


def checksum(content: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def manifest(layout: Layout) -> bytes:
    """Return the text that tells one sweep from every other: games and nodes exactly, and what computes them."""
    games = [[title, checksum(text.encode())] for title, text in zip(layout.titles, layout.definitions, strict=True)]
    tree = {
        "format": FORMAT,
        "made_by": made_by(),
        "groups": list(layout.groups),
        "games": games,
        "dimensions": layout.sizes,
        "chunk": chunk_shape(tuple(layout.sizes.values()), len(layout.groups)),
        "axes": {name: _axis(axis) for name, axis in layout.axes.items()},
    }
    return _text(tree)


def _axis(axis: Axis) -> dict[str, Any]:
    digest = hashlib.sha256()
    for value in axis.values:
        digest.update(f"{value}\n".encode())
    return {
        "from": str(axis.values[0]),
        "to": str(axis.values[-1]),
        "nodes": len(axis),
        "sha256": digest.hexdigest(),
    }


def check_same(found: bytes, expected: bytes, file: str) -> None:
    """Refuse a store that holds another sweep, and say in what it differs.

    Raises
    ------
    InputError
    """
    if found == expected:
        return
    mine = json.loads(expected)
    try:
        theirs = json.loads(found)
    except (ValueError, RecursionError):
        theirs = None
    if not isinstance(theirs, dict):
        raise InputError("what sweep it holds can't be read", file=file, remedy="choose another folder")
    different = [name for name in mine if theirs.get(name) != mine[name]]
    if different == ["made_by"]:
        was = theirs.get("made_by")
        was = was if isinstance(was, dict) else {}
        listed = [f"{name} {was.get(name, '?')}" for name in mine["made_by"] if was.get(name) != mine["made_by"][name]]
        raise InputError(
            f"was begun with {', '.join(listed)}",
            file=file,
            remedy="go on with these versions, or choose another folder",
        )
    raise InputError(
        f"holds another sweep: {_listed(different, mine, theirs)} differ",
        file=file,
        remedy="choose another folder; nothing is overwritten",
    )


def _listed(different: list[str], mine: dict[str, Any], theirs: dict[str, Any]) -> str:
    """Name what differs, the axes one by one."""
    names = [name for name in different if name in ("format", "groups", "games", "axes")]
    if "axes" in names and isinstance(theirs.get("axes"), dict):
        names.remove("axes")
        names += [f"the nodes of {name}" for name in mine["axes"] if theirs["axes"].get(name) != mine["axes"][name]]
    return ", ".join(names or different)


def record_file(place: tuple[int, ...]) -> str:
    """Return where the record of the chunk at a place stands."""
    return f"{FOLDER}/chunks/{'.'.join(map(str, place))}.json"


def record(computed: Computed) -> bytes:
    """Return what is remembered of a chunk, with a checksum over it."""
    body = {
        "files": {name: checksum(content) for name, content in computed.files.items()},
        "counts": [asdict(counts) for counts in computed.counts],
    }
    return _text(body | {"sha256": checksum(_text(body))})


def counts_of_record(
    content: bytes, files: Mapping[str, str], layout: Layout, place: tuple[int, ...]
) -> tuple[Counts, ...] | None:
    """Return the counts that a record holds; None where it is damaged, or the files have other checksums.

    Parameters
    ----------
    content : bytes
    files : mapping from name in the store to checksum
        Of the chunk's files as they are.
    layout : Layout
    place : tuple of int
        Of the chunk.
    """
    try:
        tree = json.loads(content)
        body = {name: tree[name] for name in ("files", "counts")}
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if content != _text(body | {"sha256": checksum(_text(body))}) or body["files"] != files:
        return None
    cases, nodes = (
        len(case_numbers(layout, place)),
        math.prod(part.stop - part.start for part in slices_of(layout, place)[-len(COEFFICIENTS) :]),
    )
    if not isinstance(body["counts"], list) or len(body["counts"]) != cases:
        return None
    found = [Counts.from_dict(counts, len(layout.groups), nodes) for counts in body["counts"]]
    known = tuple(counts for counts in found if counts is not None)
    return known if len(known) == cases else None


def _text(tree: Any) -> bytes:
    return json.dumps(tree, ensure_ascii=False, sort_keys=True).encode() + b"\n"

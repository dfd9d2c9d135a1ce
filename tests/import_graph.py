"""Reading the imports of a package from its syntax trees, and holding them to a table of what each room may import."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

__all__ = ["below", "imports_of", "modules_of", "room_of", "violations_of"]

#: What else is wrong with an import: of a module, in which room, of which target.
Further = Callable[[str, str, str], Iterator[str]]


def below(rows: Sequence[Sequence[str]]) -> dict[str, frozenset[str]]:
    """Give for each room those of every row below its own; rows go from the bottom up."""
    table: dict[str, frozenset[str]] = {}
    lower: frozenset[str] = frozenset()
    for row in rows:
        table.update(dict.fromkeys(row, lower))
        lower |= frozenset(row)
    return table


def modules_of(source: Path) -> dict[str, Path]:
    """Map the dotted name of every module under a package folder to its file."""
    found = {}
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(name: str, path: Path, known: dict[str, Path]) -> Iterator[str]:
    """Yield the dotted name of each module that a file imports, wherever in it the statement stands.

    ``from package import name`` counts as ``package.name`` where that is a module, and as ``package`` otherwise.
    """
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                base = node.module or ""
                if node.level:
                    parents = package.split(".")
                    parents = parents[: len(parents) - node.level + 1]
                    base = ".".join([*parents, *([node.module] if node.module else [])])
                for alias in node.names:
                    yield f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(target)), *_],
            ):
                yield target


def room_of(module: str) -> str:
    """Give the room of a module: the part after the package's name, empty for the facade."""
    return module.split(".")[1] if "." in module else ""


def violations_of(source: Path, allowed: Mapping[str, frozenset[str]], further: Further) -> list[str]:
    """List every import of the package in a folder that breaks a rule, as ``rule: module -> what it imports``.

    Parameters
    ----------
    source : Path
        The folder of the package, named like it.
    allowed : mapping from room to rooms
        What each room may import beside itself; the facade is the room "".
    further : callable
        Yields what else is wrong with an import.
    """
    known = modules_of(source)
    problems: list[str] = []
    graph: dict[str, set[str]] = {}
    for name, path in known.items():
        room = room_of(name)
        if room not in allowed:
            problems.append(f"unknown room: {name} -> {room}")
            continue
        graph[name] = set()
        for target in imports_of(name, path, known):
            problems += further(name, room, target)
            if target.split(".")[0] != source.name:
                continue
            if target not in known:
                problems.append(f"no such module: {name} -> {target}")
            elif target == name:
                problems.append(f"circle: {name} -> {target}")
            else:
                graph[name].add(target)
                if room_of(target) not in allowed[room] | {room}:
                    problems.append(f"one way: {name} -> {target}")
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        problems.append("circle: " + " -> ".join(circle.args[1]))
    return problems

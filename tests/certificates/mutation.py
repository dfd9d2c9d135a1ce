"""Mutants of the checker: one clause deleted, weakened or off by one at a time, each as a module of its own."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import nashsym.certificates.verify as checker

SOURCE = Path(str(checker.__file__))
SWAPS: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
#: Calls that refuse; a statement made of one is a clause.
REFUSING = {"need", "prove", "spend"}
Change = Callable[[], Callable[[], None]]  # makes a change in the tree, returns what takes it back


def _is_clause(node: ast.stmt) -> bool:
    if isinstance(node, ast.If):
        return isinstance(node.body[-1], ast.Raise) and not node.orelse
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        function = node.value.func
        return (function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")) in REFUSING
    return False


def _replacing(values: list[Any], index: int, new: list[Any]) -> Change:
    def change() -> Callable[[], None]:
        before = list(values)
        values[index : index + 1] = new

        def restore() -> None:
            values[:] = before

        return restore

    return change


def _changes(tree: ast.Module) -> Iterator[tuple[str, Change]]:
    """Each change by a name. What `main` prints is no clause, and is left alone."""
    nodes = [node for part in tree.body if getattr(part, "name", "") != "main" for node in ast.walk(part)]
    for node in nodes:
        for _, value in ast.iter_fields(node):
            for i, child in enumerate(value if isinstance(value, list) else []):
                if isinstance(child, ast.stmt) and _is_clause(child):
                    yield f"without `{ast.unparse(child).splitlines()[0]}`", _replacing(value, i, [ast.Pass()])
        if isinstance(node, ast.BoolOp):
            for i, operand in enumerate(node.values):
                rest = [value for j, value in enumerate(node.values) if j == 1 - i] if len(node.values) == 2 else []
                # of two operands the other one stands twice, which is the other one alone
                name = f"without the operand `{ast.unparse(operand)}` of `{ast.unparse(node)}`"
                yield name, _replacing(node.values, i, rest)
        if isinstance(node, ast.Compare):
            for i, operator in enumerate(node.ops):
                if type(operator) in SWAPS:
                    name = f"off by one: comparison {i} of `{ast.unparse(node)}`"
                    yield name, _replacing(node.ops, i, [SWAPS[type(operator)]()])
        if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Tuple):
            for i, kind in enumerate(node.type.elts):
                yield f"letting {ast.unparse(kind)} through", _replacing(node.type.elts, i, [])


def mutants() -> Iterator[tuple[str, CodeType]]:
    """Every mutant of the code: what was changed, and what results."""
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    for name, change in list(_changes(tree)):
        restore = change()
        yield name, compile(ast.fix_missing_locations(tree), "mutant", "exec")
        restore()


def table_mutants() -> Iterator[tuple[str, Callable[[Any], None]]]:
    """Changes of the tables, to be made in a fresh module: what a claim rests on, how often, and for which games."""

    def replacing(kind: str, column: int, new: str) -> Callable[[Any], None]:
        def change(module: Any) -> None:
            row = module.CLAIMS[kind]
            module.CLAIMS[kind] = (*row[:column], new, *row[column + 1 :])

        return change

    for kind, (_, _, rests, marks, _) in checker.CLAIMS.items():
        for rest in rests.split():
            kept = " ".join(name for name in rests.split() if name != rest)
            yield f"{kind} no longer rests on {rest}", replacing(kind, 2, kept)
        for mark, games in {"t": "games of types", "a": "anchored games"}.items():
            if mark not in marks:
                yield f"{kind} for {games}", replacing(kind, 3, marks + mark)
        if "1" in marks:
            yield f"{kind} more than once", replacing(kind, 3, marks.replace("1", ""))


def module_of(code: CodeType) -> ModuleType:
    """Run code as a module of its own."""
    module = ModuleType("mutant_of_the_checker")
    module.__file__ = str(SOURCE)
    exec(code, module.__dict__)  # noqa: S102  # the source of our own checker
    return module


def original() -> CodeType:
    return compile(SOURCE.read_text(encoding="utf-8"), "original", "exec")


@contextmanager
def lowered(module: Any, caps: dict[str, int]) -> Iterator[None]:
    """Lower some of the module's caps for a while."""
    before = {name: getattr(module, name) for name in caps}
    for name, value in caps.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


def outcome(module: Any, subject: Any, caps: dict[str, int]) -> tuple[bool, bool] | str:
    """What becomes of a subject: accepted and malformed, or the exception that came out."""
    with lowered(module, caps):
        try:
            verdict = module.verify(subject)
        except Exception as error:  # noqa: BLE001  # a traceback is an outcome, and a wrong one
            return type(error).__name__
    return bool(verdict.accepted), bool(verdict.malformed)

"""Rooms of the second distribution: imports run one way, and heavy libraries stay where a model is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.import_graph import below, imports_of, modules_of, room_of, violations_of
from tests.test_import_weight import heavy_modules_after_importing

PACKAGE = "nashsym_estimators"
SOURCE = Path(__file__).resolve().parents[2] / "estimators" / PACKAGE

#: From the bottom up; the rooms of one row do not import each other.
ROWS = (("responses",), ("estimates",), ("models",), ("texts",), ("training", "policy"), ("cli",))
#: Only the rooms of models load these, and a module that says why: what it is called when it is first needed.
HEAVY = frozenset({"torch", "transformers", "peft", "datasets", "accelerate", "safetensors"})
MODEL_ROOMS = frozenset({"texts", "models", "training", "policy"})
LAZY = {
    # `load_from_disk` is the library's own format.
    f"{PACKAGE}.responses.dataset": {"datasets"},
    # A product on a device that the user named.
    f"{PACKAGE}.estimates.gram": {"torch"},
}
#: The core's rooms that nothing here may reach into.
CLOSED = frozenset({"nashsym.reports", "nashsym.steering", "nashsym.phase", "nashsym.testing"})
#: `nashsym train` ends in a report of the game that the trained models play.
REPORTING = frozenset({f"{PACKAGE}.training.playing", f"{PACKAGE}.cli.train"})


#: The facade may hand out every name but those of the command line.
ALLOWED = below(ROWS) | {"": frozenset(room for row in ROWS for room in row if room != "cli")}


def _further(name: str, room: str, target: str) -> Iterator[str]:
    top = target.split(".")[0]
    if top in HEAVY and room not in MODEL_ROOMS and top not in LAZY.get(name, set()):
        yield f"heavy: {name} -> {target}"
    closed_here = CLOSED - {"nashsym.reports"} if name in REPORTING else CLOSED
    if any(target == closed or target.startswith(f"{closed}.") for closed in closed_here):
        yield f"closed: {name} -> {target}"
    if target.startswith("nashsym.cli") and room != "cli":
        yield f"nothing imports the command line: {name} -> {target}"


def violations(source: Path) -> list[str]:
    """List every import that breaks a rule, as ``rule: module -> what it imports``."""
    return violations_of(source, ALLOWED, _further)


def test_every_arrow_of_the_distribution_is_allowed() -> None:
    assert violations(SOURCE) == []


def test_the_distribution_was_read() -> None:
    known = modules_of(SOURCE)
    assert {room_of(name) for name in known} == set(ALLOWED)
    assert set(LAZY) <= set(known)
    for name, libraries in LAZY.items():
        assert libraries <= {target.split(".")[0] for target in imports_of(name, known[name], known)}


@pytest.mark.parametrize(
    "module",
    [
        PACKAGE,
        f"{PACKAGE}.responses.formats",
        f"{PACKAGE}.estimates.estimating",
        f"{PACKAGE}.cli.estimate",
        f"{PACKAGE}.cli.distributions",
    ],
)
def test_importing_stays_light(module: str) -> None:
    assert heavy_modules_after_importing(module) == []


BROKEN = {
    "responses do not estimate": (
        "responses/table.py",
        "from nashsym_estimators.estimates import gram",
        "one way: nashsym_estimators.responses.table -> nashsym_estimators.estimates.gram",
    ),
    "estimates load no model": (
        "estimates/bootstrap.py",
        "def f():\n    import transformers",
        "heavy: nashsym_estimators.estimates.bootstrap -> transformers",
    ),
    "torch in one module of estimates": (
        "estimates/bootstrap.py",
        "from importlib import import_module\nimport_module('torch.nn')",
        "heavy: nashsym_estimators.estimates.bootstrap -> torch.nn",
    ),
    "models know no texts": (
        "models/__init__.py",
        "import nashsym_estimators.texts",
        "one way: nashsym_estimators.models -> nashsym_estimators.texts",
    ),
    "models do not train": (
        "models/__init__.py",
        "import nashsym_estimators.training",
        "one way: nashsym_estimators.models -> nashsym_estimators.training",
    ),
    "nobody uses the facade": (
        "responses/table.py",
        "from nashsym_estimators import estimate",
        "one way: nashsym_estimators.responses.table -> nashsym_estimators",
    ),
    "training does not sweep": (
        "training/__init__.py",
        "import nashsym.phase.sweep",
        "closed: nashsym_estimators.training -> nashsym.phase.sweep",
    ),
    "estimates do not report": (
        "estimates/bootstrap.py",
        "import nashsym.reports.page",
        "closed: nashsym_estimators.estimates.bootstrap -> nashsym.reports.page",
    ),
    "only the command line is one": (
        "estimates/bootstrap.py",
        "from nashsym.cli.command import say",
        "nothing imports the command line: nashsym_estimators.estimates.bootstrap -> nashsym.cli.command",
    ),
    "a room that nobody drew": ("utils.py", "", "unknown room: nashsym_estimators.utils -> utils"),
    "a module that does not exist": (
        "responses/table.py",
        "import nashsym_estimators.responses.tables",
        "no such module: nashsym_estimators.responses.table -> nashsym_estimators.responses.tables",
    ),
}


@pytest.mark.parametrize(("file", "text", "complaint"), BROKEN.values(), ids=BROKEN.keys())
def test_each_rule_refuses_a_tree_that_breaks_only_it(file: str, text: str, complaint: str, tmp_path: Path) -> None:
    files = {f"{room}/__init__.py": "" for row in ROWS for room in row} | {
        "__init__.py": "",
        "responses/table.py": "import numpy",
        "estimates/gram.py": "from importlib import import_module\nimport_module('torch')",
        "estimates/bootstrap.py": "from nashsym_estimators.responses import table",
        "cli/estimate.py": "from nashsym.cli.command import say",
        "cli/train.py": "import nashsym.reports.console",
    }
    for name, content in (files | {file: text}).items():
        path = tmp_path / PACKAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    assert violations(tmp_path / PACKAGE) == [complaint]

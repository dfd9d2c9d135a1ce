"""Imports run one way, as DESIGN.md draws them: a table of what each room may import, held over the whole package.

Imports are read from the syntax tree, so those hidden in function bodies, behind ``TYPE_CHECKING`` or in
``import_module("…")`` count like any other. Each rule is also run against a synthetic tree that breaks only that rule.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.import_graph import below, imports_of, modules_of, violations_of

PACKAGE = "nashsym"
SOURCE = Path(__file__).resolve().parent.parent / PACKAGE

#: From the bottom up; the rooms of one row do not import each other.
ROWS = (
    ("errors", "limits"),
    ("files",),
    ("exact",),
    ("terms",),
    ("game",),
    ("gamefile", "symbolic", "theorems"),
    ("solvers",),
    ("certificates", "phase"),
    ("steering", "uncertainty"),
    ("reports",),
    ("cli",),
)


def _table() -> dict[str, frozenset[str]]:
    """Give for each room the other rooms that it may import: every row below its own, and the exceptions."""
    table, everything = below(ROWS), frozenset(room for row in ROWS for room in row)
    # limits words nothing; the embedded survey makes a game, and only those who tell its story read it.
    table["data"] = frozenset({"errors", "limits", "exact", "terms", "game"})
    table["reports"] |= {"data"}
    table["cli"] |= {"data"}
    # Strategies and laws for other people's tests: above everything that they exercise, below nothing.
    table["testing"] = everything - {"cli", "reports"}
    # The facade (nashsym/__init__.py) hands out the public names; the command line may use it, nobody else.
    table[""] = everything - {"cli"} | {"data"}
    table["cli"] |= {""}
    return table


ALLOWED = _table()
#: This file is what an auditor copies out and runs alone.
STANDARD_LIBRARY_ONLY = frozenset({f"{PACKAGE}.certificates.verify"})


def _further(name: str, room: str, target: str) -> Iterator[str]:
    del room
    top = target.split(".")[0]
    if name in STANDARD_LIBRARY_ONLY and top not in sys.stdlib_module_names:
        yield f"standard library only: {name} -> {target}"
    if top == f"{PACKAGE}_estimators":
        yield f"the core alone: {name} -> {target}"


def violations(source: Path) -> list[str]:
    """List every import that breaks a rule, as ``rule: module -> what it imports``."""
    return violations_of(source, ALLOWED, _further)


def test_every_arrow_of_the_package_is_allowed() -> None:
    assert violations(SOURCE) == []


def test_the_package_was_read() -> None:
    known = modules_of(SOURCE)
    assert len(known) > 10
    assert {name for name in STANDARD_LIBRARY_ONLY if name in known} == STANDARD_LIBRARY_ONLY
    assert any(list(imports_of(name, path, known)) for name, path in known.items())


CLEAN = {
    "__init__.py": "import importlib\ndef __getattr__(name):\n    return importlib.import_module(name)\n",
    "errors.py": "",
    "limits.py": "",
    "exact/__init__.py": "from nashsym.exact.signs import sign\n",
    "exact/signs.py": "from nashsym.errors import InputError\nfrom ..limits import CAP\nimport flint\n",
    "terms/__init__.py": "",
    "game.py": "from nashsym import errors\nfrom nashsym.exact import signs\n",
    "data/__init__.py": "from nashsym.data import survey\n",
    "data/survey.py": "def load():\n    from nashsym.game import Game\n",
    "theorems/__init__.py": "import nashsym.game\n",
    "symbolic/__init__.py": "",
    "gamefile.py": "",
    "solvers/__init__.py": "from nashsym.theorems import check\n",
    "certificates/__init__.py": "from . import verify\n",
    "certificates/verify.py": "import json\nfrom fractions import Fraction\n",
    "phase/__init__.py": "",
    "steering/__init__.py": "from nashsym.certificates.verify import verify\n",
    "reports/__init__.py": "from nashsym.data.survey import load\nfrom nashsym.certificates import verify\n",
    "testing/__init__.py": "from nashsym.solvers import solve\nimport hypothesis\n",
    "cli.py": "import nashsym\nfrom nashsym.data import survey\nimport nashsym.reports\n",
}

#: file, its text, the one complaint expected.
BROKEN = {
    "errors does not import limits": (
        "errors.py",
        "from nashsym.limits import CAP",
        "one way: nashsym.errors -> nashsym.limits",
    ),
    "exact imports nothing above": (
        "exact/signs.py",
        "import nashsym.terms",
        "one way: nashsym.exact.signs -> nashsym.terms",
    ),
    "terms does not know games": (
        "terms/__init__.py",
        "from ..game import Game",
        "one way: nashsym.terms -> nashsym.game",
    ),
    "game does not read files": (
        "game.py",
        "from nashsym import gamefile",
        "one way: nashsym.game -> nashsym.gamefile",
    ),
    "siblings: gamefile": ("gamefile.py", "import nashsym.symbolic", "one way: nashsym.gamefile -> nashsym.symbolic"),
    "siblings: theorems": (
        "theorems/__init__.py",
        "import nashsym.gamefile",
        "one way: nashsym.theorems -> nashsym.gamefile",
    ),
    "siblings: phase": (
        "phase/__init__.py",
        "import nashsym.certificates",
        "one way: nashsym.phase -> nashsym.certificates",
    ),
    "siblings: certificates": (
        "certificates/__init__.py",
        "import nashsym.phase",
        "one way: nashsym.certificates -> nashsym.phase",
    ),
    "solvers do not certify": (
        "solvers/__init__.py",
        "import nashsym.certificates.verify",
        "one way: nashsym.solvers -> nashsym.certificates.verify",
    ),
    "certificates do not steer": (
        "certificates/__init__.py",
        "import nashsym.steering",
        "one way: nashsym.certificates -> nashsym.steering",
    ),
    "steering does not report": (
        "steering/__init__.py",
        "import nashsym.reports",
        "one way: nashsym.steering -> nashsym.reports",
    ),
    "nothing imports cli": ("reports/__init__.py", "import nashsym.cli", "one way: nashsym.reports -> nashsym.cli"),
    "the facade does not import cli": ("__init__.py", "import nashsym.cli", "one way: nashsym -> nashsym.cli"),
    "nobody uses the facade": (
        "solvers/__init__.py",
        "from nashsym import Game",
        "one way: nashsym.solvers -> nashsym",
    ),
    "nobody uses testing": ("phase/__init__.py", "import nashsym.testing", "one way: nashsym.phase -> nashsym.testing"),
    "data is for reports and cli": (
        "steering/__init__.py",
        "import nashsym.data.survey",
        "one way: nashsym.steering -> nashsym.data.survey",
    ),
    "data does not solve": (
        "data/survey.py",
        "import nashsym.solvers",
        "one way: nashsym.data.survey -> nashsym.solvers",
    ),
    "hidden in a function": (
        "game.py",
        "class Game:\n    def solve(self):\n        from .solvers import solve",
        "one way: nashsym.game -> nashsym.solvers",
    ),
    "hidden behind TYPE_CHECKING": (
        "game.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from nashsym.solvers import Solution",
        "one way: nashsym.game -> nashsym.solvers",
    ),
    "hidden in import_module": (
        "game.py",
        "import importlib\nimportlib.import_module('nashsym.solvers')",
        "one way: nashsym.game -> nashsym.solvers",
    ),
    "the checker stands alone: the package": (
        "certificates/verify.py",
        "from nashsym.errors import InputError",
        "standard library only: nashsym.certificates.verify -> nashsym.errors",
    ),
    "the checker stands alone: NumPy": (
        "certificates/verify.py",
        "def f():\n    import numpy.linalg",
        "standard library only: nashsym.certificates.verify -> numpy.linalg",
    ),
    "the core alone": (
        "cli.py",
        "from nashsym_estimators import train",
        "the core alone: nashsym.cli -> nashsym_estimators",
    ),
    "a room that nobody drew": ("utils.py", "", "unknown room: nashsym.utils -> utils"),
    "a module that does not exist": (
        "game.py",
        "import nashsym.exact.signz",
        "no such module: nashsym.game -> nashsym.exact.signz",
    ),
    "a circle within a room": (
        "exact/signs.py",
        "def f():\n    from nashsym.exact import sign",
        "circle: nashsym.exact -> nashsym.exact.signs -> nashsym.exact",
    ),
    "a module that imports itself": ("game.py", "import nashsym.game", "circle: nashsym.game -> nashsym.game"),
}


def write_tree(folder: Path, files: dict[str, str]) -> Path:
    """Write a package of the given files and return its folder."""
    for name, text in files.items():
        path = folder / PACKAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / PACKAGE


def test_a_clean_tree_passes(tmp_path: Path) -> None:
    assert violations(write_tree(tmp_path, CLEAN)) == []


@pytest.mark.parametrize(("file", "text", "complaint"), BROKEN.values(), ids=BROKEN.keys())
def test_each_rule_refuses_a_tree_that_breaks_only_it(file: str, text: str, complaint: str, tmp_path: Path) -> None:
    found = violations(write_tree(tmp_path, CLEAN | {file: text}))
    # An arrow upwards may close a circle with the arrows of the clean tree; then both are said.
    assert [one for one in found if one.startswith("circle") == complaint.startswith("circle")] == [complaint]


def test_every_row_of_the_design_is_held_in_both_directions(tmp_path: Path) -> None:
    """For each ordered pair of rooms, one import between them is allowed exactly when the table says so."""
    order = [room for row in ROWS for room in row]
    files = {"__init__.py": "", **{f"{room}/__init__.py": "" for room in [*order, "data", "testing"]}}
    level = {room: index for index, row in enumerate(ROWS) for room in row}
    for importer in order:
        for imported in order:
            if importer == imported:
                continue
            folder = tmp_path / f"{importer}-{imported}"
            found = violations(write_tree(folder, files | {f"{importer}/__init__.py": f"import nashsym.{imported}"}))
            assert (found == []) == (level[imported] < level[importer]), (importer, imported, found)

"""README and docs are run: every console block and every Python example gives what the page says that it gives.

A page is run from top to bottom in one empty folder, so that later blocks find what earlier ones wrote.

- A `console` block holds lines ``$ command`` and below each what it prints, standard error included; ``...`` stands for
  any text. Each command must exit with 0; ``console exits=1`` says otherwise, for the last command of the block.
- A `python` block with prompts (``>>>``) is a doctest; one without is only read.
- ``toml file=game.toml`` (any language) writes the block to a file first.
- An `sh` block is for the reader's own machine (cloning, installing) and is not run.
"""

from __future__ import annotations

import doctest
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
OPTIONS = doctest.ELLIPSIS
FENCE = re.compile(r"^```(?P<info>\S[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its ``key=value`` settings, its text and its line."""

    language: str
    settings: dict[str, str]
    text: str
    line: int


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page that name a language."""
    for found in FENCE.finditer(text):
        language, *rest = found["info"].split()
        settings = dict(word.split("=", 1) for word in rest if "=" in word)
        yield Block(language, settings, found["body"], text.count("\n", 0, found.start()) + 1)


def commands_of(block: Block) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with the output below it; a trailing backslash continues a command."""
    command, output = "", ""
    for line in block.text.splitlines(keepends=True):
        if command.endswith("\\\n"):
            command += line
        elif line.startswith("$ "):
            if command:
                yield command, output
            command, output = line[2:], ""
        else:
            assert command, f"line {block.line}: a console block begins with '$ '"
            output += line
    if command:
        yield command, output


def run_console(block: Block, folder: Path) -> None:
    """Run the commands of a block and compare what each prints with what the page says."""
    shim = folder / ".bin" / "nashsym"
    if not shim.exists():
        shim.parent.mkdir()
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nashsym.cli "$@"\n', encoding="utf-8")
        shim.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{shim.parent}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "120",
        "NO_COLOR": "1",
    }
    commands = list(commands_of(block))
    for index, (command, expected) in enumerate(commands):
        run = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        exits = int(block.settings.get("exits", "0")) if index == len(commands) - 1 else 0
        place = f"line {block.line}: $ {command.strip()}"
        assert run.returncode == exits, f"{place}\nexit {run.returncode}, not {exits}\n{run.stdout}"
        same = doctest.OutputChecker().check_output(expected, run.stdout, OPTIONS)
        assert same, f"{place}\n--- the page says\n{expected}--- it prints\n{run.stdout}"


def run_page(text: str, folder: Path) -> None:
    """Run every block of a page in a folder."""
    names: dict[str, Any] = {}
    for block in blocks_of(text):
        if "file" in block.settings:
            (folder / block.settings["file"]).write_text(block.text, encoding="utf-8")
        if block.language == "console":
            run_console(block, folder)
        elif block.language == "python" and ">>>" in block.text:
            test = doctest.DocTestParser().get_doctest(block.text, names, f"line {block.line}", None, block.line)
            report: list[str] = []
            outcome = doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=report.append, clear_globs=False)
            names = test.globs
            assert outcome.failed == 0, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_prints_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run_page(page.read_text(encoding="utf-8"), tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / target).resolve() for target in LINK.findall(index.read_text(encoding="utf-8"))}
    assert {page for page in PAGES if page.parent != ROOT and page != index} <= linked


def test_the_readme_runs_its_main_job() -> None:
    blocks = list(blocks_of((ROOT / "README.md").read_text(encoding="utf-8")))
    assert any("nashsym report" in block.text for block in blocks if block.language == "console")


def test_the_picture_is_what_the_script_draws() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "readme_picture.py"))
    assert script["TARGET"].read_text(encoding="utf-8") == script["render"]()
    assert script["TARGET"].relative_to(ROOT).as_posix() in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page",
    [
        "```console\n$ echo yes\nno\n```\n",
        "```console\n$ echo yes\n```\n",
        "```console\n$ false\n```\n",
        "```console exits=1\n$ true\n```\n",
        "```console exits=1\n$ false\n$ false\n```\n",
        "```console\nno command\n```\n",
        "```python\n>>> 1 + 1\n3\n```\n",
        "```python\n>>> undefined\n```\n",
        "```toml file=game.toml\nagents = 8\n```\n```console\n$ cat game.toml\nagents = 9\n```\n",
    ],
)
def test_a_page_that_lies_is_refused(page: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run_page(page, tmp_path)


def test_a_page_that_says_the_truth_passes(tmp_path: Path) -> None:
    run_page(
        "```toml file=game.toml\nagents = 8\n```\n"
        "```console exits=3\n$ cat game.toml\nagents = 8\n"
        "$ echo one \\\n  two; echo 0.123456; exit 3\none two\n0.12...\n```\n"
        "```python\n>>> number = 2\n```\ntext\n```python\n>>> number\n2\n```\n```sh\nmake report\n```\n",
        tmp_path,
    )

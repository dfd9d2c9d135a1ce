"""Run the examples of README and docs; by itself: write anew what they print.

``python scripts/pages.py [PAGE …]`` rewrites the outputs of the given pages (all of them unless given), so that a
changed word costs one command; ``tests/test_docs.py`` holds every page against what it prints. A page is run from top
to bottom in one folder that is empty but for ``examples/``, so that later blocks find what earlier ones wrote.

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
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
OPTIONS = doctest.ELLIPSIS
FENCE = re.compile(r"^```(?P<info>\S[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its ``key=value`` settings, its text and where in the page the text begins."""

    language: str
    settings: dict[str, str]
    text: str
    start: int


@dataclass(frozen=True)
class Example:
    """One command or statement that was run: what the page says that it prints (and where), what it printed."""

    source: str
    start: int
    expected: str
    printed: str
    fault: str = ""

    @property
    def holds(self) -> bool:
        """Whether the page says the truth."""
        return not self.fault and doctest.OutputChecker().check_output(self.expected, self.printed, OPTIONS)


def blocks_of(page: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page that name a language."""
    for found in FENCE.finditer(page):
        language, *rest = found["info"].split()
        settings = dict(word.split("=", 1) for word in rest if "=" in word)
        yield Block(language, settings, found["body"], found.start("body"))


def run_page(page: str, folder: Path) -> Iterator[Example]:
    """Run every block of a page in a folder, and yield each example as it was run."""
    names: dict[str, Any] = {}
    if not (folder / "examples").exists():
        (folder / "examples").symlink_to(ROOT / "examples")
    with chdir(folder):
        for block in blocks_of(page):
            if "file" in block.settings:
                (folder / block.settings["file"]).write_text(block.text, encoding="utf-8")
            if block.language == "console":
                yield from _run_console(block, folder)
            elif block.language == "python" and ">>>" in block.text:
                yield from _run_python(block, names)


def refreshed(page: str, folder: Path) -> str:
    """Give the text of a page with each output that no longer holds replaced by what is printed now."""
    examples = [example for example in run_page(page, folder) if not example.holds]
    for example in reversed(examples):
        if example.fault:
            raise RuntimeError(f"{example.source}: {example.fault}")
        printed = DIGEST.sub("sha256:...", example.printed)
        page = page[: example.start] + printed + page[example.start + len(example.expected) :]
    return page


def _commands(block: Block) -> Iterator[tuple[str, str, int]]:
    """Yield each command of a console block, the output below it, and where that begins."""
    command, output, start, at = "", "", block.start, block.start
    for line in block.text.splitlines(keepends=True):
        at += len(line)
        if command.endswith("\\\n"):
            command, start = command + line, at
        elif line.startswith("$ "):
            if command:
                yield command, output, start
            command, output, start = line[2:], "", at
        elif not command:
            raise ValueError(f"a console block begins with '$ ', not with {line!r}")
        else:
            output += line
    if command:
        yield command, output, start


def _run_console(block: Block, folder: Path) -> Iterator[Example]:
    commands = list(_commands(block))
    for index, (command, expected, start) in enumerate(commands):
        run = subprocess.run(  # noqa: S603  # the commands are those of this project's own pages
            ["/usr/bin/env", "bash", "-c", command],
            cwd=folder,
            env=_environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        exits = int(block.settings.get("exits", "0")) if index == len(commands) - 1 else 0
        fault = "" if run.returncode == exits else f"exit {run.returncode}, not {exits}\n{run.stdout}"
        yield Example(command.strip(), start, expected, run.stdout, fault)


def _environment(folder: Path) -> dict[str, str]:
    """Give an environment in which `nashsym` is this tree's, installed or not."""
    shim = folder / ".bin" / "nashsym"
    if not shim.exists():
        shim.parent.mkdir()
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nashsym.cli "$@"\n', encoding="utf-8")
        shim.chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{shim.parent}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "120",
        "NO_COLOR": "1",
    }


class _Recorder(doctest.DocTestRunner):
    """Runs the statements of a block and records what each printed."""

    def __init__(self, block: Block) -> None:
        super().__init__(optionflags=OPTIONS)
        self.examples: list[Example] = []
        lines = block.text.splitlines(keepends=True)
        self._offsets = [block.start + sum(map(len, lines[:count])) for count in range(len(lines) + 1)]

    def _record(self, example: doctest.Example, printed: str, fault: str = "") -> None:
        start = self._offsets[example.lineno + example.source.count("\n")]
        self.examples.append(Example(example.source.strip(), start, example.want, printed, fault))

    def report_start(self, out: Callable[[str], Any], test: doctest.DocTest, example: doctest.Example) -> None:
        pass

    def report_success(
        self, out: Callable[[str], Any], test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        self._record(example, example.want)

    def report_failure(
        self, out: Callable[[str], Any], test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        self._record(example, got)

    def report_unexpected_exception(
        self, out: Callable[[str], Any], test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        self._record(example, "", f"raised {exc_info[1]!r}")


def _run_python(block: Block, names: dict[str, Any]) -> list[Example]:
    test = doctest.DocTestParser().get_doctest(block.text, names, "page", None, 0)
    recorder = _Recorder(block)
    recorder.run(test, out=lambda _text: None, clear_globs=False)
    names.update(test.globs)
    return recorder.examples


def main(arguments: list[str]) -> None:
    for page in [Path(argument).resolve() for argument in arguments] or PAGES:
        before = page.read_text(encoding="utf-8")
        with TemporaryDirectory() as folder:
            after = refreshed(before, Path(folder))
        if after != before:
            page.write_text(after, encoding="utf-8")
            print(page.relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])

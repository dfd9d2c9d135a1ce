"""README and docs are run: every console block and every Python example prints what the page says that it prints."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

import nashsym
from nashsym.cli import main
from scripts.pages import PAGES, ROOT, blocks_of, refreshed, run_page

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@EACH_PAGE
def test_page_prints_what_it_says(page: Path, tmp_path: Path) -> None:
    for example in run_page(page.read_text(encoding="utf-8"), tmp_path):
        assert not example.fault, f"{example.source}: {example.fault}"
        assert example.holds, (
            f"{example.source}\n--- the page says\n{example.expected}--- it prints\n{example.printed}"
            "--- `make docs` writes it anew"
        )


@EACH_PAGE
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


def test_the_reference_names_every_public_name_and_command(capsys: pytest.CaptureFixture[str]) -> None:
    reference = ROOT / "docs" / "reference"
    page = (reference / "python.md").read_text(encoding="utf-8")
    assert [name for name in nashsym.__all__ if not re.search(rf"`{name}\b", page)] == []
    assert main(["--help"]) == 0
    commands = re.findall(r"^    ([a-z]+)  ", capsys.readouterr().out, re.MULTILINE)
    assert "solve" in commands
    page = (reference / "command-line.md").read_text(encoding="utf-8")
    assert [name for name in commands if f"`nashsym {name}" not in page] == []


def test_the_picture_is_what_the_script_draws() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "readme_picture.py"))
    assert script["TARGET"].read_text(encoding="utf-8") == script["render"](), "`make docs` draws it anew"
    assert script["TARGET"].relative_to(ROOT).as_posix() in (ROOT / "README.md").read_text(encoding="utf-8")


LIES = {
    "another word": "```console\n$ echo yes\nno\n```\n",
    "no word": "```console\n$ echo yes\n```\n",
    "a failure": "```console\n$ false\n```\n",
    "a success": "```console exits=1\n$ true\n```\n",
    "a failure before the last": "```console exits=1\n$ false\n$ false\n```\n",
    "another value": "```python\n>>> 1 + 1\n3\n```\n",
    "an exception": "```python\n>>> undefined\n```\n",
    "another file": "```toml file=game.toml\nagents = 8\n```\n```console\n$ cat game.toml\nagents = 9\n```\n",
}
TRUTH = """
```toml file=game.toml
agents = 8
```
```console exits=3
$ cat game.toml
agents = 8
$ echo one \\
  two; echo 0.123456; exit 3
one two
0.12...
```
```python
>>> number = 2
```
text
```python
>>> for _ in range(number):
...     print(number)
2
2
>>> [][0]
Traceback (most recent call last):
IndexError: ...
```
```sh
make report
```
"""


@pytest.mark.parametrize("page", LIES.values(), ids=LIES.keys())
def test_a_page_that_lies_is_refused(page: str, tmp_path: Path) -> None:
    assert not all(example.holds for example in run_page(page, tmp_path))


def test_a_page_that_says_the_truth_passes(tmp_path: Path) -> None:
    examples = list(run_page(TRUTH, tmp_path))
    assert len(examples) == 5
    assert all(example.holds for example in examples)


def test_a_block_without_a_command_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="begins with"):
        list(run_page("```console\nno command\n```\n", tmp_path))


def test_outputs_are_written_anew_and_nothing_else(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    stale = TRUTH.replace("agents = 8\n$", "agents = 7\n$").replace("2\n2\n", "2\n").replace("0.12...", "0.13\nmore")
    fresh = refreshed(stale, tmp_path / "one")
    assert fresh == TRUTH.replace("0.12...", "0.123456")
    assert refreshed(TRUTH, tmp_path / "two") == TRUTH

"""Subcommands of other distributions: found by their entry point, loaded only when called, missed in one line."""

from __future__ import annotations

import argparse
import sys
from importlib import metadata
from types import ModuleType

import pytest

from nashsym import cli
from nashsym.cli.program import COMMANDS, ELSEWHERE


def offer(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let the module `someone_elses` be the subcommand of each name."""
    module = ModuleType("someone_elses")
    module.SUMMARY, module.EXAMPLE = "greet a group", "nashsym greet left"  # type: ignore[attr-defined]

    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("group")

    def run(options: argparse.Namespace) -> int:
        print(f"hello, {options.group}")
        return 3

    module.add_arguments, module.run = add_arguments, run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "someone_elses", module)
    entries = [metadata.EntryPoint(name, "someone_elses", "nashsym.commands") for name in names]
    monkeypatch.setattr(metadata, "entry_points", lambda group: entries if group == "nashsym.commands" else [])


def test_a_subcommand_of_another_distribution_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offer(monkeypatch, "greet")
    assert cli.main(["greet", "left"]) == 3
    assert capsys.readouterr().out == "hello, left\n"


def test_help_lists_it_after_our_own(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    offer(monkeypatch, "greet")
    assert cli.main(["--help"]) == 0
    out = capsys.readouterr().out
    assert out.index("greet a group") > out.index(COMMANDS[-1])


def test_nobody_takes_a_name_of_ours(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    offer(monkeypatch, "init")
    assert cli.main(["--help"]) == 0
    assert "greet" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_not_installed_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offer(monkeypatch)
    assert cli.main([name, "x"]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"nashsym: `nashsym {name}` comes with the distribution nashsym-estimators")
    assert error.count("\n") == 1

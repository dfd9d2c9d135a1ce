"""Files that cannot be read, and how a file's format is told."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from nashsym.errors import InputError
from nashsym.gamefile import parse_game, read_game, template
from nashsym.gamefile import reading as room
from tests.gamefile.valid import alignment_tree

READABLE = "give a file that you can read"
PATH = "give the path of a game file"


def refusal(path: str | os.PathLike[str]) -> str:
    with pytest.raises(InputError) as caught:
        read_game(path)
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.remedy
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing.toml", f"nothing.toml: there is no such file; {PATH}"),
        ("game.toml/x", f"game.toml/x: cannot be read: Not a directory; {READABLE}"),
        ("folder.toml", f"folder.toml: is a folder; {PATH}"),
        ("nul\0.toml", rf"'nul\x00.toml': cannot be read: embedded null byte; {READABLE}"),
        ("line\nbreak", rf"'line\nbreak': there is no such file; {PATH}"),
        ("\udcff", rf"'\udcff': there is no such file; {PATH}"),
        ("loop", f"loop: cannot be read: Too many levels of symbolic links; {READABLE}"),
        ("game.toml", "game.toml: not valid TOML at end of document: Invalid value; correct that line"),
        ("x" * 5000, f"{'x' * 5000}: cannot be read: File name too long; {READABLE}"),
    ],
    ids=lambda value: ascii(value[:12]),
)
def test_what_is_said(name: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder.toml").mkdir()
    Path("game.toml").write_text("agents = [", encoding="utf-8")
    Path("loop").symlink_to("loop")
    assert refusal(name) == message


def test_a_file_without_permission(monkeypatch: pytest.MonkeyPatch) -> None:
    """The superuser may read any file, so the system's refusal is played."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert refusal("game.toml") == f"game.toml: cannot be read: Permission denied; {READABLE}"


def test_a_file_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MAX_FILE_BYTES", 2 << 20)
    monkeypatch.setattr("nashsym.gamefile.parsing.MAX_FILE_BYTES", 2 << 20)
    assert refusal("/dev/zero") == "/dev/zero: the file is larger than the cap of 2 MiB; give a smaller game"


def test_the_suffix_tells_the_format_and_else_the_content(tmp_path: Path) -> None:
    text = json.dumps(alignment_tree())
    for name in ("game.json", "game.JSON", "game.dat", "game"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert read_game(tmp_path / name) == parse_game(text)
    (tmp_path / "game.TOML").write_text(text, encoding="utf-8")
    assert "not valid TOML at line 1, column 1" in refusal(tmp_path / "game.TOML")
    (tmp_path / "game").write_text(template(), encoding="utf-8")
    assert read_game(tmp_path / "game") == parse_game(template())

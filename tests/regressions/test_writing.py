"""Where a user points the output: devices, pipes, links, a full disk."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from nashsym.errors import InputError
from nashsym.files import write_text


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """As root, ``-o /dev/null`` renamed a regular file over the device."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")), daemon=True)
    reader.start()
    write_text(pipe, "text")
    reader.join(timeout=10)
    assert read == ["text"]
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "file", tmp_path / "link"
    target.write_text("before", encoding="utf-8")
    link.symlink_to(target)
    assert write_text(link, "after") == link
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "after"


def test_a_name_as_long_as_the_file_system_takes(tmp_path: Path) -> None:
    assert write_text(tmp_path / ("x" * 255), "text").read_text(encoding="utf-8") == "text"


def test_a_folder_and_a_loop_of_links_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be written: it is a folder"):
        write_text(tmp_path, "text")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(InputError, match="can't be written"):
        write_text(loop / "file", "text")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no device that is always full")
@pytest.mark.parametrize("arguments", [["init"], ["--version"]])
def test_a_full_disk_is_one_line(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "nashsym.cli", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("nashsym: standard output: can't be written: ")
    assert done.stderr.count("\n") == 1

"""The progress bar: on a terminal only, and gone at the end."""

from __future__ import annotations

import io

import pytest

from nashsym.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("nashsym.cli.progress.time.monotonic", lambda: now[0])
    return now


def test_a_terminal_sees_how_far_it_is_and_how_long_it_takes(clock: list[float]) -> None:
    terminal = Terminal()
    with Progress("chunks", terminal) as bar:
        bar(2, 32)
        clock[0] += 20
        bar(12, 32)
        clock[0] += 3600
        bar(13, 32)
    shown = terminal.getvalue().split("\r\x1b[K")
    assert shown == [
        "",
        "[#" + "." * 29 + "]  2 of 32 chunks",
        "[###########" + "." * 19 + "]  12 of 32 chunks, 0:40 left",
        "[############" + "." * 18 + "]  13 of 32 chunks, 1:44:13 left",
        "",
    ]


def test_it_is_not_drawn_more_often_than_an_eye_can_see(clock: list[float]) -> None:
    terminal = Terminal()
    with Progress("chunks", terminal) as bar:
        for done in range(101):
            clock[0] += 0.0015
            bar(done, 100)
    assert terminal.getvalue().count(" of 100 chunks") == 3  # the first, one on the way, the last


def test_no_terminal_sees_nothing() -> None:
    plain = io.StringIO()
    with Progress("chunks", plain) as bar:
        bar(1, 2)
    assert plain.getvalue() == ""
    assert (bar.done, bar.total) == (1, 2)


def test_of_nothing_is_all_done(clock: list[float]) -> None:
    terminal = Terminal()
    with Progress("chunks", terminal) as bar:
        bar(0, 0)
    assert "0 of 0 chunks" in terminal.getvalue()

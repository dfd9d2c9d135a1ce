"""Engines: a real cluster of processes, real kills and real interruptions; the bytes are the same."""

from __future__ import annotations

import builtins
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from distributed import Client, LocalCluster, default_client

from nashsym.data.survey import anes96_game
from nashsym.errors import InputError
from nashsym.gamefile import write_game
from nashsym.phase.layout import layout_of
from nashsym.phase.store import cluster
from nashsym.phase.store.streaming import stream
from nashsym.phase.sweep import axes_of, sweep
from tests.phase.stores import VARY, contents, small_chunks, survey

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A cluster of two processes on this machine."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address="127.0.0.1:0", memory_limit=None) as workers,
        Client(workers, set_as_default=False) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the store of the survey holds, computed here and never interrupted."""
    path = tmp_path_factory.mktemp("whole") / "sweep.zarr"
    with small_chunks():
        stream(survey(), path)
    return contents(path)


def test_a_cluster_writes_the_same_bytes(client: Client, whole: dict[str, bytes], tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []
    with small_chunks():
        done = stream(
            survey(), tmp_path / "s", engine="dask", scheduler=client, progress=lambda *each: said.append(each)
        )
    assert contents(tmp_path / "s") == whole
    assert said == [(number, done.chunks) for number in range(done.chunks + 1)]


def test_sweep_takes_the_address_of_a_scheduler(client: Client, whole: dict[str, bytes], tmp_path: Path) -> None:
    address = client.scheduler.address
    with small_chunks():
        found = sweep(anes96_game(), VARY, store=tmp_path / "s", engine="dask", scheduler=address)
    assert found.sizes["group"] == 5
    assert contents(tmp_path / "s") == whole


def test_a_worker_that_dies_is_no_loss(client: Client, whole: dict[str, bytes], tmp_path: Path) -> None:
    pids = list(client.run(os.getpid).values())

    def kill(done: int, _total: int) -> None:
        if done == 1:
            os.kill(pids[0], signal.SIGKILL)

    with small_chunks():
        stream(survey(), tmp_path / "s", engine="dask", scheduler=client, progress=kill)
    assert contents(tmp_path / "s") == whole


def test_what_a_worker_refuses_is_said_as_here(client: Client, tmp_path: Path) -> None:
    tiny = layout_of([anes96_game()], axes_of(["diversity=1e-200,1"]), several=False)
    with pytest.raises(InputError, match="a number is too small to sweep with") as here:
        stream(tiny, tmp_path / "here")
    with pytest.raises(InputError) as there:
        stream(tiny, tmp_path / "there", engine="dask", scheduler=client)
    assert str(there.value) == str(here.value)


def test_no_scheduler_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x", "tcp://127.0.0.1:port"):
        with pytest.raises(InputError, match="no Dask scheduler answers at") as refused:
            stream(survey(), tmp_path / "s", engine="dask", scheduler=address)
        assert "\n" not in str(refused.value)
    with pytest.raises(ValueError, match="No client"):  # none is left behind that dask would wait for
        default_client()


@pytest.mark.parametrize("failure", ["KilledWorker", "CancelledError", "OSError", "RuntimeError", "ImportError"])
def test_a_cluster_that_fails_is_one_line(
    failure: str, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import distributed

    class Failed:
        def result(self) -> Any:
            known = {
                "KilledWorker": lambda: distributed.KilledWorker("key", None, 3),
                "CancelledError": lambda: distributed.CancelledError("key\nmore"),
            }
            raise known[failure]() if failure in known else getattr(builtins, failure)("broken\nmore")

    monkeypatch.setattr(distributed, "as_completed", lambda _futures, **_options: iter([Failed()]))
    with pytest.raises(InputError) as refused, small_chunks():
        stream(survey(), tmp_path / "s", engine="dask", scheduler=client)
    assert "\n" not in str(refused.value)


DRAWN = np.random.default_rng(4).random(8).tolist()
KILLS = list(zip(DRAWN, ("between", "before", "after", "between") * 2, strict=True))


@pytest.mark.parametrize(("engine", "kills"), [("serial", KILLS[:6]), ("dask", KILLS[6:])])
def test_killed_by_the_system_and_begun_again_it_is_the_same_bytes(
    engine: str, kills: list[tuple[float, str]], whole: dict[str, bytes], tmp_path: Path
) -> None:
    for place, (share, moment) in enumerate(kills):
        number = 1 + int(share * len(whole))  # of so many writes
        store = tmp_path / str(place // 2)  # two kills in a row on one store
        call = [sys.executable, "-m", "tests.phase.sweep_and_die", str(store), engine, str(number), moment]
        run = subprocess.run(call, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode in (-signal.SIGKILL, 0), run.stderr
        assert place % 2 or run.returncode == -signal.SIGKILL
        # The other engine goes on.
        if place % 2 or place == len(kills) - 1:
            with small_chunks():
                stream(survey(), store)
            assert contents(store) == whole


@pytest.mark.parametrize("engine", ["serial", "dask"])
def test_an_interruption_is_clean_and_the_same_command_goes_on(engine: str, tmp_path: Path) -> None:
    write_game(anes96_game(), tmp_path / "game.toml")
    sweeping = [
        "-m",
        "nashsym.cli",
        "sweep",
        "game.toml",
        "-o",
        "out",
        "--format",
        "zarr",
        "--engine",
        engine,
        "--table",
    ]
    vary = ["--vary", "consistency=0.05:2:30", "--vary", "diversity=0:5:300", "--vary", "attractiveness=0:3:700"]
    call = [sys.executable, *sweeping, *vary]
    process = subprocess.Popen(
        call, env=ENVIRONMENT, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    records = tmp_path / "out" / "sweep.zarr" / ".nashsym" / "chunks"
    while process.poll() is None and not (records.exists() and len(list(records.iterdir())) > 1):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes of the command
    out, err = process.communicate()
    assert (process.returncode, out) == (130, "")
    *_, kept, last = err.splitlines()
    assert "chunks are kept in out/sweep.zarr; the same command goes on from there" in kept
    assert last == "nashsym: interrupted"
    assert "Traceback" not in err
    found = json.loads(next(iter(records.iterdir())).read_text(encoding="utf-8"))
    assert set(found) == {"counts", "files", "sha256"}

"""The engine `dask`: chunks computed by the workers of a cluster; what they compute comes back and is written here."""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import signal
from collections.abc import Iterator
from multiprocessing import resource_tracker
from typing import Any, Final

from nashsym.errors import InputError, NashsymError
from nashsym.phase.store.chunks import Task
from nashsym.phase.store.computing import Computed, compute

__all__ = ["check_installed", "on_cluster"]

#: Seconds until a scheduler that does not answer is given up.
_PATIENCE: Final = 15
#: Chunks per thread that are on their way: while one is computed, the next one waits there already.
_AHEAD: Final = 2
_AGAIN: Final = "the same command goes on where this one stopped"


def check_installed() -> None:
    """Refuse to go on without Dask.

    Raises
    ------
    InputError
    """
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise InputError(
            "Dask is not installed", key="engine", remedy="run `pip install 'nashsym[scale]'`, or choose serial"
        ) from None


def on_cluster(tasks: Iterator[Task], scheduler: Any = None) -> Iterator[Computed]:
    """Compute chunks on a Dask cluster, and yield them as they are done.

    Parameters
    ----------
    tasks : iterator of Task
    scheduler : str or distributed.Client, optional
        A cluster of processes on this machine unless given.

    Raises
    ------
    InputError
        Where there is no cluster, it is lost, or its workers can't run nashsym.
    """
    with _client(scheduler) as client:
        from distributed import CancelledError, KilledWorker, as_completed

        try:
            ahead = _AHEAD * max(sum(client.nthreads().values()), 1)
            first = [_submit(client, task) for task in itertools.islice(tasks, ahead)]
            waiting = as_completed(first, loop=client.loop)
            for future in waiting:
                yield future.result()
                future.release()
                for task in itertools.islice(tasks, 1):
                    waiting.add(_submit(client, task))
        except NashsymError:
            raise
        except KilledWorker:
            raise InputError(
                "the workers that were given this chunk died", key="--engine", remedy=f"give them more memory; {_AGAIN}"
            ) from None
        except (CancelledError, OSError) as error:
            raise InputError(f"the cluster was lost: {_first_line(error)}", key="--scheduler", remedy=_AGAIN) from None
        except (ImportError, RuntimeError) as error:
            raise InputError(
                f"the cluster can't run nashsym: {_first_line(error)}",
                key="--scheduler",
                remedy="install the same nashsym, with the extra `scale`, for its scheduler and workers",
            ) from None


def _submit(client: Any, task: Task) -> Any:
    return client.submit(compute, task, pure=False)


@contextlib.contextmanager
def _client(scheduler: Any) -> Iterator[Any]:
    """Connect to a cluster, or start one; whichever was begun here is closed."""
    from distributed import Client, LocalCluster

    if isinstance(scheduler, Client):
        yield scheduler
        return
    # What goes wrong is said in one line, by us.
    quiet: dict[str, Any] = {"silence_logs": logging.CRITICAL}
    with contextlib.ExitStack() as stack:
        if scheduler is None:
            with _interruptions_kept_here():
                address = stack.enter_context(
                    LocalCluster(
                        n_workers=os.cpu_count() or 1,
                        threads_per_worker=1,
                        processes=True,
                        dashboard_address="127.0.0.1:0",  # any port that is free
                        memory_limit=None,
                        **quiet,
                    )
                )
        else:
            address = scheduler
        try:
            # Not the session's default: one that finds no scheduler would stay it.
            client = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise InputError(
                f"no Dask scheduler answers at {scheduler}: {_first_line(error)}",
                key="--scheduler",
                remedy="give an address such as tcp://host:8786, or leave it out for a cluster on this machine",
            ) from None
        yield stack.enter_context(client)


@contextlib.contextmanager
def _interruptions_kept_here() -> Iterator[None]:
    """Let what is started meanwhile, and all that it starts, ignore Ctrl-C: this process ends them, in order."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # that the first process brings along, and that takes the signal back
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _first_line(error: BaseException) -> str:
    """Return what an error says, in one line."""
    return str(error).strip().partition("\n")[0] or type(error).__name__

"""A process that sweeps into a store and is killed by SIGKILL at a drawn write; run by tests.

``python -m tests.phase.sweep_and_die STORE ENGINE WRITE MOMENT``: the moment is "before" the file is written, "between"
writing and renaming it, or "after". A write of 0 kills nothing.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from nashsym.phase.store import folder
from nashsym.phase.store.streaming import stream
from tests.phase.stores import small_chunks, survey


def main(store: str, engine: str, number: int, moment: str) -> None:
    count = 0
    write, rename = folder.Folder.write, Path.replace

    def counted(self: folder.Folder, name: str, content: bytes) -> None:
        nonlocal count
        count += 1
        if (count, moment) == (number, "before"):
            os.kill(os.getpid(), signal.SIGKILL)
        write(self, name, content)
        if (count, moment) == (number, "after"):
            os.kill(os.getpid(), signal.SIGKILL)

    def renamed(self: Path, target: Path) -> Path:
        if (count, moment) == (number, "between"):
            os.kill(os.getpid(), signal.SIGKILL)
        return rename(self, target)

    folder.Folder.write, Path.replace = counted, renamed  # type: ignore[method-assign, assignment]
    with small_chunks():
        stream(survey(), store, engine=engine)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])

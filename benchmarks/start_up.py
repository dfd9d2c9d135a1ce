"""What it costs to start: `import nashsym` against `import numpy`, and `nashsym solve` on five groups.

    python benchmarks/start_up.py

Claim: `import nashsym` takes at most twice as long as `import numpy`; a solve of five groups from the command line is
dominated by the start of the interpreter and of NumPy.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from common import interleaved, machine, ratio, shown, survey_like_game, table

from nashsym import write_game

ROUNDS = 15


def process(*arguments: str) -> None:
    """Run Python with these arguments to its end."""
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        game = Path(folder) / "game.toml"
        write_game(survey_like_game(5, 0), game)
        commands = {
            "python -c pass": ("-c", "pass"),
            "python -c 'import numpy'": ("-c", "import numpy"),
            "python -c 'import nashsym'": ("-c", "import nashsym"),
            "python -c 'import nashsym.game' (NumPy and flint with it)": ("-c", "import nashsym.game"),
            "nashsym solve, five groups": ("-m", "nashsym.cli", "solve", str(game)),
        }
        contenders = {name: lambda _, arguments=arguments: process(*arguments) for name, arguments in commands.items()}
        seconds = interleaved(contenders, ROUNDS)
    base = seconds["python -c 'import numpy'"]
    rows = [
        [f"`{name}`", shown(statistics.median(values)), f"{ratio(values, base):.2f}"]
        for name, values in seconds.items()
    ]
    print(f"{machine()}\n\nMedians of {ROUNDS} whole processes, interleaved.\n")
    print(table(["process", "wall time", "of `import numpy`"], rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())

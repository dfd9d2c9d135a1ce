"""Hypothesis finds the strategies by itself; nothing else of nashsym needs Hypothesis."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points, metadata

import pytest
from hypothesis import find
from hypothesis import strategies as st

import nashsym.testing
from nashsym import Game


def run(program: str) -> str:
    """Run a program in a fresh interpreter."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_entry_point_is_declared() -> None:
    (entry,) = entry_points(group="hypothesis", name="nashsym")
    assert entry.value == "nashsym.testing.plugin:register"
    assert "testing" in (metadata("nashsym").get_all("Provides-Extra") or [])


def test_games_are_drawn_from_the_type() -> None:
    assert isinstance(find(st.from_type(Game), lambda game: game.size > 2), Game)

    def agents(game: Game) -> int:
        return game.agents

    assert find(st.builds(agents), lambda count: count > 2) > 2


def test_importing_hypothesis_loads_no_strategy() -> None:
    program = "import hypothesis, sys; print([name for name in sys.modules if name.startswith('nashsym.testing.')])"
    assert run(program) == "['nashsym.testing.plugin']"


def test_importing_nashsym_loads_no_hypothesis() -> None:
    assert run("import nashsym, nashsym.testing, sys; print('hypothesis' in sys.modules)") == "False"


def test_the_laws_do_without_hypothesis() -> None:
    program = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "from nashsym import Game\n"
        "from nashsym.testing import assert_equilibrium, check_all_laws\n"
        "game = Game.from_canonical([1, 0], [[1, 0], [0, 1]])\n"
        "assert_equilibrium(game, [1, 0])\n"
        "print(len(check_all_laws(game).held) > 10)"
    )
    assert run(program) == "True"


def test_every_public_name_is_there() -> None:
    for name in nashsym.testing.__all__:
        assert getattr(nashsym.testing, name) is not None
    assert dir(nashsym.testing) == sorted(nashsym.testing.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = nashsym.testing.nothing

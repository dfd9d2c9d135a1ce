"""`import nashsym` loads NumPy and flint at most; the heavy libraries wait until something needs them."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "sympy",
    "cvxpy",
    "scipy",
    "matplotlib",
    "torch",
    "transformers",
    "jinja2",
    "xarray",
    "pandas",
    "hypothesis",
    "daqp",
    "rich",
)

PROBE = """
import sys
__import__(sys.argv[1])
print(*(name for name in sys.argv[2:] if name in sys.modules))
"""


def heavy_modules_after_importing(module: str) -> list[str]:
    """Import one module in a fresh interpreter and list the heavy libraries that came along."""
    run = subprocess.run([sys.executable, "-c", PROBE, module, *HEAVY], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


@pytest.mark.parametrize(
    "module", ["nashsym", "nashsym.game", "nashsym.gamefile", "nashsym.data.survey", "nashsym.cli"]
)
def test_importing_stays_light(module: str) -> None:
    assert heavy_modules_after_importing(module) == []


def test_the_probe_sees_a_heavy_library() -> None:
    assert heavy_modules_after_importing("jinja2") == ["jinja2"]

"""Hypothesis profiles, and what is not collected here."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, settings

# Rationals grow, and the first import of SymPy or CVXPY falls into some example: no test reads a clock.
_COMMON = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", _COMMON, max_examples=100)
settings.register_profile("deep", _COMMON, max_examples=5_000)

_PROFILE = "deep" if os.environ.get("NASHSYM_DEEP", "0") not in {"", "0"} else "ci"
settings.load_profile(_PROFILE)

_HAS_ESTIMATORS = find_spec("nashsym_estimators") is not None
# The second distribution has its own suite: without it, its tests are not collected, and the header says so.
collect_ignore = [] if _HAS_ESTIMATORS else ["estimators"]


def pytest_report_header(config: pytest.Config) -> str:
    """Say at the top of every run what is switched on."""
    estimators = "installed" if _HAS_ESTIMATORS else "not installed, its tests are left out"
    return f"nashsym: Hypothesis profile {_PROFILE}; nashsym_estimators {estimators}"

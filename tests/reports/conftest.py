"""Each regime's report is built once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from nashsym.reports.building import report
from tests.reports.regimes import REGIMES


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function from the name of a regime to the folder of its report."""

    @cache
    def build(regime: str) -> Path:
        folder = tmp_path_factory.mktemp("report")
        report(REGIMES[regime](), folder)
        return folder

    return build

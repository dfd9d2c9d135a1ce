"""Compilation does without a folder to keep what was compiled."""

from __future__ import annotations

from typing import Any

import numba
import pytest

from nashsym.phase.compiling import compiled


def test_where_nothing_can_be_written_a_function_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    original = numba.njit

    def unwritable(*functions: object, cache: bool = False, **options: Any) -> object:
        found.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return original(*functions, **options)

    monkeypatch.setattr(numba, "njit", unwritable)

    def double(x: float) -> float:
        return 2 * x

    assert compiled(double)(1.5) == 3.0
    assert found[:2] == [True, False]  # what follows are numba's own

"""Compilation to machine code, with types that the checker can read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numba

__all__ = ["compiled"]

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function when it is first called; the machine code is kept on disk for the next process.

    Where no folder can be written to, each process compiles anew.
    """
    faster: Function
    try:
        faster = numba.njit(cache=True)(function)
    except RuntimeError:  # numba finds no place to keep it
        faster = numba.njit(function)
    return faster

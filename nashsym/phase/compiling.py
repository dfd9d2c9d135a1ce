"""Compilation to machine code, with types that the checker can read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

__all__ = ["compiled", "inlined"]

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function when it is first called; the machine code is kept on disk for the next process.

    Where no folder can be written to, each process compiles anew. A division by 0 gives what floats say of it.
    """
    return _compiled(function, inline=False)


def inlined(function: Function) -> Function:
    """Compile a function into those that call it: for small ones called often, whose arrays need no counting then."""
    return _compiled(function, inline=True)


def _compiled(function: Function, *, inline: bool) -> Function:
    options: dict[str, Any] = {"forceinline": inline, "error_model": "numpy"}
    faster: Function
    try:
        faster = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # numba finds no place to keep it
        faster = numba.njit(**options)(function)
    return faster

"""nashsym_estimators: from human responses and language models to a game of nashsym, with honest uncertainty.

Everything loads when first used; torch and transformers only where a model is.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nashsym_estimators.estimates.bootstrap import bootstrap
    from nashsym_estimators.estimates.estimate import Estimate
    from nashsym_estimators.estimates.estimating import estimate
    from nashsym_estimators.responses.question import Question
    from nashsym_estimators.responses.table import ResponseTable
    from nashsym_estimators.responses.texts import TextTable

_HOME = {
    "Estimate": "estimates.estimate",
    "Question": "responses.question",
    "ResponseTable": "responses.table",
    "TextTable": "responses.texts",
    "bootstrap": "estimates.bootstrap",
    "estimate": "estimates.estimating",
}

__all__ = ["Estimate", "Question", "ResponseTable", "TextTable", "bootstrap", "estimate"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'nashsym_estimators' has no attribute {name!r}")
    value = getattr(import_module(f"nashsym_estimators.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

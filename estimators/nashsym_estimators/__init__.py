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
    from nashsym_estimators.models.loading import load_group_models
    from nashsym_estimators.models.source import ModelSource
    from nashsym_estimators.policy.goodness import FitOfCounts, fit_of_counts, fit_of_draws, fit_of_responses
    from nashsym_estimators.policy.mixing import DataMix, data_mix
    from nashsym_estimators.policy.mixture import MixturePolicy
    from nashsym_estimators.responses.formats import read_responses
    from nashsym_estimators.responses.question import Question
    from nashsym_estimators.responses.table import ResponseTable
    from nashsym_estimators.responses.texts import TextTable

_HOME = {
    "DataMix": "policy.mixing",
    "Estimate": "estimates.estimate",
    "FitOfCounts": "policy.goodness",
    "MixturePolicy": "policy.mixture",
    "ModelSource": "models.source",
    "Question": "responses.question",
    "ResponseTable": "responses.table",
    "TextTable": "responses.texts",
    "bootstrap": "estimates.bootstrap",
    "data_mix": "policy.mixing",
    "estimate": "estimates.estimating",
    "fit_of_counts": "policy.goodness",
    "fit_of_draws": "policy.goodness",
    "fit_of_responses": "policy.goodness",
    "load_group_models": "models.loading",
    "read_responses": "responses.formats",
}

__all__ = [
    "DataMix",
    "Estimate",
    "FitOfCounts",
    "MixturePolicy",
    "ModelSource",
    "Question",
    "ResponseTable",
    "TextTable",
    "bootstrap",
    "data_mix",
    "estimate",
    "fit_of_counts",
    "fit_of_draws",
    "fit_of_responses",
    "load_group_models",
    "read_responses",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'nashsym_estimators' has no attribute {name!r}")
    value = getattr(import_module(f"nashsym_estimators.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

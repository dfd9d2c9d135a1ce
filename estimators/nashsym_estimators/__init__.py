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
    from nashsym_estimators.models.prompted import PromptedQuestion
    from nashsym_estimators.models.sampling import Sampling, sample_texts
    from nashsym_estimators.models.scoring import option_log_probabilities, score
    from nashsym_estimators.models.source import ModelSource
    from nashsym_estimators.policy.goodness import FitOfCounts, fit_of_counts, fit_of_draws, fit_of_responses
    from nashsym_estimators.policy.mixing import DataMix, data_mix
    from nashsym_estimators.policy.mixture import MixturePolicy
    from nashsym_estimators.responses.formats import read_responses
    from nashsym_estimators.responses.question import Question
    from nashsym_estimators.responses.table import ResponseTable
    from nashsym_estimators.responses.texts import TextTable
    from nashsym_estimators.texts.bootstrap import bootstrap_texts
    from nashsym_estimators.texts.embedded import embed_table
    from nashsym_estimators.texts.embedding import load_encoder
    from nashsym_estimators.texts.estimating import estimate_texts
    from nashsym_estimators.texts.kernels import Kernel
    from nashsym_estimators.texts.method import TextMethod
    from nashsym_estimators.texts.reading import read_texts

_HOME = {
    "DataMix": "policy.mixing",
    "Estimate": "estimates.estimate",
    "FitOfCounts": "policy.goodness",
    "Kernel": "texts.kernels",
    "MixturePolicy": "policy.mixture",
    "ModelSource": "models.source",
    "PromptedQuestion": "models.prompted",
    "Question": "responses.question",
    "ResponseTable": "responses.table",
    "Sampling": "models.sampling",
    "TextMethod": "texts.method",
    "TextTable": "responses.texts",
    "bootstrap": "estimates.bootstrap",
    "bootstrap_texts": "texts.bootstrap",
    "data_mix": "policy.mixing",
    "embed_table": "texts.embedded",
    "estimate": "estimates.estimating",
    "estimate_texts": "texts.estimating",
    "fit_of_counts": "policy.goodness",
    "fit_of_draws": "policy.goodness",
    "fit_of_responses": "policy.goodness",
    "load_encoder": "texts.embedding",
    "load_group_models": "models.loading",
    "option_log_probabilities": "models.scoring",
    "read_responses": "responses.formats",
    "read_texts": "texts.reading",
    "sample_texts": "models.sampling",
    "score": "models.scoring",
}

__all__ = [
    "DataMix",
    "Estimate",
    "FitOfCounts",
    "Kernel",
    "MixturePolicy",
    "ModelSource",
    "PromptedQuestion",
    "Question",
    "ResponseTable",
    "Sampling",
    "TextMethod",
    "TextTable",
    "bootstrap",
    "bootstrap_texts",
    "data_mix",
    "embed_table",
    "estimate",
    "estimate_texts",
    "fit_of_counts",
    "fit_of_draws",
    "fit_of_responses",
    "load_encoder",
    "load_group_models",
    "option_log_probabilities",
    "read_responses",
    "read_texts",
    "sample_texts",
    "score",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'nashsym_estimators' has no attribute {name!r}")
    value = getattr(import_module(f"nashsym_estimators.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

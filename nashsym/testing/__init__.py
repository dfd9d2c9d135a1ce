"""Strategies and laws for other people's tests: draw games, mixtures and answer tables; assert what theory promises.

Needs Hypothesis (``pip install "nashsym[testing]"``) only where something is drawn; all names load when first used.

Examples
--------
>>> from hypothesis import given, settings
>>> from nashsym.testing import check_all_laws, games
>>> @settings(deadline=None)  # the first example loads solvers
... @given(games())
... def test_the_laws_hold(game):
...     check_all_laws(game)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nashsym.testing.answer_tables import responses
    from nashsym.testing.assertions import assert_equilibrium, assert_excluded, assert_included, assert_unique
    from nashsym.testing.estimator_laws import ESTIMATOR_LAWS, assert_estimator_laws
    from nashsym.testing.law import Law, LawViolation, Outcome
    from nashsym.testing.laws import LAWS, LawReport, check_all_laws
    from nashsym.testing.regimes import REGIMES, Regime, anchored_games, games
    from nashsym.testing.response_table import Responses
    from nashsym.testing.simplex import mixtures, profiles
    from nashsym.testing.term_laws import TERM_LAWS, check_term_laws

_HOME = {
    "ESTIMATOR_LAWS": "estimator_laws",
    "LAWS": "laws",
    "REGIMES": "regimes",
    "Law": "law",
    "LawReport": "laws",
    "LawViolation": "law",
    "Outcome": "law",
    "Regime": "regimes",
    "Responses": "response_table",
    "TERM_LAWS": "term_laws",
    "assert_estimator_laws": "estimator_laws",
    "anchored_games": "regimes",
    "assert_equilibrium": "assertions",
    "assert_excluded": "assertions",
    "assert_included": "assertions",
    "assert_unique": "assertions",
    "check_all_laws": "laws",
    "check_term_laws": "term_laws",
    "games": "regimes",
    "mixtures": "simplex",
    "profiles": "simplex",
    "responses": "answer_tables",
}

__all__ = [
    "ESTIMATOR_LAWS",
    "LAWS",
    "REGIMES",
    "TERM_LAWS",
    "Law",
    "LawReport",
    "LawViolation",
    "Outcome",
    "Regime",
    "Responses",
    "anchored_games",
    "assert_equilibrium",
    "assert_estimator_laws",
    "assert_excluded",
    "assert_included",
    "assert_unique",
    "check_all_laws",
    "check_term_laws",
    "games",
    "mixtures",
    "profiles",
    "responses",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'nashsym.testing' has no attribute {name!r}")
    value = getattr(import_module(f"nashsym.testing.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

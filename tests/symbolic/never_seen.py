"""Terms that the package has never seen, as a user would write them."""

from __future__ import annotations

from typing import Any

import sympy

from nashsym.terms import CanonicalForm, QuadraticTerm


class Unsolved(QuadraticTerm):
    """A term of which only the formula is given: a derivation asks for nothing else."""

    def canonical(self, agents: int) -> CanonicalForm:
        raise NotImplementedError


class Loyalty(Unsolved):
    """−λ (wᵢ−mᵢ)ᵀL(wᵢ−mᵢ): agents that keep close to the others."""

    name, coefficient_name, symbol = "loyalty", "loyalty", "L"

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
        return -coefficient * ((own - mean) @ (data @ (own - mean)))


class Fairness(Unsolved):
    """−λ_F Σ (w_d − p_d)²: a price on straying from fair shares p."""

    name, coefficient_name, symbol, shape = "fairness", "F", "p", "vector"

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
        return -coefficient * ((own - data) @ (own - data))


class Congestion(Unsolved):
    """−λ Σ q_d w_d m_d: a group that others serve pays less."""

    name, coefficient_name, symbol, shape = "congestion", "congestion", "q", "vector"

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
        return -coefficient * sum(share * x * m for share, x, m in zip(data, own, mean, strict=True))


class Cube(Unsolved):
    """−λ Σ q_d w_d³: not quadratic."""

    name, coefficient_name, symbol, shape = "cube", "cube", "q", "vector"

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
        return -coefficient * (data @ own**3)


class Entropy(Unsolved):
    """−λ Σ q_d w_d log w_d: not quadratic, and steep where a group is left out."""

    name, coefficient_name, symbol, shape = "entropy", "entropy", "q", "vector"

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
        return -coefficient * sum(share * x * sympy.log(x) for share, x in zip(data, own, strict=True))

"""The algebra of any size against numbers: no normal form in any derivation changes the value of what it is of.

Each letter is given a matrix of rationals for D = 5 that obeys the rules, and every expression that a derivation brings
to its normal form is evaluated before and after, by an evaluator that shares no line with the algebra. That there are
such matrices also shows that the rules, which are the assumptions of a derivation, do not contradict each other.
"""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy

from nashsym.theorems.registry import THEOREMS
from proofs import __main__ as program
from proofs.framework import Algebra

SIZES = {"1": 1, "D": 5, "D−1": 4, "k": 3, "k−1": 2, "D−k": 2}
#: Expressions whose letters obey rules that are not understood here are left out; there are few.
FEWEST = 0.8

Value = Any  # a Fraction, or an array of them


class UnknownRuleError(Exception):
    """A letter whose rules are not understood."""


class Numbers:
    """Values of the letters of an algebra that obey its rules, chosen when they are first asked for."""

    def __init__(self, algebra: Algebra) -> None:
        self.algebra = algebra
        self.random = random.Random(1)  # noqa: S311 - arbitrary rationals, no secrets
        self.values: dict[sympy.Symbol, Value] = {}

    def of(self, symbol: sympy.Symbol) -> Value:
        if symbol not in self.values:
            self.values[symbol] = self._scalar(symbol) if symbol.is_commutative else self._letter(symbol)
        return self.values[symbol]

    def _number(self) -> Fraction:
        return Fraction(self.random.randint(1, 9), self.random.randint(1, 9))

    def _scalar(self, symbol: sympy.Symbol) -> Value:
        words = {atom: word for word, atom in self.algebra._scalars.items()}
        if symbol in words:
            return multiplied([self.of(letter) for letter in words[symbol]])
        if symbol.name in SIZES:
            return Fraction(SIZES[symbol.name])
        # No integer: what is divided by, such as N − 1, is not 0.
        return self._number() + Fraction(1, 13)

    def _letter(self, symbol: sympy.Symbol) -> Value:
        algebra = self.algebra
        letter = algebra.letters[symbol]
        if letter.text.endswith("ᵀ"):
            return self.of(letter.transpose).T
        rows, columns = SIZES[letter.rows], SIZES[letter.columns]
        if letter.text == "1":
            return constant(1, rows, columns)
        found = np.array([[self._number() for _ in range(columns)] for _ in range(rows)], dtype=object)
        if letter.transpose == symbol:
            found = found + found.T
        earlier = list(algebra.letters)[: list(algebra.letters).index(symbol)]
        for word, value in algebra.rules.items():
            if symbol not in word:
                continue
            names = [algebra.letters[each].text for each in word]
            others = [each for each in word if each != symbol]
            if word == (symbol,):
                return evaluate(value, self)
            if names[0] == "1ᵀ" and word == (word[0], symbol) and columns == 1 and value.is_number:
                found[-1, 0] += Fraction(int(value)) - sum(found[:, 0])
            elif names[0] == "1ᵀ" and word == (word[0], symbol) and value == 0:
                found[-1] -= found.sum(axis=0)
            elif word[-1] == symbol and value == 1 and all(is_earlier(each, earlier, algebra) for each in others):
                return inverse(multiplied([self.of(each) for each in others]))
            elif word[-1] == symbol and len(word) == 2 and is_earlier(others[0], earlier, algebra) and rows < columns:
                # Z has full column rank: ZL = X has the solution (ZᵀZ)⁻¹ZᵀX where X has its columns in T.
                Z = self.of(others[0])
                return inverse(Z.T.dot(Z)).dot(Z.T).dot(as_matrix(evaluate(value, self), Z.shape[0]))
            elif all(is_earlier(each, [*earlier, symbol], algebra) for each in word):
                raise UnknownRuleError(symbol)
        return found


def is_earlier(symbol: sympy.Symbol, earlier: list[sympy.Symbol], algebra: Algebra) -> bool:
    return symbol in earlier or algebra.letters[symbol].transpose in earlier


def constant(value: int, rows: int, columns: int) -> Value:
    return np.array([[Fraction(value)] * columns for _ in range(rows)], dtype=object)


def as_matrix(value: Value, size: int) -> Value:
    return (
        value
        if isinstance(value, np.ndarray)
        else value * np.array([[Fraction(int(i == j)) for j in range(size)] for i in range(size)], dtype=object)
    )


def inverse(matrix: Value) -> Value:
    found = sympy.Matrix(matrix).inv()
    return np.array([[Fraction(int(x.p), int(x.q)) for x in found.row(i)] for i in range(found.rows)], dtype=object)


def multiplied(factors: list[Value]) -> Value:
    """Multiply in order; a scalar that is in the middle of a product is multiplied out first."""
    stack: list[Value] = []
    for factor in factors:
        stack.append(factor)
        while len(stack) > 1:
            left, right = stack[-2:]
            scalar = not isinstance(left, np.ndarray) or not isinstance(right, np.ndarray)
            if not scalar and left.shape[1] != right.shape[0]:
                break
            stack[-2:] = [left * right if scalar else left.dot(right)]
            if isinstance(stack[-1], np.ndarray) and stack[-1].shape == (1, 1):
                stack[-1] = stack[-1][0, 0]
    assert len(stack) == 1
    return stack[0]


def evaluate(expression: sympy.Expr, numbers: Numbers) -> Value:
    """Evaluate by the structure of the expression; a number added to a matrix stands for that many identities."""
    if expression.is_Rational:
        return Fraction(int(expression.p), int(expression.q))
    if expression.is_Symbol:
        return numbers.of(expression)
    parts = [evaluate(each, numbers) for each in expression.args]
    if expression.is_Mul:
        return multiplied(parts)
    if expression.is_Pow:
        assert expression.exp.is_Integer
        return parts[0] ** int(expression.exp) if expression.is_commutative else multiplied([parts[0]] * int(parts[1]))
    assert expression.is_Add
    size = next((len(part) for part in parts if isinstance(part, np.ndarray)), 0)
    total = parts[0] if not size else as_matrix(parts[0], size)
    for part in parts[1:]:
        total = total + (as_matrix(part, size) if size else part)
    return total


@pytest.mark.parametrize("name", [each.name for each in THEOREMS])
def test_no_normal_form_changes_a_value(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    normal, numbers, seen = Algebra.normal, dict[int, Numbers](), Counter[str]()

    def checked(self: Algebra, expression: sympy.Expr) -> sympy.Expr:
        found = normal(self, expression)
        own = numbers.get(id(self))
        if own is None or len(own.algebra.rules) != rules.get(id(self)):
            own = numbers[id(self)] = Numbers(self)
            rules[id(self)] = len(self.rules)
        try:
            before, after = (evaluate(sympy.sympify(each), own) for each in (expression, found))
        except UnknownRuleError:
            seen["left out"] += 1
            return found
        seen["compared"] += 1
        assert np.all(before - after == 0), f"{expression} became {found}"
        return found

    rules: dict[int, int] = {}
    monkeypatch.setattr(Algebra, "normal", checked)
    program.proof_of(name)
    assert seen["compared"] >= FEWEST * sum(seen.values()), seen

"""Matrix algebra for every dimension: noncommutative SymPy symbols with shapes, transposes and rewriting rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import add, mul
from typing import Final

import sympy

__all__ = ["Algebra", "Letter"]

Word = tuple[sympy.Symbol, ...]

#: Rules that make a product this long, or are applied this often to one expression, do not terminate.
MAX_LETTERS: Final = 100
MAX_REWRITINGS: Final = 10_000


@dataclass(frozen=True)
class Letter:
    """What a noncommutative symbol stands for: a matrix of any size, a vector, or the transpose of one."""

    rows: str
    columns: str
    transpose: sympy.Symbol
    text: str
    latex: str


class Algebra:
    r"""Polynomials in matrices and vectors whose dimension D is any number.

    Letters are noncommutative SymPy symbols with a shape; scalars (λ, N) are ordinary SymPy symbols. Write expressions
    with ``+``, ``-``, ``*``, ``**`` and `T` for the transpose. Two expressions are equal iff their `normal` forms are,
    up to the rules given: the normal form is expanded, rewritten by the rules until none applies, and has every scalar
    ``xᵀHy`` (equal to its transpose ``yᵀHᵀx``) as one commuting symbol.

    Examples
    --------
    >>> A = Algebra()
    >>> H, x, y = A.matrix("H", symmetric=True), A.vector("x"), A.vector("y")
    >>> A.is_zero(A.T(x) * H * y - A.T(y) * H * x)
    True
    >>> A.is_zero(A.T(x + y) * H * (x + y) - A.T(x) * H * x - A.T(y) * H * y)
    False
    """

    def __init__(self) -> None:
        self.letters: dict[sympy.Symbol, Letter] = {}
        self.rules: dict[Word, sympy.Expr] = {}
        self._scalars: dict[Word, sympy.Symbol] = {}

    # --- letters -----------------------------------------------------------------------------------------------------

    def matrix(
        self, name: str, *, symmetric: bool = False, rows: str = "D", columns: str = "D", latex: str = ""
    ) -> sympy.Symbol:
        """Return a matrix of the given shape; shapes are names of dimensions, "1" among them."""
        symbol = sympy.Symbol(name, commutative=False)
        if symbol in self.letters:
            raise ValueError(f"the letter {name} is taken")
        if symmetric:
            self.letters[symbol] = Letter(rows, rows, symbol, name, latex or name)
            return symbol
        turned = sympy.Symbol(f"{name}ᵀ", commutative=False)
        self.letters[symbol] = Letter(rows, columns, turned, name, latex or name)
        self.letters[turned] = Letter(columns, rows, symbol, f"{name}ᵀ", f"{{{latex or name}}}^{{\\top}}")
        return symbol

    def vector(self, name: str, *, rows: str = "D", latex: str = "") -> sympy.Symbol:
        """Return a column."""
        return self.matrix(name, rows=rows, columns="1", latex=latex)

    def letter(self, name: str) -> sympy.Symbol | None:
        """Return the letter of that name, None where there is none yet."""
        return next((symbol for symbol, letter in self.letters.items() if letter.text == name), None)

    def known(self, name: str) -> sympy.Symbol:
        """Return the letter of that name; `KeyError` where there is none."""
        found = self.letter(name)
        if found is None:
            raise KeyError(name)
        return found

    def rule(self, product: sympy.Expr, value: sympy.Expr | int) -> None:
        """Rewrite a product of letters, and its transpose, by `value` wherever it stands; 1 means the identity.

        A rule is an assumption: state it where the letters are defined, and say why it holds.
        """
        for one, other in ((product, sympy.sympify(value)), (self.T(product), self.T(sympy.sympify(value)))):
            coefficient, word = next(self._terms(one))
            if coefficient != 1 or not word:
                raise ValueError(f"a rule begins with a product of letters, not {product}")
            self.rules[word] = other

    # --- expressions -------------------------------------------------------------------------------------------------

    def T(self, expression: sympy.Expr) -> sympy.Expr:
        """Return the transpose."""
        return sympy.Add(
            *(
                coefficient * sympy.Mul(*(self.letters[letter].transpose for letter in reversed(word)))
                for coefficient, word in self._terms(expression)
            )
        )

    def normal(self, expression: sympy.Expr) -> sympy.Expr:
        """Return the normal form."""
        done: dict[Word, sympy.Expr] = {}
        waiting = list(self._terms(expression))
        for _ in range(MAX_REWRITINGS):
            if not waiting:
                return sympy.Add(*(sympy.cancel(value) * sympy.Mul(*word) for word, value in done.items()))
            coefficient, word = waiting.pop()
            if len(word) > MAX_LETTERS:
                break
            self._check_shape(word)
            rewritten = self._rewritten(word)
            if rewritten is not None:
                waiting += [(coefficient * factor, rest) for factor, rest in self._terms(rewritten)]
                continue
            scalars, outer = self._split(word)
            if outer and outer != word:
                waiting.append((coefficient * scalars, outer))
                continue
            done[outer] = done.get(outer, sympy.Integer(0)) + coefficient * scalars
        raise ValueError("the rules do not terminate")

    def gradient(self, expression: sympy.Expr, vector: sympy.Symbol) -> sympy.Expr:
        """Return the column of derivatives of a scalar along a vector: ``∂(xᵀHw)/∂w = Hᵀx``, with the product rule.

        The scalar may be any expression in scalars of the algebra: a polynomial, a quotient, a logarithm.
        """
        flat, turned = self.normal(expression), self.letters[vector].transpose
        total = sympy.Integer(0)
        for word, atom in list(self._scalars.items()):
            slope = sympy.diff(flat, atom)
            if slope == 0:
                continue
            if word[-1] == vector:
                total += slope * self.T(sympy.Mul(*word[:-1]))
            if word[0] == turned:
                total += slope * sympy.Mul(*word[1:])
        return total

    def average(self, expression: sympy.Expr, vector: sympy.Symbol, mean: sympy.Symbol) -> sympy.Expr:
        """Return the mean of an expression over the values that a vector takes, `mean` being the mean of the values.

        A mean is linear: what has the vector once has the mean in its place, what does not have it stays, and a scalar
        that has it more often, such as ``vᵀSv``, becomes one symbol ``⟨vᵀ·S·v⟩``. A sum over n values is n times it.
        """
        places = {vector: mean, self.letters[vector].transpose: self.letters[mean].transpose}
        total = sympy.Integer(0)
        for coefficient, word in self._terms(expression):
            if coefficient.free_symbols & self._atoms_with(places):
                raise ValueError(f"{coefficient} is written in scalars that are averaged over: expand it first")
            if sum(letter in places for letter in word) < 2:
                total += coefficient * sympy.Mul(*(places.get(letter, letter) for letter in word))
                continue
            scalars, outer = self._split(word)
            if outer:
                raise ValueError(f"the mean of {sympy.Mul(*word)}, which is no scalar, has no name")
            apart, moving = scalars.as_independent(*self._atoms_with(places), as_Add=False)
            total += coefficient * apart * sympy.Symbol(f"⟨{moving}⟩", real=True)
        return total

    def put(self, expression: sympy.Expr, values: Mapping[sympy.Symbol, sympy.Expr | int]) -> sympy.Expr:
        """Return the expression with an expression in place of each letter, and its transpose in that of the letter's.

        The expression is written in letters, not in scalars that `normal` has made.
        """
        places = {letter: sympy.sympify(value) for letter, value in values.items()}
        for letter, value in list(places.items()):
            places.setdefault(self.letters[letter].transpose, self.T(value))
        written = sympy.sympify(expression)
        if written.free_symbols & self._atoms_with(places):
            raise ValueError(f"{written} is written in scalars of what is replaced: expand it first")
        return written.xreplace(places)

    def is_zero(self, expression: sympy.Expr) -> bool:
        """Tell whether the normal form is 0."""
        return bool(self.normal(expression) == 0)

    def shape(self, expression: sympy.Expr) -> tuple[str, str]:
        """Return rows and columns; ("1", "1") for a number.

        Raises
        ------
        ValueError
            Where a product or a sum does not fit.
        """
        shapes = set()
        for _, word in self._terms(expression):
            self._check_shape(word)
            shapes |= {self._check_shape(self._split(word)[1])} if word else set()
        shapes = shapes or {("1", "1")}
        if len(shapes) > 1:
            raise ValueError(f"shapes {sorted(shapes)} are added")
        return shapes.pop()

    def explicit(self, expression: sympy.Expr, values: Mapping[sympy.Symbol, sympy.Matrix], size: int) -> sympy.Matrix:
        """Return the expression with a matrix for each letter; the empty product is the identity of `size`."""
        known = dict(values)
        for symbol, matrix in values.items():
            known[self.letters[symbol].transpose] = matrix.T
        parts = []
        flat = self.normal(expression)
        atoms = {atom: _product(word, known, 1)[0, 0] for word, atom in self._scalars.items() if flat.has(atom)}
        parts = [coefficient.xreplace(atoms) * _product(word, known, size) for coefficient, word in self._terms(flat)]
        return reduce(add, parts)

    # --- words -------------------------------------------------------------------------------------------------------

    @staticmethod
    def _terms(expression: sympy.Expr) -> Iterator[tuple[sympy.Expr, Word]]:
        """Yield coefficient and word of each term of the expanded expression."""
        for term in sympy.Add.make_args(sympy.expand(sympy.sympify(expression))):
            commuting, ordered = term.args_cnc()
            word: list[sympy.Symbol] = []
            for factor in ordered:
                base, exponent = factor.as_base_exp()
                if not (base.is_Symbol and exponent.is_Integer and exponent > 0):
                    raise ValueError(f"{factor} is no product of letters")
                word += [base] * int(exponent)
            yield sympy.Mul(*commuting), tuple(word)

    def _check_shape(self, word: Word) -> tuple[str, str]:
        for left, right in pairwise(word):
            if self.letters[left].columns != self.letters[right].rows and not (
                # A scalar xᵀy may be followed by anything, and so may anything by a scalar.
                self.letters[left].columns == "1" or self.letters[right].rows == "1"
            ):
                raise ValueError(f"{left} times {right} does not fit")
        return (self.letters[word[0]].rows, self.letters[word[-1]].columns) if word else ("1", "1")

    def _rewritten(self, word: Word) -> sympy.Expr | None:
        for pattern, value in self.rules.items():
            for start in range(len(word) - len(pattern) + 1):
                if word[start : start + len(pattern)] == pattern:
                    return sympy.Mul(*word[:start]) * value * sympy.Mul(*word[start + len(pattern) :])
        return None

    def _split(self, word: Word) -> tuple[sympy.Expr, Word]:
        """Pull the scalars out of a word: ``A x (yᵀHz) wᵀ`` is ``(yᵀHz) · A x wᵀ``."""
        pieces: list[list[sympy.Symbol]] = []
        scalars = sympy.Integer(1)
        for letter in word:
            if pieces and self.letters[pieces[-1][-1]].columns != "1" and self.letters[letter].rows != "1":
                pieces[-1].append(letter)
            else:
                pieces.append([letter])
            if self.letters[pieces[-1][0]].rows == "1" and self.letters[letter].columns == "1":
                scalars *= self._scalar(tuple(pieces.pop()))
        return scalars, tuple(letter for piece in pieces for letter in piece)

    def _scalar(self, word: Word) -> sympy.Symbol:
        turned = tuple(self.letters[letter].transpose for letter in reversed(word))
        key = min(word, turned, key=lambda letters: [letter.name for letter in letters])
        if key not in self._scalars:
            name = "·".join(letter.name for letter in key)
            self._scalars[key] = sympy.Symbol(name, real=True)
        return self._scalars[key]

    def _atoms_with(self, letters: Iterable[sympy.Symbol]) -> set[sympy.Symbol]:
        return {atom for word, atom in self._scalars.items() if not set(word).isdisjoint(letters)}

    # --- printing ----------------------------------------------------------------------------------------------------

    def names(self, *, latex: bool) -> dict[sympy.Symbol, str]:
        """Return how each letter and each scalar product is written."""
        names = {symbol: letter.latex if latex else letter.text for symbol, letter in self.letters.items()}
        for word, symbol in self._scalars.items():
            names[symbol] = f"({(' ' if latex else '·').join(names[letter] for letter in word)})"
        return names


def _product(word: Word, values: Mapping[sympy.Symbol, sympy.Matrix], size: int) -> sympy.Matrix:
    return reduce(mul, (values[letter] for letter in word)) if word else sympy.eye(size)

"""`derive`: from the utility to the closed form, its conditions and its comparative statics, nothing typed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nashsym.errors import InputError, UndecidedError
from nashsym.game import Game
from nashsym.symbolic.closed_form import ClosedForm, bordered_solution, closed_form, named_entries
from nashsym.symbolic.conditions import definite_minors, semidefinite_minors
from nashsym.symbolic.first_order import FirstOrder, first_order
from nashsym.symbolic.utility import utility_in_symbols, utility_of_game
from nashsym.terms import Attractiveness, Inconsistency, Similarity, Term

if TYPE_CHECKING:
    import numpy as np
    import sympy

__all__ = ["Condition", "Derivation", "derive"]

#: Largest D with every entry of M and b a symbol of its own; the next takes ten times as long.
MAX_GROUPS_IN_SYMBOLS = 6
#: Largest D with numbers in and this many coefficients left symbolic.
MAX_GROUPS_WITH_FREE = {0: 60, 1: 20, 2: 10, 3: 7}
DEFAULT_TERMS: tuple[type[Term], ...] = (Attractiveness, Inconsistency, Similarity)


@dataclass(frozen=True)
class Condition:
    """Inequalities that must all hold, and what the names in them stand for."""

    inequalities: tuple[sympy.Rel, ...]
    substitution: Mapping[sympy.Symbol, sympy.Expr]


@dataclass(frozen=True)
class Derivation:
    """What follows from a utility by differentiating and solving.

    Attributes
    ----------
    first_order : FirstOrder
        Utility, marginal utilities, conditions, and (b, H, K) where they are affine.
    named : bool
        Whether the closed form is written in b_d and M_de, with a substitution.
    """

    first_order: FirstOrder
    named: bool

    @property
    def is_quadratic(self) -> bool:
        """Whether there is a closed form to speak of."""
        return self.first_order.is_quadratic

    @cached_property
    def canonical(self) -> tuple[sympy.Matrix, sympy.Matrix, sympy.Matrix]:
        """(b, H, K) in the game's own symbols.

        Raises
        ------
        UndecidedError
            Where the utility is not quadratic.
        """
        form = self.first_order
        if form.b is None or form.H is None or form.K is None:
            raise UndecidedError("the utility is not quadratic: its first-order conditions have no closed form here")
        return form.b, form.H, form.K

    @cached_property
    def closed_form(self) -> ClosedForm:
        """w⁎ and ν (MODEL T2)."""
        b, H, K = self.canonical
        return closed_form(b, H + K, named=self.named)

    @cached_property
    def residuals(self) -> tuple[sympy.Expr, ...]:
        """The conditions with the closed form put back in, over the common denominator and expanded: all zero.

        Each differentiated condition is first seen to be ``b − Mw = ν``, so that the names b_d and M_de stand for what
        was differentiated.
        """
        import sympy

        form, solved = self.first_order, self.closed_form
        b, H, K = self.canonical
        residuals = []
        for d, condition in enumerate(form.conditions[:-1]):
            affine = b[d] - sum((H + K)[d, e] * form.weights[e] for e in range(b.rows)) - form.level
            differentiated = sympy.expand(condition.lhs - condition.rhs - affine)
            pulled = sum(solved.M[d, e] * solved.numerators[e] for e in range(b.rows))
            put_back = sympy.expand(solved.b[d] * solved.determinant - pulled - solved.level_numerator)
            residuals.append(differentiated + put_back)
        residuals.append(sympy.expand(sum(solved.numerators) - solved.determinant))
        return tuple(residuals)

    @cached_property
    def existence(self) -> tuple[sympy.Rel, ...]:
        """``w⁎_d > 0`` for every group, as inequalities; beside them stands `concavity` (MODEL T2)."""
        import sympy

        return tuple(sympy.StrictGreaterThan(weight, 0, evaluate=False) for weight in self.closed_form.weights)

    @cached_property
    def concavity(self) -> Condition:
        """H ⪰ 0 on T: every principal minor ≥ 0; the second-order condition (MODEL T1)."""
        import sympy

        _, H, _ = self.canonical
        matrix, substitution = named_entries("H", H) if self.named else (H, {})
        minors = semidefinite_minors(matrix)
        return Condition(tuple(sympy.GreaterThan(minor, 0, evaluate=False) for minor in minors), substitution)

    @cached_property
    def uniqueness(self) -> Condition:
        """M ≻ 0 on T: at most one homogeneous equilibrium (MODEL T3 ii)."""
        import sympy

        minors = definite_minors(self.closed_form.M)
        inequalities = tuple(sympy.StrictGreaterThan(minor, 0, evaluate=False) for minor in minors)
        return Condition(inequalities, self.closed_form.substitution)

    @cached_property
    def unity(self) -> Condition:
        """G = H − K/(N−1) ≻ 0 on T: every equilibrium is homogeneous (MODEL T3 i); no inequality for N = 1."""
        import sympy

        agents = self.first_order.utility.agents
        if agents == 1:
            return Condition((), {})
        _, H, K = self.canonical
        G = H - K / (agents - 1)
        matrix, substitution = named_entries("G", G) if self.named else (G, {})
        minors = definite_minors(matrix)
        return Condition(tuple(sympy.StrictGreaterThan(minor, 0, evaluate=False) for minor in minors), substitution)

    @cached_property
    def statics(self) -> dict[str, tuple[sympy.Expr, ...]]:
        """∂w⁎/∂λ for every coefficient that is a symbol, by differentiating the first-order conditions (MODEL T7).

        ``[M 1; 1ᵀ 0] (∂w, ∂ν) = (∂b − ∂M w, 0)``, with w left as the symbols w_d.
        """
        import sympy

        form = self.first_order
        b, H, K = self.canonical
        weights = sympy.Matrix(form.weights)
        coefficients = form.utility.coefficients
        if not coefficients:
            return {}
        moved = [b.diff(each) - (H + K).diff(each) * weights for each in coefficients.values()]
        right = sympy.Matrix.hstack(*(column.col_join(sympy.zeros(1, 1)) for column in moved))
        numerators, determinant, verified = bordered_solution(self.closed_form.M, right)
        assert verified  # noqa: S101  # polynomial identity, checked when it is solved
        return {
            name: tuple(-numerators[d, column] / -determinant for d in range(b.rows))
            for column, name in enumerate(coefficients)
        }

    def function(self) -> Callable[..., np.ndarray]:
        """Return a NumPy function of the free symbols, in the order of `arguments`, with the weights as answer."""
        import sympy

        return sympy.lambdify(self.arguments, list(self.closed_form.expanded()), modules="numpy")  # type: ignore[no-any-return]

    @property
    def arguments(self) -> tuple[sympy.Symbol, ...]:
        """The free symbols of the closed form, sorted by name."""
        free = {symbol for weight in self.closed_form.expanded() for symbol in weight.free_symbols}
        return tuple(sorted(free, key=str))


def derive(
    game: Game | None = None,
    *,
    groups: int = 3,
    terms: Sequence[type[Term]] = DEFAULT_TERMS,
    free: Sequence[str] = (),
) -> Derivation:
    """Derive the interior equilibrium from the utility.

    Parameters
    ----------
    game : Game, optional
        Its numbers are put in and the coefficients in `free` are left as symbols; without one, everything is a symbol.
    groups : int
        D where no game is given.
    terms : sequence of Term classes
        The terms of the utility where no game is given.
    free : sequence of str
        Names of coefficients of `game`.

    Raises
    ------
    InputError
        For a size that would not finish; it says what to ask instead.

    Notes
    -----
    Source: MODEL T1–T3, T7.

    Examples
    --------
    >>> from nashsym import derive
    >>> derive(groups=2).closed_form.weights[0]
    (-M_12 + M_22 + b_1 - b_2)/(M_11 - 2*M_12 + M_22)
    """
    if game is None:
        if not 1 <= groups <= MAX_GROUPS_IN_SYMBOLS:
            raise InputError(
                f"{groups} groups in symbols would not finish",
                key="groups",
                remedy=f"ask for 1 to {MAX_GROUPS_IN_SYMBOLS}, or give a game file, whose numbers are put in",
            )
        return Derivation(first_order(utility_in_symbols(groups, terms)), named=True)
    most = MAX_GROUPS_WITH_FREE.get(len(free), 0)
    if game.size > most:
        raise InputError(
            f"{game.size} groups with {len(free)} coefficients left symbolic would not finish",
            key="free",
            remedy=f"with so many at most {most} groups; leave fewer symbolic, or use solve, which is exact",
        )
    return Derivation(first_order(utility_of_game(game, free)), named=False)

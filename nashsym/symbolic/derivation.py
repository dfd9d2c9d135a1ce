"""What follows from a utility by differentiating and solving: conditions, closed form, comparative statics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nashsym.errors import UndecidedError
from nashsym.symbolic.closed_form import ClosedForm, closed_form
from nashsym.symbolic.conditions import Condition, definite, semidefinite
from nashsym.symbolic.evaluation import evaluator
from nashsym.symbolic.first_order import FirstOrder
from nashsym.symbolic.printing import latex_of, text_of
from nashsym.symbolic.sections import Section
from nashsym.symbolic.statics import Slopes, slopes
from nashsym.symbolic.telling import told

if TYPE_CHECKING:
    import numpy as np
    import sympy

__all__ = ["Derivation"]


@dataclass(frozen=True)
class Derivation:
    """What follows from a utility by differentiating and solving; each part is worked out when it is asked for.

    Attributes
    ----------
    first_order : FirstOrder
        Utility, marginal utilities, conditions, curvature and coupling.
    named : bool
        Whether the results are written in b_d and M_de, with a substitution.
    """

    first_order: FirstOrder
    named: bool

    @property
    def is_quadratic(self) -> bool:
        """Whether the first-order conditions are affine: only then is there a closed form to speak of."""
        return self.first_order.is_quadratic

    @property
    def _names_curvature(self) -> bool:
        return self.named or not self.is_quadratic

    @cached_property
    def canonical(self) -> tuple[sympy.Matrix, sympy.Matrix, sympy.Matrix]:
        """(b, H, K) in the game's own symbols.

        Raises
        ------
        UndecidedError
            Where the utility is not quadratic.
        """
        form = self.first_order
        if form.b is None:
            raise UndecidedError("the utility is not quadratic: its first-order conditions have no closed form here")
        return form.b, form.H, form.K

    @cached_property
    def closed_form(self) -> ClosedForm:
        """w⁎ and ν (MODEL T2).

        Raises
        ------
        UndecidedError
            Where the utility is not quadratic, or ZᵀMZ is singular whatever the symbols are.
        """
        b, H, K = self.canonical
        return closed_form(b, H + K, named=self.named)

    @cached_property
    def residuals(self) -> tuple[sympy.Expr, ...]:
        """The conditions with the closed form put back in, over the common denominator and expanded: all zero.

        In three steps that are added up. What was differentiated is ``b − Mw`` in the entries that b_d and M_de stand
        for; the differences of these against the last are ``bbar − Mbar y`` at w = e_D + Zy; and ``δ bbar − Mbar n``
        vanishes. The last entry is that of ``Σ w_d = 1``.
        """
        import sympy

        form, solved = self.first_order, self.closed_form
        b, H, K = self.canonical
        affine = b - (H + K) * sympy.Matrix(form.weights)
        differentiated = [sympy.expand(condition.lhs - affine[d]) for d, condition in enumerate(form.conditions[:-1])]
        total = sympy.Add(*solved.short_numerators, -solved.short_determinant)
        parts = zip(differentiated, [*solved.residuals(), sympy.Integer(0)], strict=True)
        return (*(sympy.Add(*part) for part in parts), total)

    @cached_property
    def existence(self) -> tuple[sympy.Rel, ...]:
        """``w⁎_d > 0`` for every group, as inequalities; beside them stands `concavity` (MODEL T2)."""
        import sympy

        return tuple(sympy.StrictGreaterThan(weight, 0, evaluate=False) for weight in self.closed_form.weights)

    @cached_property
    def concavity(self) -> Condition:
        """H ⪰ 0 on T: every principal minor ≥ 0; the second-order condition (MODEL T1).

        Where the utility is not quadratic H depends on the point (x, m), and the condition asked at every one of them
        says that the utility is concave in the own mixture.
        """
        return semidefinite("H", self.first_order.H, named=self._names_curvature)

    @cached_property
    def uniqueness(self) -> Condition:
        """M ≻ 0 on T: at most one homogeneous equilibrium (MODEL T3 ii).

        Where the utility is not quadratic M depends on w; asked at every w of the simplex the condition still suffices:
        ``vᵀ(g(w, w) − g(w', w'))``, v = w − w', is the integral of ``−vᵀMv`` between the two, and ≥ 0 at equilibria.
        """
        return definite("M", self.first_order.M, named=self._names_curvature)

    @cached_property
    def unity(self) -> Condition:
        """G = H − K/(N−1) ≻ 0 on T: every equilibrium is homogeneous (MODEL T3 i); no inequality for N = 1.

        Where the utility is not quadratic G depends on (x, m); asked at every point it suffices, by the same integral
        from one agent's point to another's.
        """
        G = self.first_order.G
        return Condition((), {}) if G is None else definite("G", G, named=self._names_curvature)

    @cached_property
    def slopes(self) -> dict[str, Slopes]:
        """The comparative statics as they were solved, by the name of the coefficient (MODEL T7)."""
        _ = self.canonical
        return slopes(self.first_order, self.closed_form)

    @cached_property
    def statics(self) -> dict[str, tuple[sympy.Expr, ...]]:
        """∂w⁎/∂λ for every coefficient that is a symbol, by differentiating the first-order conditions (MODEL T7).

        In the entries of M and, where these are symbols, in the weights w_d, which stand for the closed form's.
        """
        determinant = self.closed_form.determinant
        return {
            name: tuple(
                numerator.xreplace({**self.closed_form.system.substitution, **found.substitution})
                / determinant**found.power
                for numerator in found.numerators
            )
            for name, found in self.slopes.items()
        }

    @property
    def arguments(self) -> tuple[sympy.Symbol, ...]:
        """The symbols that b and M are written in, and every free coefficient even where it is inert; by name."""
        b, H, K = self.canonical
        coefficients = set(self.first_order.utility.coefficients.values())
        return tuple(sorted(coefficients | b.free_symbols | (H + K).expand().free_symbols, key=str))

    def function(self) -> Callable[..., np.ndarray]:
        """Return w⁎ as a NumPy function of the `arguments`, in their order or by name.

        Returns
        -------
        callable
            Takes numbers or arrays that broadcast against each other, and returns an array of their common shape with
            one axis more, of length D. Where ZᵀMZ is singular, or an argument is not finite, the weights are NaN.

        Notes
        -----
        The entries of ZᵀMZ and Zᵀ(b − Me_D) are evaluated and the system is solved in floats: that loses fewer digits
        than the quotients of expanded minors.
        """
        b, H, K = self.canonical
        return evaluator(self.arguments, b, H + K)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The derivation in the order in which one thing follows from another."""
        solved: ClosedForm | UndecidedError
        try:
            solved = self.closed_form
        except UndecidedError as none:
            solved = none
        conditions = (self.concavity, self.uniqueness, self.unity)
        if not isinstance(solved, UndecidedError) and any(self.residuals):
            raise AssertionError("the closed form does not solve the conditions")  # pragma: no cover
        if isinstance(solved, UndecidedError):
            return told(self.first_order, str(solved), conditions, {}, named=self.named)
        return told(self.first_order, solved, conditions, self.slopes, named=self.named)

    def text(self) -> str:
        """Return the derivation as plain text, in SymPy's notation."""
        return text_of(self.sections)

    def latex(self) -> str:
        """Return the derivation as LaTeX for a document that uses amsmath."""
        return latex_of(self.sections)

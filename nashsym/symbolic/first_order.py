"""From a utility in symbols to its first-order conditions, its curvature and its coupling, by differentiating."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nashsym.symbolic.utility import SymbolicUtility

if TYPE_CHECKING:
    import sympy

__all__ = ["FirstOrder", "first_order"]


@dataclass(frozen=True)
class FirstOrder:
    """First-order conditions of the game in symbols.

    Attributes
    ----------
    utility : SymbolicUtility
    marginals : tuple of sympy.Expr, length D
        g_d = ∂u/∂x_d, in the own mixture x and the mean m of the others'.
    weights : tuple of sympy.Symbol, length D
        w, what everybody plays at a homogeneous profile.
    level : sympy.Symbol
        ν.
    conditions : tuple of sympy.Eq
        ``g_d(w, w) = ν`` for every group, and ``Σ w_d = 1``: an interior homogeneous equilibrium satisfies them.
    b : sympy.Matrix, shape (D, 1), or None
        ``g(0, 0)`` where g is affine in x and m: then ``g = b − Hx − Km``. None where the utility is not quadratic.
    H : sympy.Matrix, shape (D, D)
        The curvature ``−∂g/∂x``; where the utility is not quadratic it depends on the point (x, m).
    K : sympy.Matrix, shape (D, D)
        The coupling ``−∂g/∂m``, likewise.
    """

    utility: SymbolicUtility
    marginals: tuple[sympy.Expr, ...]
    weights: tuple[sympy.Symbol, ...]
    level: sympy.Symbol
    conditions: tuple[sympy.Eq, ...]
    b: sympy.Matrix | None
    H: sympy.Matrix
    K: sympy.Matrix

    @property
    def is_quadratic(self) -> bool:
        """Whether the marginal utilities are affine in the mixtures."""
        return self.b is not None

    @cached_property
    def M(self) -> sympy.Matrix:
        """``−∂g(w, w)/∂w = H + K`` where all play w."""
        together = dict(zip((*self.utility.own, *self.utility.mean), self.weights * 2, strict=True))
        return (self.H + self.K).xreplace(together).expand()

    @cached_property
    def G(self) -> sympy.Matrix | None:
        """``H − K/(N−1)``, how g moves from one agent to another at the same profile; None for N = 1."""
        agents = self.utility.agents
        return None if agents == 1 else (self.H - self.K / (agents - 1)).expand()


def first_order(utility: SymbolicUtility) -> FirstOrder:
    """Differentiate the utility by the own mixture.

    Parameters
    ----------
    utility : SymbolicUtility

    Notes
    -----
    ``H = −∂g/∂x`` and ``K = −∂g/∂m``; where neither holds a mixture any more g is affine and ``b = g(0, 0)``. Source:
    MODEL, section 1.
    """
    import sympy

    own, mean = utility.own, utility.mean
    size = len(own)
    weights = tuple(sympy.Symbol(f"w_{d + 1}", real=True) for d in range(size))
    level = sympy.Symbol("nu", real=True)
    marginals = tuple(sympy.diff(utility.expression, x) for x in own)
    together = dict(zip((*own, *mean), weights * 2, strict=True))
    conditions = [sympy.Eq(g.xreplace(together), level, evaluate=False) for g in marginals]
    conditions.append(sympy.Eq(sum(weights), 1, evaluate=False))
    H = -sympy.Matrix(size, size, lambda i, j: sympy.diff(marginals[i], own[j])).expand()
    K = -sympy.Matrix(size, size, lambda i, j: sympy.diff(marginals[i], mean[j])).expand()
    if (H.free_symbols | K.free_symbols) & {*own, *mean}:
        return FirstOrder(utility, marginals, weights, level, tuple(conditions), None, H, K)
    nowhere = dict.fromkeys((*own, *mean), sympy.Integer(0))
    b = sympy.Matrix([sympy.expand(g).xreplace(nowhere) for g in marginals])
    return FirstOrder(utility, marginals, weights, level, tuple(conditions), b, H, K)

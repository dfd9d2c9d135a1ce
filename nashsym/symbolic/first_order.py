"""From a utility in symbols to its first-order conditions and its canonical form, by differentiating."""

from __future__ import annotations

from dataclasses import dataclass
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
    b, H, K : sympy.Matrix or None
        The canonical form, where the utility is quadratic: ``g = b − Hx − Km``; else None.
    """

    utility: SymbolicUtility
    marginals: tuple[sympy.Expr, ...]
    weights: tuple[sympy.Symbol, ...]
    level: sympy.Symbol
    conditions: tuple[sympy.Eq, ...]
    b: sympy.Matrix | None
    H: sympy.Matrix | None
    K: sympy.Matrix | None

    @property
    def is_quadratic(self) -> bool:
        """Whether the marginal utilities are affine in the mixtures."""
        return self.b is not None


def first_order(utility: SymbolicUtility) -> FirstOrder:
    """Differentiate the utility by the own mixture.

    Parameters
    ----------
    utility : SymbolicUtility

    Notes
    -----
    ``H = −∂g/∂x`` and ``K = −∂g/∂m`` where neither holds a mixture any more, ``b = g(0, 0)``. Source: MODEL, section 1.
    """
    import sympy

    own, mean = utility.own, utility.mean
    size = len(own)
    weights = tuple(sympy.Symbol(f"w_{d + 1}", real=True) for d in range(size))
    level = sympy.Symbol("nu", real=True)
    marginals = tuple(sympy.diff(utility.expression, x) for x in own)
    together = dict(zip(own, weights, strict=True)) | dict(zip(mean, weights, strict=True))
    conditions = [sympy.Eq(g.xreplace(together), level, evaluate=False) for g in marginals]
    conditions.append(sympy.Eq(sum(weights), 1, evaluate=False))
    H = -sympy.Matrix(size, size, lambda i, j: sympy.diff(marginals[i], own[j]))
    K = -sympy.Matrix(size, size, lambda i, j: sympy.diff(marginals[i], mean[j]))
    moved = {*own, *mean}
    if (H.free_symbols | K.free_symbols) & moved:
        return FirstOrder(utility, marginals, weights, level, tuple(conditions), None, None, None)
    nowhere = dict.fromkeys((*own, *mean), sympy.Integer(0))
    b = sympy.Matrix([sympy.expand(g).subs(nowhere) for g in marginals])
    return FirstOrder(utility, marginals, weights, level, tuple(conditions), b, H.expand(), K.expand())

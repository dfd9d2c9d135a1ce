r"""What the theorems say of anchored games, with ``H̃ = H + 2λ_R I``, M̃ and G̃ in the place of H, M and G.

The divergence adds ``λ_R Σ v_d²/w_d ≥ 2λ_R‖v‖²`` to the curvature along v ∈ T, whatever w > 0 is
(`nashsym.terms.Anchor.strengthened`). So what H̃, M̃ and G̃ show holds; what they do not show is undecided, never refuted:
near the boundary the divergence curves more.
"""

from __future__ import annotations

import flint

from nashsym.exact.definiteness import Definiteness
from nashsym.terms import Anchor
from nashsym.theorems.finding import Hypothesis
from nashsym.theorems.instance import Instance
from nashsym.theorems.signs import definite_on_tangent

__all__ = ["anchor_of", "anchored_concave", "anchored_stable", "anchored_united"]


def anchor_of(instance: Instance) -> Anchor:
    """Return the anchor of an anchored game."""
    assert instance.game.anchor is not None  # noqa: S101  # asked of anchored games only
    return instance.game.anchor


def _curved(
    symbol: str, X: flint.fmpq_mat, sign: Definiteness, instance: Instance, *, strict: bool, text: str = ""
) -> Hypothesis:
    """State that an anchored matrix is ≻ 0 (or ⪰ 0) on T; where it is not, that leaves open what it bounds."""
    found = definite_on_tangent(symbol, X, sign, instance.groups, strict=strict, text=text)
    if found.verdict == "yes":
        return found
    remark = f"{found.quantity}; the divergence may curve more than {symbol} shows"
    return Hypothesis(found.text, "undecided", remark)


def anchored_concave(instance: Instance) -> Hypothesis:
    """State H̃ ⪰ 0 on T: every agent's utility is concave in its own mixture."""
    form = instance.game.anchored_form
    return _curved("H̃", form.H, form.concavity, instance, strict=False)


def anchored_stable(instance: Instance) -> Hypothesis:
    """State M̃ ≻ 0 on T: at most one homogeneous equilibrium exists."""
    form = instance.game.anchored_form
    return _curved("M̃", form.M, form.stability, instance, strict=True)


def anchored_united(instance: Instance) -> Hypothesis:
    """State G̃ ≻ 0 on T or N = 1, either of which makes every equilibrium homogeneous."""
    form, text = instance.game.anchored_form, "G̃ ≻ 0 on T, or N = 1"
    if form.G is None or form.unity is None:
        return Hypothesis(text, "yes", "N = 1: there is nobody to differ from")
    return _curved("G̃", form.G, form.unity, instance, strict=True, text=text)

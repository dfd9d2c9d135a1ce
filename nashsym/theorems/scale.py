"""T8: only the ratios of the coefficients matter."""

from __future__ import annotations

from nashsym.exact.rational import fraction
from nashsym.theorems.anchored import anchor_of
from nashsym.theorems.instance import Instance
from nashsym.theorems.theorem import Anchored, Outcome, Theorem
from nashsym.theorems.wording import number

__all__ = ["SCALE"]


def _decide(instance: Instance) -> Outcome:
    conclusion = (
        "No equilibrium changes when every coefficient is multiplied by one c > 0; regrets are multiplied by c."
    )
    data = instance.inputs
    if data is None:
        return Outcome((), conclusion.replace("every coefficient is", "b, H and K are"))
    values = [fraction(value) for value in (data.attractiveness, data.consistency, data.diversity)]
    largest = max(values)
    ratios = " : ".join(number(value / largest) for value in values) if largest else "all 0"
    return Outcome((), conclusion, (("λ_A : λ_C : λ_D", ratios),))


def _decide_anchored(instance: Instance) -> Outcome:
    conclusion = (
        "No equilibrium changes when every coefficient, λ_R among them, is multiplied by one c > 0; regrets are "
        "multiplied by c."
    )
    data = instance.inputs
    if data is None:
        return Outcome((), conclusion.replace("every coefficient, λ_R among them, is", "b, H, K and λ_R are"))
    given = (data.attractiveness, data.consistency, data.diversity, anchor_of(instance).coefficient)
    largest = max(given)
    ratios = " : ".join(number(value / largest) for value in given)
    return Outcome((), conclusion, (("λ_A : λ_C : λ_D : λ_R", ratios),))


SCALE = Theorem(
    "T8",
    "Scale",
    "Multiplying every coefficient by one c > 0 changes no equilibrium and multiplies regrets by c: coefficient space "
    "is two-dimensional.",
    _decide,
    hypotheses=(),
    proof="proofs/t08_scale.py",
    uses=("nashsym.solvers.active_set",),
    laws=("scale",),
    anchored=Anchored(
        "Anchored: multiplying every coefficient, λ_R among them, by one c > 0 changes no equilibrium.",
        _decide_anchored,
    ),
)

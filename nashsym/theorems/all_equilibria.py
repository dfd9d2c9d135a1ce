"""T19: when the homogeneous equilibria are all, and why their number is odd."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final, NamedTuple

import flint

from nashsym.exact.linear_programme import Infeasible, maximise
from nashsym.exact.systems import marginals, solve_indifference
from nashsym.terms import CanonicalForm
from nashsym.theorems.conditions import concave, united
from nashsym.theorems.counterexamples import populations
from nashsym.theorems.finding import Hypothesis
from nashsym.theorems.instance import Instance
from nashsym.theorems.theorem import Outcome, Theorem
from nashsym.theorems.wording import listed

__all__ = ["ALL_EQUILIBRIA", "Census", "census"]

#: Every support is tried up to this many groups: 1,023 of them, 0.1 s, and 1 s where most are singular.
MAX_GROUPS_CENSUS: Final = 10


class Census(NamedTuple):
    """What trying every support finds.

    Attributes
    ----------
    points : tuple of flint.fmpq_mat
        The solutions w of the complementarity problem that are the only one on their support, D×1 each.
    degenerate : tuple of int, or None
        A support that carries a degenerate solution (a group at 0 as good as those served, or a singular system), or
        None.
    """

    points: tuple[flint.fmpq_mat, ...]
    degenerate: tuple[int, ...] | None


def census(form: CanonicalForm) -> Census:
    """Try every support for solutions of ``w ∈ Δ, b − Mw ≤ ν1, wᵀ(ν1 − b + Mw) = 0`` (MODEL T4): 2^D − 1 solves."""
    points: list[flint.fmpq_mat] = []
    degenerate: tuple[int, ...] | None = None
    for support in _supports(form.groups):
        found = solve_indifference(form.b, form.M, support)
        if found is None:
            if degenerate is None and _feasible(form, support):
                degenerate = support
            continue
        weights = found.weights.entries()
        if min(weights[d] for d in support) <= 0:
            continue
        values = marginals(form.b, form.M, found.weights).entries()
        outside = [values[d] for d in range(form.groups) if d not in support]
        if any(value > found.level for value in outside):
            continue
        points.append(found.weights)
        if degenerate is None and found.level in outside:
            degenerate = support
    return Census(tuple(points), degenerate)


def _supports(groups: int) -> Iterable[tuple[int, ...]]:
    for size in range(1, groups + 1):
        yield from combinations(range(groups), size)


def _feasible(form: CanonicalForm, support: Sequence[int]) -> bool:
    """Decide whether some solution is 0 off the support and of equal marginal utility on it: it is degenerate there."""
    groups = form.groups
    outside = [d for d in range(groups) if d not in support]
    # Columns: w on the support, ν⁺, ν⁻, a slack for each group off it. Rows: Mw + ν1 − slack = b, and 1ᵀw = 1.
    rows = []
    for d in range(groups):
        slacks = [-int(d == other) for other in outside]
        rows.append([*(form.M[d, e] for e in support), 1, -1, *slacks])
    rows.append([*[1] * len(support), 0, 0, *[0] * len(outside)])
    A = flint.fmpq_mat(groups + 1, groups + 2, [value for row in rows for value in row])
    goal, rhs = flint.fmpq_mat(groups + 2, 1), flint.fmpq_mat(groups + 1, 1, [*form.b.entries(), 1])
    return not isinstance(maximise(goal, A, rhs), Infeasible)


def _regular(instance: Instance, found: Census | None) -> Hypothesis:
    text = "no homogeneous equilibrium is degenerate, or M ≻ 0 on T"
    if instance.form.stability.is_positive_definite:
        return Hypothesis(text, "yes", "M ≻ 0 on T: there is at most one (T3)")
    if found is None:
        return Hypothesis(text, "undecided", f"supports are not enumerated above D = {MAX_GROUPS_CENSUS}")
    tried = 2**instance.size - 1
    if found.degenerate is None:
        return Hypothesis(text, "yes", f"all {tried} supports tried: no first-order point is degenerate")
    names = listed([instance.groups[d] for d in found.degenerate])
    quantity = (
        f"with {names} served, a first-order point is degenerate: it has neighbours, or a group at 0 that is exactly "
        f"as good"
    )
    return Hypothesis(text, "no", quantity)


def _decide(instance: Instance) -> Outcome:
    single = instance.form.stability.is_positive_definite
    found = census(instance.form) if not single and instance.size <= MAX_GROUPS_CENSUS else None
    hypotheses = (united(instance), concave(instance), _regular(instance, found))
    alike, curved, regular = (hypothesis.verdict for hypothesis in hypotheses)
    shown: tuple[tuple[str, str], ...] = ()
    if curved == "yes" and regular == "yes":
        count = 1 if found is None else len(found.points)
        shown = (("homogeneous equilibria", str(count)),)
        conclusion = (
            "There is exactly one homogeneous equilibrium."
            if count == 1
            else f"There are {count} homogeneous equilibria."
        )
    elif curved == "yes":
        conclusion = "There is a homogeneous equilibrium; the number of them need not be odd."
        conclusion += " Whether one is degenerate is not decided." if regular == "undecided" else ""
    else:
        conclusion = (
            "H is not ⪰ 0 on T: first-order points need not be equilibria, and the number of equilibria need not be "
            "odd."
        )
    conclusion += (
        " No other equilibria exist: all agents are alike in every one."
        if alike == "yes"
        else " Others, in which agents differ, may exist."
    )
    return Outcome(hypotheses, conclusion, shown)


ALL_EQUILIBRIA = Theorem(
    "T19",
    "All equilibria",
    "With G ≻ 0 on T the homogeneous equilibria are all equilibria; with H ⪰ 0 on T and none degenerate, the number of "
    "homogeneous ones is odd (they are the symmetric equilibria of the bimatrix game with payoff b1ᵀ − M).",
    _decide,
    hypotheses=("G ≻ 0 on T, or N = 1", "H ⪰ 0 on T", "no homogeneous equilibrium is degenerate, or M ≻ 0 on T"),
    proof="proofs/t19_all_equilibria.py",
    uses=("nashsym.solvers.pivoting", "nashsym.solvers.faces"),
    laws=("odd_number",),
    counterexamples=populations.ALL_EQUILIBRIA,
)

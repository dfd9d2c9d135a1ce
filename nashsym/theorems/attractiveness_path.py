"""T9: the interior candidate as an affine function of the weight on attractiveness."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

import flint

from nashsym.exact.intervals import Interval
from nashsym.exact.rational import column_fractions, fraction
from nashsym.exact.real_roots import RealRoot
from nashsym.game import Game
from nashsym.terms import CanonicalForm
from nashsym.theorems.conditions import given_by_inputs, nonsingular
from nashsym.theorems.counterexamples import coefficients
from nashsym.theorems.instance import Instance
from nashsym.theorems.roots import interval_text
from nashsym.theorems.tangent_response import beside, tangent_response
from nashsym.theorems.theorem import Outcome, Theorem
from nashsym.theorems.wording import number

__all__ = ["ATTRACTIVENESS_PATH", "AttractivenessPath", "attractiveness_path"]

#: Intervals of λ_A stand in a finding up to this many groups; the functions have no bound.
MAX_GROUPS_SHOWN: Final = 60

Range = tuple[Fraction, Fraction | None]


class AttractivenessPath(NamedTuple):
    """``w⁎ = q + λ_A·Pa``.

    Attributes
    ----------
    base, slope : tuple of D Fractions
        q and Pa; base sums to 1, slope to 0.
    """

    base: tuple[Fraction, ...]
    slope: tuple[Fraction, ...]

    def at(self, coefficient: Fraction) -> tuple[Fraction, ...]:
        """Return the point at a value of λ_A."""
        return tuple(start + coefficient * step for start, step in zip(self.base, self.slope, strict=True))

    def crossing(self, group: int, level: Fraction) -> Fraction | None:
        """Return the λ_A, of any sign, at which the group has the weight `level`; None where λ_A does not move it."""
        step = self.slope[group]
        return (level - self.base[group]) / step if step else None

    def interior(self) -> Range | None:
        """Return the ends of the interval of λ_A ≥ 0 with all weights > 0, None where it is empty.

        It is open at both ends, except that it contains 0 where it begins at 0 and ``base`` is > 0; the upper end is
        None where there is none.
        """
        lowest, highest = Fraction(0), None
        for start, step in zip(self.base, self.slope, strict=True):
            if step == 0:
                if start <= 0:
                    return None
            elif step > 0:
                lowest = max(lowest, -start / step)
            else:
                end = start / -step
                highest = end if highest is None else min(highest, end)
        if highest is not None and highest <= lowest:
            return None
        return lowest, highest


def attractiveness_path(game: Game, support: Sequence[int] | None = None) -> AttractivenessPath | None:
    r"""Return q and Pa of ``w⁎ = q + λ_A·Pa``, exactly.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs.
    support : sequence of distinct indices, optional
        All groups unless given; with a support, q and Pa are those of the face, 0 off the support.

    Returns
    -------
    AttractivenessPath or None
        None where ZᵀMZ (of the support) is singular or the game is not given by coefficients and inputs.

    Notes
    -----
    Source: MODEL T9.
    """
    instance = Instance(game)
    if instance.inputs is None:
        return None
    return _path(instance.form, instance.inputs.a, range(game.size) if support is None else list(support))


def _path(form: CanonicalForm, a: flint.fmpq_mat, support: Sequence[int]) -> AttractivenessPath | None:
    size, groups = len(support), form.groups
    face = flint.fmpq_mat(size, size, [form.M[d, e] for d in support for e in support])
    # q = e_1 − P M e_1 for the first group of the support.
    pull = flint.fmpq_mat(size, 1, [-face[d, 0] for d in range(size)])
    push = flint.fmpq_mat(size, 1, [a[d, 0] for d in support])
    response = tangent_response(face, beside(pull, push))
    if response is None:
        return None
    base, slope = [Fraction(0)] * groups, [Fraction(0)] * groups
    starts = column_fractions(flint.fmpq_mat(size, 1, [response[row, 0] for row in range(size)]))
    steps = column_fractions(flint.fmpq_mat(size, 1, [response[row, 1] for row in range(size)]))
    for position, group in enumerate(support):
        base[group] = starts[position] + (position == 0)
        slope[group] = steps[position]
    return AttractivenessPath(tuple(base), tuple(slope))


def _interval(path: AttractivenessPath) -> Interval | None:
    """Return the λ_A ≥ 0 with w⁎ > 0 with their ends: 0 alone can belong to them."""
    found = path.interior()
    if found is None:
        return None
    lowest, highest = found
    end = None if highest is None else RealRoot.of(highest)
    return Interval(RealRoot.of(lowest), end, lowest == 0 and min(path.base) > 0, False)


def _standing(interval: Interval, value: Fraction) -> str:
    """Say where the game's own λ_A lies: the ends are the boundary of the condition."""
    point = RealRoot.of(value)
    if point in interval:
        return f"{number(value)}, inside"
    if point in (interval.start, interval.end):
        return f"{number(value)}, exactly at an end: the boundary of the condition"
    return f"{number(value)}, outside"


def _floors(path: AttractivenessPath, groups: Sequence[str], floor: Fraction) -> str:
    found = []
    for index, group in enumerate(groups[:8]):
        at = path.crossing(index, floor)
        if at is None:
            found.append(f"{group} {'always, exactly' if path.base[index] == floor else 'never'}")
        else:
            found.append(f"{group} {'never' if at < 0 else number(at)}")
    return "; ".join(found) + ("; …" if len(groups) > 8 else "")


def _decide(instance: Instance) -> Outcome:
    hypotheses = (given_by_inputs(instance), nonsingular(instance))
    if instance.inputs is None:
        return Outcome(hypotheses, "The game has no coefficient λ_A; the theorem is about alignment games.")
    if instance.candidate is None:
        return Outcome(hypotheses, "The interior candidate is not defined, so it has no path in λ_A.")
    conclusion = (
        "The candidate w⁎ is an affine function of λ_A: one interval of λ_A has it interior, a part of that excludes "
        "a group."
    )
    if instance.form.concavity.is_positive_semidefinite and instance.form.stability.is_positive_definite:
        conclusion += (
            " As H ⪰ 0 and M ≻ 0 on T, the homogeneous equilibrium, boundary included, is a continuous piecewise "
            "affine function of λ_A, and each set of served groups has one interval."
        )
    else:
        conclusion += " Without H ⪰ 0 and M ≻ 0 on T this says nothing about boundary equilibria."
    if instance.size > MAX_GROUPS_SHOWN:
        return Outcome(hypotheses, conclusion, (("intervals of λ_A", f"not computed above D = {MAX_GROUPS_SHOWN}"),))
    path = _path(instance.form, instance.inputs.a, range(instance.size))
    if path is None:  # pragma: no cover - the candidate exists, so ZᵀMZ is nonsingular
        raise AssertionError("the system is singular although it was solved")
    floor, interval = instance.game.threshold, _interval(path)
    shown = [("λ_A with w⁎ > 0", "none" if interval is None else interval_text(interval, "λ_A"))]
    roots: tuple[tuple[str, RealRoot], ...] = ()
    if interval is not None:
        shown.append(("the game's λ_A is", _standing(interval, fraction(instance.inputs.attractiveness))))
        roots = (("w⁎ > 0 for λ_A above", interval.start),)
        roots += () if interval.end is None else (("w⁎ > 0 for λ_A below", interval.end),)
    shown.append((f"λ_A at which w⁎ is {number(floor)}", _floors(path, instance.groups, floor)))
    return Outcome(hypotheses, conclusion, tuple(shown), roots)


ATTRACTIVENESS_PATH = Theorem(
    "T9",
    "Affine in the weight on attractiveness",
    "With ZᵀMZ nonsingular w⁎ = q + λ_A·Pa, so the λ_A ≥ 0 with w⁎ > 0 form one interval, those also with w⁎_d < τ a "
    "subinterval. If H ⪰ 0 and M ≻ 0 on T the homogeneous equilibrium is continuous and piecewise affine in λ_A.",
    _decide,
    hypotheses=("the game is given by coefficients and inputs", "ZᵀMZ is nonsingular"),
    proof="proofs/t09_attractiveness_path.py",
    uses=(
        "nashsym.phase.critical_line",
        "nashsym.phase.along.path",
        "nashsym.steering.coefficient_changes",
        "nashsym.steering.change",
    ),
    laws=("affine_in_attractiveness",),
    counterexamples=coefficients.ATTRACTIVENESS_PATH,
    further=coefficients.WHOLE_PATH,
)

"""Why there is no interior equilibrium: Farkas multipliers of equal marginal utilities."""

from __future__ import annotations

import flint

from nashsym.exact.linear_programme import Infeasible, Optimal, maximise
from nashsym.exact.systems import apply_inverse_on_tangent, marginals, solve_indifference
from nashsym.terms import CanonicalForm

__all__ = ["farkas_multipliers"]


def farkas_multipliers(form: CanonicalForm) -> list[flint.fmpq] | None:
    r"""Return y ∈ T that proves that no w > 0 has ``1ᵀw = 1`` and ``b − Mw ∈ span(1)``; None where one has.

    With ``q = Mᵀy + c1`` and ``c = −min(Mᵀy)``, every such w would have ``qᵀw = bᵀy + c``; the left side is positive
    unless q = 0, and y is such that the right side is not positive (or, where q = 0, not 0).

    Parameters
    ----------
    form : CanonicalForm

    Returns
    -------
    list of flint.fmpq, length D, or None

    Notes
    -----
    Source: Motzkin's transposition theorem; MODEL T2. Where ZᵀMZ is nonsingular y is a column of Pᵀ; else an exact
    linear programme finds it.
    """
    groups = range(form.groups)
    interior = solve_indifference(form.b, form.M, groups)
    if interior is None:
        return _by_linear_programme(form)
    weights = interior.weights.entries()
    lowest = min(groups, key=weights.__getitem__)
    if weights[lowest] > 0:
        return None
    unit = flint.fmpq_mat(form.groups, 1, [int(d == lowest) for d in groups])
    column = apply_inverse_on_tangent(form.M.transpose(), unit)
    return None if column is None else list(column.entries())


def _by_linear_programme(form: CanonicalForm) -> list[flint.fmpq] | None:
    """Maximise t subject to w = t1 + s, s ≥ 0, 1ᵀw = 1, equal marginals: t ≤ 0 at best means no interior point.

    The dual solution holds the multipliers; where the system has no solution at all, y comes from its left kernel.
    """
    size = form.groups
    rows = size  # D − 1 equal-marginal rows (row d minus row D), and the sum
    matrix = flint.fmpq_mat(rows, size)
    target = flint.fmpq_mat(rows, 1)
    for d in range(size - 1):
        target[d, 0] = form.b[d, 0] - form.b[size - 1, 0]
        for e in range(size):
            matrix[d, e] = form.M[d, e] - form.M[size - 1, e]
    for e in range(size):
        matrix[size - 1, e] = 1
    target[size - 1, 0] = 1
    # Variables: s (D), t⁺, t⁻; equality rows: matrix·(s + (t⁺ − t⁻)1) = target.
    extended = flint.fmpq_mat(rows, size + 2)
    for row in range(rows):
        total = sum((matrix[row, e] for e in range(size)), flint.fmpq(0))
        for e in range(size):
            extended[row, e] = matrix[row, e]
        extended[row, size], extended[row, size + 1] = total, -total
    objective = flint.fmpq_mat(size + 2, 1)
    objective[size, 0], objective[size + 1, 0] = 1, -1
    outcome = maximise(objective, extended, target)
    if isinstance(outcome, Infeasible):
        entries = outcome.farkas.entries()
    elif isinstance(outcome, Optimal) and outcome.value <= 0:
        entries = outcome.dual.entries()
    else:
        return None
    tangent = [*entries[: size - 1], -sum(entries[: size - 1], flint.fmpq(0))]
    for sign in (1, -1):
        candidate = [sign * entry for entry in tangent]
        if _proves(form, candidate):
            return candidate
    return None


def _proves(form: CanonicalForm, multipliers: list[flint.fmpq]) -> bool:
    column = flint.fmpq_mat(form.groups, 1, multipliers)
    image = marginals(flint.fmpq_mat(form.groups, 1), -form.M.transpose(), column).entries()
    shift = -min(image)
    right = (form.b.transpose() * column)[0, 0] + shift
    zero = all(value == image[0] for value in image)
    return bool(right <= 0 and (not zero or right < 0))

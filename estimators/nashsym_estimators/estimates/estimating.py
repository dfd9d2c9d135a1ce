"""From a table of responses to the inputs of a game."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym_estimators.estimates.attractiveness import attractiveness, audience_shares
from nashsym_estimators.estimates.collision import refuse_single_answers
from nashsym_estimators.estimates.concavity import gram_by_form, judged
from nashsym_estimators.estimates.deviation import ordinal_scores, standing_rounding
from nashsym_estimators.estimates.estimate import Estimate
from nashsym_estimators.estimates.exactly import exact_sums, why_not_exact
from nashsym_estimators.estimates.gram import UNIT_ROUNDOFF, rounding_factor
from nashsym_estimators.estimates.method import Concave, Method
from nashsym_estimators.estimates.missing import common_places, comparable
from nashsym_estimators.estimates.sums import Questions, Sums, inputs_of, sums_over
from nashsym_estimators.responses.table import ResponseTable
from nashsym_estimators.responses.wording import counted

__all__ = ["estimate", "known_of"]


def estimate(
    table: ResponseTable,
    similarity: str = "collision",
    inconsistency: str | Mapping[str, Any] = "dispersion",
    missing: str = "common",
    concave: Concave = False,
    *,
    arithmetic: str = "auto",
    device: str | None = None,
    dtype: str = "float64",
) -> Estimate:
    r"""Estimate a, C and S (MODEL, section 5).

    Parameters
    ----------
    table : ResponseTable
    similarity : {"collision", "collision-unbiased"}
        ``S_de = Σ_q v_q Σ_y P[d,q,y] P[e,q,y]``: the plug-in, ⪰ 0 by its form but with a diagonal that is too large by
        ``(1 − Σp²)/n``; or the unbiased one, which needs counts and can lose ⪰ 0.
    inconsistency : {"dispersion", "deviation", "disagreement"} or mapping
        ``C_dd = 1 − S_dd``, S as chosen: unbiased where that is; ``C_de = Σ_q v_q x[d,q] x[e,q]`` with x how far a
        group stands from the mean, on ordinal questions; ``C = 1 − S``. The first two may be added, with weights:
        ``{"dispersion": 1, "deviation": "1/2"}``.
    missing : {"common", "pairwise"}
        Where a group was not asked a question: keep the questions common to all, or those that both groups of a pair
        have, weights renormalised.
    concave : False, "ridge" or "nearest"
        Repair C and S where they are not ⪰ 0 on T: on the diagonal, or to a matrix near the nearest one.
    arithmetic : {"auto", "exact", "float"}
        Fractions where every count is known and the table is small; or always; or never.
    device, dtype : str, optional
        Where torch multiplies, and in what ("float64", "float32"): then in floats.

    Returns
    -------
    Estimate
        Its notes say what was left out, lost or repaired; `rounding` bounds what the floats of C and S may be off.

    Raises
    ------
    InputError
        For a choice that is unknown or does not fit the table.

    Examples
    --------
    >>> import numpy as np
    >>> from nashsym_estimators import Question, ResponseTable, estimate
    >>> table = ResponseTable(
    ...     groups=("north", "south"),
    ...     questions=(Question("drink", ("tea", "coffee")),),
    ...     probabilities=np.array([[[0.75, 0.25]], [[0.5, 0.5]]]),
    ...     counts=np.array([[4.0], [2.0]]),
    ... )
    >>> [[str(chance) for chance in row] for row in estimate(table).similarity]
    [['5/8', '1/2'], ['1/2', '1/2']]
    """
    method = Method.read(similarity, inconsistency, missing, concave)
    if arithmetic not in ("auto", "exact", "float"):
        raise InputError(f"unknown arithmetic {arithmetic!r}", key="arithmetic", remedy="write auto, exact or float")
    kept, notes = comparable(table, method)
    if method.is_unbiased:
        refuse_single_answers(kept)
    on_device = device is not None or dtype != "float64"
    reason = "a device or dtype was named" if on_device else why_not_exact(kept, method)
    sums = (
        None
        if arithmetic == "float" or reason
        else exact_sums(kept, method, table.weights[common_places(table, method)])
    )
    if sums is None and arithmetic == "exact":
        raise InputError(
            f"no exact estimate: {reason or 'the fractions would be too long'}", key="arithmetic", remedy="write auto"
        )
    is_exact = sums is not None
    questions = known_of(kept, method)
    if sums is None:
        sums = sums_over(kept.probabilities, questions, method, device, dtype)
    C, S = inputs_of(sums, method, kept.groups)
    rounding = {} if is_exact else _rounding(sums, questions, method, kept.probabilities, dtype)
    before = {"inconsistency": C, "similarity": S}
    C, S, losses = _settled(C, S, method, bool(kept.answered.all()))
    if rounding and kept.answered.all() and not method.is_unbiased:  # what made them ⪰ 0 by their form is rounding too
        rounding["similarity"] += _moved(before["similarity"], S)
        if not method.is_disagreement:
            rounding["inconsistency"] += _moved(before["inconsistency"], C)
    where = f" on {device}" if device is not None else ""
    words = {"attractiveness": _reach(table), **method.to_dict(), "arithmetic": "exact" if is_exact else dtype + where}
    return Estimate(
        groups=table.groups,
        attractiveness=attractiveness(table),
        inconsistency=C,
        similarity=S,
        method=words,
        source=table.source,
        notes=(*table.notes, *notes, *_said(kept, questions), *losses),
        rounding=rounding,
    )


def known_of(table: ResponseTable, method: Method) -> Questions:
    """Return what the sums need to know of the table's questions."""
    scores, ordinal = ordinal_scores(table) if method.needs_scores else (None, None)
    shares = audience_shares(table).astype(float)
    return Questions(table.weights, table.answered, table.counts, shares, scores, ordinal)


def _settled(
    C: NDArray[Any], S: NDArray[Any], method: Method, complete: bool
) -> tuple[NDArray[Any], NDArray[Any], list[str]]:
    """Return C and S, ⪰ 0 exactly where they are so by their form, else judged and, if asked for, repaired."""
    if complete and not method.is_unbiased:
        S = gram_by_form(S)
        if not method.is_disagreement:
            return gram_by_form(C), S, []
    verdicts = [judged(C, "C", method.concave), judged(S, "S", method.concave)]
    return verdicts[0].matrix, verdicts[1].matrix, [verdict.note for verdict in verdicts if verdict.note]


def _moved(before: NDArray[Any], after: NDArray[Any]) -> float:
    """Return a bound on how far an entry was moved."""
    if after is before:
        return 0.0
    # For reading fractions as floats, and for taking away.
    slack = 2 * UNIT_ROUNDOFF["float64"] * float(np.abs(before).max())
    return float(np.abs(after.astype(float) - before).max()) + slack


def _rounding(
    sums: Sums, questions: Questions, method: Method, probabilities: NDArray[np.float64], dtype: str
) -> dict[str, float]:
    """Return by how much an entry of C and S may be off, from the products, their sums and what divides them."""
    factor = rounding_factor(len(questions.weights) * (probabilities.shape[2] + 1), dtype)
    diagonal = np.arange(len(questions.audience))

    def largest(total: NDArray[Any], shared: NDArray[Any]) -> float:
        # Entry by entry γ|F||F|ᵀ/shared, and |F||F|ᵀ is at most its largest diagonal entry (Cauchy and Schwarz).
        return factor * float(total[diagonal, diagonal].max() / shared.min())

    alike = largest(sums.alike, sums.shared)
    weights = {name: float(weight) for name, weight in method.inconsistency.items()}
    spared = 2 * UNIT_ROUNDOFF["float64"]  # 1 − S, and its weight
    found = (weights.get("dispersion", 0) + weights.get("disagreement", 0)) * (alike + spared * (1 + alike))
    if sums.away is not None and sums.ordinal is not None:
        before = _standing_lost(questions, probabilities) / float(sums.ordinal.min())
        found += weights["deviation"] * (largest(sums.away, sums.ordinal) + before)
        found *= 1 + spared
    return {"inconsistency": found, "similarity": alike}


def _standing_lost(questions: Questions, probabilities: NDArray[np.float64]) -> float:
    """Return what a deviation may have lost before its product: Σ_q v_q (|x_d| δ_e + δ_d |x_e| + δ_d δ_e)."""
    if questions.scores is None or questions.ordinal is None:
        return 0.0
    place, lost = standing_rounding(
        probabilities, questions.scores, questions.ordinal, questions.audience, questions.answered
    )
    # Entry by entry at most the largest by Cauchy and Schwarz; a little more for the sums here.
    weighing = questions.weights > 0
    norm, off = (math.sqrt(float((x[:, weighing] ** 2 @ questions.weights[weighing]).max())) for x in (place, lost))
    return (2 * norm * off + off**2) * (1 + 1e-9)


def _reach(table: ResponseTable) -> str:
    audience = "the same audience for all" if table.audience is None else "audience"
    return audience if table.engagement is None else f"{audience} × engagement"


def _said(table: ResponseTable, questions: Questions) -> list[str]:
    """Return what is to be said about what the table does not know, and the questions that deviation drops."""
    said = []
    if table.audience is None:
        said.append("the audience is not known: every group counts as equally large")
    if questions.scores is not None and questions.ordinal is not None:
        unscored = int((~questions.ordinal).sum())
        if unscored:
            said.append(f"deviation leaves out {counted(unscored, 'question')} without scores")
        chosen = (table.probabilities > 0).any(axis=0) & questions.ordinal[:, None]
        highest = np.where(chosen, questions.scores, -np.inf).max(axis=1)
        varying = highest > np.where(chosen, questions.scores, np.inf).min(axis=1)
        flat = int((questions.ordinal & ~varying).sum())
        if flat:
            said.append(f"deviation drops {counted(flat, 'question')} on which all answers stand at one score")
    return said

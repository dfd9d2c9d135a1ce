"""The mixture that diversity alone asks for, as its coefficient grows (MODEL T12)."""

from __future__ import annotations

from fractions import Fraction

import flint

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import column_fractions
from nashsym.exact.systems import solve_indifference
from nashsym.game import Game

__all__ = ["diversity_target"]


def diversity_target(game: Game) -> tuple[Fraction, ...] | None:
    """Return ``s = e − P_S S e``, to which the relaxed interior point w⁎ tends as λ_D grows.

    Parameters
    ----------
    game : Game

    Returns
    -------
    tuple of Fraction, length D, or None
        None where T12 says nothing: not the similarity form, N = 1, S not ≻ 0 or C not ⪰ 0 on T.

    Notes
    -----
    Source: MODEL T12. With s_d < 0 for some d no interior equilibrium exists beyond some λ_D.
    """
    if game.kind != "alignment" or game.diversity != "similarity" or game.agents < 2:
        return None
    inconsistency, similarity = game.terms[1].data, game.terms[2].data
    if not definiteness(similarity).is_positive_definite or not definiteness(inconsistency).is_positive_semidefinite:
        return None
    found = solve_indifference(flint.fmpq_mat(game.size, 1), similarity, range(game.size))
    return None if found is None else column_fractions(found.weights)

r"""Certificates of anchored games: no equilibrium of them is rational, so they enclose it and bound regrets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import flint

from nashsym.certificates import claims
from nashsym.certificates.certificate import Certificate
from nashsym.certificates.game_tree import game_tree
from nashsym.errors import UndecidedError
from nashsym.exact.balls import root_above, short_above
from nashsym.exact.rational import fraction
from nashsym.exact.systems import inverse_on_tangent
from nashsym.game import Game
from nashsym.solvers.anchored_gap import anchored_gap
from nashsym.solvers.anchored_solution import AnchoredSolution, Enclosure

__all__ = ["certify_anchored", "enclosed", "provable_gap"]

#: By how much, in units of λ_R, the checker's bound of a gap may exceed the gap: it encloses logarithms in 3·2⁻³²⁰.
_SLACK = flint.fmpq(8, 2**320)


def provable_gap(game: Game, own: Any, mean: Any = None) -> Fraction:
    """Return a short upper bound of the gap of an anchored game that the checker confirms too.

    Parameters
    ----------
    game : Game
    own : array-like of D rationals
        wᵢ > 0 in Δ.
    mean : array-like of D rationals, optional
        mᵢ; wᵢ itself unless given.

    Raises
    ------
    InputError
        If wᵢ is not a mixture with every weight > 0.
    """
    bound = anchored_gap(game, own, mean)[1]
    assert game.anchor is not None  # noqa: S101  # anchored_gap has looked
    return fraction(short_above(bound + _SLACK * game.anchor.coefficient))


def enclosed(game: Game, center: flint.fmpq_mat) -> tuple[Enclosure, dict[str, Any]]:
    """Return what is proved around a point of a game with M̃ ≻ 0 on T, and the claim that says so (MODEL T15).

    Raises
    ------
    InputError
        If the point is not a mixture with every weight > 0.
    """
    form, size = game.anchored_form, game.size
    gap = provable_gap(game, center)
    projector = inverse_on_tangent((form.M + form.M.transpose()) / 2)
    assert projector is not None  # noqa: S101  # M̃ ≻ 0 on T
    columns = [flint.fmpq_mat(size, 1, [projector[d, e] for d in range(size)]) for e in range(size)]
    radii = [root_above(projector[d, d] * flint.fmpq(gap.numerator, gap.denominator)) for d in range(size)]
    claim = claims.enclosure(center, radii, form.stability, columns)
    return Enclosure(game, center, gap, tuple(fraction(radius) for radius in radii)), claim


def certify_anchored(solution: AnchoredSolution) -> Certificate:
    r"""Make a certificate of what is proved about an anchored game.

    Where M̃ ≻ 0 on T: the enclosure of the homogeneous equilibrium, that there is no other, of each group whether its
    weight reaches the floor, where the radii decide that, and the regret where all play the center. Otherwise the
    regret where all play one of the points found.

    Raises
    ------
    UndecidedError
        Where H̃ is not ⪰ 0 on T: nothing is proved then.

    Notes
    -----
    Source: MODEL T1, T3, T14 and T15 with H̃, M̃, G̃; the format is docs/reference/certificate.md.
    """
    game, form = solution.game, solution.form
    if not form.concavity.is_positive_semidefinite:
        raise UndecidedError(
            "nothing can be certified: H̃ = H + 2λ_R I is not ⪰ 0 on T, and without that no gap bounds a regret"
        )
    listed = [claims.concave(form.concavity)]
    if form.stability.is_positive_definite and solution.enclosure is not None:
        found, claim = enclosed(game, solution.enclosure.vector)
        united = form.unity is None or form.unity.is_positive_definite
        listed += [claim, claims.unique_homogeneous(form.stability)]
        listed += [claims.unique(form)] if united else []
        listed += _representations(found, "all" if united else "homogeneous")
        regrets = [found]
    else:
        regrets = [replace(point, gap=provable_gap(game, point.vector)) for point in solution.enclosures]
    listed += [claims.regret(((game.agents, point.weights),), point.gap) for point in regrets]
    return Certificate.seal(game_tree(game), None, listed, game.numbers)


def _representations(found: Enclosure, scope: str) -> Iterable[dict[str, Any]]:
    """Claim of each group on which side of the floor it is, where that is proved."""
    game = found.game
    for group in range(game.size):
        standing = found.standing(group)
        if standing != "undecided":
            included = standing == "included"
            yield claims.representation(game, group, included=included, scope=scope, floor=game.threshold)

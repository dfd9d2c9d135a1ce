"""The law of T13: whatever the inputs are, within what is known of them, the equilibrium stays within its bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Final

import flint

from nashsym.exact.rational import matrix, vector
from nashsym.game import Game
from nashsym.terms import Coupling, Curvature, Linear
from nashsym.testing.law import Broken, NotApplicable, Subject, exactly, law, mixture_text
from nashsym.testing.symmetry_laws import MAX_GROUPS_LISTED
from nashsym.theorems.interior import interior_candidate
from nashsym.theorems.perturbation import boundary_radii_squared, interior_radii

__all__ = ["perturbation"]

#: Games drawn from the box.
_DRAWN: Final = 2


def _known(subject: Subject) -> None:
    subject.form  # noqa: B018  # about quadratic games
    if subject.game.size > MAX_GROUPS_LISTED:
        raise NotApplicable(f"more than {MAX_GROUPS_LISTED} groups: numbers grow long, and games are solved anew")
    subject.need("T13")
    subject.need_concave()


@law(
    "perturbation",
    "MODEL T13",
    "with b and M known up to a radius per entry (1/20 here) w⁎ and the equilibrium move by at most their bounds",
    theorem="T13",
    applies=_known,
)
def perturbation(subject: Subject) -> None:
    """Draw games at corners of the box, always the same ones; compare their w⁎ and the solver's answers."""
    game, radius = subject.game, subject.radius
    given = [radius] * game.size, [[radius] * game.size] * game.size
    delta, candidate = interior_radii(subject.form, *given), interior_candidate(subject.form)
    if delta is None or candidate is None:
        raise Broken(f"with every entry known up to {exactly(radius)} nothing bounds w⁎: there is no δ")
    answer = subject.solution
    if not answer.equilibria:
        raise NotApplicable(f"no equilibrium is listed (kind {answer.kind})")
    here = answer.equilibria[0].weights
    squares = boundary_radii_squared(subject.form, *given, here)
    if squares is None:
        raise Broken(f"with every entry known up to {exactly(radius)} nothing bounds the equilibrium: M₋ is not ≻ 0")
    for drawn in _drawn(game, radius):
        after = interior_candidate(drawn.canonical)
        if after is None:
            raise Broken("within the radius ZᵀMZ becomes singular")
        for group, x, y, most in zip(game.groups, candidate, after, delta, strict=True):
            if abs(x - y) >= most:
                raise Broken(
                    f"within {exactly(radius)} the weight of {group!r} in w⁎ goes from {exactly(x)} to {exactly(y)}, "
                    f"not by less than {exactly(most)}"
                )
        there = subject.only(subject.answer(drawn)).weights
        for group, x, y, most in zip(game.groups, here, there, squares, strict=True):
            if (x - y) ** 2 > most:
                raise Broken(
                    f"within {exactly(radius)} the equilibrium goes from {{{mixture_text(game.groups, here)}}} to "
                    f"{{{mixture_text(game.groups, there)}}}: that of {group!r} moves by more than √{exactly(most)}"
                )


def _drawn(game: Game, radius: Fraction) -> Iterator[Game]:
    """Yield games whose b and M differ by the radius in each entry, H staying as it is where there is a K to change."""
    form, source, size = game.canonical, Random(0), game.size  # noqa: S311  # a draw, not a secret
    for _ in range(_DRAWN):
        shift = [[radius * source.choice((-1, 1)) for _ in range(size)] for _ in range(size)]
        gain = vector([radius * source.choice((-1, 1)) for _ in range(size)])
        symmetric = game.agents == 1 or form.coupling_is_symmetric
        table: flint.fmpq_mat = matrix(
            [[shift[min(d, e)][max(d, e)] if symmetric else shift[d][e] for e in range(size)] for d in range(size)]
        )
        H, K = (form.H + table, form.K) if game.agents == 1 else (form.H, form.K + table)
        yield replace(game, terms=(Linear.of(form.b + gain), Curvature.of(H), Coupling.of(K)))

"""Grids against support enumeration in rationals, in every regime that a sweep takes, and in every kind of cell."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest

from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fractions
from nashsym.game import Game
from nashsym.phase.axes import Axis
from nashsym.phase.grid import Grid, grid_of
from nashsym.phase.interior import interior_weights
from nashsym.phase.kinds import Kind
from nashsym.phase.paths import weight_path
from tests.oracles.brute_force import (
    Vector,
    all_homogeneous,
    determinant,
    is_positive_definite,
    is_positive_semidefinite,
    on_tangent,
    total,
)
from tests.oracles.draws import REGIMES, games_of

#: Games per regime and form of diversity.
COUNT = 250 if os.environ.get("NASHSYM_DEEP", "0") not in {"", "0"} else 12
SWEPT = [(name, form) for name, regime in REGIMES.items() for form in ("similarity", "distance") if regime.mutual]
#: The nodes of an axis, as multiples of the coefficient in the game: the game itself is one of the cells.
STEPS = (Fraction(0), Fraction(1), Fraction(5, 2))


@dataclass(frozen=True)
class Cell:
    """What brute force says of a node."""

    kind: Kind
    weights: Vector | None
    together: bool


def cell_of(game: Game, x: Fraction, y: Fraction, z: Fraction) -> Cell:
    """Classify a node as MODEL, section 4, does, from the definitions and in Fractions alone."""
    inputs = {term.name: fractions(term.data) for term in game.terms}
    a, C, S = ([row[0] for row in inputs["attractiveness"]], inputs["inconsistency"], inputs["similarity"])
    size, alone = range(game.size), game.agents == 1
    signs = {"similarity": (0, 1), "distance": (-2, 2)}[str(game.diversity)]
    own, others = (0 if alone else y * sign for sign in signs)
    b = tuple(z * value for value in a)
    H = [[2 * x * C[d][e] + own * S[d][e] for e in size] for d in size]
    K = [[others * S[d][e] for e in size] for d in size]
    M = total(H, K)
    G = (
        H
        if alone
        else [[h - k / (game.agents - 1) for h, k in zip(*rows, strict=True)] for rows in zip(H, K, strict=True)]
    )
    together = alone or is_positive_definite(G)
    if not is_positive_semidefinite(H):
        return Cell(Kind.NOT_CONCAVE, None, together)
    components = all_homogeneous(b, H, K)
    points = [point for part in components for point in part if len(part) == 1]
    only = points[0] if len(components) == len(points) == 1 else None
    if game.size > 1 and determinant(on_tangent(M)) == 0:
        return Cell(Kind.SINGULAR, only, together)
    interior = [point for point in points if min(point) > 0]
    if interior:
        return Cell(Kind.INTERIOR if is_positive_definite(M) else Kind.INTERIOR_OTHERS, interior[0], together)
    return Cell(Kind.BOUNDARY if only else Kind.BOUNDARY_SEVERAL, only, together)


def axes_around(game: Game, steps: tuple[Fraction, ...]) -> dict[str, Axis]:
    known = game.coefficients
    axes = {name: Axis(name, tuple(sorted({known[name] * step for step in steps}))) for name in known}
    if all(axis.values[0] == 0 for axis in axes.values()):
        name = "consistency"
        axes[name] = Axis(name, axes[name].values[1:])
    return axes


def nodes(grid: Grid) -> Iterator[tuple[tuple[int, ...], tuple[Fraction, ...]]]:
    places = [range(len(axis)) for axis in grid.axes.values()]
    values = [axis.values for axis in grid.axes.values()]
    return zip(product(*places), product(*values), strict=True)


def compare(game: Game, steps: tuple[Fraction, ...] = STEPS) -> Counter[Kind]:
    """Compare every cell of the grid around a game with brute force; return how many there are of each kind."""
    axes = axes_around(game, steps)
    grid, inside = grid_of(game, axes), interior_weights(game, axes)
    seen: Counter[Kind] = Counter()
    for place, values in nodes(grid):
        expected = cell_of(game, *values)
        assert Kind(grid.kind[place]) == expected.kind, (game.to_dict(), values)
        seen[expected.kind] += 1
        assert grid.together[place[:2]] == expected.together
        if expected.weights is None:
            assert np.isnan(grid.weights[place]).all()
            assert not grid.served[place].any()
            assert not grid.below[place].any()
        else:
            assert grid.weights[place] == pytest.approx([float(weight) for weight in expected.weights], abs=1e-9)
            assert grid.served[place].tolist() == [weight > 0 for weight in expected.weights]
            assert grid.below[place].tolist() == [weight < game.threshold for weight in expected.weights]
        is_interior = expected.kind in (Kind.INTERIOR, Kind.INTERIOR_OTHERS)
        assert inside.interior[place] == is_interior
        if is_interior:
            assert inside.weights[place] == pytest.approx(grid.weights[place], abs=1e-9)
    return seen


@cache
def seen_in(regime: str, form: str, count: int = COUNT) -> Counter[Kind]:
    """Compare all grids of a regime, once."""
    return sum((compare(game) for game in games_of(regime, count, kind=form)), Counter())


@pytest.mark.parametrize(("regime", "form"), SWEPT)
def test_every_cell_is_what_support_enumeration_says(regime: str, form: str) -> None:
    assert seen_in(regime, form)


def test_every_kind_of_cell_was_seen() -> None:
    seen = sum((seen_in(*each) for each in SWEPT), Counter())
    assert {kind for kind in Kind if seen[kind]} == set(Kind) - {Kind.UNDECIDED}


def test_the_other_regimes_are_refused() -> None:
    others = [name for name in REGIMES if name not in {regime for regime, _ in SWEPT}]
    assert others == ["asymmetric_coupling"]
    for name in others:
        with pytest.raises(InputError, match="coefficients and inputs"):
            grid_of(games_of(name, 1)[0], {})


def test_ties_are_decided_at_the_breakpoints_themselves() -> None:
    """Nodes at breakpoints of λ_A, where a weight is exactly 0 or a group exactly as good as those served."""
    count = 0
    for game in games_of("boundary", 20, kind="similarity"):
        breaks = [piece.start for piece in weight_path(game)[1:]]
        if not breaks:
            continue
        grid = grid_of(game, {"attractiveness": Axis("attractiveness", tuple(breaks))})
        known = game.coefficients
        for place, value in enumerate(breaks):
            expected = cell_of(game, known["consistency"], known["diversity"], value)
            assert Kind(grid.kind[0, 0, place]) == expected.kind
            assert expected.weights is not None
            assert grid.served[0, 0, place].tolist() == [weight > 0 for weight in expected.weights]
            assert grid.exact[0, 0, place]
            count += 1
    assert count > 10


def test_brute_force_takes_the_canonical_form_of_the_model() -> None:
    """The oracle's own H, K and b are those of the game: the two were written apart."""
    for form in ("similarity", "distance"):
        for game in games_of("interior", 5, kind=form):
            values = game.coefficients
            found = cell_of(game, values["consistency"], values["diversity"], values["attractiveness"])
            canonical = game.canonical
            assert found.kind == Kind.INTERIOR
            assert found.weights is not None
            gains = column_fractions(canonical.b)
            M = fractions(canonical.M)
            levels = {gains[d] - sum(M[d][e] * found.weights[e] for e in range(game.size)) for d in range(game.size)}
            assert len(levels) == 1

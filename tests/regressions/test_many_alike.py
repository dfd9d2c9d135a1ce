"""Many groups alike: the support that floats propose is singular in every one of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nashsym import Continuum, Game, certify, solve, verify
from nashsym.solvers import support


def test_groups_that_others_stand_for_are_dropped_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One elimination per group made 1,000 groups alike take more than two minutes, and memory for each."""
    size, calls = 60, 0
    inner = support._without_redundant

    def counted(*arguments: object) -> list[int]:
        nonlocal calls
        calls += 1
        return inner(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(support, "_without_redundant", counted)
    zero = [[0] * size for _ in range(size)]
    solution = solve(Game.from_canonical([0] * size, zero, agents=3))
    assert solution.kind == "continuum"
    assert calls == 1


def test_a_simplex_of_many_groups_is_bounded_by_programmes_instead_of_vertex_systems() -> None:
    """A thousand groups that are all alike took minutes: each vertex was a linear system of that size."""
    size = 80
    game = Game.from_canonical([0] * size, [[0] * size for _ in range(size)], agents=3)
    (component,) = solve(game).components
    assert isinstance(component, Continuum)
    assert component.dimension == size - 1
    assert set(component.ranges) == {(Fraction(0), Fraction(1))}
    assert "80 in all" in repr(component)
    assert verify(certify(game)).accepted

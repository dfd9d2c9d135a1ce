"""What the checks of counterexamples share: their table, points, and equilibria by brute force."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from nashsym.game import Game
from nashsym.terms import CanonicalForm
from nashsym.theorems.interior import interior_candidate
from tests.oracles.brute_force import (
    Vector,
    all_homogeneous,
    equalising,
    is_equilibrium,
    marginals,
    product,
    regret,
    total,
)
from tests.theorems.best_responses import best_response
from tests.theorems.instances import numbers

HALVES: Vector = (Fraction(1, 2), Fraction(1, 2))
LEFT, RIGHT = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))
TWICE = (Fraction(1), Fraction(1))
STILL = (Fraction(0), Fraction(0))
QUARTERS = (Fraction(3, 4), Fraction(1, 4))
FIRST, SECOND, THIRD = (tuple(Fraction(d == e) for e in range(3)) for d in range(3))
THIRDS = (Fraction(1, 3),) * 3

Check = Callable[[Game], None]
CHECKS: dict[tuple[str, str], Check] = {}


def fails(name: str, hypothesis: str) -> Callable[[Check], Check]:
    """Register what shows that the conclusion of a theorem fails without a hypothesis."""

    def register(check: Check) -> Check:
        assert (name, hypothesis) not in CHECKS
        CHECKS[name, hypothesis] = check
        return check

    return register


def solutions(game: Game) -> set[Vector]:
    """The isolated solutions of the complementarity problem; fails where they fill a polytope."""
    b, H, K = numbers(game.canonical)
    components = all_homogeneous(b, H, K)
    assert all(len(component) == 1 for component in components)
    return {w for component in components for w in component}


def homogeneous(game: Game) -> set[Vector]:
    """The homogeneous equilibria among them, from the definition."""
    b, H, K = numbers(game.canonical)
    return {w for w in solutions(game) if is_equilibrium(b, H, K, w)}


def loss(game: Game, w: Vector) -> Fraction:
    """What an agent would gain by leaving w while all others play it."""
    b, H, K = numbers(game.canonical)
    return regret(b, H, K, w, w)


def balanced(game: Game, w: Vector) -> bool:
    """Whether all marginal utilities are alike where all play w."""
    b, H, K = numbers(game.canonical)
    return len(set(marginals(b, total(H, K), w))) == 1


def no_candidate(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert equalising(b, total(H, K), range(game.size)) is None
    assert interior_candidate(game.canonical) is None


def candidate(game: Game) -> Vector:
    b, H, K = numbers(game.canonical)
    point = equalising(b, total(H, K), range(game.size))
    assert point is not None
    return point[:-1]


def answer(form: CanonicalForm, mean: Vector) -> Vector:
    """The best response to the mean of the others; its regret is 0 by the definition too."""
    b, H, K = numbers(form)
    w = best_response(tuple(x - y for x, y in zip(b, product(K, mean), strict=True)), H)
    assert regret(b, H, K, w, mean) == 0
    return w

"""The walk from the current value to the nearest values at the floor, on signs made up for it."""

from __future__ import annotations

from fractions import Fraction

import flint

from nashsym.exact.real_roots import RealRoot, real_roots
from nashsym.steering.stretches import Stretch, nearest_region

ZERO, ONE, TWO, THREE = (RealRoot.of(value) for value in range(4))
SQUARE_ROOT = real_roots([flint.fmpz_poly([-2, 0, 1])])[1]
HALF = Fraction(1, 2)


def touching(root: RealRoot) -> list[Stretch]:
    """Return signs that are negative but for a value, until 2."""
    return [
        Stretch(ZERO, ZERO, -1),
        Stretch(ZERO, root, -1),
        Stretch(root, root, 0),
        Stretch(root, TWO, -1),
        Stretch(TWO, TWO, 0),
        Stretch(TWO, None, 1),
    ]


def test_a_rational_touch_is_reached() -> None:
    region = nearest_region(touching(ONE), HALF, "increase")
    assert region is not None
    assert (region.threshold, region.far, region.before, region.includes_far) == (ONE, ONE, RealRoot.of(HALF), True)
    assert nearest_region(touching(ONE), HALF, "decrease") is None
    down = nearest_region(touching(ONE), Fraction(3, 2), "decrease")
    assert down is not None
    assert (down.threshold, down.before) == (ONE, RealRoot.of(Fraction(3, 2)))


def test_an_irrational_touch_is_passed_over_and_said() -> None:
    region = nearest_region(touching(SQUARE_ROOT), HALF, "increase")
    assert region is not None
    assert (region.threshold, region.far, region.before) == (TWO, None, SQUARE_ROOT)
    assert region.touched == SQUARE_ROOT
    assert nearest_region(touching(SQUARE_ROOT)[:-2], HALF, "increase") is None
    assert nearest_region(touching(SQUARE_ROOT)[:3], HALF, "increase") is None


def test_a_region_extends_over_pieces_until_it_falls_again() -> None:
    signs = [
        Stretch(ZERO, ZERO, 1),
        Stretch(ZERO, ONE, 1),
        Stretch(ONE, ONE, 1),
        Stretch(ONE, SQUARE_ROOT, 1),
        Stretch(SQUARE_ROOT, SQUARE_ROOT, 0),
        Stretch(SQUARE_ROOT, TWO, -1),
        Stretch(TWO, TWO, 0),
        Stretch(TWO, THREE, 0),
        Stretch(THREE, THREE, 0),
        Stretch(THREE, None, -1),
    ]
    up = nearest_region(signs, Fraction(3, 2), "increase")
    assert up is not None
    assert (up.threshold, up.far, up.includes_far, up.touched) == (TWO, THREE, True, None)
    down = nearest_region(signs, Fraction(3, 2), "decrease")
    assert down is not None
    assert (down.threshold, down.far, down.includes_far) == (SQUARE_ROOT, ZERO, True)
    open_start = nearest_region(signs[1:], Fraction(3, 2), "decrease")
    assert open_start is not None
    assert not open_start.includes_far

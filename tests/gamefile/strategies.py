"""Hypothesis strategies for games of every style that a file can hold, and for the texts of such files."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from nashsym.game import Game

SMALL = st.integers(-9, 9).map(Fraction)
#: Up to more digits than a double tells apart.
DECIMALS = st.builds(
    lambda mantissa, places: Fraction(mantissa, 10**places),
    st.one_of(st.integers(-9999, 9999), st.integers(-(10**19), 10**19)),
    st.integers(0, 20),
)
RATIOS = st.builds(Fraction, st.integers(-99, 99), st.integers(1, 99))
DYADIC = st.floats(allow_nan=False, allow_infinity=False).map(Fraction)
#: Short decimals with large exponents, and fractions and decimals of thousands of digits (few enough for `repr`).
HUGE = st.one_of(
    st.builds(
        lambda mantissa, exponent: Fraction(mantissa) * Fraction(10) ** exponent,
        st.integers(-99, 99),
        st.integers(-4000, 4000),
    ),
    st.builds(Fraction, st.integers(-(10**4200), 10**4200), st.integers(1, 10**4200)),
    st.builds(lambda m, e: Fraction(m, 2**e), st.integers(-(10**4200), 10**4200), st.integers(1, 9000)),
)
NUMBERS = st.one_of(SMALL, DECIMALS, RATIOS, DYADIC, HUGE)


def _is_name(text: str) -> bool:
    return bool(text.strip()) and not any(unicodedata.category(c) in ("Cc", "Cs") for c in text)


NAMES = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="\"'\\#[]{}=,.:/ \u00a0\u2028\u202e\U0001f600é\u0301", min_size=1, max_size=8),
).filter(_is_name)


@st.composite
def games(draw: st.DrawFn, numbers: st.SearchStrategy[Fraction] = NUMBERS, *, anchored: bool = True) -> Game:
    """Draw an alignment game in either form or a canonical one, anchored or not, of any number of agents and groups."""
    groups = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    size = len(groups)
    agents = draw(st.one_of(st.integers(1, 3), st.integers(1, 10**12)))
    rest: dict[str, Any] = {
        "name": draw(st.one_of(st.just(""), NAMES)),
        "floor": draw(st.one_of(st.none(), st.builds(Fraction, st.integers(1, 5), st.integers(5 * size, 10**6)))),
    }

    if draw(st.booleans()):
        rest["provenance"] = draw(st.dictionaries(NAMES, NAMES, max_size=3))

    if anchored and draw(st.booleans()):
        shares = draw(st.lists(st.integers(1, 10**6), min_size=size, max_size=size))
        reference = [Fraction(share, sum(shares)) for share in shares]
        rest["anchor"] = (abs(draw(numbers)), reference)

    def vector() -> list[Fraction]:
        return draw(st.lists(numbers, min_size=size, max_size=size))

    def matrix() -> list[list[Fraction]]:
        return [vector() for _ in range(size)]

    def symmetric() -> list[list[Fraction]]:
        upper = matrix()
        return [[upper[min(d, e)][max(d, e)] for e in range(size)] for d in range(size)]

    if draw(st.booleans()):
        coefficients = [abs(number) for number in draw(st.lists(numbers, min_size=3, max_size=3))]
        if not any(coefficients):
            coefficients[draw(st.integers(0, 2))] = Fraction(1)
        given = symmetric() if coefficients[2] else draw(st.one_of(st.none(), st.builds(symmetric)))
        diversity = draw(st.sampled_from(["similarity", "distance"]))
        return Game.alignment(
            groups, agents, vector(), symmetric(), given, coefficients=coefficients, diversity=diversity, **rest
        )
    coupling = matrix() if agents > 1 else None
    return Game.from_canonical(vector(), symmetric(), coupling, agents, groups=groups, **rest)

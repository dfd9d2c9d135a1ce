"""The checker's logarithms, in integers, against mpmath and against a series of its own; and the gaps made of them."""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Iterator
from fractions import Fraction

import mpmath
import pytest

import nashsym.certificates.verify as checker
from tests.certificates.anchored_samples import GAMES, gap
from tests.certificates.making import certificate, claim, concave, entries, text
from tests.certificates.mutation import SOURCE, lowered, module_of

PRECISION = 2_000


def logarithm(p: int, q: int) -> int:
    return checker._Checker().logarithm(p, q)


def is_enclosed(p: int, q: int, value: int) -> bool:
    """2**BITS · log(p/q) lies between the value and the value + 3, surely."""
    with mpmath.workprec(PRECISION):
        near = mpmath.log1p(mpmath.mpf(p - q) / q) if abs(p - q) * 1_000 < q else mpmath.log(mpmath.mpf(p) / q)
        scaled = near * mpmath.mpf(2) ** checker.BITS
        return bool(value <= scaled <= value + 3)


def at_random(count: int) -> Iterator[tuple[int, int]]:
    draw = random.Random(5)  # noqa: S311  # to be repeated, not to be secret
    sizes = (1, 2, 5, 17, 64, 300, 1_500)
    for _ in range(count):
        yield draw.randint(1, 2 ** draw.choice(sizes)), draw.randint(1, 2 ** draw.choice(sizes))


def on_purpose() -> Iterator[tuple[int, int]]:
    """Near 1 from both sides, at the ends of the reduced range, tiny, huge."""
    for e in (1, 2, 3, 8, 31, 64, 100, 319, 320, 321, 383, 384, 385, 600, 900):
        for base in (2, 3, 10):
            yield from ((base**e + 1, base**e), (base**e - 1, base**e), (base**e, 1), (1, base**e))
            yield from ((2 * base**e - 1, base**e), (base**e, 2 * base**e - 1), (base**e + 1, 2 * base**e))
    yield from ((1, 1), (7, 7), (2**900, 2**900), (10**30_000, 1), (1, 10**30_000), (3**20_000, 2**20_000))


def test_thousands_of_logarithms_are_enclosed() -> None:
    seen = 0
    for p, q in [*at_random(3_000), *on_purpose()]:
        value = logarithm(p, q)
        assert is_enclosed(p, q, value), (p, q)
        assert not is_enclosed(p, q, value + 4)
        assert not is_enclosed(p, q, value - 4)
        seen += 1
    assert seen > 3_200


def test_a_logarithm_of_1_is_0() -> None:
    assert logarithm(1, 1) == -1


def test_by_another_series() -> None:
    """log(1 + 1/n) by its alternating series in Fractions, whose partial sums enclose it."""
    for n in (3, 10, 99):
        total, ends = Fraction(0), list[Fraction]()
        for j in range(1, 500):
            total += Fraction((-1) ** (j + 1), j * n**j)
            ends = [*ends[-1:], total]
        value = logarithm(n + 1, n)
        assert value <= max(ends) * 2**checker.BITS
        assert value + 3 >= min(ends) * 2**checker.BITS


def test_at_least_192_places_and_room_for_their_rounding() -> None:
    """The error bound of the comment in the checker: 2**9 · 2 · (1 + |k|), |k| < 2**32, is below one unit."""
    assert checker.BITS >= 192
    assert 2 ** (checker.PLACES - checker.BITS) > 2**9 * 2 * (1 + 2**32)
    assert 2 + 3 * 128 + 1 < 2**9
    # what 128 terms leave out: z**257/257 and smaller, a geometric series with ratio 1/9 or less
    assert Fraction(1, 3**257 * 257) * Fraction(9, 8) < Fraction(1, 2**checker.PLACES)
    # k: of a quotient of two numbers of a vector each
    assert checker.MAX_BITS < 2**32


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("range(1, 256, 2)", "range(1, 64, 2)"),
        ("range(1, 256, 2)", "range(3, 256, 2)"),
        ("(2 * k, 1, 3)", "(2 * k, 1, 4)"),
        ("(2 * k, 1, 3)", "(k, 1, 3)"),
        ("(2, p - q, p + q)", "(1, p - q, p + q)"),
        ("- 1\n", "+ 1\n"),
        ("max(-k, 0), q << max(k, 0)", "max(k, 0), q << max(-k, 0)"),
    ],
)
def test_no_constant_of_the_series_can_be_changed_unseen(old: str, new: str) -> None:
    source = SOURCE.read_text(encoding="utf-8")
    start = source.index("    def logarithm(")
    end = source.index("    def ", start + 8)
    assert old in source[start:end]
    broken = source[:start] + source[start:end].replace(old, new) + source[end:]
    ast.parse(broken)
    mutant = module_of(compile(broken, "mutant", "exec"))
    assert not all(is_enclosed(p, q, mutant._Checker().logarithm(p, q)) for p, q in at_random(30))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("+ 3 * self.anchor * base**2", ""),
        ("2 * self.anchor << BITS", "0"),
        ("-base * self.anchor, [logs]", "base * self.anchor, [logs]"),
        ("2 * anchor, [[d == e", "3 * anchor, [[d == e"),
        ("self.logarithm(x, y)", "self.logarithm(x, base)"),
        ("self.logarithm(x, y)", "self.logarithm(y, x)"),
    ],
)
def test_no_part_of_the_gap_can_be_changed_unseen(old: str, new: str) -> None:
    """A bound that is just enough is accepted, less by a hair is refused; a mutant differs in one of both."""
    source = SOURCE.read_text(encoding="utf-8")
    assert source.count(old) == 1
    mutant = module_of(compile(source.replace(old, new), "mutant", "exec"))
    assert [checker.verify(tree).accepted for tree in edges()] == [True, False] * (len(edges()) // 2)
    assert [mutant.verify(tree).accepted for tree in edges()] != [True, False] * (len(edges()) // 2)


def edges() -> list[bytes]:
    """Regrets with ε between what is enough and 2⁻³⁰⁰ less, of profiles alike and not."""
    found = []
    for play in (GAMES["held"], GAMES["pulled"], GAMES["bent"]):
        size = len(play.b)
        tilted = [Fraction(d + 1, size * (size + 1) // 2) for d in range(size)]
        even = [Fraction(1, size)] * size
        for profile in ([(play.agents, tilted)], [(1, tilted), (play.agents - 1, even)]):
            enough = gap(play, profile)
            for epsilon in (enough, enough - Fraction(1, 2**300)):
                told = claim("regret", profile=entries(*profile), epsilon=text(epsilon))
                found.append(json.dumps(certificate(play.tree, concave(play), told)).encode())
    return [*found, least(0), least(-1)]


def least(more: int) -> bytes:
    """At the reference the gap is 0, and its bound what logarithms may be off by: 3λ · 2**-BITS."""
    play = GAMES["only"]
    epsilon = text(Fraction(3 + Fraction(more, 10), 2**checker.BITS))
    told = claim("regret", profile=entries((2, ["1/3", "2/3"])), epsilon=epsilon)
    return json.dumps(certificate(play.tree, concave(play), told)).encode()


def test_long_numbers_are_paid_for_before_their_logarithms() -> None:
    play = GAMES["only"]
    long = Fraction(1, 10**3_000 + 1)
    told = claim("regret", profile=entries((2, [long, 1 - long])), epsilon="1000000")
    data = json.dumps(certificate(play.tree, concave(play), told)).encode()
    assert checker.verify(data).accepted
    with lowered(checker, {"MAX_WORK": 2 * 10**5}):
        verdict = checker.verify(data)
    assert verdict.malformed
    assert "too much work" in verdict.failed

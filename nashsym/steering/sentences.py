"""What a change of a coefficient does, in words for the people who set it."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR
from fractions import Fraction

from nashsym.exact.rational import number_text
from nashsym.exact.real_roots import RealRoot
from nashsym.steering.stretches import Direction
from nashsym.theorems.wording import decimal

__all__ = [
    "decimal_text",
    "floor_text",
    "is_short",
    "never_sentence",
    "reached_sentence",
    "root_text",
    "undecided_sentence",
]

#: A decimal of at most so many significant digits is written out.
_DIGITS = 9
#: An exact fraction of at most so many characters is written out where no decimal will do.
_LONGEST_FRACTION = 40


def is_short(value: Fraction) -> bool:
    """Return whether a number is a decimal of a few digits."""
    return value == Fraction(_rounded(value))


def _rounded(value: Fraction) -> str:
    return decimal(value, _DIGITS).replace("−", "-")


def decimal_text(value: Fraction) -> str:
    """Write a number as a decimal: all of it where it is short, else as ≈ and four digits."""
    if not is_short(value):
        return f"≈ {decimal(value)}"
    text = _rounded(value)
    if "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


def floor_text(floor: Fraction) -> str:
    """Write τ as a percentage."""
    return f"{decimal_text(100 * floor)} %"


def root_text(root: RealRoot) -> str:
    """Write a root as a decimal: all of it where it is short, else as ≈ and four digits."""
    exact = root.rational
    if exact is not None:
        return decimal_text(exact)
    low, high = root.enclosure
    while high - low > max(abs(low), abs(high)) / 10**8:
        root.refine()
        low, high = root.enclosure
    return f"≈ {decimal((low + high) / 2)}"


def _target_text(target: Fraction) -> str:
    """Write a target so that what is written is the target wherever that is possible."""
    if is_short(target):
        return decimal_text(target)
    exact = number_text(target)
    return f"exactly {exact}" if len(exact) <= _LONGEST_FRACTION else f"about {decimal(target, _DIGITS)}"


def reached_sentence(
    coefficient: str,
    current: Fraction,
    target: Fraction,
    group: str,
    floor: Fraction,
    direction: Direction,
    *,
    onwards: bool,
    also: str = "",
) -> str:
    """Say how far a coefficient has to move; `onwards`: any further value does too; `also`: what happens beyond."""
    up = direction == "increase"
    verb = "Raising" if up else "Lowering"
    bound = ("at least " if up else "at most ") if onwards and target > 0 else ""
    factor = ""
    if current > 0 and target > 0:
        factor = f" (× {decimal(target / current, 4, ROUND_CEILING if up else ROUND_FLOOR)})"
    sentence = (
        f"{verb} the weight on {coefficient} from {decimal_text(current)} to {bound}{_target_text(target)}{factor} "
        f"brings {group} back to {floor_text(floor)}."
    )
    return f"{sentence} {also}" if also else sentence


def never_sentence(coefficient: str, group: str, floor: Fraction, direction: Direction, reason: str) -> str:
    """Say that no value on one side does."""
    if direction == "increase":
        start = f"No greater weight on {coefficient} brings {group} back to {floor_text(floor)}"
    else:
        start = f"Lowering the weight on {coefficient}, even to 0, does not bring {group} back to {floor_text(floor)}"
    return f"{start}: {reason}." if reason else f"{start}."


def undecided_sentence(coefficient: str, group: str, floor: Fraction, direction: Direction, reason: str) -> str:
    """Say that nothing is proved."""
    verb = "raising" if direction == "increase" else "lowering"
    start = f"Whether {verb} the weight on {coefficient} brings {group} back to {floor_text(floor)} is undecided"
    return f"{start}: {reason}."

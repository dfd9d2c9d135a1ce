"""How numbers, mixtures and groups are written in a finding: exactly where that is short, else a decimal marked ≈."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from typing import Any, Final

from nashsym.exact.rational import fraction, number_text

__all__ = ["bound", "decimal", "equals", "listed", "named", "number", "tuple_text"]

#: Exact numbers up to this many characters are written as they are.
_SHORT: Final = 9
#: Fractions with denominators up to this stay fractions; those that end after so many decimals become decimals.
_LARGEST_FRACTION: Final = 12
_DECIMALS: Final = 4
#: Vectors and lists of groups up to this length are written out.
_FEW: Final = 8


def _minus(text: str) -> str:
    return text.replace("-", "−")


def decimal(value: Any, digits: int = 4, rounding: str = ROUND_HALF_EVEN) -> str:
    """Write a rational as a decimal of so many significant digits, to nearest unless said."""
    exact = fraction(value)
    context = Context(prec=digits, rounding=rounding)
    rounded = context.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    return _minus(f"{rounded:f}" if -5 <= rounded.adjusted() <= 7 else f"{rounded:e}")


def bound(value: Any, *, upper: bool) -> str:
    """Write an upper or a lower bound as a decimal, rounded to the side on which it stays one."""
    exact = fraction(value)
    whole = exact.denominator == 1 and abs(exact.numerator) < 10**_SHORT
    return number(exact) if whole else decimal(exact, rounding=ROUND_CEILING if upper else ROUND_FLOOR)


def equals(value: Any) -> str:
    """Write ``= value`` where it is written exactly, else ``≈ value``."""
    text = number(value)
    return text if text.startswith("≈") else f"= {text}"


def number(value: Any) -> str:
    """Write a rational: exactly where that takes a few characters, anything else as ≈ and four significant digits."""
    exact = fraction(value)
    if exact.denominator > _LARGEST_FRACTION and 10**_DECIMALS % exact.denominator == 0 and abs(exact) < 10**4:
        return _minus(f"{Decimal(exact.numerator) / Decimal(exact.denominator):f}")
    # Integers of thousands of digits are never turned into text.
    if max(abs(exact.numerator), exact.denominator) < 10**_SHORT:
        text = number_text(exact)
        if len(text) <= _SHORT:
            return _minus(text)
    return f"≈ {decimal(exact)}"


def tuple_text(values: Iterable[Any]) -> str | None:
    """Write a vector as ``(1, −1, 0)``, or None where it is long."""
    entries = list(values)
    if len(entries) > _FEW:
        return None
    return "(" + ", ".join(number(value) for value in entries) + ")"


def named(groups: Sequence[str], values: Sequence[Any]) -> str:
    """Write ``name value`` for each group, of many groups the first few."""
    pairs = [f"{group} {number(value)}" for group, value in zip(groups[:_FEW], values[:_FEW], strict=True)]
    return "; ".join(pairs) + (f"; … ({len(groups)} groups)" if len(groups) > _FEW else "")


def listed(names: Sequence[str]) -> str:
    """Write names as a list in a sentence, of many the first few."""
    if len(names) > _FEW:
        return ", ".join(names[:_FEW]) + f" and {len(names) - _FEW} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "none"

"""Short decimals on a chosen side of an exact number, before another one."""

from __future__ import annotations

from fractions import Fraction

from nashsym.exact.real_roots import RealRoot, decimal_exponent

__all__ = ["decimal_beyond"]


def decimal_beyond(root: RealRoot, limit: RealRoot | None, digits: int, *, upward: bool) -> Fraction:
    """Return a decimal strictly beyond a positive root and strictly before a limit, of as few digits as that takes.

    Parameters
    ----------
    root : RealRoot
        > 0.
    limit : RealRoot or None
        On the side that is asked for; None for infinity.
    digits : int
        At least so many significant ones (trailing zeros included).
    upward : bool
        Above the root or below it.
    """
    while True:
        low, high = root.enclosure
        while low <= 0 or high - low > low / 10 ** (digits + 2):
            root.refine()
            low, high = root.enclosure
        unit = Fraction(10) ** (decimal_exponent(low) - digits + 1)
        found = (high // unit + 1) * unit if upward else (-(-low // unit) - 1) * unit
        if limit is None or (limit.compare(found) > 0 if upward else limit.compare(found) < 0):
            return found
        digits += 1

"""The sign of a matrix on T as a hypothesis, with a proven lower bound or a direction behind the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import flint
import numpy as np

from nashsym.exact.definiteness import Definiteness, definiteness
from nashsym.exact.rational import floats, rational
from nashsym.theorems.finding import Hypothesis
from nashsym.theorems.wording import bound, equals, named, tuple_text

__all__ = ["column", "definite_on_tangent", "direction_text"]

#: Up to this many groups a lower bound on the quadratic form is proven beside its sign.
MAX_GROUPS_MARGIN: Final = 60


def definite_on_tangent(
    symbol: str, X: flint.fmpq_mat, found: Definiteness, groups: Sequence[str], *, strict: bool, text: str = ""
) -> Hypothesis:
    """State ``X ≻ 0 on T`` (strict) or ``X ⪰ 0 on T``, with a proven lower bound or a direction behind the verdict.

    Parameters
    ----------
    symbol : str
        What X is called.
    X : flint.fmpq_mat, D×D
    found : Definiteness
        Of X.
    groups : sequence of D names
    strict : bool
    text : str
        The hypothesis' text, where it is another.
    """
    verdict = found.is_positive_definite if strict else found.is_positive_semidefinite
    text = text or f"{symbol} {'≻' if strict else '⪰'} 0 on T"
    return Hypothesis(text, "yes" if verdict else "no", _sign_text(symbol, X, found, groups))


def _sign_text(symbol: str, X: flint.fmpq_mat, found: Definiteness, groups: Sequence[str]) -> str:
    form = f"vᵀ({symbol})v" if " " in symbol else f"vᵀ{symbol}v"
    if len(groups) == 1:
        return "T = {0} for one group: there is nothing to violate it"
    if found.is_positive_definite:
        least = _lower_bound(X)
        if least is None:
            return f"{form} > 0 for every v ≠ 0 in T"
        return f"{form} ≥ {bound(least, upper=False)}·|v|² for every v in T"
    if found.is_positive_semidefinite:
        if len(found.kernel) == len(groups) - 1:
            return f"{form} is exactly 0 for every v in T: the boundary of the condition"
        along = direction_text(column(found.direction), groups)
        return f"{form} ≥ 0 for every v in T, and exactly 0 along {along}: the boundary of the condition"
    direction = _short_direction(X, found)
    return f"{direction_text(direction, groups)} has {form} {equals(_along(X, direction))}"


def column(direction: Sequence[int] | None) -> flint.fmpq_mat:
    """Return integers as a D×1 column."""
    values = list(direction or ())
    return flint.fmpq_mat(len(values), 1, values)


def _along(X: flint.fmpq_mat, v: flint.fmpq_mat) -> flint.fmpq:
    return (v.transpose() * X * v)[0, 0]


def _short_direction(X: flint.fmpq_mat, found: Definiteness) -> flint.fmpq_mat:
    """Return a v ∈ T with vᵀXv < 0: one that moves weight between two groups where there is one, else the one found."""
    groups = X.nrows()
    table = floats(X)
    diagonal = table.diagonal()
    with np.errstate(all="ignore"):
        pairs = diagonal[:, None] + diagonal[None, :] - table - table.T
    if np.isfinite(pairs).all():
        d, e = np.unravel_index(int(pairs.argmin()), pairs.shape)
        v = column([int(group == d) - int(group == e) for group in range(groups)])
        if _along(X, v) < 0:
            return v
    return column(found.direction)


def direction_text(v: flint.fmpq_mat, groups: Sequence[str]) -> str:
    """Write a direction of T, entry by entry where it is short."""
    entries = v.entries()
    moved = [d for d, value in enumerate(entries) if value != 0]
    written = tuple_text(entries)
    if written is not None:
        return f"v = {written}"
    if len(moved) <= 4:
        return "v = (" + named([groups[d] for d in moved], [entries[d] for d in moved]) + "; else 0)"
    return f"a v that moves {len(moved)} groups"


def _lower_bound(X: flint.fmpq_mat) -> flint.fmpq | None:
    """Return a proven c > 0 of two digits with vᵀXv ≥ c|v|² on T, just below the largest; None where none is."""
    groups = X.nrows()
    if groups > MAX_GROUPS_MARGIN:
        return None
    table, centre = floats(X), np.eye(groups) - 1 / groups
    with np.errstate(all="ignore"):
        centred = centre @ (table + table.T) @ centre / 2
    if not np.isfinite(centred).all():
        return None
    least = float(np.linalg.eigvalsh(centred)[1])
    # One eigenvalue, that of 1, is 0: the least on T is the next one, since they are all positive.
    if not 1e-200 < least < 1e200:
        return None
    least *= 0.999
    power = int(np.floor(np.log10(least))) - 1
    mantissa = int(least / 10.0**power)
    proven = rational(mantissa) * rational(10) ** power if power >= 0 else rational(mantissa) / rational(10) ** -power
    identity = flint.fmpq_mat(groups, groups, [int(d == e) for d in range(groups) for e in range(groups)])
    return proven if proven > 0 and definiteness(X - proven * identity).is_positive_semidefinite else None

"""The largest value of a quadratic on the simplex, or on a product of two, exactly and whatever its curvature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import flint

from nashsym.errors import UndecidedError
from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import integers
from nashsym.limits import MAX_GROUPS_FACE_ENUMERATION
from nashsym.solvers.active_set import propose_support
from nashsym.solvers.faces import (
    all_supports,
    equalising_point,
    members,
    payoff_rows,
    without_dominated,
    without_pairs,
)
from nashsym.solvers.pivoting import pivot
from nashsym.solvers.support import settle
from nashsym.terms import CanonicalForm

__all__ = ["MAX_FACES_OF_A_PRODUCT", "exceeds_zero_on_product", "largest_on_simplex"]

#: A product of two simplices is searched where their dimensions let it have at most 2 to this power faces.
MAX_FACES_OF_A_PRODUCT = 16


def largest_on_simplex(
    c: flint.fmpq_mat, H: flint.fmpq_mat, max_groups: int = MAX_GROUPS_FACE_ENUMERATION
) -> tuple[flint.fmpq, flint.fmpq_mat]:
    """Maximise ``cᵀx − ½xᵀHx`` over Δ.

    Parameters
    ----------
    c : flint.fmpq_mat, shape (D, 1)
    H : flint.fmpq_mat, shape (D, D)
        Symmetric, of any sign.
    max_groups : int
        Cap on D where H is not ⪰ 0 on T.

    Returns
    -------
    tuple of (flint.fmpq, flint.fmpq_mat of shape (D, 1))
        The maximum, and a maximiser.

    Raises
    ------
    UndecidedError
        Where H is not ⪰ 0 on T and there are more groups.

    Notes
    -----
    For H ⪰ 0 on T the maximisers are the solutions of the complementarity problem of (c, H): floats propose the support
    of one, pivoting finds one where rationals don't confirm it.
    Otherwise a maximiser with the fewest groups is the only stationary point of its face: along a line of them the
    value is the same up to the boundary of the face. Such a point, found on every face, is at most the maximum; a face
    with ``H_dd + H_ee − 2H_de ≤ 0`` for two of its groups holds no such maximiser (MODEL T1, section 3).
    """
    groups = H.nrows()
    if definiteness(H).is_positive_semidefinite:
        point = _concave_maximiser(CanonicalForm(c, H, flint.fmpq_mat(groups, groups), 1))
        return _value(c, H, point), point
    if groups > max_groups:
        raise UndecidedError(
            f"the best response among {groups} groups is undecided: its programme is not concave, and its faces are "
            f"enumerated up to {max_groups} groups"
        )
    rows = payoff_rows(c, H)
    flat = [(d, e) for d, e in combinations(range(groups), 2) if H[d, d] + H[e, e] - 2 * H[d, e] <= 0]
    supports = without_dominated(without_pairs(all_supports(groups), flat), rows)
    best: tuple[flint.fmpq, flint.fmpq_mat] | None = None
    for mask in supports.tolist():
        support = members(mask)
        solved = equalising_point(rows, support)
        if solved is None or not all(value > 0 for value in solved.entries()[:-1]):
            continue
        point = flint.fmpq_mat(groups, 1)
        for d, weight in zip(support, solved.entries(), strict=False):
            point[d, 0] = weight
        value = _value(c, H, point)
        if best is None or value > best[0]:
            best = value, point
    if best is None:  # pragma: no cover - a maximiser exists, and is found on its face
        raise AssertionError("a quadratic on the simplex has a maximiser")
    return best


def _concave_maximiser(form: CanonicalForm) -> flint.fmpq_mat:
    proposal = propose_support(form.float_b, form.float_M)
    point = None if proposal is None else settle(form, proposal)
    return pivot(form) if point is None else point


def _value(c: flint.fmpq_mat, H: flint.fmpq_mat, x: flint.fmpq_mat) -> flint.fmpq:
    return (x.transpose() * (c - H * x / 2))[0, 0]


def exceeds_zero_on_product(c: flint.fmpq_mat, Q: flint.fmpq_mat, first: int) -> bool:
    """Decide whether ``cᵀu − ½uᵀQu > 0`` for some u = (x, y) in the product of two simplices.

    Parameters
    ----------
    c : flint.fmpq_mat, shape (n, 1)
    Q : flint.fmpq_mat, shape (n, n)
        Symmetric, of any sign.
    first : int
        Dimension of x; y has n − first entries.

    Raises
    ------
    UndecidedError
        Where n exceeds `MAX_FACES_OF_A_PRODUCT`.

    Notes
    -----
    As in `largest_on_simplex`: a maximiser with the fewest positive entries is the only stationary point of its face.
    """
    size = Q.nrows()
    if size > MAX_FACES_OF_A_PRODUCT:
        raise UndecidedError(
            f"a quadratic on a product of simplices with {size} vertices is undecided; the bound is "
            f"{MAX_FACES_OF_A_PRODUCT}"
        )
    joined, _ = integers(flint.fmpq_mat(size, size + 1, [x for d in range(size) for x in (*_row(Q, d), c[d, 0])]))
    table = joined.tolist()
    for left, right in _faces_of_product(first, size - first):
        chosen = [*left, *(first + d for d in right)]
        point = _stationary(table, chosen, len(left))
        if point is None:
            continue
        u = flint.fmpq_mat(size, 1)
        for d, value in zip(chosen, point, strict=True):
            u[d, 0] = value
        if _value(c, Q, u) > 0:
            return True
    return False


def _row(Q: flint.fmpq_mat, d: int) -> list[flint.fmpq]:
    return [Q[d, e] for e in range(Q.ncols())]


def _faces_of_product(first: int, second: int) -> Iterator[tuple[list[int], list[int]]]:
    for left in range(1, 1 << first):
        for right in range(1, 1 << second):
            yield members(left), members(right)


def _stationary(table: Sequence[Sequence[flint.fmpz]], chosen: list[int], left: int) -> list[flint.fmpq] | None:
    """Return the u > 0 on the chosen entries with c − Qu constant on both parts, if there is exactly one."""
    size = len(chosen)
    system, right = flint.fmpz_mat(size + 2, size + 2), flint.fmpz_mat(size + 2, 1)
    for row, d in enumerate(chosen):
        part = size + (row >= left)
        for column, e in enumerate(chosen):
            system[row, column] = table[d][e]
        system[row, part] = system[part, row] = 1
        right[row, 0] = table[d][-1]
    # Q and c were scaled alike: u stays, the two levels scale with them.
    right[size, 0] = right[size + 1, 0] = 1
    try:
        point: list[flint.fmpq] = system.solve(right).entries()[:size]
    except ZeroDivisionError:
        return None
    return point if all(value > 0 for value in point) else None

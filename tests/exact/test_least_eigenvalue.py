"""Lower bounds of the least eigenvalue on T: never above it, near it, and silent where floats can't tell."""

from __future__ import annotations

import math

import flint
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays

from nashsym.exact.definiteness import definiteness
from nashsym.exact.least_eigenvalue import least_on_tangent
from nashsym.exact.rational import matrix, rational


@given(
    st.integers(1, 5).flatmap(lambda size: arrays(np.float64, (size, size), elements=st.floats(-4, 4, width=16))),
    st.integers(-40, 40),
    st.sampled_from([0.0, 2.0**-30]),
)
def test_the_bound_holds_for_every_matrix_near(rows: np.ndarray, exponent: int, error: float) -> None:
    """The worst matrix nearby for a direction v is X − error·sign(vvᵀ): its form along v is still above the bound."""
    X = (rows @ rows.T) * 2.0**exponent
    error *= 2.0**exponent
    bound = least_on_tangent(X, error)
    size = len(X)
    if size == 1:
        assert bound == math.inf
        return
    if bound == -math.inf:
        return
    identity = flint.fmpq_mat(size, size, [int(d == e) for d in range(size) for e in range(size)])
    assert definiteness(matrix(X.tolist()) - rational(bound) * identity).is_positive_semidefinite
    basis = np.linalg.qr(np.vstack([np.eye(size - 1), -np.ones(size - 1)]))[0]
    values, vectors = np.linalg.eigh(basis.T @ X @ basis)
    signs = np.sign(basis @ vectors[:, 0])
    worst = matrix((X - error * np.outer(signs, signs)).tolist())
    assert definiteness(worst - rational(bound) * identity).is_positive_semidefinite
    if error == 0 and values[0] > 1e-6 * values[-1]:
        assert bound == pytest.approx(values[0], rel=1e-3)


def test_what_is_not_definite_has_no_bound() -> None:
    assert least_on_tangent(np.ones((3, 3)), 0.0) == -math.inf
    assert least_on_tangent(-np.eye(3), 0.0) == -math.inf
    assert least_on_tangent(np.eye(3), 0.5) == -math.inf
    assert least_on_tangent(1e200 * np.eye(3), 0.0) == -math.inf


def test_a_constant_and_its_direction_do_not_count() -> None:
    """On T the form of X + p1ᵀ + 1pᵀ is that of X."""
    random = np.random.default_rng(3)
    p = random.random(6)
    X = np.diag(random.random(6) + 1)
    shifted = X + p[:, None] + p[None, :]
    assert least_on_tangent(shifted, 1e-15) == pytest.approx(least_on_tangent(X, 0.0), rel=1e-8)


def test_a_factor_that_is_wrong_proves_nothing_false(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is assumed about the factor: one that is too small leaves a residual, which the bound pays for."""
    import nashsym.exact.least_eigenvalue as room

    monkeypatch.setattr(room, "_cholesky", lambda A: 0.9 * np.linalg.cholesky(A))
    bound = least_on_tangent(np.eye(4), 0.0)
    assert bound == -math.inf or bound <= 1

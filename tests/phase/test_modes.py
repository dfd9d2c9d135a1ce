"""The decomposition behind grids of few λ_A: it diagonalises, and leaves the same bits on every kind of machine."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from nashsym.phase.modes import diagonalised

WEIGHTS = """
import hashlib
import numpy as np
from nashsym import Game
from nashsym.phase.axes import parse_axis
from nashsym.phase.grid import grid_of

draw = np.random.default_rng(7)
size = 12
answers = draw.integers(-9, 10, (size, size))
game = Game.alignment(
    [f"g{d}" for d in range(size)],
    3,
    draw.integers(0, 9, size),
    np.diag(draw.integers(1, 9, size)),
    answers @ answers.T + np.eye(size, dtype=int),
)
axes = [parse_axis("consistency=10:300:6"), parse_axis("diversity=0.001:0.5:6")]
grid = grid_of(game, {axis.coefficient: axis for axis in axes})
print(hashlib.sha256(grid.weights.tobytes()).hexdigest(), int((grid.kind == 0).sum()))
"""


@pytest.mark.parametrize("size", [2, 3, 4, 11, 40])
@pytest.mark.parametrize("share", [0.5, 1.0, 0.0])
def test_both_are_diagonal_on_t(size: int, share: float) -> None:
    draw = np.random.default_rng(size)
    one, other = (draw.normal(size=(size, size)) for _ in range(2))
    A, B, a = one @ one.T, other @ other.T, draw.normal(size=size)
    A, B = (A + A.T) / 2, (B + B.T) / 2
    found, basis, along, pulls = diagonalised(A, B, a, share)
    assert found
    assert np.abs(basis.sum(axis=1)).max() < 1e-10
    for X, own, pull in ((A, along[0], pulls[0]), (B, along[1], pulls[1])):
        reduced = basis @ X @ basis.T
        assert np.abs(reduced - np.diag(own)).max() < 1e-9 * np.abs(reduced).max()
        assert pull == pytest.approx(basis @ X.mean(axis=1))
    assert pulls[2] == pytest.approx(basis @ a)
    assert np.linalg.matrix_rank(basis) == size - 1


def test_equal_eigenvalues_and_matrices_of_zeros() -> None:
    identity, nothing, a = np.eye(5), np.zeros((5, 5)), np.arange(5.0)
    found, basis, along, _ = diagonalised(identity, nothing, a, 0.5)
    assert found
    assert basis @ basis.T == pytest.approx(along[0] * np.eye(4))
    assert not along[1].any()
    assert not diagonalised(nothing, nothing, a, 0.5)[0]
    assert not diagonalised(-identity, identity, a, 1.0)[0]
    assert diagonalised(np.eye(1), np.eye(1), a[:1], 0.5)[1].shape == (0, 1)


def test_weights_do_not_depend_on_the_processor() -> None:
    """Red with LAPACK, whose kernels for other processors sum in another order."""
    said = set()
    for kind in ("Prescott", "Haswell"):
        environment = os.environ | {"OPENBLAS_CORETYPE": kind}
        done = subprocess.run(
            [sys.executable, "-c", WEIGHTS], env=environment, capture_output=True, text=True, check=True, timeout=100
        )
        said.add(done.stdout)
    assert len(said) == 1
    assert int(said.pop().split()[1]) > 10

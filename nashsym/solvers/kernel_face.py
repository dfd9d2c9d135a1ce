"""The directions in which a homogeneous equilibrium can move where M ⪰ 0 on T, in blocks that do not touch each other.

For K symmetric and M ⪰ 0 on T the homogeneous equilibria are the maximisers of a concave programme (MODEL T4): from one
of them, w, every other is w + v ≥ 0 with v in the kernel of M on T and v_d = 0 off E, the groups whose marginal utility
at w is the level ν. Directions that share no group move independently: the polytope is a product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flint

from nashsym.errors import InputError
from nashsym.exact.linear_programme import Optimal, maximise
from nashsym.exact.systems import affine_solutions
from nashsym.exact.tangent import lift
from nashsym.game import Game
from nashsym.solvers.polytope import column_basis
from nashsym.solvers.solution import Equilibrium

__all__ = ["Block", "KernelFace", "kernel_face", "rows_of"]


@dataclass(frozen=True, eq=False)
class Block:
    """The set {y ∈ Q^m : y = w_B + columns·x, y ≥ 0} of the weights of the groups B that move together.

    Attributes
    ----------
    groups : list of m indices
        B.
    offsets : flint.fmpq_mat, shape (m, 1)
        w_B.
    columns : flint.fmpq_mat, shape (m, s)
        Of rank s ≥ 1.
    pivots : list of s positions in `groups`
        Where `columns` is the identity.
    """

    groups: list[int]
    offsets: flint.fmpq_mat
    columns: flint.fmpq_mat
    pivots: list[int]

    def extreme(self, group: int, sign: int) -> tuple[flint.fmpq_mat, list[flint.fmpq]]:
        """Return the weights, shape (m, 1), where sign·y_group is largest, and multipliers t of the m groups.

        These have tᵀcolumns = 0 and sign·(t − e_group) ≥ 0, and prove it: sign·y_group is at most sign·tᵀw_B.
        """
        others = [row for row in range(len(self.groups)) if row not in self.pivots]
        # y_others − columns_others · y_pivots is the same everywhere.
        constraints = flint.fmpq_mat(len(others), len(self.groups))
        for index, row in enumerate(others):
            constraints[index, row] = 1
            for position, pivot in enumerate(self.pivots):
                constraints[index, pivot] = -self.columns[row, position]
        costs = flint.fmpq_mat(len(self.groups), 1)
        costs[self.groups.index(group), 0] = sign
        found = maximise(costs, constraints, constraints * self.offsets)
        if not isinstance(found, Optimal):  # pragma: no cover - w is feasible, and weights are at most 1
            raise AssertionError("a bounded linear programme with a feasible point has no optimum")
        return found.x, [sign * value for value in (constraints.transpose() * found.dual).entries()]


@dataclass(frozen=True, eq=False)
class KernelFace:
    """The kernel of M on T at a homogeneous equilibrium.

    Attributes
    ----------
    point : Equilibrium
    kernel : flint.fmpq_mat, shape (D, r)
        Columns that span the kernel of M on T.
    blocks : list of Block
        What of it is 0 off E, in the parts that share no group.
    """

    point: Equilibrium
    kernel: flint.fmpq_mat
    blocks: list[Block]

    def block_of(self, group: int) -> Block | None:
        """Return the block in which a group moves."""
        return next((block for block in self.blocks if group in block.groups), None)

    def extended(self, on_tight: dict[int, flint.fmpq]) -> list[flint.fmpq]:
        """Extend multipliers on E (0 where not given) to all groups so that they vanish on the whole kernel.

        They vanish on the blocks already, which is why there is a solution.
        """
        groups, tight = self.kernel.nrows(), set(self.point.tight)
        multipliers = [on_tight.get(d, flint.fmpq(0)) for d in range(groups)]
        off = [d for d in range(groups) if d not in tight]
        if self.kernel.ncols() == 0 or not off:
            return multipliers
        left = self.kernel.transpose() * flint.fmpq_mat(groups, 1, multipliers)
        solved = affine_solutions(rows_of(self.kernel, off).transpose(), -left)
        if solved is None:  # pragma: no cover - would contradict the choice on E
            raise AssertionError("the multipliers do not vanish on the directions within the tight groups")
        for d, value in zip(off, solved[0].entries(), strict=True):
            multipliers[d] = value
        return multipliers


def kernel_face(game: Game, w: flint.fmpq_mat) -> KernelFace:
    """Return the directions in which the homogeneous equilibrium w, shape (D, 1), can move.

    Raises
    ------
    InputError
        Where K is not symmetric or M not ⪰ 0 on T.
    """
    form = game.canonical
    if not (form.coupling_is_symmetric and form.stability.is_positive_semidefinite):
        raise InputError(
            "K is not symmetric or M is not ⪰ 0 on T: the homogeneous equilibria need not be one polytope",
            remedy="enumerate them",
        )
    point = Equilibrium(game, w)
    columns = [lift(column) for column in form.stability.kernel]
    kernel = flint.fmpq_mat(game.size, len(columns), [column[d] for d in range(game.size) for column in columns])
    tight = set(point.tight)
    off = [d for d in range(game.size) if d not in tight]
    solved = affine_solutions(rows_of(kernel, off), flint.fmpq_mat(len(off), 1)) if columns and off else None
    staying = kernel if solved is None else kernel * solved[1]
    return KernelFace(point, kernel, _blocks(w, staying) if staying.ncols() else [])


def rows_of(X: flint.fmpq_mat, chosen: Sequence[int]) -> flint.fmpq_mat:
    """Return the chosen rows of a matrix."""
    listed = X.tolist()
    return flint.fmpq_mat(len(chosen), X.ncols(), [value for d in chosen for value in listed[d]])


def _blocks(w: flint.fmpq_mat, columns: flint.fmpq_mat) -> list[Block]:
    """Split the space of the columns into the finest parts that share no row.

    In echelon form these are the connected parts of the graph between columns and the rows where they are not 0.
    """
    basis, pivots = column_basis(columns)
    listed = basis.transpose().tolist()
    parts: list[tuple[set[int], list[int]]] = []
    for index, column in enumerate(listed):
        groups, members = {d for d, value in enumerate(column) if value != 0}, [index]
        apart = []
        for other_groups, other_members in parts:
            if groups & other_groups:
                groups, members = groups | other_groups, [*other_members, *members]
            else:
                apart.append((other_groups, other_members))
        parts = [*apart, (groups, members)]
    blocks = []
    for groups, members in parts:
        ordered = sorted(groups)
        part = flint.fmpq_mat(len(ordered), len(members), [listed[k][d] for d in ordered for k in members])
        blocks.append(Block(ordered, rows_of(w, ordered), part, [ordered.index(pivots[k]) for k in members]))
    return blocks

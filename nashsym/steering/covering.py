"""Proofs that no game of a cone of coefficients does what is asked: trees of cones, each excluded by a vector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, NamedTuple

import flint

from nashsym.errors import InputError
from nashsym.exact.rational import number_text, parse_number
from nashsym.game import Game
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.demand import Demand
from nashsym.steering.smallest_subsidy import NORMS, Norm

__all__ = ["Cell", "Covering", "Point", "covers", "is_far", "is_not_concave", "is_separated", "parts", "root"]

Point = tuple[int, ...]
_TWO: Final = 2
#: A node: see `Covering`.
Node = Mapping[str, Any]


class Cell(NamedTuple):
    """A simplicial cone, and who may be left out in it.

    Attributes
    ----------
    corners : tuple of k points
        Rays of x, each k integers ≥ 0.
    zeros : frozenset of int
        Groups at weight 0, which may be worse off than those served.
    open : frozenset of int
        Groups that may be at 0 or not.
    """

    corners: tuple[Point, ...]
    zeros: frozenset[int]
    open: frozenset[int]


@dataclass(frozen=True, eq=False)
class Covering:
    r"""A proof that no homogeneous equilibrium with ``w ≥ ℓ`` exists in a cone, or in none nearer than a distance.

    Parameters
    ----------
    cone : CoefficientCone
    norm : {"l1", "l2", "linf"}
    beyond : Fraction or None
        c²: nothing is claimed of x at a distance ‖x − 1‖ ≥ c; None where all of the cone is covered.
    tree : mapping
        A node is one of:
        ``{"split": [i, j, p, q], "parts": [node, node]}``: a cone with corners g cut at h = p·g_i + q·g_j; in the first
        part h takes the place of g_i, in the second that of g_j.
        ``{"group": d, "parts": [node, node]}``: w_d = 0; or d has the marginal utility of those served.
        ``{"far": u}``: ``uᵀg ≤ 0`` at all corners, so that by duality ‖x − 1‖ ≥ uᵀ1/‖u‖₊ ≥ c, ‖·‖₊ the dual norm.
        ``{"direction": v}``: v ∈ T moves only groups with ℓ_d > 0, and vᵀHv < 0 at all corners: whoever serves these
        gains by moving along v or against it (MODEL T1).
        ``{"multipliers": [y_1, …, y_k]}``: y_i ∈ T, not negative on groups that may be at 0; with
        ``c_ij = y_iᵀ(b(g_j) − M(g_j)w)``, g_j scaled to the sum 1, at every corner w of the mixtures that meet the
        demand c_ii > 0 and c_ij + c_ji ≥ 0. Then ``yᵀ(b − Mw) > 0`` for ``x = Σμ_i g_i, y = Σμ_i y_i``, though it would
        be ≤ 0 if marginal utilities were equal on the support and no larger off it (MODEL T1, T4).

    Notes
    -----
    `covers` decides all of it in integers. What it covers does not depend on how many equilibria there are, nor on M.
    """

    cone: CoefficientCone
    norm: Norm
    beyond: Fraction | None
    tree: Node

    @property
    def cells(self) -> int:
        """Number of cones that are excluded one by one."""
        return _leaves(self.tree)

    @property
    def words(self) -> str:
        """What it consists of, in a few words."""
        count = self.cells
        return (
            "one vector excludes them all" if count == 1 else f"a covering by {count} cones, each excluded by vectors"
        )

    def holds(self) -> bool:
        """Decide the proof."""
        return covers(self.cone, self.tree, self.norm, self.beyond)

    @classmethod
    def from_dict(cls, game: Game, tree: Mapping[str, Any]) -> Covering:
        """Read what `to_dict` wrote for a game; `holds` then decides it.

        Raises
        ------
        InputError
            Where it is for other groups or coefficients, or no proof at all.
        """
        try:
            rays = tuple(tuple(parse_number(value) for value in ray) for ray in tree["rays"])
            least = tuple(parse_number(value) for value in tree["least"])
            beyond = None if tree["beyond_squared"] is None else parse_number(tree["beyond_squared"])
            coefficients, norm, nodes = list(tree["coefficients"]), tree["norm"], tree["tree"]
        except (KeyError, TypeError, ValueError, AttributeError):
            raise InputError("it is no proof", key="proof", remedy="give what `to_dict` wrote") from None
        # Of a group with a floor below 0 it would be proved what holds of those above it only.
        if min(least, default=Fraction(0)) < 0 or sum(least) > 1:
            raise InputError("floors are 0 or more, and 1 at most together", key="proof.least", remedy="prove another")
        if norm not in NORMS and (norm is not None or beyond is not None):
            raise InputError("no norm is called so", key="proof.norm", remedy=f"the norms are {', '.join(NORMS)}")
        other = InputError("the proof is for another game", key="proof", remedy="give the game that was steered")
        if len(least) != game.size or coefficients != list(game.coefficients):
            raise other
        cone = next(
            (cone for cone in CoefficientCone.known(game, Demand(least, game.groups)) if cone.rays == rays), None
        )
        if cone is None:
            raise other
        return cls(cone, norm or "l2", beyond, nodes)

    def to_dict(self) -> dict[str, Any]:
        """Return the proof as a tree that can be checked from the game alone; rationals are exact strings."""
        return {
            "type": "covering",
            "coefficients": list(self.cone.coefficients),
            "rays": [[number_text(value) for value in ray] for ray in self.cone.rays],
            "least": [number_text(value) for value in self.cone.demand.least],
            "norm": self.norm if self.beyond is not None else None,
            "beyond_squared": None if self.beyond is None else number_text(self.beyond),
            "tree": self.tree,
        }


def root(cone: CoefficientCone) -> Cell:
    """Return all of a cone, with every group of which nothing is asked open."""
    k = len(cone.forms)
    corners = tuple(tuple(int(i == j) for j in range(k)) for i in range(k))
    return Cell(corners, frozenset(), frozenset(cone.demand.free))


def parts(cell: Cell, node: Node) -> tuple[Cell, Cell]:
    """Return what a split or a case makes of a cell."""
    if "group" in node:
        rest = cell.open - {node["group"]}
        return cell._replace(zeros=cell.zeros | {node["group"]}, open=rest), cell._replace(open=rest)
    i, j, p, q = node["split"]
    corners = cell.corners
    between = tuple(p * x + q * y for x, y in zip(corners[i], corners[j], strict=True))
    return tuple(  # type: ignore[return-value]  # two of them
        cell._replace(corners=tuple(between if place == out else corner for place, corner in enumerate(corners)))
        for out in (i, j)
    )


def covers(cone: CoefficientCone, tree: Node, norm: Norm, beyond: Fraction | None) -> bool:
    """Decide whether every node of a tree holds; a tree that is none does not."""
    waiting: list[tuple[Cell, Any]] = [(root(cone), tree)]
    while waiting:
        cell, node = waiting.pop()
        if not isinstance(node, Mapping):
            return False
        if "parts" in node:
            if not _is_cut(cell, node):
                return False
            waiting += zip(parts(cell, node), node["parts"], strict=True)
        elif not _is_excluded(cone, cell, node, norm, beyond):
            return False
    return True


def _is_cut(cell: Cell, node: Node) -> bool:
    """Decide whether the parts of a node are those of a case or a split of its cell."""
    if not isinstance(node["parts"], Sequence) or len(node["parts"]) != _TWO:
        return False
    if "group" in node:
        return type(node["group"]) is int and node["group"] in cell.open
    if not _are_integers(node.get("split"), 4):
        return False
    i, j, p, q = node["split"]
    corners = range(len(cell.corners))
    return i != j and i in corners and j in corners and min(p, q) > 0


def _is_excluded(cone: CoefficientCone, cell: Cell, node: Node, norm: Norm, beyond: Fraction | None) -> bool:
    """Decide whether the vectors of a node exclude its cell."""
    if "far" in node:
        u = node["far"]
        return beyond is not None and _are_integers(u, len(cone.forms)) and is_far(cell, u, norm, beyond)
    if "direction" in node:
        return _are_integers(node["direction"], cone.groups) and is_not_concave(cone, cell, node["direction"])
    ys = node.get("multipliers")
    return isinstance(ys, Sequence) and all(_are_integers(y, cone.groups) for y in ys) and is_separated(cone, cell, ys)


def _are_integers(values: Any, count: int) -> bool:
    """Tell whether it is a list of so many integers: floats round, and True is none."""
    return isinstance(values, Sequence) and len(values) == count and all(type(value) is int for value in values)


def is_far(cell: Cell, u: Sequence[int], norm: Norm, beyond: Fraction) -> bool:
    """Decide whether u proves that no point of a cell is nearer to 1 than the root of `beyond`."""
    if any(sum(x * y for x, y in zip(u, corner, strict=True)) > 0 for corner in cell.corners) or sum(u) <= 0:
        return False
    sizes = [abs(value) for value in u]
    dual = sum(size * size for size in sizes) if norm == "l2" else (max(sizes) if norm == "l1" else sum(sizes)) ** 2
    return sum(u) ** 2 >= beyond * dual


def is_not_concave(cone: CoefficientCone, cell: Cell, v: Sequence[int]) -> bool:
    """Decide whether moving along v, for or against, pays in every game of a cell for whoever meets the demand."""
    if sum(v) != 0 or any(v[d] for d in cone.demand.free):
        return False
    along = flint.fmpz_mat(cone.groups, 1, list(v))
    bends = [int((along.transpose() * H * along)[0, 0]) for H in cone.curvatures]
    return all(sum(x * bend for x, bend in zip(corner, bends, strict=True)) < 0 for corner in cell.corners)


def is_separated(cone: CoefficientCone, cell: Cell, ys: Sequence[Sequence[int]]) -> bool:
    """Decide whether multipliers rule out an equilibrium that meets the demand in every game of a cell."""
    k, groups = len(cell.corners), cone.groups
    if len(ys) != k or any(sum(y) != 0 or any(y[d] < 0 for d in cell.zeros | cell.open) for y in ys):
        return False
    columns = flint.fmpz_mat([list(y) for y in ys]).transpose()
    found = (cone.gaps * columns).tolist()
    totals = [sum(corner) for corner in cell.corners]
    served = [v for v in range(groups) if v not in cell.zeros] if cone.demand.room > 0 else [0]
    for v in served:
        rows = [[int(value) for value in found[v * k + i]] for i in range(k)]
        # c_ij: multiplier i at corner j, times the sum of the corner.
        c = [[sum(corner[r] * rows[r][i] for r in range(k)) for corner in cell.corners] for i in range(k)]
        if any(c[i][i] <= 0 or c[i][j] * totals[i] + c[j][i] * totals[j] < 0 for i in range(k) for j in range(i + 1)):
            return False
    return True


def _leaves(tree: Node) -> int:
    count, waiting = 0, [tree]
    while waiting:
        node = waiting.pop()
        count += "parts" not in node
        waiting += node.get("parts", ())
    return count

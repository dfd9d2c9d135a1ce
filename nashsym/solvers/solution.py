"""What `solve` answers: the homogeneous equilibria of a game, and what is proved about them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import flint

from nashsym.errors import InputError
from nashsym.exact.definiteness import Definiteness
from nashsym.exact.rational import column_fractions, fraction, number_text
from nashsym.exact.systems import marginals
from nashsym.game import Game
from nashsym.terms import CanonicalForm

__all__ = ["Component", "Continuum", "Equilibrium", "Kind", "Profile", "Solution", "Verdict"]

Verdict = Literal["proved", "refuted", "undecided"]
#: The last two are of anchored games, see `nashsym.solvers.anchored_solution`.
Kind = Literal["interior", "boundary", "continuum", "several", "none", "undecided", "enclosed", "approximate"]
#: A profile by its distinct mixtures: (how many agents play it, the mixture) — the order of agents is immaterial.
Profile = tuple[tuple[int, tuple[Fraction, ...]], ...]


@dataclass(frozen=True, repr=False)
class Equilibrium:
    """A homogeneous Nash equilibrium: every agent plays `weights`, and it is exact.

    Parameters
    ----------
    game : Game
    vector : flint.fmpq_mat, shape (D, 1)
        The weights w.

    Raises
    ------
    InputError
        For an anchored game, whose equilibria are not rational.
    """

    game: Game
    vector: flint.fmpq_mat

    __hash__ = None  # type: ignore[assignment]  # flint matrices are mutable in principle

    def __post_init__(self) -> None:
        if self.game.is_anchored:
            raise InputError("an anchored game has no exact equilibrium", remedy="use solve: it encloses it")

    @cached_property
    def weights(self) -> tuple[Fraction, ...]:
        """The weights in the order of the groups, exactly."""
        return column_fractions(self.vector)

    @cached_property
    def marginal_vector(self) -> flint.fmpq_mat:
        """G = b − Mw as a column of shape (D, 1)."""
        form = self.game.canonical
        return marginals(form.b, form.M, self.vector)

    @cached_property
    def marginals(self) -> tuple[Fraction, ...]:
        """Marginal utility of each group where all play w: what one more unit of weight on it brings (MODEL T1)."""
        return column_fractions(self.marginal_vector)

    @cached_property
    def level(self) -> Fraction:
        """ν, the common marginal utility of the groups that are served."""
        return fraction(max(self.marginal_vector.entries()))

    @cached_property
    def support(self) -> tuple[int, ...]:
        """Indices of the groups with weight > 0."""
        return tuple(d for d, weight in enumerate(self.vector.entries()) if weight > 0)

    @cached_property
    def tight(self) -> tuple[int, ...]:
        """Indices of the groups whose marginal utility is ν: the support, and those indifferent at weight 0."""
        entries = self.marginal_vector.entries()
        level = max(entries)
        return tuple(d for d, value in enumerate(entries) if value == level)

    @property
    def kind(self) -> Literal["interior", "boundary"]:
        """Whether every group has weight > 0."""
        return "interior" if len(self.support) == self.game.size else "boundary"

    @property
    def is_strictly_complementary(self) -> bool:
        """Whether every group at weight 0 strictly loses from being served."""
        return self.tight == self.support

    def left_out(self) -> tuple[str, ...]:
        """Return the groups with weight exactly 0."""
        served = set(self.support)
        return tuple(name for d, name in enumerate(self.game.groups) if d not in served)

    def excluded(self, floor: Fraction | None = None) -> tuple[str, ...]:
        """Return the groups with a weight below the floor τ (the game's unless given)."""
        threshold = self.game.threshold if floor is None else floor
        return tuple(name for name, weight in zip(self.game.groups, self.weights, strict=True) if weight < threshold)

    def to_dict(self) -> dict[str, Any]:
        """Return weights (exact strings) by group, support and kind."""
        entries = self.vector.entries()
        return {
            "weights": {name: number_text(value) for name, value in zip(self.game.groups, entries, strict=True)},
            "support": [self.game.groups[d] for d in self.support],
            "kind": self.kind,
        }

    def __repr__(self) -> str:
        shares = [f"{name}: {float(weight):.4g}" for name, weight in zip(self.game.groups, self.weights, strict=True)]
        shown = shares if len(shares) <= 8 else [*shares[:7], f"… {len(shares)} in all"]
        return f"Equilibrium({self.kind}; {', '.join(shown)})"


@dataclass(frozen=True, repr=False)
class Continuum:
    """A polytope of homogeneous equilibria: every point of it is one.

    Parameters
    ----------
    game : Game
    representative : Equilibrium
        A point of it, in its relative interior where all vertices are known.
    vertices : tuple of Equilibrium
        Its vertices, at least two of them.
    all_vertices : bool
        Whether these are all; otherwise the enumeration was bounded.
    dimension : int
        Its dimension, at least 1.
    ranges : tuple of (Fraction, Fraction)
        Smallest and largest weight of each group over it, exactly.
    """

    game: Game
    representative: Equilibrium
    vertices: tuple[Equilibrium, ...]
    all_vertices: bool
    dimension: int
    ranges: tuple[tuple[Fraction, Fraction], ...]

    __hash__ = None  # type: ignore[assignment]  # flint matrices are mutable in principle

    @property
    def varying(self) -> tuple[int, ...]:
        """Indices of the groups whose weight is not the same everywhere."""
        return tuple(d for d, (low, high) in enumerate(self.ranges) if low != high)

    def to_dict(self) -> dict[str, Any]:
        """Return vertices, dimension and ranges; numbers are exact strings."""
        return {
            "kind": "continuum",
            "dimension": self.dimension,
            "vertices": [vertex.to_dict()["weights"] for vertex in self.vertices],
            "all_vertices": self.all_vertices,
            "ranges": {
                name: [number_text(low), number_text(high)]
                for name, (low, high) in zip(self.game.groups, self.ranges, strict=True)
            },
        }

    def __repr__(self) -> str:
        names = ", ".join(self.game.groups[d] for d in self.varying[:8])
        names += f", … {len(self.varying)} in all" if len(self.varying) > 8 else ""
        return f"Continuum(dimension {self.dimension}; weight moves between {names})"


Component = Equilibrium | Continuum


@dataclass(frozen=True, repr=False)
class Solution:
    """The answer of `solve`.

    Parameters
    ----------
    game : Game
    components : tuple of Equilibrium or Continuum
        The homogeneous equilibria found, each proved exactly.
    complete : bool
        Whether these are proved to be all homogeneous equilibria.
    search : str
        How far the search went, in a sentence.
    unique_homogeneous, unique : {"proved", "refuted", "undecided"}
        Whether the homogeneous equilibrium is the only homogeneous one; the only equilibrium at all.
    method : str
        What found it: "closed form", "daqp", "cvxpy:CLARABEL", "pivoting", "enumeration" …; exact arithmetic proved it.
    selected : Equilibrium or None
        The one equilibrium, or the one that a rule selected among several.
    rule : str
        The rule that selected it, "" where there was nothing to select.
    other_profile : Profile or None
        A heterogeneous equilibrium, where one was found.
    """

    game: Game
    components: tuple[Component, ...]
    complete: bool
    search: str
    unique_homogeneous: Verdict
    unique: Verdict
    method: str
    selected: Equilibrium | None = None
    rule: str = ""
    other_profile: Profile | None = None

    __hash__ = None  # type: ignore[assignment]  # flint matrices are mutable in principle

    @property
    def form(self) -> CanonicalForm:
        """The canonical form that was solved."""
        return self.game.canonical

    @property
    def concavity(self) -> Definiteness:
        """Sign of H on T."""
        return self.form.concavity

    @cached_property
    def provenance(self) -> dict[str, str]:
        """Versions of what had a hand in the answer; nothing in it is random."""
        from importlib.metadata import version

        proposers = [package for package in ("daqp", "cvxpy") if package in self.method]
        return {package: version(package) for package in ("nashsym", "python-flint", *proposers)}

    @property
    def equilibrium(self) -> Equilibrium | None:
        """The selected equilibrium; else the first one listed (a continuum's representative); None if there is none."""
        if self.selected is not None or not self.components:
            return self.selected
        first = self.components[0]
        return first.representative if isinstance(first, Continuum) else first

    @property
    def equilibria(self) -> tuple[Equilibrium, ...]:
        """Every equilibrium listed: isolated ones, and the vertices of continua."""
        points: list[Equilibrium] = []
        for component in self.components:
            points.extend(component.vertices if isinstance(component, Continuum) else (component,))
        return tuple(points)

    @property
    def kind(self) -> Kind:
        """One word for the answer: "undecided" where nothing was found and the search was not complete."""
        if not self.components:
            return "none" if self.complete else "undecided"
        if len(self.components) > 1:
            return "several"
        only = self.components[0]
        return "continuum" if isinstance(only, Continuum) else only.kind

    @property
    def outcome(self) -> str:
        """The answer in a sentence; how far the search went is in `search`."""
        if self.kind == "none":
            return "There is no homogeneous equilibrium."
        if self.kind == "undecided":
            return "No homogeneous equilibrium is known."
        count = len(self.components)
        if count > 1:
            return f"{count} homogeneous equilibria" + (" and no more." if self.complete else ", and perhaps more.")
        if self.kind == "continuum":
            return "A continuum of homogeneous equilibria."
        certainty = {"proved": "The only", "refuted": "One", "undecided": "A"}[self.unique_homogeneous]
        where = "interior: every group is served" if self.kind == "interior" else "on the boundary: a group is left out"
        return f"{certainty} homogeneous equilibrium, {where}."

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as a tree; numbers are exact strings."""
        return {
            "kind": self.kind,
            "components": [component.to_dict() for component in self.components],
            "complete": self.complete,
            "search": self.search,
            "unique_among_homogeneous": self.unique_homogeneous,
            "unique": self.unique,
            "method": self.method,
            "rule": self.rule,
            "exactness": "exact",
            "numbers": self.game.numbers,
            "provenance": self.provenance,
        }

    def __repr__(self) -> str:
        return f"Solution({self.kind}; {self.outcome} {self.equilibrium!r})"

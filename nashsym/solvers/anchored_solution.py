"""What `solve` answers for an anchored game: points with a proved bound on regret, and how far the equilibrium is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import flint

from nashsym.exact.rational import column_fractions, number_text
from nashsym.game import Game
from nashsym.solvers.solution import Kind, Solution
from nashsym.terms import CanonicalForm
from nashsym.theorems.wording import bound

__all__ = ["AnchoredSolution", "Enclosure", "Standing"]

#: Where a weight of the equilibrium is proved to lie: below the floor, or at the floor or above it.
Standing = Literal["excluded", "included", "undecided"]


@dataclass(frozen=True, repr=False)
class Enclosure:
    r"""A homogeneous profile of an anchored game from which nobody gains more than `gap` by deviating.

    Parameters
    ----------
    game : Game
    vector : flint.fmpq_mat, shape (D, 1)
        Weights w > 0 that sum to exactly 1; what every agent plays.
    gap : Fraction
        ``max_d g_d − gᵀw`` is at most this, in utility, and so is the regret of every agent, where H̃ ⪰ 0 on T
        (MODEL T14).
    radii : tuple of D Fractions, or None
        ``|w_d − ŵ_d| ≤ r_d`` for the one homogeneous equilibrium ŵ (MODEL T15); None where M̃ is not ≻ 0 on T.
    """

    game: Game
    vector: flint.fmpq_mat
    gap: Fraction
    radii: tuple[Fraction, ...] | None

    __hash__ = None  # type: ignore[assignment]  # flint matrices are mutable in principle

    @cached_property
    def weights(self) -> tuple[Fraction, ...]:
        """The weights in the order of the groups, exactly."""
        return column_fractions(self.vector)

    def standing(self, group: int, floor: Fraction | None = None) -> Standing:
        """Return where the equilibrium's weight of a group, by index, lies with respect to the floor τ.

        "excluded" where ``w_d + r_d < τ``, "included" where ``w_d − r_d ≥ τ``; otherwise, and where there are no radii,
        "undecided".
        """
        threshold = self.game.threshold if floor is None else floor
        if self.radii is None:
            return "undecided"
        weight, radius = self.weights[group], self.radii[group]
        if weight + radius < threshold:
            return "excluded"
        return "included" if weight - radius >= threshold else "undecided"

    def _standing(self, sought: Standing, floor: Fraction | None) -> tuple[str, ...]:
        return tuple(name for d, name in enumerate(self.game.groups) if self.standing(d, floor) == sought)

    def excluded(self, floor: Fraction | None = None) -> tuple[str, ...]:
        """Return the groups whose weight at the equilibrium is proved to be below the floor τ (the game's)."""
        return self._standing("excluded", floor)

    def included(self, floor: Fraction | None = None) -> tuple[str, ...]:
        """Return the groups whose weight at the equilibrium is proved to be τ or more."""
        return self._standing("included", floor)

    def undecided(self, floor: Fraction | None = None) -> tuple[str, ...]:
        """Return the groups of which neither is proved."""
        return self._standing("undecided", floor)

    def to_dict(self) -> dict[str, Any]:
        """Return weights, radii and standings by group, and the gap; numbers are exact strings."""
        groups = self.game.groups
        radii = None if self.radii is None else dict(zip(groups, map(number_text, self.radii), strict=True))
        return {
            "weights": dict(zip(groups, map(number_text, self.vector.entries()), strict=True)),
            "gap": number_text(self.gap),
            "radii": radii,
            "standing": {name: self.standing(d) for d, name in enumerate(groups)},
        }

    def __repr__(self) -> str:
        shares = [f"{name}: {float(weight):.4g}" for name, weight in zip(self.game.groups, self.weights, strict=True)]
        shown = shares if len(shares) <= 8 else [*shares[:7], f"… {len(shares)} in all"]
        radius = "" if self.radii is None else f", radii ≤ {bound(max(self.radii), upper=True)}"
        return f"Enclosure({', '.join(shown)}; gap ≤ {bound(self.gap, upper=True)}{radius})"


@dataclass(frozen=True, repr=False)
class AnchoredSolution(Solution):
    """The answer of `solve` for an anchored game: its equilibria are not rational, so none is listed as a component.

    Parameters
    ----------
    enclosures : tuple of Enclosure
        The homogeneous profiles found, each with a proved bound on regret. There is one, with radii, where the
        equilibrium is proved to be the only homogeneous one; where M̃ is not ≻ 0 on T there can be several, two of them
        may belong to one equilibrium, and equilibria may be missing. None where H̃ is not ⪰ 0 on T.

    Notes
    -----
    What is proved rests on ``H̃ = H + 2λ_R I`` and M̃, G̃ made from it, which bound the curvature from below
    (`nashsym.terms.Anchor.strengthened`): enough, but not necessary, so that nothing is ever refuted.
    """

    enclosures: tuple[Enclosure, ...] = ()

    __hash__ = None  # flint matrices are mutable in principle

    @property
    def form(self) -> CanonicalForm:
        """(b, H̃, K, N), whose H̃, M̃ and G̃ bound the curvature of the anchored game."""
        return self.game.anchored_form

    @property
    def enclosure(self) -> Enclosure | None:
        """The first profile listed; None where there is none."""
        return self.enclosures[0] if self.enclosures else None

    @property
    def kind(self) -> Kind:
        """One word: "enclosed" (the one equilibrium, within radii), "approximate" (bounds on regret), "undecided"."""
        if not self.enclosures:
            return "undecided"
        return "approximate" if self.enclosures[0].radii is None else "enclosed"

    @property
    def outcome(self) -> str:
        """The answer in a sentence; what it rests on is in `search`."""
        if self.kind == "undecided":
            return "No homogeneous equilibrium is known."
        if self.kind == "enclosed":
            return "The only homogeneous equilibrium, enclosed: every group has a weight above 0."
        count = len(self.enclosures)
        which = "A homogeneous profile" if count == 1 else f"{count} homogeneous profiles"
        return f"{which} with a proved bound on regret; how far an exact equilibrium is remains undecided."

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as a tree; numbers are exact strings."""
        tree = super().to_dict()
        del tree["components"]
        return tree | {
            "enclosures": [enclosure.to_dict() for enclosure in self.enclosures],
            "exactness": "enclosed" if self.kind == "enclosed" else "bounded regret",
        }

    def __repr__(self) -> str:
        return f"Solution({self.kind}; {self.outcome} {self.enclosure!r})"

"""Strategies for games, one for each regime, and the three ways to state a game."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from hypothesis import strategies as st

from nashsym.exact.rational import rational, vector
from nashsym.game import Game
from nashsym.terms.anchor import Anchor
from nashsym.testing import construction as build
from nashsym.testing.arithmetic import DYADIC, RATIONAL, Arithmetic, Matrix, add, scale
from nashsym.testing.construction import Builder, Parts
from nashsym.testing.simplex import interior_shares

__all__ = ["REGIMES", "Regime", "anchored_games", "games", "names"]

Range = int | tuple[int, int]

_KINDS: Final = ("canonical", "similarity", "distance")


@dataclass(frozen=True)
class Regime:
    """A regime of games; call it for the strategy.

    Attributes
    ----------
    name, statement : str
        What it is called, and what is true of each of its games.
    build : callable
        Draws (b, H, K).
    groups, agents : (int, int)
        Fewest and most, unless the call says otherwise.
    bounds : (int, int or None)
        Fewest and most groups with which the regime exists.
    bounds_on_agents : (int, int or None)
        Fewest and most agents with which it exists.
    mutual : bool
        Whether K is symmetric, so that the game can be stated by coefficients and inputs.
    """

    name: str
    statement: str
    build: Builder
    groups: tuple[int, int] = (2, 4)
    agents: tuple[int, int] = (2, 6)
    bounds: tuple[int, int | None] = (2, None)
    bounds_on_agents: tuple[int, int | None] = (1, None)
    mutual: bool = True

    def __call__(
        self, *, groups: Range | None = None, agents: Range | None = None, kind: str | None = None, floats: bool = False
    ) -> st.SearchStrategy[Game]:
        """Return the strategy.

        Parameters
        ----------
        groups, agents : int or (int, int), optional
            How many, or fewest and most; sizes in which the regime does not exist are left out.
        kind : {"canonical", "similarity", "distance"}, optional
            How the game is stated; any that the regime allows unless given.
        floats : bool
            Draw floats, which are read as the dyadic rationals that they are; small exact rationals otherwise. The
            regime holds exactly in both.

        Raises
        ------
        ValueError
            For sizes or a kind in which the regime does not exist.
        """
        sizes = _within(self.name, "groups", groups, self.groups, self.bounds)
        counts = _within(self.name, "agents", agents, self.agents, self.bounds_on_agents)
        kinds = _KINDS if self.mutual else ("canonical",)
        if kind is not None and kind not in kinds:
            raise ValueError(f"{self.name} games are {', '.join(kinds)}, not {kind}")
        return _games(self, sizes, counts, kinds if kind is None else (kind,), floats)


def _within(
    name: str, what: str, given: Range | None, usual: tuple[int, int], bounds: tuple[int, int | None]
) -> tuple[int, int]:
    """Return the range that is asked for, as far as the regime exists in it."""
    few, most = usual if given is None else (given, given) if isinstance(given, int) else given
    fewest, largest = bounds
    clipped = max(few, fewest), most if largest is None else min(most, largest)
    if clipped[0] > clipped[1]:
        limit = f"at least {fewest}" if most < fewest else f"at most {largest}"
        raise ValueError(f"{name} games have {limit} {what}")
    return clipped


def names(size: int) -> list[str]:
    """Return short names for groups, from "a" on."""
    return [chr(ord("a") + d) if d < 26 else f"group {d + 1}" for d in range(size)]


@st.composite
def _games(
    draw: st.DrawFn,
    regime: Regime,
    groups: tuple[int, int],
    agents: tuple[int, int],
    kinds: tuple[str, ...],
    floats: bool,
) -> Game:
    arithmetic = DYADIC if floats else RATIONAL
    size, count = draw(st.integers(*groups)), draw(st.integers(*agents))
    parts = regime.build(draw, arithmetic, size, count)
    return _stated(draw, arithmetic, draw(st.sampled_from(kinds)), parts, count)


def _stated(draw: st.DrawFn, arithmetic: Arithmetic, kind: str, parts: Parts, agents: int) -> Game:
    """State a canonical game by coefficients and inputs where asked (MODEL, section 1, read backwards)."""
    b, H, K = parts
    groups = names(len(b))
    written = arithmetic.written

    def rows(X: Matrix) -> list[list[object]]:
        return [[written(x) for x in row] for row in X]

    if kind == "canonical":
        coupling = rows(K) if agents > 1 else None
        return Game.from_canonical([written(x) for x in b], rows(H), coupling, agents, groups=groups)
    weights = [draw(st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 2)])) for _ in range(3)]
    attractiveness, consistency, diversity = weights
    M = add(H, K) if kind == "distance" and agents > 1 else H
    S = scale(1 / (2 * diversity) if kind == "distance" else 1 / diversity, K)
    return Game.alignment(
        groups,
        agents,
        [written(x / attractiveness) for x in b],
        rows(scale(1 / (2 * consistency), M)),
        rows(S),
        coefficients=[written(x) for x in weights],
        diversity=kind,
    )


_FLAT = "H and M ⪰ 0 on T; a direction is flat, or a group at 0 as good as served"

#: A new regime is one more row.
REGIMES: Final[dict[str, Regime]] = {
    regime.name: regime
    for regime in (
        Regime("interior", "H and M ≻ 0 on T, and w⁎ > 0", build.interior, bounds=(1, None)),
        Regime("boundary", "H and M ≻ 0 on T; each group at 0 would be strictly worse", build.boundary),
        Regime("degenerate", _FLAT, build.degenerate),
        Regime(
            "ill_conditioned",
            "M ≻ 0 on T by less than 1e-8 of its size",
            build.ill_conditioned,
            (3, 4),
            bounds=(3, None),
        ),
        Regime("not_concave", "H is not ⪰ 0 on T", build.not_concave),
        Regime(
            "several_equilibria",
            "H ⪰ 0 on T; several homogeneous ones",
            build.several_equilibria,
            bounds_on_agents=(2, None),
        ),
        Regime("one_agent", "N = 1", build.one_agent, (1, 4), (1, 1), (1, None), (1, 1)),
        Regime("one_group", "D = 1", build.one_group, (1, 1), (1, 5), (1, 1)),
        Regime(
            "asymmetric_coupling",
            "H ⪰ 0 on T; K is not symmetric",
            build.asymmetric_coupling,
            bounds_on_agents=(2, None),
            mutual=False,
        ),
    )
}


def games(
    *,
    regimes: tuple[str, ...] | None = None,
    kind: str | None = None,
    floats: bool = False,
    groups: Range | None = None,
    agents: Range | None = None,
) -> st.SearchStrategy[Game]:
    """Draw games of any regime; shrinks towards a small interior one.

    Parameters
    ----------
    regimes : tuple of str, optional
        Keys of `REGIMES`; all of them unless given.
    kind, floats, groups, agents
        As for a single regime; a regime that does not exist with them is left out.

    Returns
    -------
    strategy of Game

    Raises
    ------
    ValueError
        Where no regime exists with these.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(games(kind="canonical", regimes=("boundary",)), lambda game: True)
    Game(groups=('a', 'b'), agents=2, canonical (b, H, K))
    """
    strategies = []
    for name in REGIMES if regimes is None else regimes:
        try:
            strategies.append(REGIMES[name](groups=groups, agents=agents, kind=kind, floats=floats))
        except ValueError:
            if regimes is not None and len(regimes) == 1:
                raise
    if not strategies:
        raise ValueError("no regime exists with these sizes and this kind")
    return st.one_of(strategies)


@st.composite
def anchored_games(draw: st.DrawFn, /, **options: Any) -> Game:
    """Draw games with a price on straying from a reference mixture; shrinks towards equal shares at the price 1.

    Parameters
    ----------
    options
        As for `games`. The regime is that of the game without its anchor.
    """
    game = draw(games(**options))
    arithmetic = DYADIC if game.numbers == "dyadic" else RATIONAL
    reference = vector(draw(interior_shares(arithmetic, game.size)))
    anchor = Anchor(rational(draw(arithmetic.positive_number())), reference)
    return replace(game, terms=(*game.terms, anchor))

"""Strategies for games, one for each regime, and the three ways to state a game."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from hypothesis import strategies as st

from nashsym.game import Game
from nashsym.testing import construction as build
from nashsym.testing.arithmetic import DYADIC, RATIONAL, Arithmetic, Matrix, add, scale
from nashsym.testing.construction import Builder, Parts

__all__ = ["REGIMES", "Regime", "games", "names"]

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
    fewest : int
        Groups that the regime can't do without.
    alone : bool
        Whether the regime exists for one agent.
    mutual : bool
        Whether K is symmetric, so that the game can be stated by coefficients and inputs.
    """

    name: str
    statement: str
    build: Builder
    groups: tuple[int, int] = (2, 4)
    agents: tuple[int, int] = (2, 6)
    fewest: int = 2
    alone: bool = True
    mutual: bool = True

    def __call__(
        self, *, groups: Range | None = None, agents: Range | None = None, kind: str | None = None, floats: bool = False
    ) -> st.SearchStrategy[Game]:
        """Return the strategy.

        Parameters
        ----------
        groups, agents : int or (int, int), optional
            How many, or fewest and most.
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
        few, most = _range(groups, self.groups)
        least, largest = _range(agents, self.agents)
        kinds = _KINDS if self.mutual else ("canonical",)
        if few < self.fewest or (least == 1 and not self.alone):
            raise ValueError(
                f"{self.name} games have at least {self.fewest} groups{'' if self.alone else ', 2 agents'}"
            )
        if kind is not None and kind not in kinds:
            raise ValueError(f"{self.name} games are {', '.join(kinds)}, not {kind}")
        return _games(self, (few, most), (least, largest), kinds if kind is None else (kind,), floats)


def _range(given: Range | None, usual: tuple[int, int]) -> tuple[int, int]:
    if given is None:
        return usual
    return (given, given) if isinstance(given, int) else given


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
        Regime("interior", "H and M ≻ 0 on T, and w⁎ > 0", build.interior, fewest=1),
        Regime("boundary", "H and M ≻ 0 on T; each group at 0 would be strictly worse", build.boundary),
        Regime("degenerate", _FLAT, build.degenerate),
        Regime("ill_conditioned", "M ≻ 0 on T by less than 1e-8 of its size", build.ill_conditioned, (3, 4), fewest=3),
        Regime("not_concave", "H is not ⪰ 0 on T", build.not_concave),
        Regime("several_equilibria", "H ⪰ 0 on T; several homogeneous ones", build.several_equilibria, alone=False),
        Regime("one_agent", "N = 1", build.one_agent, (1, 4), (1, 1), fewest=1),
        Regime("one_group", "D = 1", build.one_group, (1, 1), (1, 5), fewest=1),
        Regime(
            "asymmetric_coupling",
            "H ⪰ 0 on T; K is not symmetric",
            build.asymmetric_coupling,
            alone=False,
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

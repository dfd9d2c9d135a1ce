"""What a report says, before any format: facts in exact numbers, sentences with the names in them marked.

`nashsym.reports.collecting` fills these in; the HTML page and the Markdown are two ways to print the same content.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from nashsym.reports.incentives import Incentives
from nashsym.reports.text import Sentence
from nashsym.theorems.finding import Finding

__all__ = [
    "Change",
    "Content",
    "DiversityLimit",
    "Exclusion",
    "GroupLine",
    "InputMatrix",
    "InputTable",
    "Inputs",
    "Niche",
    "PointPart",
    "RangeLine",
    "RangePart",
    "Sealed",
    "SecondDerivation",
    "Slopes",
    "Status",
    "Welfare",
]

#: "sometimes": at some of the equilibria in question below the floor, at others not.
Status = Literal["served", "below the floor", "left out", "sometimes"]


@dataclass(frozen=True)
class GroupLine:
    """One group at one equilibrium.

    Attributes
    ----------
    index : int
        Its place among the groups of the game.
    weight, marginal, shortfall : Fraction
        w_d; g_d = (b − Mw)_d; ν − g_d ≥ 0.
    """

    index: int
    name: str
    weight: Fraction
    marginal: Fraction
    shortfall: Fraction
    status: Status


@dataclass(frozen=True)
class PointPart:
    """One equilibrium: some or all of its groups.

    Attributes
    ----------
    number : int
        From 1 in the order of `Solution.components`.
    selected : bool
        Whether it is the one that the rest of the report is about.
    level : Fraction
        ν.
    lines : tuple of GroupLine
        In the order of the game.
    hidden : Sentence
        What is not shown and why; empty where everything is.
    digits : int
        Digits of the longest number among all the exact weights.
    """

    number: int
    kind: Literal["interior", "boundary"]
    selected: bool
    level: Fraction
    lines: tuple[GroupLine, ...]
    hidden: Sentence
    digits: int


@dataclass(frozen=True)
class RangeLine:
    """One group over a continuum: its least and its largest weight there."""

    index: int
    name: str
    low: Fraction
    high: Fraction
    status: Status


@dataclass(frozen=True)
class RangePart:
    """One continuum of equilibria; `point` is the one of them that the certificate states."""

    number: int
    dimension: int
    vertices: int
    all_vertices: bool
    lines: tuple[RangeLine, ...]
    hidden: Sentence
    point: PointPart


@dataclass(frozen=True)
class Niche:
    """So many agents that play the same mixture, in an equilibrium in which agents differ (T6)."""

    agents: int
    weights: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True)
class Slopes:
    """How the equilibrium moves with one coefficient, to first order (T7).

    Attributes
    ----------
    weights : tuple of (group, ∂w_d/∂λ, ∂(ν − g_d)/∂λ)
        For the groups shown.
    """

    coefficient: str
    weights: tuple[tuple[str, Fraction, Fraction], ...]


@dataclass(frozen=True)
class Change:
    """What a change of one coefficient alone, in one direction, does for a group below the floor.

    Attributes
    ----------
    value : Fraction or None
        A value at which the group is back at the floor: the threshold where `is_exact`, else one just beyond it.
    """

    coefficient: str
    direction: Literal["increase", "decrease"]
    current: Fraction
    verdict: Literal["reached", "never", "undecided"]
    value: Fraction | None
    is_exact: bool
    sentence: Sentence


@dataclass(frozen=True)
class DiversityLimit:
    """Where the weights go as the diversity coefficient grows (T12), and whether that leaves everybody in."""

    includes_everybody: bool
    story: tuple[Sentence, ...]


@dataclass(frozen=True)
class Exclusion:
    """Why one group is below the floor, and which change of one coefficient brings it back to it."""

    line: GroupLine
    reason: Sentence
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Welfare:
    """Σᵢuᵢ at the equilibrium, and where among homogeneous profiles it is largest (T17).

    Attributes
    ----------
    per_agent, total : Fraction
    best_per_agent : Fraction or None
        At the homogeneous optimum; None where that is not known.
    best : tuple of (group, weight at the equilibrium, weight at the optimum)
        For the groups shown; empty where the optimum is the equilibrium or not known.
    """

    per_agent: Fraction
    total: Fraction
    best_per_agent: Fraction | None
    best: tuple[tuple[str, Fraction, Fraction], ...]
    story: tuple[Sentence, ...]


@dataclass(frozen=True)
class SecondDerivation:
    """What CVXPY makes of the concave programme, beside the exact answer; or why there is none.

    Attributes
    ----------
    rows : tuple of (group, exact weight, CVXPY's weight, exact shortfall, CVXPY's multiplier)
    level : tuple of (exact, CVXPY's), or None
    weight_error, shortfall_error : float
        The largest differences over all groups.
    """

    story: Sentence
    solver: str = ""
    rows: tuple[tuple[str, Fraction, float, Fraction, float], ...] = ()
    level: tuple[Fraction, float] | None = None
    weight_error: float = 0.0
    shortfall_error: float = 0.0


@dataclass(frozen=True)
class InputMatrix:
    """A square input: its symbol, what it means, and its entries where there are few groups."""

    symbol: str
    name: str
    meaning: str
    rows: tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class InputTable:
    """What can be said of each group by itself: a column per input."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Fraction, ...]], ...]


@dataclass(frozen=True)
class Inputs:
    """What the game was made of.

    Attributes
    ----------
    utility : str
        The utility in a formula.
    coefficients : tuple of (name, symbol, value)
    facts : tuple of (label, Sentence)
    """

    utility: str
    coefficients: tuple[tuple[str, str, Fraction], ...]
    facts: tuple[tuple[str, Sentence], ...]
    table: InputTable
    matrices: tuple[InputMatrix, ...]
    groups: tuple[str, ...]
    hidden: Sentence
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Sealed:
    """The certificate: what it claims, and what our own run of `verify` said.

    Attributes
    ----------
    box_checker : (lines, SHA-256), or None
        Of verify_box.py, which a claim about a box of games needs beside verify.py.
    """

    digest: str
    types: frozenset[str]
    claims: tuple[str, ...]
    accepted: bool
    failed: str
    size: int
    checker_digest: str
    checker_lines: int
    made_by: str
    box_checker: tuple[int, str] | None = None


@dataclass(frozen=True)
class Content:
    """All that a report says.

    Attributes
    ----------
    title : str
        What the game is called.
    headline : Sentence
    summary : tuple of Sentence
        The story, a sentence or two each.
    parts : tuple of PointPart or RangePart
        The homogeneous equilibria that are shown.
    point : PointPart or None
        The equilibrium that the certificate states and the reasons are about.
    """

    title: str
    headline: Sentence
    summary: tuple[tuple[str, Sentence], ...]
    facts: tuple[tuple[str, str], ...]
    floor: Fraction
    agents: int
    size: int
    inputs: Inputs
    parts: tuple[PointPart | RangePart, ...]
    parts_story: tuple[Sentence, ...]
    point: PointPart | None
    niches: tuple[Niche, ...]
    exclusions: tuple[Exclusion, ...]
    exclusions_story: tuple[Sentence, ...]
    slopes: tuple[Slopes, ...]
    slopes_story: Sentence
    incentives: Incentives | None
    diversity_limit: DiversityLimit | None
    findings: tuple[Finding, ...]
    second: SecondDerivation
    welfare: Welfare | None
    sealed: Sealed
    method: tuple[tuple[str, Sentence], ...]

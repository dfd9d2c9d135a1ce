"""The game: groups of people, what serving them pays, and the agents that choose whom to speak for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, Self

import numpy as np

from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fraction, number_text
from nashsym.terms import Anchor, CanonicalForm, Coupling, Term
from nashsym.terms.assembly import DIVERSITY, Kind, alignment_terms, canonical_terms, kind_of_terms, terms_tree
from nashsym.terms.inputs import InputReader, shown
from nashsym.terms.parameters import (
    COEFFICIENTS,
    DEFAULT_FLOOR,
    check_name,
    read_agents,
    read_floor,
    read_groups,
)
from nashsym.terms.provenance import read_provenance

__all__ = ["COEFFICIENTS", "DEFAULT_FLOOR", "Game"]


@dataclass(frozen=True, repr=False)
class Game:
    r"""A population game: N agents, each playing a mixture over D groups; the utility is a sum of terms.

    Make one with `Game.alignment` (attractiveness, inconsistency, similarity and three coefficients), with
    `Game.from_canonical` (b, H, K), or from terms of your own. Numbers are exact inside.

    Parameters
    ----------
    groups : tuple of str
        Names of the D human subpopulations.
    agents : int
        N ≥ 1.
    terms : tuple of Term
        The utility of each agent is their sum.
    floor : Fraction, optional
        τ, 0 < τ ≤ 1/D: a group with a weight below it counts as excluded (MODEL, section 1); the smaller of 1/100 and
        1/D unless given. Read it as `threshold`, which is never None.
    name : str
        What the game is called in reports.
    numbers : {"decimal", "dyadic"}
        How the inputs were read: as written, or as the binary floats that they were.
    notes : tuple of str
        Repairs made while reading.
    provenance : mapping of str to str
        Where the inputs come from: source, method, counts, seed, versions. `numbers`, notes and provenance do not count
        where games are compared: they say how a game came to be, not what it is.

    Raises
    ------
    InputError
        Where anything of the above is violated; it says what and where.

    Examples
    --------
    >>> from nashsym import Game
    >>> game = Game.alignment(
    ...     groups=["left", "right"],
    ...     agents=3,
    ...     attractiveness=["0.6", "0.4"],
    ...     inconsistency=[[1, 0], [0, 1]],
    ...     similarity=[["0.5", "0.2"], ["0.2", "0.5"]],
    ... )
    >>> game
    Game(groups=('left', 'right'), agents=3, attractiveness=1, consistency=1, diversity=1 (similarity))
    """

    groups: tuple[str, ...]
    agents: int
    terms: tuple[Term, ...]
    floor: Fraction | None = None
    name: str = ""
    numbers: Literal["decimal", "dyadic"] = field(default="decimal", compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)
    provenance: Mapping[str, str] = field(default_factory=dict, compare=False)

    __hash__ = None  # type: ignore[assignment]  # terms hold flint matrices

    def __post_init__(self) -> None:
        object.__setattr__(self, "groups", read_groups(self.groups))
        object.__setattr__(self, "terms", tuple(self.terms))
        object.__setattr__(self, "agents", read_agents(self.agents))
        object.__setattr__(self, "floor", read_floor(self.floor, len(self.groups)))
        check_name(self.name, "name")
        object.__setattr__(self, "provenance", read_provenance(self.provenance))
        for term in self.terms:
            self._check_term(term)
        if self.terms and all(term.coefficient == 0 for term in self.terms):
            raise InputError("every coefficient is 0", key="coefficients", remedy="give at least one that is positive")

    def _check_term(self, term: Term) -> None:
        rows, columns = int(term.data.nrows()), int(term.data.ncols())
        expected = (self.size, 1 if term.shape == "vector" else self.size)
        if (rows, columns) != expected:
            raise InputError(
                f"{rows}×{columns} numbers for {self.size} groups",
                key=term.name,
                remedy="give {}×{}".format(*expected),
            )
        if term.shape == "symmetric" and term.data != term.data.transpose():
            raise InputError("the matrix is not symmetric", key=term.name, remedy="give a symmetric matrix")
        if term.coefficient < 0:
            raise InputError("the coefficient is negative", key=term.coefficient_name, remedy="give 0 or more")
        if isinstance(term, Coupling) and self.agents == 1 and any(value != 0 for value in term.data.entries()):
            raise InputError("K is not 0 although there is one agent", key="K", remedy="leave K out, or have 2 agents")

    @classmethod
    def alignment(
        cls,
        groups: Sequence[str],
        agents: int,
        attractiveness: Any,
        inconsistency: Any,
        similarity: Any = None,
        *,
        coefficients: Mapping[str, Any] | Sequence[Any] | None = None,
        diversity: str = "similarity",
        anchor: Any = None,
        floor: Any = None,
        name: str = "",
        provenance: Mapping[str, str] | None = None,
    ) -> Self:
        r"""Make the game ``uᵢ = λ_A aᵀwᵢ − λ_C wᵢᵀC wᵢ − λ_D wᵢᵀS mᵢ`` (or its distance form).

        Parameters
        ----------
        groups : sequence of str, length D
        agents : int
            N ≥ 1.
        attractiveness : array-like, shape (D,)
            a.
        inconsistency : array-like, shape (D, D)
            C, symmetric.
        similarity : array-like, shape (D, D), optional
            S, symmetric; may be left out where λ_D = 0.
        coefficients : mapping or sequence of three numbers, optional
            λ_A, λ_C, λ_D ≥ 0, not all 0, by the names "attractiveness", "consistency", "diversity"; 1 unless said.
        diversity : {"similarity", "distance"}
            Which form of diversity the platform pays for.
        anchor : pair of a number and an array-like of shape (D,), optional
            λ_R ≥ 0 and w⁰ > 0, a mixture: the utility also loses ``λ_R KL(wᵢ‖w⁰)``, see `nashsym.terms.Anchor`.
        floor : number
            τ.
        name : str
        provenance : mapping of str to str, optional
            Where the inputs come from.

        Raises
        ------
        InputError
            Naming the entry at fault.

        Notes
        -----
        Source: MODEL, section 1. The functional forms are this project's.
        """
        groups = read_groups(groups)
        reader = InputReader(groups)
        terms = alignment_terms(
            reader,
            len(groups),
            attractiveness,
            inconsistency,
            similarity,
            coefficients=coefficients,
            diversity=diversity,
            anchor=anchor,
        )
        return cls._read(groups, agents, terms, floor, name, reader, provenance)

    @classmethod
    def from_canonical(
        cls,
        b: Any,
        H: Any,
        K: Any = None,
        agents: int = 2,
        *,
        groups: Sequence[str] | None = None,
        anchor: Any = None,
        floor: Any = None,
        name: str = "",
        provenance: Mapping[str, str] | None = None,
    ) -> Self:
        r"""Make the game ``uᵢ = bᵀwᵢ − ½ wᵢᵀH wᵢ − wᵢᵀK mᵢ``.

        Parameters
        ----------
        b : array-like, shape (D,)
        H : array-like, shape (D, D)
            Symmetric.
        K : array-like, shape (D, D), optional
            Any matrix; 0 unless given; must be 0 for N = 1.
        agents : int
        groups : sequence of str, optional
            Named ``group 1`` … unless given.
        anchor : pair, optional
            λ_R and w⁰, as in `alignment`.
        floor : number
        name : str
        provenance : mapping of str to str, optional
            Where the inputs come from.

        Raises
        ------
        InputError
            Naming the entry at fault.

        Notes
        -----
        Source: MODEL, section 1.
        """
        if groups is None:
            groups = tuple(f"group {d + 1}" for d in range(len(InputReader.sequence(b, "b"))))
        groups = read_groups(groups)
        reader = InputReader(groups)
        terms = canonical_terms(reader, len(groups), b, H, K, anchor=anchor)
        return cls._read(groups, agents, terms, floor, name, reader, provenance)

    @classmethod
    def _read(
        cls,
        groups: tuple[str, ...],
        agents: int,
        terms: tuple[Term, ...],
        floor: Any,
        name: str,
        reader: InputReader,
        provenance: Mapping[str, str] | None,
    ) -> Self:
        tau = None if floor is None else fraction(reader.number(floor, "floor"))
        numbers: Literal["decimal", "dyadic"] = "dyadic" if reader.dyadic else "decimal"
        return cls(groups, agents, terms, tau, name, numbers, tuple(reader.notes), provenance or {})

    @property
    def threshold(self) -> Fraction:
        """The floor τ."""
        return DEFAULT_FLOOR if self.floor is None else self.floor

    @property
    def size(self) -> int:
        """Number of groups D."""
        return len(self.groups)

    @property
    def kind(self) -> Kind:
        """How the game was given: coefficients and inputs, (b, H, K), or terms of a user's own; anchored or not."""
        return kind_of_terms(self.terms)

    @property
    def diversity(self) -> str | None:
        """The form of diversity, "similarity" or "distance"; None where no term is one."""
        forms = {kind: form for form, kind in DIVERSITY.items()}
        return next((forms[type(term)] for term in self.terms if type(term) in forms), None)

    @property
    def anchor(self) -> Anchor | None:
        """The term ``−λ_R KL(wᵢ‖w⁰)``; None where there is none."""
        return next((term for term in self.terms if isinstance(term, Anchor)), None)

    @property
    def coefficients(self) -> dict[str, Fraction]:
        """The coefficients by name, exactly."""
        return {term.coefficient_name: fraction(term.coefficient) for term in self.terms if term.coefficient_name}

    @cached_property
    def inputs(self) -> dict[str, np.ndarray]:
        """The inputs by name, as object arrays of Fractions of shape (D,) or (D, D), read-only."""
        inputs = {term.name: term.exact_data() for term in self.terms}
        for array in inputs.values():
            array.setflags(write=False)
        return inputs

    @property
    def is_quadratic(self) -> bool:
        """Whether every term is: such games are decided exactly."""
        return all(term.canonical(self.agents) is not None for term in self.terms)

    @property
    def is_anchored(self) -> bool:
        """Whether the one term that is not quadratic is an anchor: such games are decided with enclosed logarithms."""
        if self.anchor is None:
            return False
        others = [term for term in self.terms if term.canonical(self.agents) is None]
        return len(others) == 1 and isinstance(others[0], Anchor)

    @cached_property
    def canonical(self) -> CanonicalForm:
        """The canonical form (b, H, K, N) of the quadratic terms together, exactly."""
        form: CanonicalForm | None = None
        for term in self.terms:
            share = term.canonical(self.agents)
            if share is not None:
                form = share if form is None else form + share
        return CanonicalForm.zero(self.size, self.agents) if form is None else form

    @cached_property
    def anchored_form(self) -> CanonicalForm:
        """(b, H̃, K, N), ``H̃ = H + 2λ_R I`` bounding the curvature from below; `canonical` where nothing is anchored."""
        return self.canonical if self.anchor is None else self.anchor.strengthened(self.canonical)

    def with_coefficients(self, **coefficients: Any) -> Self:
        """Return the game with some coefficients changed, by name.

        Raises
        ------
        InputError
            For a name that no term has, a negative number, or where all would be 0.
        """
        reader = InputReader()
        known = self.coefficients
        for name in coefficients:
            if name not in known:
                listed = f"the coefficients are {', '.join(known)}" if known else "a canonical game has none"
                raise InputError(f"no coefficient is named {shown(name)}", key="coefficients", remedy=listed)
        changed = {key: reader.coefficient(value, f"coefficients.{key}") for key, value in coefficients.items()}
        terms = tuple(
            term.scaled(changed[term.coefficient_name]) if term.coefficient_name in changed else term
            for term in self.terms
        )
        numbers: Literal["decimal", "dyadic"] = "dyadic" if reader.dyadic else self.numbers
        return replace(self, terms=terms, numbers=numbers)

    def with_agents(self, agents: int) -> Self:
        """Return the game among another number of agents."""
        return replace(self, agents=agents)

    def with_floor(self, floor: Any) -> Self:
        """Return the game with another floor τ."""
        return replace(self, floor=fraction(InputReader().number(floor, "floor")))

    def utility(self, own: Sequence[Fraction], others: Sequence[Sequence[Fraction]]) -> Fraction:
        """Return the exact utility of an agent that plays `own` where the others play `others`.

        Parameters
        ----------
        own : sequence of Fraction, length D
        others : sequence of N−1 mixtures

        Raises
        ------
        InputError
            Where there are not N−1 others, or a mixture has not D numbers.
        """
        if len(others) != self.agents - 1:
            raise InputError(
                f"{len(others)} given where {self.agents - 1} play", key="others", remedy="give N−1 mixtures"
            )
        mine = self._mixture(own, "own")
        rest = [self._mixture(other, f"others[{j}]") for j, other in enumerate(others)]
        mean = sum(rest, start=np.full(self.size, Fraction(0), dtype=object)) / max(len(rest), 1)
        total = Fraction(0)
        for term in self.terms:
            if term.needs_others and not rest:
                continue
            total += term.exact(mine, mean)
            if rest:
                total += term.remainder(fraction(term.coefficient), term.exact_data(), np.array(rest, dtype=object))
        return total

    def _mixture(self, weights: Sequence[Fraction], key: str) -> np.ndarray:
        return np.array(column_fractions(InputReader().vector(weights, self.size, key)), dtype=object)

    def to_dict(self) -> dict[str, Any]:
        """Return the game as a tree of the game file's form; every number is an exact string.

        Raises
        ------
        InputError
            For a game of terms that a file can't state.
        """
        parts = terms_tree(self.terms, number_text)
        tree: dict[str, Any] = {"name": self.name} if self.name else {}
        tree |= {"groups": list(self.groups), "agents": self.agents}
        tree |= {"diversity": self.diversity} if self.kind == "alignment" else {}
        tree |= {"floor": number_text(self.threshold)} | parts
        return tree | ({"provenance": dict(self.provenance)} if self.provenance else {})

    def __repr__(self) -> str:
        listed = list(self.groups) if self.size <= 6 else [*self.groups[:5], f"… {self.size} in all"]
        details = [f"{name}={shown(value)}" for name, value in self.coefficients.items()]
        details = ["canonical (b, H, K)", *details] if self.kind == "canonical" else details
        form = f" ({self.diversity})" if self.diversity else ""
        name = f"{self.name!r}, " if self.name else ""
        return f"Game({name}groups={tuple(listed)}, agents={self.agents}, {', '.join(details)}{form})"

"""The game: groups of people, what serving them pays, and the agents that choose whom to speak for."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, Self

import flint
import numpy as np

from nashsym.errors import InputError
from nashsym.exact.rational import fraction, number_text
from nashsym.limits import MAX_AGENTS, MAX_GROUPS
from nashsym.terms import (
    Attractiveness,
    CanonicalForm,
    Coupling,
    Curvature,
    Distance,
    Inconsistency,
    Linear,
    Similarity,
    Term,
)
from nashsym.terms.inputs import InputReader

__all__ = ["COEFFICIENTS", "DEFAULT_FLOOR", "Game"]

COEFFICIENTS = ("attractiveness", "consistency", "diversity")
DEFAULT_FLOOR = Fraction(1, 100)
MAX_NAME_LENGTH = 200
_DIVERSITY: dict[str, type[Term]] = {"similarity": Similarity, "distance": Distance}


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
    numbers: Literal["decimal", "dyadic"] = "decimal"
    notes: tuple[str, ...] = ()

    __hash__ = None  # type: ignore[assignment]  # terms hold flint matrices

    def __post_init__(self) -> None:
        object.__setattr__(self, "groups", tuple(self.groups))
        object.__setattr__(self, "terms", tuple(self.terms))
        _check_groups(self.groups)
        _check_agents(self.agents)
        object.__setattr__(self, "floor", _check_floor(self.floor, len(self.groups)))
        if not isinstance(self.name, str):
            raise InputError(f"the name is {type(self.name).__name__}", key="name", remedy="write a string")
        for term in self.terms:
            if term.data.nrows() != len(self.groups):
                raise InputError(
                    f"{term.data.nrows()} rows for {len(self.groups)} groups",
                    key=f"inputs.{term.name}",
                    remedy="give one row per group",
                )

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
        floor: Any = None,
        name: str = "",
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
        floor : number
            τ.
        name : str

        Raises
        ------
        InputError
            Naming the entry at fault.

        Notes
        -----
        Source: MODEL, section 1. The functional forms are this project's.
        """
        groups = _group_names(groups)
        _check_groups(groups)
        if not isinstance(diversity, str) or diversity not in _DIVERSITY:
            raise InputError(
                f"unknown form of diversity {diversity!r}", key="diversity", remedy='write "similarity" or "distance"'
            )
        reader = InputReader()
        size = len(groups)
        weights = _read_coefficients(coefficients, reader)
        terms: list[Term] = [
            Attractiveness(weights["attractiveness"], reader.vector(attractiveness, size, "inputs.attractiveness")),
            Inconsistency(
                weights["consistency"], reader.matrix(inconsistency, size, "inputs.inconsistency", symmetric=True)
            ),
        ]
        if similarity is not None:
            matrix = reader.matrix(similarity, size, "inputs.similarity", symmetric=True)
            terms.append(_DIVERSITY[diversity](weights["diversity"], matrix))
        elif weights["diversity"] != 0:
            raise InputError(
                "missing, although the diversity coefficient is not 0",
                key="inputs.similarity",
                remedy="give the matrix S, or set coefficients.diversity to 0",
            )
        else:
            terms.append(_DIVERSITY[diversity](weights["diversity"], flint.fmpq_mat(size, size)))
        return cls._read(groups, agents, terms, floor, name, reader)

    @classmethod
    def from_canonical(
        cls,
        b: Any,
        H: Any,
        K: Any = None,
        agents: int = 2,
        *,
        groups: Sequence[str] | None = None,
        floor: Any = None,
        name: str = "",
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
        floor : number
        name : str

        Raises
        ------
        InputError
            Naming the entry at fault.

        Notes
        -----
        Source: MODEL, section 1.
        """
        reader = InputReader()
        if groups is None:
            groups = tuple(f"group {d + 1}" for d in range(len(InputReader._sequence(b, "b"))))
        groups = _group_names(groups)
        _check_groups(groups)
        size = len(groups)
        linear = reader.vector(b, size, "b")
        curvature = reader.matrix(H, size, "H", symmetric=True)
        coupling = flint.fmpq_mat(size, size) if K is None else reader.matrix(K, size, "K", symmetric=False)
        if agents == 1 and coupling != flint.fmpq_mat(size, size):
            raise InputError("K is not 0 although there is one agent", key="K", remedy="leave K out, or have 2 agents")
        return cls._read(
            groups, agents, [Linear.of(linear), Curvature.of(curvature), Coupling.of(coupling)], floor, name, reader
        )

    @classmethod
    def _read(
        cls, groups: tuple[str, ...], agents: int, terms: list[Term], floor: Any, name: str, reader: InputReader
    ) -> Self:
        tau = None if floor is None else fraction(reader.number(floor, "floor"))
        numbers: Literal["decimal", "dyadic"] = "dyadic" if reader.dyadic else "decimal"
        return cls(groups, agents, tuple(terms), tau, name, numbers, tuple(reader.notes))

    @property
    def threshold(self) -> Fraction:
        """The floor τ."""
        return DEFAULT_FLOOR if self.floor is None else self.floor

    @property
    def size(self) -> int:
        """Number of groups D."""
        return len(self.groups)

    @property
    def kind(self) -> Literal["alignment", "canonical", "terms"]:
        """How the game was given: coefficients and inputs, (b, H, K), or terms of a user's own."""
        names = tuple(type(term) for term in self.terms)
        if names == (Linear, Curvature, Coupling) and all(term.coefficient == 1 for term in self.terms):
            return "canonical"
        alignment = (
            len(names) == 3 and names[:2] == (Attractiveness, Inconsistency) and names[2] in (Similarity, Distance)
        )
        return "alignment" if alignment else "terms"

    @property
    def diversity(self) -> str | None:
        """The form of diversity, "similarity" or "distance"; None where no term is one."""
        forms = {kind: form for form, kind in _DIVERSITY.items()}
        return next((forms[type(term)] for term in self.terms if type(term) in forms), None)

    @property
    def coefficients(self) -> dict[str, Fraction]:
        """The coefficients by name, exactly."""
        return {term.coefficient_name: fraction(term.coefficient) for term in self.terms if term.coefficient_name}

    @cached_property
    def inputs(self) -> dict[str, np.ndarray]:
        """The inputs by name, as object arrays of Fractions of shape (D,) or (D, D)."""
        return {term.name: term.exact_data() for term in self.terms}

    @property
    def is_quadratic(self) -> bool:
        """Whether every term is: such games are decided exactly."""
        return all(term.canonical(self.agents) is not None for term in self.terms)

    @cached_property
    def canonical(self) -> CanonicalForm:
        """The canonical form (b, H, K, N) of the quadratic terms together, exactly."""
        form: CanonicalForm | None = None
        for term in self.terms:
            share = term.canonical(self.agents)
            if share is not None:
                form = share if form is None else form + share
        return CanonicalForm.zero(self.size, self.agents) if form is None else form

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
                raise InputError(f"no coefficient is named {name!r}", remedy=f"the coefficients are {', '.join(known)}")
        changed = {key: reader.coefficient(value, f"coefficients.{key}") for key, value in coefficients.items()}
        terms = tuple(
            term.scaled(changed[term.coefficient_name]) if term.coefficient_name in changed else term
            for term in self.terms
        )
        if all(term.coefficient == 0 for term in terms):
            raise InputError("every coefficient is 0", key="coefficients", remedy="give at least one that is positive")
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
            Where there are not N−1 others.
        """
        if len(others) != self.agents - 1:
            raise InputError(f"{len(others)} others for {self.agents} agents", remedy="give N−1 mixtures")
        mine = np.array([Fraction(weight) for weight in own], dtype=object)
        rest = np.array([[Fraction(weight) for weight in other] for other in others], dtype=object).reshape(
            -1, self.size
        )
        mean = rest.sum(axis=0) / len(rest) if len(rest) else np.array([Fraction(0)] * self.size, dtype=object)
        total = Fraction(0)
        for term in self.terms:
            if term.needs_others and not len(rest):
                continue
            total += term.exact(mine, mean)
            total += term.remainder(fraction(term.coefficient), term.exact_data(), rest) if len(rest) else 0
        return Fraction(total)

    def to_dict(self) -> dict[str, Any]:
        """Return the game as a tree of the game file's form; every number is an exact string.

        Raises
        ------
        InputError
            For a game of terms that a file can't state.
        """
        tree: dict[str, Any] = {"name": self.name} if self.name else {}
        tree |= {"groups": list(self.groups), "agents": self.agents}
        if self.kind == "terms":
            raise InputError("a game of terms of your own has no file form", remedy="make it with Game.alignment")
        inputs = {term.name: _numbers(term.data) for term in self.terms}
        if self.kind == "canonical":
            return tree | {"floor": number_text(self.threshold)} | inputs
        tree |= {"diversity": self.diversity, "floor": number_text(self.threshold)}
        coefficients = {name: number_text(value) for name, value in self.coefficients.items()}
        return tree | {"coefficients": coefficients, "inputs": inputs}

    def __repr__(self) -> str:
        shown = list(self.groups) if self.size <= 6 else [*self.groups[:5], f"… {self.size} in all"]
        details = ", ".join(f"{name}={value}" for name, value in self.coefficients.items()) or "canonical (b, H, K)"
        form = f" ({self.diversity})" if self.diversity else ""
        name = f"{self.name!r}, " if self.name else ""
        return f"Game({name}groups={tuple(shown)}, agents={self.agents}, {details}{form})"


def _numbers(data: flint.fmpq_mat) -> list[Any]:
    if data.ncols() == 1:
        return [number_text(value) for value in data.entries()]
    return [[number_text(value) for value in row] for row in data.tolist()]


def _group_names(groups: Any) -> tuple[str, ...]:
    if isinstance(groups, (str, bytes)) or not hasattr(groups, "__iter__"):
        raise InputError(
            f"expected a list of names, found {type(groups).__name__}", key="groups", remedy='write ["a", "b"]'
        )
    return tuple(str(name) if isinstance(name, np.str_) else name for name in groups)


def _check_groups(groups: tuple[str, ...]) -> None:
    if not groups:
        raise InputError("there is no group", key="groups", remedy="name at least one")
    if len(groups) > MAX_GROUPS:
        raise InputError(f"{len(groups)} groups", key="groups", remedy=f"at most {MAX_GROUPS} are accepted")
    seen: set[str] = set()
    for d, name in enumerate(groups):
        key = f"groups[{d}]"
        if not isinstance(name, str):
            raise InputError(f"{name!r} is not a name", key=key, remedy="write a string")
        if not name.strip():
            raise InputError("the name is empty", key=key, remedy="give every group a name")
        if len(name) > MAX_NAME_LENGTH:
            raise InputError(f"a name of {len(name)} characters", key=key, remedy=f"at most {MAX_NAME_LENGTH}")
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
            raise InputError(f"{name!r} has a control character", key=key, remedy="write printable characters")
        if name in seen:
            raise InputError(f"{name!r} appears twice", key=key, remedy="give every group a name of its own")
        seen.add(name)


def _check_agents(agents: Any) -> None:
    if isinstance(agents, bool) or not isinstance(agents, int):
        raise InputError(f"{agents!r} is not a whole number", key="agents", remedy="write an integer of 1 or more")
    if not 1 <= agents <= MAX_AGENTS:
        raise InputError(f"{agents} agents", key="agents", remedy=f"write an integer from 1 to {MAX_AGENTS}")


def _check_floor(floor: Any, groups: int) -> Fraction:
    if floor is None:
        return min(DEFAULT_FLOOR, Fraction(1, groups))
    value = fraction(InputReader().number(floor, "floor"))
    if value <= 0:
        raise InputError(f"the floor is {value}", key="floor", remedy="write a number above 0")
    if value * groups > 1:
        raise InputError(
            f"the floor is {value}: {groups} groups cannot all have that much",
            key="floor",
            remedy=f"at most 1/{groups}",
        )
    return value


def _read_coefficients(given: Mapping[str, Any] | Sequence[Any] | None, reader: InputReader) -> dict[str, flint.fmpq]:
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        values = InputReader._sequence(given, "coefficients")
        if len(values) != len(COEFFICIENTS):
            raise InputError(
                f"{len(values)} coefficients", key="coefficients", remedy=f"give three: {', '.join(COEFFICIENTS)}"
            )
        given = dict(zip(COEFFICIENTS, values, strict=True))
    for name in given:
        if name not in COEFFICIENTS:
            raise InputError(
                "unknown coefficient",
                key=f"coefficients.{name}",
                remedy=f"the coefficients are {', '.join(COEFFICIENTS)}",
            )
    weights = {name: reader.coefficient(given.get(name, 1), f"coefficients.{name}") for name in COEFFICIENTS}
    if all(value == 0 for value in weights.values()):
        raise InputError("every coefficient is 0", key="coefficients", remedy="give at least one that is positive")
    return weights

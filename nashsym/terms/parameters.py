"""What a game is told besides vectors and matrices: names, the number of agents, the floor and the coefficients."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence, Set
from fractions import Fraction
from itertools import islice
from numbers import Integral
from typing import Any, Final

import flint
import numpy as np

from nashsym.errors import InputError
from nashsym.exact.rational import fraction
from nashsym.limits import MAX_AGENTS, MAX_GROUPS
from nashsym.terms.inputs import InputReader, kind_of, shown

__all__ = [
    "COEFFICIENTS",
    "DEFAULT_FLOOR",
    "UNPRINTABLE",
    "check_name",
    "read_agents",
    "read_coefficients",
    "read_floor",
    "read_groups",
]

COEFFICIENTS: Final = ("attractiveness", "consistency", "diversity")
DEFAULT_FLOOR: Final = Fraction(1, 100)
MAX_NAME_LENGTH: Final = 200
#: Control characters and halves of surrogate pairs: no file of text can hold them all.
UNPRINTABLE: Final = frozenset({"Cc", "Cs"})


def read_groups(groups: Any) -> tuple[str, ...]:
    """Return the names of the groups.

    Raises
    ------
    InputError
        Where they are no list, none or too many, or one is empty, too long, repeated or holds a control character.
    """
    if isinstance(groups, str | bytes | Mapping | Set) or not isinstance(groups, Iterable):
        raise InputError(
            f"{kind_of(groups)} stands where a list of names is expected", key="groups", remedy='write ["a", "b"]'
        )
    names = tuple(islice(groups, MAX_GROUPS + 1))
    if not names:
        raise InputError("there is no group", key="groups", remedy="name at least one")
    if len(names) > MAX_GROUPS:
        raise InputError(f"more than {MAX_GROUPS} groups", key="groups", remedy=f"at most {MAX_GROUPS} are accepted")
    seen: dict[str, int] = {}
    for d, name in enumerate(names):
        key = f"groups[{d}]"
        check_name(name, key)
        if not name.strip():
            raise InputError("the name is empty", key=key, remedy="give every group a name")
        if name in seen:
            problem = f"{shown(name)} is the name of groups[{seen[name]}] too"
            raise InputError(problem, key=key, remedy="give every group its own name")
        seen[name] = d
    return tuple(str(name) if isinstance(name, np.str_) else name for name in names)


def check_name(name: Any, key: str) -> None:
    """Refuse what is no name: no text, one of more than 200 characters, or one with a control character."""
    if not isinstance(name, str):
        raise InputError(f"{kind_of(name)} stands where a name is expected", key=key, remedy="write a text in quotes")
    if len(name) > MAX_NAME_LENGTH:
        raise InputError(f"a name of {len(name)} characters", key=key, remedy=f"at most {MAX_NAME_LENGTH} are accepted")
    if any(unicodedata.category(character) in UNPRINTABLE for character in name):
        raise InputError(f"{shown(name)} has a control character", key=key, remedy="write printable characters")


def read_agents(agents: Any) -> int:
    """Return N, a whole number from 1 to the cap."""
    if isinstance(agents, bool) or not isinstance(agents, Integral):
        found = shown(agents) if kind_of(agents) == "a number" else kind_of(agents)
        raise InputError(f"{found} is not a whole number", key="agents", remedy="write an integer of 1 or more, like 8")
    count = int(agents)
    if not 1 <= count <= MAX_AGENTS:
        raise InputError(f"{shown(count)} agents", key="agents", remedy=f"write an integer from 1 to {MAX_AGENTS}")
    return count


def read_floor(floor: Any, groups: int) -> Fraction:
    """Return the floor τ, 0 < τ ≤ 1/D; unless given the smaller of 1/100 and 1/D."""
    if floor is None:
        return min(DEFAULT_FLOOR, Fraction(1, groups))
    value = fraction(InputReader().number(floor, "floor"))
    if value <= 0:
        raise InputError(f"the floor is {shown(floor)}", key="floor", remedy="write a number above 0")
    if value * groups > 1:
        raise InputError(
            f"the floor is {shown(floor)}: {groups} groups cannot all have that much",
            key="floor",
            remedy=f'at most 1/{groups} (a float is read as the dyadic number that it is: write "1/{groups}")',
        )
    return value


def read_coefficients(given: Mapping[str, Any] | Sequence[Any] | None, reader: InputReader) -> dict[str, flint.fmpq]:
    """Return λ_A, λ_C and λ_D by name; 1 unless given.

    Raises
    ------
    InputError
        For an unknown name, a sequence of another length than three, or a number below 0.
    """
    if given is None:
        given = {}
    series: Any = given
    if hasattr(series, "to_dict") and hasattr(series, "index") and not set(series.index).isdisjoint(COEFFICIENTS):
        given = series.to_dict()
    if not isinstance(given, Mapping):
        values = reader.sequence(given, "coefficients")
        if len(values) != len(COEFFICIENTS):
            raise InputError(
                f"{len(values)} coefficients", key="coefficients", remedy=f"give three: {', '.join(COEFFICIENTS)}"
            )
        given = dict(zip(COEFFICIENTS, values, strict=True))
    for name in given:
        if name not in COEFFICIENTS:
            raise InputError(
                f"no coefficient is named {shown(name)}",
                key="coefficients",
                remedy=f"the coefficients are {', '.join(COEFFICIENTS)}",
            )
    return {name: reader.coefficient(given.get(name, 1), f"coefficients.{name}") for name in COEFFICIENTS}

"""A profile: which mixture each agent plays, from a file or from Python, read exactly."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import flint

from nashsym.errors import InputError
from nashsym.exact.rational import fraction, number_text
from nashsym.game import Game
from nashsym.gamefile.parsing import decoded, format_of, parse_tree
from nashsym.gamefile.reading import read_content
from nashsym.gamefile.tree import key_path
from nashsym.terms.inputs import InputReader, kind_of, shown

__all__ = ["Played", "profile_of", "read_profile"]

_KEYS: Final = ("weights", "agents")
_FORM: Final = "give weights (one mixture that all agents play) or agents (one mixture for each)"
#: A sum of at most so many characters is written exactly.
_SHORT: Final = 20


@dataclass(frozen=True)
class Played:
    """Agents who play one mixture.

    Attributes
    ----------
    stretches : tuple of range
        Their numbers, from 1, in order.
    weights : tuple of D Fractions
        The mixture, exactly in Δ.
    """

    stretches: tuple[range, ...]
    weights: tuple[Fraction, ...]

    @property
    def count(self) -> int:
        """How many agents they are."""
        # len() of a range stops at the size of a machine word.
        return sum(stretch.stop - stretch.start for stretch in self.stretches)


def read_profile(path: str | os.PathLike[str], game: Game) -> tuple[Played, ...]:
    """Read a profile file, ``{"weights": {group: number}}`` or ``{"agents": [{group: number}, …]}`` in JSON or TOML.

    Parameters
    ----------
    path : str or path
    game : Game
        Whose groups and agents the profile is about.

    Returns
    -------
    tuple of Played
        As from `profile_of`.

    Raises
    ------
    InputError
        In one line with file, key and remedy, for a file that cannot be read or is no profile of this game.
    """
    content, form, file = read_content(path, "profile")
    try:
        text = decoded(content)
        if not text.strip("\ufeff \t\r\n"):
            raise InputError("the file is empty", remedy=_FORM)
        tree = parse_tree(text, form or format_of(text))
        if not isinstance(tree, Mapping):
            raise InputError(f"the file is {kind_of(tree)}, not a table of keys", remedy=_FORM)
        return _from_tree(tree, game)
    except InputError as error:
        raise error.located(file=file) from None


def profile_of(game: Game, profile: Any) -> tuple[Played, ...]:
    """Read a profile of a game, exactly.

    Parameters
    ----------
    game : Game
    profile
        One of: what `read_profile` returned; the tree of a profile file; a mixture that all agents play, by group name
        or in the order of the groups; N mixtures, one per agent; pairs (count, mixture) whose counts add up to N.
        Numbers as everywhere: int, Fraction, Decimal, text, or float, which stands for the binary fraction that it is.

    Returns
    -------
    tuple of Played
        Each mixture once, in the order in which they first occur.

    Raises
    ------
    InputError
        With the key, for mixtures that do not sum to 1, have a negative weight, miss a group or name a stranger, for
        the wrong number of agents, and for all that is not a number.
    """
    if isinstance(profile, Mapping):
        if set(profile) & set(_KEYS) and not set(profile) <= set(game.groups):
            return _from_tree(profile, game)
        return _alike(game, _mixture(profile, game, "profile"))
    entries = _entries(profile)
    if not entries or _is_number(entries[0]):
        return _alike(game, _mixture(profile, game, "profile"))
    if all(isinstance(entry, Played) for entry in entries):
        return _read_before(entries, game)
    if all(isinstance(entry, tuple) and len(entry) == 2 and _is_mixture(entry[1]) for entry in entries):
        return _counted(entries, game)
    return _per_agent(entries, game, "profile")


def _from_tree(tree: Mapping[str, Any], game: Game) -> tuple[Played, ...]:
    _refuse_repeated(tree, "")
    for key in tree:
        if key not in _KEYS:
            raise InputError("unknown key", key=key_path("", key), remedy=_FORM)
    if len(tree) != 1:
        problem = "weights and agents stand beside each other" if tree else "neither weights nor agents are given"
        raise InputError(problem, remedy=_FORM)
    if "weights" in tree:
        weights = tree["weights"]
        if not isinstance(weights, Mapping):
            raise InputError(
                f"{kind_of(weights)} stands where a table is expected", key="weights", remedy="write group = number"
            )
        return _alike(game, _mixture(weights, game, "weights"))
    listed = tree["agents"]
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise InputError(
            f"{kind_of(listed)} stands where a list is expected", key="agents", remedy="give one table per agent"
        )
    for number, entry in enumerate(listed):
        if not isinstance(entry, Mapping):
            problem = f"{kind_of(entry)} stands where a table is expected"
            raise InputError(problem, key=f"agents[{number}]", remedy="write group = number")
    return _per_agent(listed, game, "agents")


def _alike(game: Game, weights: tuple[Fraction, ...]) -> tuple[Played, ...]:
    return (Played((range(1, game.agents + 1),), weights),)


def _per_agent(listed: Sequence[Any], game: Game, key: str) -> tuple[Played, ...]:
    if len(listed) != game.agents:
        given = f"{len(listed)} mixture{'' if len(listed) == 1 else 's'}"
        agents = f"{game.agents} agent{'' if game.agents == 1 else 's'}"
        raise InputError(f"{given} for {agents}", key=key, remedy="give one mixture per agent")
    mixtures = (_mixture(entry, game, f"{key}[{number}]") for number, entry in enumerate(listed))
    return _gathered((range(number, number + 1), weights) for number, weights in enumerate(mixtures, start=1))


def _counted(pairs: Sequence[tuple[Any, Any]], game: Game) -> tuple[Played, ...]:
    parts: list[tuple[range, tuple[Fraction, ...]]] = []
    first = 1
    for number, (count, entry) in enumerate(pairs):
        key = f"profile[{number}]"
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            raise InputError(f"{shown(count)} agents", key=key, remedy="write a whole number of 1 or more")
        parts.append((range(first, first + count), _mixture(entry, game, key)))
        first += count
    if first - 1 != game.agents:
        problem = f"the counts add up to {first - 1}, not to {game.agents}"
        raise InputError(problem, key="profile", remedy="name every agent once")
    return _gathered(parts)


def _read_before(parts: Sequence[Played], game: Game) -> tuple[Played, ...]:
    for number, part in enumerate(parts):
        _mixture(part.weights, game, f"profile[{number}]")
    agents = sum(part.count for part in parts)
    if agents != game.agents:
        raise InputError(f"a profile of {agents} agents for {game.agents}", remedy="read it for this game")
    return tuple(parts)


def _gathered(parts: Iterable[tuple[range, tuple[Fraction, ...]]]) -> tuple[Played, ...]:
    """Put together the agents who play alike, and stretches that touch."""
    found: dict[tuple[Fraction, ...], list[range]] = {}
    for stretch, weights in parts:
        stretches = found.setdefault(weights, [])
        if stretches and stretches[-1].stop == stretch.start:
            stretches[-1] = range(stretches[-1].start, stretch.stop)
        else:
            stretches.append(stretch)
    return tuple(Played(tuple(stretches), weights) for weights, stretches in found.items())


def _mixture(given: Any, game: Game, key: str) -> tuple[Fraction, ...]:
    """Read one mixture, exactly in Δ."""
    reader = InputReader(game.groups)
    if isinstance(given, Mapping):
        _refuse_repeated(given, key)
        _check_groups(given, game.groups, key)
        places = [key_path(key, group) for group in game.groups]
        written: Sequence[Any] = [given[group] for group in game.groups]
        values = [reader.number(value, place) for value, place in zip(written, places, strict=True)]
    else:
        places = [f"{key}[{d}]" for d in range(game.size)]
        written = values = reader.vector(given, game.size, key).entries()
    for value, text, place in zip(values, written, places, strict=True):
        if value < 0:
            raise InputError(f"the weight is negative: {shown(text)}", key=place, remedy="write a number of 0 or more")
    total = sum(values, flint.fmpq(0))
    if total != 1:
        remedy = 'make them sum to exactly 1; a third is written "1/3"'
        if reader.dyadic:
            remedy = 'binary floats are read as they are; give Fractions or texts such as "0.1" or "1/3"'
        raise InputError(f"the weights sum to {_sum_text(total)}, not to 1", key=key, remedy=remedy)
    return tuple(fraction(value) for value in values)


def _check_groups(given: Mapping[str, Any], groups: Sequence[str], key: str) -> None:
    known = set(groups)
    for name in given:
        if name not in known:
            raise InputError("the game has no such group", key=key_path(key, name), remedy=_near(str(name), groups))
    missing = [group for group in groups if group not in given]
    if missing:
        more = "" if len(missing) == 1 else f" and {len(missing) - 1} more"
        problem = f"no weight for {shown(missing[0])}{more}"
        raise InputError(problem, key=key, remedy="give every group a weight, 0 where it is left out")


def _near(name: str, groups: Sequence[str]) -> str:
    import difflib

    by_lower = {group.lower(): group for group in reversed(groups)}
    close = difflib.get_close_matches(name[:60].lower(), by_lower, n=1)
    if close:
        return f"did you mean {shown(by_lower[close[0]])}?"
    listed = ", ".join(shown(group) for group in groups[:5])
    return f"the groups are {listed}{', …' if len(groups) > 5 else ''}"


def _refuse_repeated(table: Mapping[str, Any], key: str) -> None:
    for name in getattr(table, "repeated", ()):
        raise InputError("the key appears twice", key=key_path(key, name), remedy="keep one of the two")


def _sum_text(total: flint.fmpq) -> str:
    text = number_text(total)
    if len(text) <= _SHORT:
        return text
    try:
        off = float(fraction(total - 1))
    except OverflowError:
        return "more than 1e308"
    if off == 0:  # too near for floats
        return f"a little {'more' if total > 1 else 'less'} than 1"
    return f"1 {'+' if off > 0 else '-'} {abs(off):.3g}" if abs(off) < 0.001 else f"about {1 + off:.6g}"


def _entries(profile: Any) -> Sequence[Any]:
    """Return mixtures, or the weights of one; nothing for labelled weights (a pandas Series), read by their labels."""
    if hasattr(profile, "reindex") and not hasattr(profile, "columns"):
        return ()
    many = isinstance(profile, list | tuple) or getattr(profile, "ndim", 1) == 2
    # A list of mixtures may be longer than any list of groups.
    return list(profile) if many and not hasattr(profile, "columns") else InputReader.sequence(profile, "profile")


def _is_number(value: Any) -> bool:
    return kind_of(value) in ("a number", "a text", "a boolean", "nothing")


def _is_mixture(value: Any) -> bool:
    return not _is_number(value)

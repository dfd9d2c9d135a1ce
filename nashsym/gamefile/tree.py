"""From the tree of a game file to a Game: which keys there are, which belong together, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.game import COEFFICIENTS, Game
from nashsym.gamefile.numerals import RefusedNumber
from nashsym.terms.inputs import kind_of, shown

__all__ = ["game_from_tree", "key_path"]

_COMMON: Final = ("name", "groups", "agents", "floor")
_ALIGNMENT: Final = ("diversity", "coefficients", "inputs")
_CANONICAL: Final = ("b", "H", "K")
_INPUTS: Final = ("attractiveness", "inconsistency", "similarity")
_ANCHOR: Final = ("coefficient", "reference")
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "": (*_COMMON, *_ALIGNMENT, *_CANONICAL, "anchor", "provenance"),
    "coefficients": COEFFICIENTS,
    "inputs": _INPUTS,
    "anchor": _ANCHOR,
}
_REMEDIES: Final = {
    "groups": 'name the groups: groups = ["left", "right"]',
    "agents": "say how many agents there are: agents = 8",
    "coefficients": f"give the three coefficients: {', '.join(COEFFICIENTS)}",
    "inputs": f"give {', '.join(_INPUTS)}; or b, H and K for a canonical game",
    "inputs.attractiveness": "give a list of one number per group",
    "inputs.inconsistency": "give a symmetric matrix, one row per group",
    "anchor.reference": "give a list of one number above 0 per group that sum to 1",
    "b": "a canonical game has a list b of one number per group",
    "H": "a canonical game has a symmetric matrix H, one row per group",
}
_PLAIN_KEY: Final = re.compile(r"[A-Za-z0-9_-]{1,60}", re.ASCII)


def game_from_tree(tree: Any) -> Game:
    """Make the game that a tree of the game file's form says.

    Parameters
    ----------
    tree : mapping
        As TOML's and JSON's parsers return it; numbers may be int, Decimal (as written), or text.

    Raises
    ------
    InputError
        Naming the key and what to write instead: unknown, misplaced, missing and duplicate keys, and all that
        `Game.alignment` and `Game.from_canonical` refuse.
    """
    top = _table(tree, "")
    canonical = [key for key in _CANONICAL if key in top]
    alignment = [key for key in _ALIGNMENT if key in top]
    if canonical and alignment:
        raise InputError(
            f"stands beside {alignment[0]}",
            key=canonical[0],
            remedy="give coefficients and inputs, or b, H and K for a canonical game, not both",
        )
    for key in ("groups", "name"):
        _check_texts(top.get(key, ""), key)
    return _canonical_game(top) if canonical else _alignment_game(top)


def _alignment_game(top: Mapping[str, Any]) -> Game:
    _require(top, "", ("groups", "agents", "coefficients", "inputs"))
    coefficients = _table(top["coefficients"], "coefficients")
    _require(coefficients, "coefficients", COEFFICIENTS)
    inputs = _table(top["inputs"], "inputs")
    _require(inputs, "inputs", ("attractiveness", "inconsistency"))
    return Game.alignment(
        top["groups"],
        top["agents"],
        inputs["attractiveness"],
        inputs["inconsistency"],
        inputs.get("similarity"),
        coefficients=coefficients,
        diversity=top.get("diversity", "similarity"),
        anchor=_anchor(top),
        floor=top.get("floor"),
        name=top.get("name", ""),
        provenance=_provenance(top),
    )


def _canonical_game(top: Mapping[str, Any]) -> Game:
    _require(top, "", ("b", "H", "agents"))
    return Game.from_canonical(
        top["b"],
        top["H"],
        top.get("K"),
        top["agents"],
        groups=top.get("groups"),
        anchor=_anchor(top),
        floor=top.get("floor"),
        name=top.get("name", ""),
        provenance=_provenance(top),
    )


def _anchor(top: Mapping[str, Any]) -> tuple[Any, Any] | None:
    """Return the coefficient and the reference of [anchor], where there is one."""
    if "anchor" not in top:
        return None
    anchor = _table(top["anchor"], "anchor")
    _require(anchor, "anchor", _ANCHOR)
    return anchor["coefficient"], anchor["reference"]


def _provenance(top: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the texts of [provenance], whose keys are the writer's own."""
    table = _mapping(top.get("provenance", {}), "provenance")
    for name, value in table.items():
        _check_texts(value, key_path("provenance", name))
    return table


def _table(value: Any, key: str) -> Mapping[str, Any]:
    """Return a table after a look at its keys."""
    table = _mapping(value, key)
    for name in table:
        if name not in _KEYS[key]:
            raise _unknown(name, key)
    return table


def _mapping(value: Any, key: str) -> Mapping[str, Any]:
    """Return a table that names no key twice."""
    if not isinstance(value, Mapping):
        place = "the file is" if not key else "this is"
        raise InputError(f"{place} {kind_of(value)}, not a table of keys", key=key, remedy="see `nashsym init`")
    for name in getattr(value, "repeated", ()):
        raise InputError("the key appears twice", key=key_path(key, name), remedy="keep one of the two")
    return value


def _unknown(name: Any, table: str) -> InputError:
    path = key_path(table, name)
    homes = [home for home, keys in _KEYS.items() if name in keys]
    if homes:
        where = " or ".join(f"[{home}]" if home else "the top of the file" for home in homes)
        return InputError("the key does not belong here", key=path, remedy=f"it belongs to {where}")
    return InputError("unknown key", key=path, remedy=_did_you_mean(str(name), _KEYS[table]))


def _did_you_mean(name: str, known: Collection[str]) -> str:
    import difflib

    by_lower = {key.lower(): key for key in known if len(key) > 1}
    close = difflib.get_close_matches(name[:60].lower(), by_lower, n=1)
    return f"did you mean {by_lower[close[0]]}?" if close else f"the keys here are {', '.join(known)}"


def _require(table: Mapping[str, Any], key: str, names: Collection[str]) -> None:
    for name in names:
        if name not in table:
            path = key_path(key, name)
            raise InputError("missing", key=path, remedy=_REMEDIES.get(path, "write a number of 0 or more"))


def _check_texts(value: Any, key: str) -> None:
    """Refuse a number beyond the caps where a text belongs: it is a text only because nothing computes with it."""
    listed = value if isinstance(value, list) else [value]
    for index, text in enumerate(listed):
        if isinstance(text, RefusedNumber):
            place = f"{key}[{index}]" if isinstance(value, list) else key
            raise InputError(f"the number {shown(text)} stands where a text is expected", key=place, remedy="quote it")


def key_path(table: str, name: Any) -> str:
    """Return the dotted path of a key, quoted where it is not a plain one."""
    text = str(name)
    last = text if _PLAIN_KEY.fullmatch(text) else shown(text)
    return f"{table}.{last}" if table else last

"""The certificate: claims about one game, with the witnesses that prove them to a reader who trusts only arithmetic."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nashsym.errors import InputError
from nashsym.files import write_text
from nashsym.limits import MAX_CERTIFICATE_DIGITS

__all__ = ["FORMAT", "Certificate"]

FORMAT = "nashsym-certificate/1"


@dataclass(frozen=True, repr=False)
class Certificate(Mapping[str, Any]):
    """A certificate of format 1: a mapping, the JSON tree, that `verify` takes as it is.

    Parameters
    ----------
    tree : dict
        All of it, digest included. Make one with `certify`; check one with `verify`, which believes nothing of it.
    """

    tree: dict[str, Any]

    __hash__ = None  # type: ignore[assignment]  # a tree of dicts

    @classmethod
    def seal(
        cls, game: dict[str, Any], equilibrium: dict[str, Any] | None, claims: list[dict[str, Any]], numbers: str
    ) -> Certificate:
        """Put the parts together and compute the digest.

        Parameters
        ----------
        game : dict
            The certificate's form of the game.
        equilibrium : dict or None
            The summary for people.
        claims : list of dict
        numbers : {"decimal", "dyadic"}
        """
        from importlib.metadata import version

        body = {"format": FORMAT, "numbers": numbers, "game": game, "equilibrium": equilibrium, "claims": claims}
        made_by = {"name": "nashsym", "version": version("nashsym"), "python": platform.python_version()}
        return cls({"format": FORMAT, "digest": digest(body), "made_by": made_by} | body)

    @property
    def digest(self) -> str:
        """``sha256:…`` over the canonical JSON of everything but the digest itself and `made_by`."""
        return str(self.tree["digest"])

    @property
    def claims(self) -> tuple[dict[str, Any], ...]:
        """The claims in the order in which they rest on each other."""
        return tuple(self.tree["claims"])

    @cached_property
    def text(self) -> str:
        """The file's content: JSON, a line per claim."""
        top = {key: value for key, value in self.tree.items() if key != "claims"}
        head = ",\n ".join(f"{_json(key)}: {_json(value)}" for key, value in top.items())
        claims = ",\n  ".join(_json(claim) for claim in self.claims)
        return f'{{{head},\n "claims": [\n  {claims}\n ]}}\n'

    def __getitem__(self, key: str) -> Any:
        return self.tree[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tree)

    def __len__(self) -> int:
        return len(self.tree)

    def to_dict(self) -> dict[str, Any]:
        """Return the tree."""
        return self.tree

    def write(self, path: str | Path) -> Path:
        """Write the certificate to a file: beside it first, then renamed.

        Raises
        ------
        InputError
            Where the file can't be written.
        """
        return write_text(path, self.text)

    @classmethod
    def read(cls, path: str | Path) -> Certificate:
        """Read a certificate without checking it; `verify` is what checks.

        Raises
        ------
        InputError
            Where the file can't be read as a JSON object.
        """
        try:
            with _long_integers():
                tree = json.loads(Path(path).read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise InputError(f"can't be read: {error}", file=str(path), remedy="give a certificate") from None
        if not isinstance(tree, dict) or "claims" not in tree or "digest" not in tree:
            raise InputError("not a certificate", file=str(path), remedy="give what `nashsym certify` wrote")
        return cls(tree)

    def __repr__(self) -> str:
        kinds = ", ".join(dict.fromkeys(str(claim["type"]) for claim in self.claims))
        return f"Certificate({self.digest[:19]}…; {len(self.claims)} claims: {kinds})"


def digest(body: dict[str, Any]) -> str:
    """Return the digest of a certificate's content: UTF-8, keys sorted, no spaces."""
    with _long_integers():
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _json(value: Any) -> str:
    with _long_integers():
        return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


@contextmanager
def _long_integers() -> Iterator[None]:
    """Let Python write and read integers as long as a certificate may have them; by itself it stops at 4,300 digits."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(max(before, MAX_CERTIFICATE_DIGITS) if before else 0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)

"""For every clause of the checker certificates that break this clause and no other, sealed again as a forger would."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import nashsym.certificates.verify as checker
from tests.certificates.making import Tree, alignment, certificate, claim, sealed
from tests.certificates.mutation import lowered
from tests.certificates.samples import (
    samples,
)

Subject = Any  # what verify is given: bytes, a path, a mapping


@dataclass(frozen=True)
class Case:
    """One input, with what must become of it; caps are lowered so that no test needs a large file."""

    subject: Subject
    accepted: bool = False
    malformed: bool = False
    caps: dict[str, int] = field(default_factory=dict)


def encoded(tree: Tree) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode()


def edited(name: str, edit: Callable[[Tree], object]) -> Tree:
    """A sample with one change, and the right digest."""
    tree = deepcopy(samples()[name])
    edit(tree)
    return sealed(tree)


def at(*path: str | int, value: Any) -> Callable[[Tree], None]:
    def edit(tree: Tree) -> None:
        node: Any = tree
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value

    return edit


def without(*path: str | int) -> Callable[[Tree], None]:
    def edit(tree: Tree) -> None:
        node: Any = tree
        for key in path[:-1]:
            node = node[key]
        del node[path[-1]]

    return edit


def malformed(name: str, edit: Callable[[Tree], object], **caps: int) -> Case:
    return Case(encoded(edited(name, edit)), malformed=True, caps=caps)


def refused(name: str, edit: Callable[[Tree], object]) -> Case:
    return Case(encoded(edited(name, edit)))


def asks(game: Any, *claims: Tree) -> Case:
    """Refused for its claims; its summary is what they would imply."""
    return Case(encoded(certificate(game, *claims)))


def accepted(game: Any, *claims: Tree) -> Case:
    return Case(encoded(certificate(game, *claims)), accepted=True)


def broken(game: Any, *claims: Tree) -> Case:
    """Malformed in its claims."""
    return Case(encoded(certificate(game, *claims)), malformed=True)


def _reading() -> dict[str, Case]:
    served = samples()["served"]
    text = encoded(served).decode()
    nested: Any = "deep"
    for _ in range(40):
        nested = [nested]
    doubled = text.replace('"numbers": "decimal"', '"numbers": "decimal", "numbers": "decimal"', 1)
    small = samples()["single-here"]
    half = "x\ud800"
    return {
        "file-too-large": Case(encoded(served), malformed=True, caps={"MAX_BYTES": 100}),
        "too-many-values": Case(encoded(served), malformed=True, caps={"MAX_VALUES": 20}),
        "file-just-fits": Case(encoded(served), accepted=True, caps={"MAX_BYTES": len(encoded(served))}),
        "values-just-fit": Case(encoded(served), accepted=True, caps={"MAX_VALUES": _values(served)}),
        "too-much-work": Case(encoded(served), malformed=True, caps={"MAX_WORK": 1_000}),
        "too-much-memory": Case(encoded(served), malformed=True, caps={"MAX_BITS": 10}),
        "exactly-enough-nesting": Case(encoded(small), accepted=True, caps={"MAX_NESTING": 6}),
        "one-level-too-deep": Case(encoded(small), malformed=True, caps={"MAX_NESTING": 5}),
        "nested-too-deeply": malformed("no-interior-convex", at("equilibrium", value=nested)),
        "nested-beyond-the-stack": Case(b"[" * 200_000, malformed=True),
        "not-utf-8": Case(b'{"format": "\xff"}', malformed=True),
        "half-a-surrogate-pair": Case(json.dumps(edited_surrogate(half)).encode(), malformed=True),
        "not-json": Case(b"{", malformed=True),
        "no-file": Case("no/such/certificate.json", malformed=True),
        "no-file-name": Case("\0", malformed=True),
        "not-an-object": Case(b"[]", malformed=True),
        "null": Case(b"null", malformed=True),
        "a-list": Case(b'["format"]', malformed=True),
        "duplicate-key": Case(doubled.encode(), malformed=True),
        "a-boolean": malformed("no-interior-convex", at("equilibrium", value=True)),
        "a-float": malformed("no-interior-convex", at("equilibrium", value=1.5)),
        "mapping": Case(served, accepted=True),
        "mapping-with-keys-of-ints": Case({1: served}, malformed=True),
        "mapping-with-a-set": Case({"format": {1}}, malformed=True),
        "mapping-without-end": Case(endless(), malformed=True),
        "other-format": malformed("no-interior-convex", at("format", value="nashsym-certificate/2")),
        "other-numbers": malformed("no-interior-convex", at("numbers", value="floats")),
        "claims-none": malformed("no-interior-convex", at("claims", value=[])),
        "claims-no-list": malformed("no-interior-convex", at("claims", value={})),
        "claims-a-string": malformed("no-interior-convex", at("claims", value="")),
        "made-by-a-list": malformed("no-interior-convex", at("made_by", value=[])),
        "made-by-an-integer": malformed("no-interior-convex", at("made_by", value={"version": 1})),
        "digest-of-something-else": Case(encoded(served | {"digest": small["digest"]}), malformed=True),
        "unknown-key": malformed("no-interior-convex", at("note", value="x")),
        "missing-key": malformed("no-interior-convex", without("numbers")),
    }


def edited_surrogate(name: str) -> Tree:
    tree = deepcopy(samples()["no-interior-convex"])
    tree["game"]["groups"][0] = name
    return tree


def _values(tree: Tree) -> int:
    return sum(map(encoded(tree).count, (b",", b"[", b"{")))


def endless() -> dict[str, Any]:
    tree: dict[str, Any] = {}
    tree["format"] = tree
    return tree


def _numbers() -> dict[str, Case]:
    b = ("game", "b", 0)
    one = {
        "leading-zero": "03", "negative-zero": "-0", "plus": "+3", "point": "3.0", "exponent": "3e0", "space": " 3",
        "newline": "3\n", "empty": "", "over-one": "3/1", "lowest-terms": "6/2", "over-zero": "3/0", "slash": "3/",
        "sign-below": "3/-2", "other-digits": "\u0663", "underscore": "1_0", "zero-over": "0/2", "integer": 3,
        "null": None, "list": ["3"], "two-slashes": "1/2/3", "hex": "0x3", "nan": "NaN", "infinity": "Infinity",
    }  # fmt: skip
    cases = {f"number-{name}": malformed("skew", at(*b, value=value)) for name, value in one.items()}
    exponent = ("claims", 0, "witness", "H", "exponent")
    factor = ("claims", 0, "witness", "H", "factor")
    integer: dict[str, tuple[tuple[str | int, ...], Any]] = {
        "string": (exponent, "8"), "null": (exponent, None), "negative": (exponent, -1),
        "too-large": (exponent, 20_001), "no-list": (factor, "12"), "object": (factor, {}),
        "row-a-string": ((*factor, 0), "1"), "row-too-long": ((*factor, 0), [1, 2]),
        "row-too-short": ((*factor, 1), [1]), "entry-a-string": ((*factor, 0, 0), "9"),
        "entry-a-list": ((*factor, 0, 0), [9]),
    }  # fmt: skip
    cases |= {f"integer-{name}": malformed("skew", at(*path, value=value)) for name, (path, value) in integer.items()}
    minus = encoded(samples()["single-here"]).decode()
    tree = json.loads(minus)
    tree["claims"][0]["witness"]["H"]["exponent"] = "-0"
    zero = encoded(tree).decode().replace('"exponent": "-0"', '"exponent": -0')
    cases["integer-minus-zero"] = Case(_with_literal_digest(zero), malformed=True)
    cases["number-too-long"] = malformed("skew", at(*b, value="1" * 41), MAX_DIGITS=40)
    served = encoded(samples()["served"])
    longest = max(map(len, re.findall(rb'(?<=")-?[0-9/]+(?=")', served)))
    cases["number-just-fits"] = Case(served, accepted=True, caps={"MAX_DIGITS": longest})
    tree = edited("no-interior-convex", at("claims", 0, "witness", "direction", value=[2 * 10**6, -(10**6), -(10**6)]))
    cases["integer-just-fits"] = Case(encoded(tree), accepted=True, caps={"MAX_DIGITS": 8})
    cases["integer-too-long"] = malformed("skew", at(*factor, 0, 0, value=10**40), MAX_DIGITS=40)
    cases["vector-a-string"] = malformed("skew", at("claims", 1, "weights", value="001"))
    cases["vector-too-long"] = malformed("skew", at("claims", 1, "weights", value=["1", "0", "0", "0"]))
    cases["vector-too-short"] = malformed("skew", at("claims", 1, "weights", value=["1"]))
    return cases


def _with_literal_digest(text: str) -> bytes:
    """Seal a text whose integer -0 Python would write as 0."""
    body = json.loads(text, parse_int=lambda x: f"\0{x}")
    content = {key: value for key, value in body.items() if key not in ("digest", "made_by")}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for literal in ("-0", *map(str, range(10))):
        canonical = canonical.replace(f'"\\u0000{literal}"', literal)
    digest = "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
    return text.replace(body["digest"], digest).encode()


def _games() -> dict[str, Case]:
    lone = {"kind": "types", "groups": ["x"], "K": [["0"]], "types": [{"agents": 1, "b": ["0"], "H": [["0"]]}]}
    coefficients = ("game", "coefficients")
    cases = {
        "game-a-list": malformed("no-interior-convex", at("game", value=[])),
        "game-null": malformed("no-interior-convex", at("game", value=None)),
        "game-unknown-kind": malformed("no-interior-convex", at("game", "kind", value="auction")),
        "game-kind-an-integer": malformed("no-interior-convex", at("game", "kind", value=1)),
        "game-kind-a-list": malformed("no-interior-convex", at("game", "kind", value=["canonical"])),
        "game-unknown-key": malformed("no-interior-convex", at("game", "M", value=[])),
        "game-missing-key": malformed("no-interior-convex", without("game", "K")),
        "groups-none": malformed("no-interior-convex", at("game", "groups", value=[])),
        "groups-a-string": malformed("no-interior-convex", at("game", "groups", value="abc")),
        "groups-too-many": malformed("no-interior-convex", lambda tree: None, MAX_GROUPS=2),
        "groups-just-enough": Case(encoded(samples()["no-interior-convex"]), accepted=True, caps={"MAX_GROUPS": 3}),
        "groups-twice": malformed("no-interior-convex", _twice),
        "groups-empty-name": malformed("no-interior-convex", at("game", "groups", 0, value="")),
        "groups-long-name": malformed("no-interior-convex", at("game", "groups", 0, value="x" * 201)),
        "groups-long-enough-name": Case(
            encoded(edited("no-interior-convex", at("game", "groups", 0, value="x" * 200))), accepted=True
        ),
        "groups-integer": malformed("no-interior-convex", at("game", "groups", 0, value=7)),
        "agents-zero": malformed("no-interior-convex", at("game", "agents", value=0)),
        "agents-too-many": malformed("no-interior-convex", at("game", "agents", value=10**12 + 1)),
        "agents-a-string": malformed("no-interior-convex", at("game", "agents", value="2")),
        "types-agents-zero": malformed("types", at("game", "types", 0, "agents", value=0)),
        "alignment-agents-zero": malformed("plain", at("game", "agents", value=0)),
        "H-not-symmetric": malformed("no-interior-convex", at("game", "H", 0, 1, value="1")),
        "H-ragged": malformed("no-interior-convex", at("game", "H", 0, value=["0", "0"])),
        "H-a-string": malformed("no-interior-convex", at("game", "H", value="000")),
        "types-H-not-symmetric": malformed("types", at("game", "types", 1, "H", 0, 1, value="2")),
        "types-none": malformed("types", at("game", "types", value=[])),
        "types-lone-agent": malformed("no-interior-convex", at("game", value=lone)),
        "lone-agent-with-others": malformed(
            "no-interior-convex", lambda tree: tree["game"].update(agents=1, K=[["1"] * 3] * 3)
        ),
        "coefficient-negative": malformed("plain-here", at(*coefficients, "attractiveness", value="-1")),
        "coefficients-zero": malformed("plain-here", at("game", "coefficients", value=_all("0"))),
        "coefficients-a-list": malformed("plain-here", at("game", "coefficients", value=["1", "1", "0"])),
        "inconsistency-not-symmetric": malformed("served-here", at("game", "inputs", "inconsistency", 0, 2, value="1")),
        "similarity-not-symmetric": malformed("served-here", at("game", "inputs", "similarity", 0, 2, value="1")),
        "similarity-missing": malformed("served-here", without("game", "inputs", "similarity")),
        "similarity-ragged": malformed("served-here", at("game", "inputs", "similarity", 0, value=["1"])),
        "inputs-a-list": malformed("plain-here", at("game", "inputs", value=[])),
        "inputs-null": malformed("plain-here", at("game", "inputs", value=None)),
        "diversity-unknown": malformed("served-here", at("game", "diversity", value="variance")),
    }
    cases["similarity-of-no-weight"] = Case(encoded(edited("plain", _superfluous)), accepted=True)
    return cases


def _all(value: str) -> dict[str, str]:
    return dict.fromkeys(("attractiveness", "consistency", "diversity"), value)


def _twice(tree: Tree) -> None:
    tree["game"]["groups"][0] = tree["game"]["groups"][1]


def _alone_with_others(tree: Tree) -> None:
    tree["game"] |= {"agents": 1, "K": [["1"] * 3] * 3}


def _superfluous(tree: Tree) -> None:
    tree["game"]["inputs"]["similarity"] = [["1", "0"], ["0", "1"]]


def _limits() -> dict[str, Case]:
    """For work and memory: certificates that just keep a cap, and the same with the cap one lower."""
    cases = {}
    fractions = edited("tied", at("game", "b", 2, value=f"-{10**300 + 1}/{10**300}"))
    dear = alignment([1, 1], [[1, 0], [0, 1]], None, [1, 10**500, 0], 2)
    for name, tree in {
        "price": certificate(dear, claim("concave", {"H": {"factor": [[0]], "exponent": 0}})),
        "tied": fractions,
        "twins": samples()["twins"],
        "modular": samples()["no-interior-relaxed-modular"],
        "anchored": samples()["anchored-near-rough"],
    }.items():
        data = encoded(tree)
        probe = checker._Checker()
        probe.check(data)
        work = checker.MAX_WORK - probe.work
        low, high = 0, checker.MAX_BITS
        while high - low > 1:
            middle = (low + high) // 2
            with lowered(checker, {"MAX_BITS": middle}):
                low, high = (low, middle) if checker.verify(data) else (middle, high)
        for cap, least in (("MAX_WORK", work), ("MAX_BITS", high)):
            cases[f"{name}-{cap}-just-enough"] = Case(data, accepted=True, caps={cap: least})
            cases[f"{name}-{cap}-too-low"] = Case(data, malformed=True, caps={cap: least - 1})
    return cases


@cache
def corpus() -> dict[str, Case]:
    """Every case, by the name of its clause."""
    from tests.certificates.corpus_of_anchors import anchored_cases
    from tests.certificates.corpus_of_bounds import bound_cases, enclosure_and_summary_cases, no_interior_cases
    from tests.certificates.corpus_of_claims import claims_cases

    cases = {f"sample-{name}": Case(encoded(tree), accepted=True) for name, tree in samples().items()}
    cases |= _reading() | _numbers() | _games() | _limits()
    cases |= anchored_cases()
    return cases | claims_cases() | no_interior_cases() | bound_cases() | enclosure_and_summary_cases()

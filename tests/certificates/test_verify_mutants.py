"""Forgeries against the oracle: what the checker accepts is true. What is changed without sealing is refused."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from typing import Any

import pytest

from nashsym.certificates.verify import verify
from tests.certificates.forging import Forger, copied, slots
from tests.certificates.making import Tree, canonical, certificate, sealed
from tests.certificates.oracle import false_claims
from tests.certificates.samples import samples

DEEP = os.environ.get("NASHSYM_DEEP", "0") not in {"", "0"}
ROUNDS, FORGERIES = (40, 500) if DEEP else (8, 100)


@pytest.mark.parametrize("name", sorted(samples()))
def test_the_oracle_agrees_with_every_sample(name: str) -> None:
    assert false_claims(samples()[name]) == []


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_what_is_accepted_is_true(seed: int) -> None:
    """And both kinds occur in every round: otherwise the forgeries test nothing, too wild or too tame."""
    forger, tally = Forger(seed), Counter[str]()
    for _ in range(FORGERIES):
        tree = forger.forgery()
        verdict = verify(json.dumps(tree).encode())
        unchanged = any(tree == sample for sample in samples().values())
        word = "accepted" if verdict else "malformed" if verdict.malformed else "refused"
        tally["unchanged" if unchanged else word] += 1
        if verdict:
            assert false_claims(tree) == [], json.dumps(tree)
            assert len(verdict.claims) == len(tree["claims"])
    assert tally["accepted"] > FORGERIES / 20
    assert tally["refused"] > FORGERIES / 4
    assert tally["unchanged"] < FORGERIES / 3


@pytest.mark.parametrize("seed", range(ROUNDS // 2))
def test_what_is_accepted_of_anchored_games_is_true(seed: int) -> None:
    forger, tally = Forger(1_000 + seed, "anchored"), Counter[str]()
    for _ in range(FORGERIES):
        tree = forger.forgery()
        verdict = verify(json.dumps(tree).encode())
        tally["accepted" if verdict else "malformed" if verdict.malformed else "refused"] += 1
        if verdict:
            assert false_claims(tree) == [], json.dumps(tree)
            tally["anchored"] += "anchor" in tree["game"]
    assert tally["anchored"] > FORGERIES / 20
    assert tally["refused"] > FORGERIES / 4


@pytest.mark.parametrize("name", sorted(samples()))
def test_raw_edits_are_refused(name: str) -> None:
    """Anything but `made_by` changed and not sealed: refused, whatever it is."""
    draw = random.Random(name)  # noqa: S311  # to be repeated, not to be secret
    places = [place for key, value in samples()[name].items() if key != "made_by" for place in _places((key,), value)]
    for path in draw.sample(places, min(len(places), 60)):
        tree = copied(samples()[name])
        box: Any = tree
        for key in path[:-1]:
            box = box[key]
        box[path[-1]] = _other(box[path[-1]])
        verdict = verify(json.dumps(tree).encode())
        assert verdict.malformed, path


def _places(path: tuple[Any, ...], node: Any) -> list[tuple[Any, ...]]:
    return [path] + [(*path, *rest) for rest in _paths(node)]


def _paths(node: Any) -> list[tuple[Any, ...]]:
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    return [(key, *rest) for key in keys for rest in [(), *_paths(node[key])]]


def _other(value: Any) -> Any:
    if isinstance(value, str):
        return value + "1"
    if isinstance(value, int):
        return value + 1
    return [] if value else ["x"]


def test_who_made_it_and_how_it_is_laid_out_is_not_sealed() -> None:
    tree = copied(samples()["served"])
    tree["made_by"]["name"] = "somebody else"
    shuffled = dict(sorted(tree.items(), reverse=True))
    assert verify(json.dumps(shuffled, indent=3, ensure_ascii=True).encode())


@pytest.mark.parametrize(
    ("name", "claim", "change"),
    [
        ("served", 1, {"weights": ["1", "0", "0"]}),
        ("skew", 4, {"type": "excluded"}),
        ("niches", 3, {"type": "regret", "epsilon": "0", "profile": [{"agents": 2, "weights": ["1", "0"]}]}),
        ("twins", 3, {"threshold": "1/100"}),
        ("several", 2, {"weights": ["1/3", "2/3"]}),
        ("no-interior-convex", 0, {"type": "concave"}),
        ("skew-rough", 2, {"radii": ["0", "0", "0"]}),
        ("anchored-held", 1, {"radii": ["0", "0", "0"]}),
        ("anchored-held", 4, {"type": "excluded"}),
        ("anchored-held", 4, {"scope": "this"}),
        ("anchored-held", -1, {"profile": [{"agents": 3, "weights": ["1/2", "1/4", "1/4"]}]}),
        ("anchored-held", 0, {"type": "equilibrium", "weights": ["1/3", "1/3", "1/3"]}),
        ("anchored-split", 2, {"type": "unique"}),
    ],
)
def test_the_oracle_sees_what_is_false(name: str, claim: int, change: Tree) -> None:
    tree = copied(samples()[name])
    tree["claims"][claim] |= change
    assert false_claims(tree) != []


def test_the_oracle_sees_false_summaries() -> None:
    for key, value in {"kind": "boundary", "unique": "refuted", "unique_among_homogeneous": "refuted"}.items():
        tree = copied(samples()["served"])
        tree["equilibrium"][key] = value
        assert false_claims(tree) == [f"summary: {key}"]


def test_the_oracle_sees_that_a_game_has_a_specialised_equilibrium() -> None:
    game = canonical([0, 0], [[1, 0], [0, 1]], [[3, 0], [0, 3]], 2)
    tree = certificate(game, *samples()["niches"]["claims"][:3], {"type": "unique", "witness": {}})
    assert [wrong for wrong in false_claims(tree) if "unique" in wrong] == ["4 unique", "summary: unique"]
    assert not verify(sealed(tree))
    assert len(list(slots(tree))) > 20

"""Proofs that nothing does: two checkers accept what the search finds, and refuse it with any one clause broken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from nashsym import Game, InputError, anes96_game, steer
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.covering import Covering
from nashsym.steering.covering_search import find_covering
from nashsym.steering.demand import read_demand
from nashsym.steering.relative_change import best_third, distances, far_functional, nearest_on_ray, tangent
from nashsym.steering.smallest_subsidy import NORMS, Norm
from tests.steering.checking_coverings import is_proved
from tests.steering.regimes import distance_game, regime_game

Tree = dict[str, Any]


def proofs() -> Iterator[tuple[Game, Tree]]:
    """Yield proofs of every form: bounds and impossibilities, splits, cases, far, directions and multipliers."""
    survey = anes96_game()
    distance = distance_game()
    for game, asked in (
        (survey, {"floor": "0.05"}),
        (survey, {"floor": "0.05", "norm": "l1"}),
        (survey, {"floor": "0.05", "norm": "linf"}),
        (survey, {"floor": "0.05", "by": "diversity"}),
        (survey, {"target": ["0.2", "0.1", "0.3", "0.1", "0.3"]}),
        (survey, {"floor": "0.15", "groups": "liberal"}),
        (regime_game("attracted", 22), {"floor": "0.3", "groups": "g1"}),
        (distance, {"floor": "0.1"}),
        (distance, {"floor": "0.1", "by": "attractiveness"}),
    ):
        for family in steer(game, **({"by": "coefficients"} | asked)).families:
            if family.proof is not None:
                yield game, json.loads(json.dumps(family.to_dict()))["proof"]


PROOFS = list(proofs())


def leaves(tree: Tree) -> Iterator[Tree]:
    if "parts" in tree:
        for part in tree["parts"]:
            yield from leaves(part)
    else:
        yield tree


def nodes(tree: Tree) -> Iterator[Tree]:
    yield tree
    for part in tree.get("parts", ()):
        yield from nodes(part)


def accepted(game: Game, proof: Tree) -> bool:
    """Ask both checkers, which have to agree."""
    one, other = Covering.from_dict(game, proof).holds(), is_proved(game.to_dict(), proof)
    assert one is other
    return one


@pytest.mark.parametrize(("game", "proof"), PROOFS)
def test_both_checkers_accept_what_is_found(game: Game, proof: Tree) -> None:
    assert accepted(game, proof)


def test_every_form_of_node_occurs() -> None:
    forms = {next(iter(node)) for _, proof in PROOFS for node in nodes(proof["tree"])}
    assert forms == {"split", "group", "far", "direction", "multipliers"}
    assert {proof["norm"] for _, proof in PROOFS} == {"l1", "l2", "linf", None}


def spoilt(proof: Tree) -> Iterator[Tree]:
    """Yield the proof with one clause broken, in every way, at one place each."""
    if proof["beyond_squared"] is not None:
        # More is claimed: a ball that reaches past the nearest point that does.
        yield proof | {"beyond_squared": str(4 * Fraction(proof["beyond_squared"]))}
    for form, change in (
        ("far", lambda u: [-value for value in u]),
        ("far", lambda u: [value + 2**27 for value in u]),
        ("far", lambda u: [-1] * len(u)),
        ("direction", lambda v: [v[0] + 1, *v[1:]]),
        ("direction", lambda v: [0] * len(v)),
        ("multipliers", lambda ys: [[-value for value in y] for y in ys]),
        ("multipliers", lambda ys: [[0] * len(y) for y in ys]),
        ("multipliers", lambda ys: [[y[0] + 1, *y[1:]] for y in ys]),
    ):
        broken = deepcopy(proof)
        leaf = next((leaf for leaf in leaves(broken["tree"]) if form in leaf), None)
        if leaf is not None:
            leaf[form] = change(leaf[form])
            yield broken
    for at, value in ((0, None), (2, 0), (3, -1)):
        broken = deepcopy(proof)
        node = next((node for node in nodes(broken["tree"]) if "split" in node), None)
        if node is not None:
            node["split"][at] = node["split"][1] if value is None else value
            yield broken


@pytest.mark.parametrize(("game", "proof"), PROOFS)
def test_a_broken_clause_is_refused(game: Game, proof: Tree) -> None:
    count = 0
    for broken in spoilt(proof):
        assert not accepted(game, broken)
        count += 1
    assert count >= 2


def test_what_may_be_at_zero_may_not_have_a_negative_multiplier() -> None:
    """x and y attract alike, z less: a floor for x alone holds with z at 0, where z may be worse off."""
    game = Game.alignment(["x", "z"], 2, [0, 1], [[1, 0], [0, 1]], [[0, 0], [0, 0]], coefficients=[1, 1, 1])
    proof = {
        "type": "covering",
        "coefficients": ["attractiveness", "consistency", "diversity"],
        "rays": [["1", "1", "1"]],
        "least": ["3/4", "0"],
        "norm": None,
        "beyond_squared": None,
        "tree": {"multipliers": [[-1, 1]]},
    }
    # At w = (3/4, 1/4): b − Mw = (−3/2, 1/2); z gains, so that nobody stays there, which y = (−1, 1) proves.
    assert accepted(game, proof)
    turned = Game.alignment(["x", "z"], 2, [9, 1], [[1, 0], [0, 1]], [[0, 0], [0, 0]], coefficients=[1, 1, 1])
    # Here all are in x, and z is worse off: (1, −1) separates, but does not count.
    assert not accepted(turned, proof | {"tree": {"multipliers": [[1, -1]]}})
    at_zero = {"group": 1, "parts": [{"multipliers": [[1, -1]]}, {"multipliers": [[1, -1]]}]}
    assert not accepted(turned, proof | {"tree": at_zero})
    assert not accepted(turned, proof | {"tree": {"group": 0, "parts": at_zero["parts"]}})


def test_a_direction_moves_only_who_is_served() -> None:
    game = Game.alignment(
        ["x", "y", "z"], 2, [0, 0, 9], [[1, 0, 0], [0, 1, 0], [0, 0, -9]], [[0] * 3] * 3, coefficients=[1, 1, 1]
    )
    proof = {
        "type": "covering",
        "coefficients": ["attractiveness", "consistency", "diversity"],
        "rays": [["1", "1", "1"]],
        "least": ["1/4", "1/4", "0"],
        "norm": None,
        "beyond_squared": None,
        "tree": {"direction": [0, 1, -1]},
    }
    assert not accepted(game, proof)
    assert accepted(game, proof | {"least": ["1/4", "1/4", "1/4"]})


#: What JSON can hold in the place of a node, or of a part of one.
OTHERS: list[Any] = [
    None,
    3,
    "far",
    [],
    {},
    {"parts": []},
    {"parts": [{}, {}]},
    {"group": 0, "parts": 3},
    {"group": [0], "parts": [{}, {}]},
    {"split": [0, 9, 1, 1], "parts": [{}, {}]},
    {"split": [-1, 0, 1, 1], "parts": [{}, {}]},
    {"split": [0, 1, 0.5, 0.5], "parts": [{}, {}]},
    {"split": [0, 1], "parts": [{}, {}]},
    {"far": None},
    {"far": [1.0, -1.0, 0.5]},
    {"far": ["1", "1", "1"]},
    {"far": [1]},
    {"direction": [1, -1]},
    {"direction": [0.5, -0.5, 0, 0, 0]},
    {"multipliers": 1},
    {"multipliers": []},
    {"multipliers": [[1, -1]] * 3},
    {"multipliers": [[0.5, -0.5, 0, 0, 0]] * 3},
    {"multipliers": [[True, -1, 0, 0, 0]] * 3},
]


@pytest.mark.parametrize("other", OTHERS, ids=range(len(OTHERS)))
def test_what_is_no_node_is_refused(other: Any) -> None:
    game, proof = PROOFS[0]
    assert not Covering.from_dict(game, proof | {"tree": other}).holds()


def test_floats_that_round_prove_nothing() -> None:
    """(2⁵³ + 2)·1 − 2⁵³·1 rounds to more than it is worth at corners: integers are asked for."""
    game, proof = PROOFS[0]
    broken = deepcopy(proof)
    for leaf in leaves(broken["tree"]):
        if "far" in leaf:
            leaf["far"] = [float(value) for value in leaf["far"]]
    assert not Covering.from_dict(game, broken).holds()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"norm": "l3"}, "norm"),
        ({"norm": None}, "norm"),
        ({"least": ["-1/20", "1/20", "1/20", "1/20", "1/20"]}, "0 or more"),
        ({"least": ["1/4"] * 5}, "at most"),
        ({"least": 3}, "no proof"),
        ({"least": [None] * 5}, "text is expected"),
        ({"rays": "ab"}, "number"),
        ({"rays": None}, "no proof"),
        ({"coefficients": 1}, "no proof"),
        ({"beyond_squared": []}, "text is expected"),
    ],
)
def test_what_is_no_proof_is_refused_in_words(change: Tree, words: str) -> None:
    game, proof = PROOFS[0]
    with pytest.raises(InputError, match=words):
        Covering.from_dict(game, proof | change)
    with pytest.raises(InputError, match="no proof"):
        Covering.from_dict(game, {name: part for name, part in proof.items() if name not in change})


def test_a_proof_is_for_its_game() -> None:
    game, proof = next((game, proof) for game, proof in PROOFS if proof["beyond_squared"] is None)
    inputs = game.to_dict()["inputs"]
    other = Game.alignment(
        game.groups, 8, [1] * 5, inputs["inconsistency"], inputs["similarity"], coefficients=[1, "1/4", 1]
    )
    assert not accepted(other, proof)
    with pytest.raises(InputError, match="another game"):
        Covering.from_dict(game.with_coefficients(attractiveness=2), proof)
    with pytest.raises(InputError, match="another game"):
        Covering.from_dict(Game.from_canonical([0, 0], [[1, 0], [0, 1]]), proof)


def test_what_a_subsidy_cannot_do_is_proved_for_canonical_games_too() -> None:
    game = Game.from_canonical([3, 0], [[-3, 0], [0, 1]], [[2, 1], [0, 1]], agents=2, groups=["x", "y"])
    (family,) = steer(game, floor="0.1", by="attractiveness").families
    assert family.proof is not None
    assert accepted(game, json.loads(json.dumps(family.to_dict()))["proof"])


def test_a_search_that_runs_out_says_nothing() -> None:
    game = anes96_game()
    cone = CoefficientCone.together(game, read_demand(game, "0.05"))
    assert find_covering(cone, "l2", Fraction(18, 100), 3) is None
    # Further than the nearest point that does there is no proof to be found.
    assert find_covering(cone, "l2", Fraction(1, 2), 200) is None


@pytest.mark.parametrize("norm", NORMS)
def test_distances_are_those_of_a_scan(norm: Norm) -> None:
    draw = np.random.default_rng(3)
    order = {"l1": 1, "l2": 2, "linf": np.inf}[norm]
    for _ in range(20):
        corners = draw.random((3, 3)) * draw.integers(0, 2, (3, 3)) + np.eye(3) / 8
        scale = np.geomspace(1e-2, 1e2, 4001)[:, None]
        ray = corners[0]
        nearest = nearest_on_ray(ray, norm)
        scanned = np.linalg.norm(scale * ray - 1, order, axis=1).min()
        assert distances(ray[None], norm)[0] == pytest.approx(np.linalg.norm(nearest - 1, order))
        assert distances(ray[None], norm)[0] <= scanned + 1e-12
        assert scanned <= distances(ray[None], norm)[0] + 0.01
        points = draw.dirichlet(np.ones(3) / 2, 4000) @ corners
        u = far_functional(corners, norm)
        least = distances(points, norm).min()
        if u is not None:
            dual = np.linalg.norm(u, {"l1": np.inf, "l2": 2, "linf": 1}[norm])
            assert (corners @ u <= 1e-8).all()
            assert u.sum() / dual <= least + 1e-8
            assert least <= u.sum() / dual + 0.1
        rest = draw.random((1, 2)) + 0.1
        s = best_third(rest, norm)[0]
        at = [distances(np.array([[max(value, 0.0), *rest[0]]]), norm)[0] for value in (s, s * 0.9, s * 1.1, s - 0.01)]
        assert min(at) >= at[0] - 1e-12


@pytest.mark.parametrize("norm", NORMS)
def test_what_lies_beyond_a_tangent_is_far(norm: Norm) -> None:
    draw = np.random.default_rng(4)
    for _ in range(20):
        u = tangent(draw.random(3), 0.4, norm)
        if u is None:
            continue
        points = draw.random((4000, 3))
        beyond = points[points @ u <= 0]
        if len(beyond):
            assert distances(beyond, norm).min() >= 0.4 - 1e-9

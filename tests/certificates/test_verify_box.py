"""The claim `robust`: each clause of its checker by a certificate that breaks only it; what is accepted is true."""

from __future__ import annotations

import ast
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nashsym import Game, anes96_game, certify
from nashsym.certificates import verify as plain
from nashsym.certificates import verify_box as checker
from nashsym.errors import InputError
from nashsym.theorems.box import CanonicalBox
from nashsym.uncertainty.box import InputBox
from tests.certificates.corpus import Case, encoded
from tests.certificates.forging import copied
from tests.certificates.making import Tree, canonical, certificate, concave, definiteness, equilibrium, sealed, text
from tests.certificates.mutation import _changes, lowered, module_of, outcome
from tests.uncertainty.boxes import Truth, within

SOURCE = Path(str(checker.__file__))
HALF = [["1/2", 0], [0, "1/2"]]
FLAT = [[0, 0], [0, 0]]


def robust(tree: Tree) -> Tree:
    return next(claim for claim in tree["claims"] if claim["type"] == "robust")


def alignment(radius: str, **changes: Any) -> tuple[Game, InputBox]:
    given: dict[str, Any] = {"agents": 4, "diversity": "similarity", "coefficients": [1, 1, 1]} | changes
    game = Game.alignment(
        ["left", "center", "right", "far"],
        given.pop("agents"),
        ["0.4", "0.5", "0.45", "-2"],
        [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
        [["0.3", "0.1", 0, 0], ["0.1", "0.3", 0, 0], [0, 0, "0.3", 0], [0, 0, 0, "0.3"]],
        **given,
    )
    return game, InputBox.around(game, [radius] * 4, [[radius] * 4] * 4, [[radius] * 4] * 4)


@cache
def samples() -> dict[str, Tree]:
    """Both forms of diversity, a lone agent, both scopes, a canonical game, groups absent and undecided."""
    found = {}
    for name, radius, changes in (
        ("all", "1/100", {}),
        ("wide", "1/12", {}),
        ("distance", "1/100", {"diversity": "distance", "coefficients": [1, 1, "1/10"]}),
        ("homogeneous", "1/100", {"agents": 2, "coefficients": [1, "1/9", 2]}),
        ("lone", "1/10", {"agents": 1, "coefficients": [1, 1, 9]}),
    ):
        game, box = alignment(radius, **changes)
        found[name] = certify(game, box=box.canonical(game)).to_dict()
    game = Game.from_canonical(
        [1, "1/2", "-3"], [[2, 0, 0], [0, 1, 0], [0, 0, 1]], [[1, 0, 0], ["1/2", 1, 0], [0, 0, 1]]
    )
    small = [[Fraction(1, 50)] * 3] * 3
    found["canonical"] = certify(
        game, box=CanonicalBox.about(game.canonical, [Fraction(1, 50)] * 3, small, small)
    ).to_dict()
    game = anes96_game()
    box = InputBox.around(game, ["0.005"] * 5, [["0"] * 5] * 5, [["0.005"] * 5] * 5)
    found["survey"] = certify(game, box=box.canonical(game)).to_dict()
    return found


def edited(name: str, edit: Callable[[Tree], object]) -> bytes:
    tree = copied(samples()[name])
    edit(robust(tree))
    return encoded(sealed(tree))


def put(*path: str | int, value: Any) -> Callable[[Tree], None]:
    def edit(tree: Tree) -> None:
        node: Any = tree
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value

    return edit


def push(*path: str | int, by: Any = 1) -> Callable[[Tree], None]:
    def edit(tree: Tree) -> None:
        node: Any = tree
        for key in path[:-1]:
            node = node[key]
        old = node[path[-1]]
        node[path[-1]] = old + by if isinstance(old, int) else text(Fraction(old) + by)

    return edit


def both(*edits: Callable[[Tree], None]) -> Callable[[Tree], None]:
    def edit(tree: Tree) -> None:
        for one in edits:
            one(tree)

    return edit


def by_hand(play: Any, weights: Any, **claim: Any) -> Case:
    """A claim about a canonical game from scratch."""
    size = len(play.b)
    zero = [["0"] * size] * size
    given: Tree = {"type": "robust", "box": {"b": ["0"] * size, "H": zero, "K": zero}, "threshold": "1/100"}
    signs = {"H": definiteness(play.H), "M": definiteness(play.M)}
    given |= {"scope": "homogeneous", "witness": {"lowered": signs, "rows": claim.pop("rows")}} | claim
    given["witness"]["lowered"] |= claim.pop("lowered", {})
    given.pop("lowered", None)
    accepted = given.pop("accepted", False)
    return Case(encoded(certificate(play, concave(play), equilibrium(weights), given)), accepted=accepted)


def _sure() -> dict[str, Any]:
    """All play the first of two groups, by far, whatever happens to M within 1 per entry of its diagonal."""
    return {
        "lower": ["9/10", "0"],
        "upper": ["11/10", "1/20"],
        "included": ["liberal"],
        "excluded": [],
        "rows": [[0, 0, -1], [-1, 1, -1]],
    }


def cases() -> dict[str, Case]:
    one = canonical([3], [[1]], [[0]], 2)
    tight: dict[str, Any] = {"included": ["liberal"], "excluded": [], "rows": [[0, -1]]}
    inner = {"lower": ["2/5", "0"]}
    half = canonical(["1/2", 0], [[1, 0], [0, 1]], [[0, 0], [0, 0]], 2)
    far = canonical([30, 0], [[1, 0], [0, 1]], [[0, 0], [0, 0]], 2)
    loose = canonical([30, 0], [[1, 0], [0, 1]], [[1, 0], [0, 1]], 2)
    ones = {"b": ["0", "0"], "H": [["0"] * 2] * 2, "K": [["1", "0"], ["0", "1"]]}
    singular = {"M": {"factor": [[0]], "exponent": 0, "kernel": [[1]]}}
    flat = {"H": {"factor": [[0]], "exponent": 0, "kernel": [[1]]}}
    held = samples()["all"]
    claim = robust(held)
    absent = held["game"]["groups"].index("far")
    served = claim["lower"][0]
    exact = both(put("threshold", value=served), put("included", value=_reaching(claim, served)))
    exact = both(exact, put("excluded", value=_below(claim, served)))
    top = claim["upper"][absent]
    above = both(put("threshold", value=top), put("included", value=_reaching(claim, top)))
    above = both(above, put("excluded", value=_below(claim, top)))
    found: dict[str, Case] = {name: Case(encoded(tree), accepted=True) for name, tree in samples().items()}

    def refused(name: str, edit: Callable[[Tree], object]) -> Case:
        return Case(edited(name, edit))

    def malformed(name: str, edit: Callable[[Tree], object], **caps: int) -> Case:
        return Case(edited(name, edit), malformed=True, caps=caps)

    C, S = ("box", "inconsistency"), ("box", "similarity")
    found |= {
        "one-group": by_hand(one, [1], lower=["1/2"], upper=["2"], accepted=True, **tight),
        "one-group-at-the-upper-bound": by_hand(one, [1], lower=["1/2"], upper=["1"], **tight),
        "at-most-1": by_hand(half, ["3/4", "1/4"], accepted=True, **_sure() | inner | {"upper": ["2", "1/2"]}),
        "at-most-1-and-not-1": by_hand(half, ["3/4", "1/4"], **_sure() | inner | {"upper": ["1", "1/2"]}),
        "one-group-at-the-lower-bound": by_hand(one, [1], lower=["1"], upper=["2"], **tight),
        "far": by_hand(far, [1, 0], accepted=True, **_sure()),
        "M-singular-in-the-box": by_hand(far, [1, 0], box=ones, lowered=singular, **_sure()),
        "H-singular-in-the-box": by_hand(
            loose, [1, 0], box=ones | {"H": ones["K"], "K": ones["H"]}, accepted=True,
            lowered=flat | {"M": definiteness(far.M)}, **_sure(),
        ),
        "outside-below": refused("all", put("lower", 0, value="1")),
        "upper-below-the-equilibrium": refused("all", put("upper", 0, value="1/1000")),
        "upper-zero": refused("all", put("upper", absent, value="0")),
        "lower-negative": refused("all", put("lower", absent, value="-1/1000")),
        "upper-too-low": refused("all", push("upper", 0, by=Fraction(-1, 500))),
        "lower-too-high": refused("all", push("lower", 0, by=Fraction(1, 500))),
        "lower-too-high-of-the-second": refused("wide", push("lower", 1, by=Fraction(1, 500))),
        "row-that-does-not-add-up": refused("all", push("witness", "rows", 0, 0)),
        "row-on-a-group-that-may-be-at-0": refused(
            "all", both(push("witness", "rows", 0, absent), push("witness", "rows", 0, 0, by=-1))
        ),
        "row-of-another": refused("all", lambda t: t["witness"]["rows"].reverse()),
        "row-of-zeros": refused("all", put("witness", "rows", 0, value=[0] * 5)),
        "row-too-short": malformed("all", put("witness", "rows", 0, value=[0] * 4)),
        "rows-too-few": malformed("all", put("witness", "rows", value=[[0] * 5])),
        "row-of-fractions": malformed("all", put("witness", "rows", 0, value=["0"] * 5)),
        "box-wider-than-proved": refused("all", put("box", "attractiveness", 0, value="1/20")),
        "box-wider-in-C": refused("all", put(*C, value=[["1/20"] * 4] * 4)),
        "box-wider-in-S": refused("all", put(*S, value=[["1/20"] * 4] * 4)),
        "box-of-S-immaterial-to-a-lone-agent": Case(edited("lone", put(*S, value=[["9"] * 4] * 4)), accepted=True),
        "box-of-C-material-to-a-lone-agent": refused("lone", put(*C, value=[["9"] * 4] * 4)),
        "box-of-S-wider-with-distance": refused("distance", put(*S, value=[["9"] * 4] * 4)),
        "radius-negative": malformed("all", put("box", "attractiveness", 0, value="-1/1000")),
        "radius-of-C-negative": malformed("all", put(*C, 0, 0, value="-1/1000")),
        "radius-of-S-negative": malformed("all", put(*S, 0, 0, value="-1/1000")),
        "radii-of-C-not-symmetric": malformed("all", put(*C, 0, 1, value="0")),
        "radii-of-S-not-symmetric": malformed("all", put(*S, 0, 1, value="0")),
        "box-of-another-kind-of-game": malformed("all", put("box", value={"b": [], "H": [], "K": []})),
        "box-a-list": malformed("all", put("box", value=[])),
        "lowered-null": malformed("all", put("witness", "lowered", value=None)),
        "lowered-a-list": malformed("all", put("witness", "lowered", value=["G"])),
        "lowered-without-M": malformed("all", lambda t: t["witness"]["lowered"].pop("M")),
        "lowered-H-beside-G": malformed("all", put("witness", "lowered", "H", value={"factor": [], "exponent": 0})),
        "G-of-a-lone-agent": malformed("lone", _as_G),
        "G-not-positive": refused("homogeneous", both(_as_G, put("scope", value="all"))),
        "scope-all-without-G": refused("homogeneous", put("scope", value="all")),
        "scope-less-than-proved": refused("all", put("scope", value="homogeneous")),
        "scope-of-a-lone-agent": refused("lone", put("scope", value="homogeneous")),
        "scope-a-list": refused("all", put("scope", value=["all"])),
        "threshold-zero": refused("all", both(put("threshold", value="0"), put("excluded", value=[]),
                                              put("included", value=list(held["game"]["groups"])))),
        "threshold-at-a-lower-bound": Case(edited("all", exact), accepted=True),
        "threshold-at-an-upper-bound": Case(edited("all", above), accepted=True),
        "included-one-more": refused("all", lambda t: t["included"].append("far")),
        "included-one-less": refused("all", lambda t: t["included"].pop()),
        "included-null": refused("all", put("included", value=None)),
        "excluded-one-less": refused("all", lambda t: t["excluded"].pop()),
        "excluded-one-more": refused("all", lambda t: t["excluded"].append("left")),
        "key-missing": malformed("all", lambda t: t.pop("threshold")),
    }  # fmt: skip
    twice = copied(held)
    twice["claims"].append(robust(twice))
    found["twice"] = Case(encoded(sealed(twice)))
    alone = copied(held)
    alone["claims"] = [alone["claims"][0], robust(alone)]
    found["without-equilibrium"] = Case(encoded(sealed(alone | {"equilibrium": None})))
    enough = _enough(encoded(held))
    found["just-enough-work"] = Case(encoded(held), accepted=True, caps={"MAX_WORK": enough})
    found["too-much-work"] = Case(encoded(held), malformed=True, caps={"MAX_WORK": enough - 1})
    return found


def _as_G(claim: Tree) -> None:
    signs = claim["witness"]["lowered"]
    signs["G"] = signs.pop("H")


def _reaching(claim: Tree, floor: str) -> list[str]:
    groups = zip(samples()["all"]["game"]["groups"], claim["lower"], strict=True)
    return [name for name, low in groups if Fraction(low) >= Fraction(floor)]


def _below(claim: Tree, floor: str) -> list[str]:
    groups = zip(samples()["all"]["game"]["groups"], claim["upper"], strict=True)
    return [name for name, high in groups if Fraction(high) < Fraction(floor)]


def _enough(subject: bytes) -> int:
    """The least MAX_WORK with which a certificate is accepted."""
    low, high = 0, 10**9
    while high - low > 1:
        middle = (low + high) // 2
        with lowered(plain, {"MAX_WORK": middle}):
            low, high = (low, middle) if checker.verify(subject) else (middle, high)
    return high


CASES = cases()
#: Mutants that decide everything as the checker does, by the start of their name, and why.
EQUIVALENT: dict[str, str] = {}


@pytest.mark.parametrize("name", sorted(CASES))
def test_clause(name: str) -> None:
    case = CASES[name]
    with lowered(plain, case.caps):
        verdict = checker.verify(case.subject)
    assert (verdict.accepted, verdict.malformed) == (case.accepted, case.malformed), verdict.failed


def test_the_samples_say_all_that_can_be_said() -> None:
    claims = {name: robust(tree) for name, tree in samples().items()}
    assert {claim["scope"] for claim in claims.values()} == {"all", "homogeneous"}
    assert claims["all"]["excluded"] == ["far"]
    assert len(claims["all"]["included"]) == 3
    assert len(claims["survey"]["included"] + claims["survey"]["excluded"]) == 4
    said = checker.verify(samples()["survey"]).claims[-1]
    assert said.startswith("every equilibrium of each game in the box gives at least 1/100 to each of ['moderate',")


def test_the_checker_of_old_refuses_what_it_does_not_know() -> None:
    verdict = plain.verify(samples()["all"])
    assert verdict.malformed
    assert "unknown type of claim" in verdict.failed
    without = copied(samples()["all"])
    without["claims"].remove(robust(without))
    assert plain.verify(sealed(without)) == checker.verify(sealed(without))


def test_no_clause_can_be_deleted_or_weakened_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "verify", plain)
    monkeypatch.setattr(sys, "path", [*sys.path])
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    subjects = sorted(CASES.values(), key=lambda case: case.accepted)
    seen, unseen = 0, []
    for name, change in list(_changes(tree)):
        restore = change()
        module: Any = module_of(compile(ast.fix_missing_locations(tree), "mutant", "exec"))
        restore()
        seen += 1
        survives = all(_outcome(module, case) == (case.accepted, case.malformed) for case in subjects)
        if survives != any(name.startswith(start) for start in EQUIVALENT):
            unseen.append(name)
    assert seen > 30
    assert unseen == []


def _outcome(module: Any, case: Case) -> tuple[bool, bool] | str:
    with lowered(plain, case.caps):
        return outcome(module, case.subject, {})


def _forged(draw: random.Random, tree: Tree) -> Tree:
    """One to three numbers of the claim changed, its lists made to fit, sealed again."""
    tree = copied(tree)
    claim = robust(tree)
    for _ in range(draw.randint(1, 3)):
        way = draw.randrange(6)
        d = draw.randrange(len(tree["game"]["groups"]))
        step = Fraction(draw.choice((-1, 1)), draw.choice((10, 100, 1000, 10**6)))
        if way == 0:
            claim["lower"][d] = text(max(Fraction(claim["lower"][d]) + step, Fraction(0)))
        elif way == 1:
            claim["upper"][d] = text(Fraction(claim["upper"][d]) + step)
        elif way == 2:
            factor = draw.choice((Fraction(0), Fraction(1, 2), Fraction(9, 10), Fraction(101, 100), Fraction(2)))
            key = draw.choice(sorted(claim["box"]))
            node = claim["box"][key]
            is_matrix = isinstance(node[0], list)
            scaled = [[text(Fraction(x) * factor) for x in row] for row in (node if is_matrix else [node])]
            claim["box"][key] = scaled if is_matrix else scaled[0]
        elif way == 3:
            row = draw.choice(claim["witness"]["rows"])
            row[draw.randrange(len(row))] += draw.choice((-1, 1)) * draw.choice((1, 2**20, 2**40, 2**50))
        elif way == 4:
            claim["threshold"] = text(
                abs(Fraction(draw.choice(claim["lower"] + claim["upper"])) + draw.choice((0, step)))
            )
        else:
            claim["scope"] = draw.choice(("all", "homogeneous"))
    floor, groups = Fraction(claim["threshold"]), tree["game"]["groups"]
    claim["included"] = [g for g, x in zip(groups, claim["lower"], strict=True) if Fraction(x) >= floor]
    claim["excluded"] = [g for g, x in zip(groups, claim["upper"], strict=True) if Fraction(x) < floor]
    return sealed(tree)


@pytest.mark.parametrize("name", ["all", "wide", "distance", "homogeneous", "lone"])
def test_what_is_accepted_is_true(name: str) -> None:
    """Games drawn from the box of a forgery that is accepted, solved by brute force, keep all that it says."""
    draw, tally = random.Random(name), Counter[bool]()  # noqa: S311  # to be repeated
    for number in range(40):
        tree = samples()[name] if number == 0 else _forged(draw, samples()[name])
        accepted = bool(checker.verify(encoded(tree)))
        tally[accepted] += 1
        if accepted and tally[True] <= 12:
            _assert_true(tree, number)
    assert min(tally.values()) >= 6


def _assert_true(tree: Tree, seed: int) -> None:
    told, claim = tree["game"], robust(tree)
    inputs = [told["inputs"][key] for key in ("attractiveness", "inconsistency", "similarity")]
    prices = told["coefficients"]
    game = Game.alignment(told["groups"], told["agents"], *inputs, coefficients=prices, diversity=told["diversity"])
    box = InputBox.around(game, *(claim["box"][key] for key in ("attractiveness", "inconsistency", "similarity")))
    floor = Fraction(claim["threshold"])
    for other in within(game, box, 8, seed):
        truth = Truth(other)
        assert truth.is_concave
        assert truth.is_monotone
        assert claim["scope"] == "homogeneous" or truth.is_united
        ((*weights,),) = truth.equilibria
        for d, (group, weight) in enumerate(zip(told["groups"], weights, strict=True)):
            assert Fraction(claim["lower"][d]) <= weight <= Fraction(claim["upper"][d])
            assert group not in claim["included"] or weight >= floor
            assert group not in claim["excluded"] or weight < floor


def test_it_runs_alone_beside_the_other(tmp_path: Path) -> None:
    for source in (SOURCE, Path(str(plain.__file__))):
        shutil.copy(source, tmp_path)
    (tmp_path / "certificate.json").write_bytes(encoded(samples()["survey"]))
    for isolation in ("-S", "-I"):
        command = [sys.executable, isolation, "verify_box.py", "certificate.json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines()[-1].startswith("accepted: sha256:")
    imported = {
        node.module
        for node in ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert {str(name).split(".")[0] for name in imported} <= {*sys.stdlib_module_names, "nashsym"}
    assert len(SOURCE.read_text(encoding="utf-8").splitlines()) <= 150


def test_without_the_other_it_says_what_is_missing(tmp_path: Path) -> None:
    shutil.copy(SOURCE, tmp_path)
    command = [sys.executable, "-S", "verify_box.py", "certificate.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "verify_box.py: verify.py is not beside it; copy both into one folder\n"


def test_certify_refuses_a_box_about_another_game() -> None:
    game, box = alignment("1/100")
    with pytest.raises(InputError, match="another game"):
        certify(game.with_agents(9), box=box.canonical(game))


def test_no_claim_where_nothing_is_proved() -> None:
    game, box = alignment("5")
    assert all(claim["type"] != "robust" for claim in certify(game, box=box.canonical(game)).claims)
    game, box = alignment("1/3", coefficients=[1, "1/1000", 1], agents=2)
    assert all(claim["type"] != "robust" for claim in certify(game, box=box.canonical(game)).claims)

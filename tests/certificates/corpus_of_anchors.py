"""The clauses about anchored games: one certificate that breaks each, and one that only just keeps it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.certificates.anchored_samples import (
    BENT,
    HELD,
    PULLED,
    SPLIT,
    anchored,
    bounds,
    enclosure,
    gap,
    regret,
    rounded,
    sole,
    sole_of,
    solution,
    start,
)
from tests.certificates.corpus import Case, accepted, asks, at, broken, encoded, malformed, refused, without
from tests.certificates.making import (
    Play,
    Tree,
    bound,
    canonical,
    certificate,
    claim,
    concave,
    definiteness,
    entries,
    equilibrium,
    farkas,
    text,
    texts,
)
from tests.certificates.samples import KINDS, SERVED, SKEW, homogeneous_equilibrium

EYE = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
ZERO = [[0] * 3] * 3


def anchored_cases() -> dict[str, Case]:
    return _reading() | _kinds_of_claims() | _gaps() | _bounds() | _swapped()


def _reading() -> dict[str, Case]:
    plain = canonical([1, 0, 0], EYE, ZERO, 2)

    def with_anchor(anchor: Any) -> Case:
        return broken(plain.tree | {"anchor": anchor}, concave(plain))

    third, sign = texts([Fraction(1, 3)] * 3), definiteness(plain.H)
    typed: Tree = {"kind": "types", "groups": plain.groups, "K": plain.tree["K"],
                   "types": [{"agents": 2, "b": plain.tree["b"], "H": plain.tree["H"]}]}  # fmt: skip
    bad: dict[str, Any] = {
        "null": None, "list": ["1/2", third], "empty": {}, "alone": {"coefficient": "1/2"},
        "without-coefficient": {"reference": third},
        "with-more": {"coefficient": "1/2", "reference": third, "note": "x"},
        "coefficient-zero": {"coefficient": "0", "reference": third},
        "coefficient-negative": {"coefficient": "-1/9", "reference": third},
        "coefficient-an-integer": {"coefficient": 1, "reference": third},
        "coefficient-a-list": {"coefficient": ["1"], "reference": third},
        "reference-null": {"coefficient": "1/2", "reference": None},
        "reference-a-string": {"coefficient": "1/2", "reference": "111"},
        "reference-too-short": {"coefficient": "1/2", "reference": ["1/2", "1/2"]},
        "reference-empty": {"coefficient": "1/2", "reference": []},
        "reference-with-zero": {"coefficient": "1/2", "reference": ["1/2", "0", "1/2"]},
        "reference-negative": {"coefficient": "1/2", "reference": ["1", "1", "-1"]},
        "reference-below-one": {"coefficient": "1/2", "reference": ["1/3", "1/3", "1/4"]},
        "reference-above-one": {"coefficient": "1/2", "reference": ["1/3", "1/3", "1/2"]},
    }  # fmt: skip
    cases = {f"anchor-{name}": with_anchor(anchor) for name, anchor in bad.items()}
    good = {"coefficient": "1/2", "reference": third}
    cases["anchor-of-types"] = broken(typed | {"anchor": good}, claim("concave", {"H": [sign]}))
    cases["anchor-not-of-types"] = accepted(typed, claim("concave", {"H": [sign]}))
    cases["anchor-good"] = accepted(plain.tree | {"anchor": good}, claim("concave", {"H": sign}))
    cases["anchor-in-the-inputs"] = malformed("plain-here", at("game", "inputs", "anchor", value=good))
    cases["anchor-too-weak"] = asks(anchored(_bent(), "1/8", ["1/3", "2/3"]), concave(BENT))
    for name, subject in {"nothing": None, "integer": 3, "object": object(), "a-list-of-bytes": [b"{}"]}.items():
        cases[f"subject-{name}"] = Case(subject, malformed=True)
    return cases


def _bent() -> Play:
    return canonical([1, 0], [["-1/2", 0], [0, "-1/2"]], [["1/4", 0], [0, "1/8"]], 2)


def _kinds_of_claims() -> dict[str, Case]:
    single = anchored(canonical([7], [[-3]], [[2]], 2), "1/2", [1])
    lone, here = concave(HELD), rounded(HELD)
    point = texts(farkas(PULLED, 2))
    zero_column = definiteness(HELD.M) | {"kernel": [[0, 0]]}
    third = HELD.groups[2]
    unmoved = {"M": zero_column, "multipliers": ["0", "0", "1"]}
    within = bound("included", third, "1/100", "homogeneous", unmoved)
    return {
        "anchored-equilibrium": asks(HELD.tree, lone, equilibrium(here)),
        "anchored-equilibrium-of-one-group": asks(single.tree, concave(single), equilibrium([1])),
        "anchored-equilibrium-profile": asks(
            single.tree, concave(single), claim("equilibrium-profile", profile=entries((2, [1])))
        ),
        "anchored-not-unique": asks(HELD.tree, *start(HELD), claim("not-unique", profile=entries((3, here)))),
        "anchored-not-unique-homogeneous": asks(
            HELD.tree, *start(HELD), claim("not-unique-homogeneous", weights=texts(here))
        ),
        "anchored-no-interior": asks(PULLED.tree, claim("no-interior", {"farkas": point})),
        "unanchored-no-interior": accepted(_without(PULLED), claim("no-interior", {"farkas": point})),
        "anchored-no-interior-corollary": asks(HELD.tree, *start(HELD), sole_of(HELD), claim("no-interior")),
        "anchored-unique-by-multipliers": asks(
            HELD.tree, *start(HELD), claim("unique-homogeneous", {"M": zero_column, "multipliers": ["0", "0", "0"]})
        ),
        "anchored-bound-by-multipliers": asks(HELD.tree, *start(HELD), sole_of(HELD), within),
        "anchored-unique-without-enclosure": asks(HELD.tree, lone, sole_of(HELD)),
        "anchored-unique-before-enclosure": asks(HELD.tree, lone, sole_of(HELD), start(HELD)[1]),
        "anchored-unique-of-the-split": asks(
            SPLIT.tree, *start(SPLIT), sole_of(SPLIT), claim("unique", {"G": definiteness(SPLIT.M)})
        ),
        "anchored-summary": refused("anchored-held", at("equilibrium", value=_told())),
        "anchored-summary-empty": refused("anchored-held", at("equilibrium", value={})),
    }


def _without(play: Play) -> Tree:
    """The quadratic game whose H is the anchored one."""
    rows = [texts(row) for row in play.H]
    return {key: value for key, value in play.tree.items() if key != "anchor"} | {"H": rows}


def _told() -> Tree:
    weights = texts(rounded(HELD))
    return {
        "weights": dict(zip(HELD.groups, weights, strict=True)), "support": HELD.groups, "kind": "interior",
        "unique_among_homogeneous": "proved", "unique": "proved",
    }  # fmt: skip


def _gaps() -> dict[str, Case]:
    """Regrets and enclosures: by less than the checker's logarithms can be off by, too little."""
    lone, even, apart = concave(HELD), ["1/3"] * 3, [(1, ["1/2", "1/4", "1/4"]), (2, ["1/10", "1/10", "4/5"])]
    hair = Fraction(1, 2**300)
    cases = {}
    for name, profile in {"alike": [(3, even)], "apart": apart}.items():
        told, enough = regret(HELD, *profile), gap(HELD, profile)
        cases[f"anchored-regret-{name}"] = accepted(HELD.tree, lone, told)
        cases[f"anchored-regret-{name}-less"] = asks(HELD.tree, lone, told | {"epsilon": text(enough - hair)})
        cases[f"anchored-regret-{name}-nothing"] = asks(HELD.tree, lone, told | {"epsilon": "0"})
    told = claim("regret", profile=entries((3, [1, 0, 0])), epsilon="1000")
    cases["anchored-regret-of-nobody"] = asks(HELD.tree, lone, told)
    some = claim("regret", profile=entries((2, even), (1, ["1/2", "1/2", "0"])), epsilon="1000")
    cases["anchored-regret-of-nobody-at-last"] = asks(HELD.tree, lone, some)
    cases["anchored-regret-without-concave"] = asks(HELD.tree, regret(HELD, (3, even)))
    wide = enclosure(HELD, even)
    squares = [Fraction(r) for r in wide["radii"]]
    tight = [text(squares[0] - Fraction(1, 2**190)), *wide["radii"][1:]]
    cases["anchored-enclosure-wide"] = accepted(HELD.tree, lone, wide)
    cases["anchored-enclosure-tight"] = asks(HELD.tree, lone, wide | {"radii": tight})
    cases["anchored-enclosure-of-nothing"] = asks(HELD.tree, lone, start(HELD)[1] | {"radii": ["0"] * 3})
    cases["anchored-enclosure-negative"] = asks(HELD.tree, lone, wide | {"radii": ["-9", *wide["radii"][1:]]})
    cases["anchored-enclosure-at-the-edge"] = asks(
        HELD.tree, lone, wide | {"center": ["1", "0", "0"], "radii": ["9"] * 3}
    )
    cases["anchored-enclosure-without-concave"] = asks(HELD.tree, wide)
    flat = wide["witness"] | {"columns": [["0"] * 3] * 3}
    cases["anchored-enclosure-by-no-columns"] = asks(HELD.tree, lone, wide | {"witness": flat})
    return cases


def _bounds() -> dict[str, Case]:
    told = start(HELD)
    unique, everywhere = sole(HELD)
    center, radius = (Fraction(told[1][key][0]) for key in ("center", "radii"))
    hair, name = Fraction(1, 2**400), HELD.groups[0]
    rough = enclosure(HELD, ["1/3"] * 3)
    weight = solution(HELD).equilibrium[0].limit_denominator(10**9)
    split = [*start(SPLIT), sole_of(SPLIT)]

    def of(kind: str, threshold: Fraction, scope: str = "homogeneous", witness: Tree | None = None) -> Tree:
        return bound(kind, name, threshold, scope, witness)

    G = {"G": definiteness(HELD.G)}
    clear = of("included", Fraction(1, 100))
    low, high = Fraction(1, 10**4), Fraction(1, 10**3)
    return {
        "anchored-excluded-at-the-end": asks(HELD.tree, *told, unique, of("excluded", center + radius)),
        "anchored-excluded-beyond": accepted(HELD.tree, *told, unique, of("excluded", center + radius + hair)),
        "anchored-included-at-the-end": accepted(HELD.tree, *told, unique, of("included", center - radius)),
        "anchored-included-beyond": asks(HELD.tree, *told, unique, of("included", center - radius + hair)),
        "anchored-excluded-true-but-rough": asks(HELD.tree, told[0], rough, unique, of("excluded", weight + low)),
        "anchored-included-true-but-rough": asks(HELD.tree, told[0], rough, unique, of("included", weight - low)),
        "anchored-excluded-false": asks(HELD.tree, *told, unique, of("excluded", weight - high)),
        "anchored-included-false": asks(HELD.tree, *told, unique, of("included", weight + high)),
        "anchored-last-enclosure-counts": asks(HELD.tree, *told, unique, rough, of("included", weight - low)),
        "anchored-last-enclosure-serves": accepted(
            HELD.tree, told[0], rough, unique, told[1], of("included", weight - low)
        ),
        "anchored-bound-zero": asks(HELD.tree, *told, unique, of("included", Fraction(0))),
        "anchored-bound-at-this": asks(HELD.tree, *told, unique, everywhere, of("included", Fraction(1, 100), "this")),
        "anchored-bound-without-enclosure": asks(HELD.tree, told[0], clear),
        "anchored-bound-before-enclosure": asks(HELD.tree, told[0], clear, told[1], unique),
        "anchored-bound-without-unique": asks(HELD.tree, *told, clear),
        "anchored-bound-of-a-regret": asks(HELD.tree, told[0], regret(HELD, (3, ["1/3"] * 3)), clear),
        "anchored-all-without-G": asks(HELD.tree, *told, unique, of("included", Fraction(1, 100), "all")),
        "anchored-all-with-G": accepted(HELD.tree, *told, unique, of("included", Fraction(1, 100), "all", G)),
        "anchored-all-of-the-split": asks(SPLIT.tree, *split, *bounds(SPLIT, "all")),
        "anchored-all-with-false-G": asks(
            SPLIT.tree, *split, bound("included", name, "1/100", "all", {"G": definiteness(SPLIT.M)})
        ),
    }


def _swapped() -> dict[str, Case]:
    """An anchor put in or taken out, and the rest sealed again."""
    reference = {"coefficient": "1/100", "reference": ["1/3", "1/3", "1/3"]}
    served = [concave(SERVED), equilibrium(homogeneous_equilibrium(SERVED))]
    moved = PULLED.tree["anchor"]["reference"]
    return {
        "anchor-added": refused("served", lambda tree: _anchor(tree, reference)),
        "anchor-added-without-summary": Case(encoded(certificate(SERVED.tree | {"anchor": reference}, *served))),
        "anchor-added-to-a-guess": refused("skew-rough", lambda tree: _anchor(tree, reference)),
        "anchor-added-to-types": malformed("types", lambda tree: _anchor(tree, reference)),
        "anchor-removed": refused("anchored-bent", without("game", "anchor")),
        "anchor-removed-from-a-guess": refused("anchored-pulled", without("game", "anchor")),
        "anchor-moved": refused("anchored-pulled", at("game", "anchor", "reference", value=moved[::-1])),
        "anchor-stronger": refused("anchored-pulled", at("game", "anchor", "coefficient", value="1/2")),
        "anchor-weaker": refused("anchored-pulled", at("game", "anchor", "coefficient", value="1/4")),
        "anchor-of-a-hair": refused("anchored-pulled", at("game", "anchor", "coefficient", value=_nearly("1/3"))),
        "anchored-skew": asks(SKEW.tree | {"anchor": reference}, claim("no-interior", {"farkas": ["0", "0", "0"]})),
        "anchored-kinds": asks(KINDS, claim("concave", {"H": [definiteness(EYE_2)] * 2}), claim("no-interior")),
    }


EYE_2 = ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))


def _nearly(value: str) -> str:
    return text(Fraction(value) + Fraction(1, 10**30))


def _anchor(tree: Tree, anchor: Tree) -> None:
    tree["game"]["anchor"] = anchor

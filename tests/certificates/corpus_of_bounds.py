"""The clauses of no-interior, excluded, included, enclosure and of the summary."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.certificates import rational
from tests.certificates.corpus import Case, accepted, asks, at, broken, edited, malformed, refused, without
from tests.certificates.making import (
    Tree,
    bound,
    by_programme,
    canonical,
    claim,
    concave,
    definiteness,
    enclosure,
    entries,
    equilibrium,
    relaxed,
    texts,
)
from tests.certificates.samples import (
    ALONE,
    CONVEX,
    FOUR,
    KINDS,
    NICHES,
    RIDGE,
    SERVED,
    SEVERAL,
    SKEW,
    TWINS,
    homogeneous_equilibrium,
)


def no_interior_cases() -> dict[str, Case]:
    served = [concave(SERVED), equilibrium(homogeneous_equilibrium(SERVED))]
    sole = claim("unique-homogeneous", {"M": definiteness(SERVED.M)})
    skew = [concave(SKEW), equilibrium(homogeneous_equilibrium(SKEW))]

    def why(**witness: Any) -> Tree:
        return claim("no-interior", witness)

    point, M = ["256/313", "108/313", "-51/313"], definiteness(SKEW.M)
    modular = edited("no-interior-relaxed-modular", lambda tree: None)["claims"][0]["witness"]
    inverse, modulus = modular["inverse"], modular["modulus"]
    off = [[inverse[0][0] + 1, *inverse[0][1:]], *inverse[1:]]
    zeros = [[0] * len(inverse)] * len(inverse)
    total = _relaxed_to(SKEW, Fraction(2))
    singular = canonical([0, 0, 0], [[0] * 3] * 3, [[0] * 3] * 3, 2)
    return {
        "no-interior-alone": asks(SKEW, *skew, why()),
        "no-interior-of-the-served": asks(SERVED, *served, sole, why()),
        "direction-off-T": asks(CONVEX, why(direction=[1, 0, 0])),
        "direction-not-negative": asks(CONVEX, why(direction=[0, 1, -1])),
        "direction-zero": asks(CONVEX, why(direction=[0, 0, 0])),
        "direction-fractions": broken(CONVEX, why(direction=["2", "-1", "-1"])),
        "farkas-off-T": asks(SERVED, why(farkas=["-1", "-1", "-1"])),
        "farkas-off-T-below": asks(_rich(), why(farkas=["-1", "-1"])),
        "farkas-zero": asks(SERVED, why(farkas=["0", "0", "0"])),
        "farkas-no-contradiction": asks(SERVED, why(farkas=["1", "-1", "0"])),
        "farkas-equal-heights": asks(singular, why(farkas=["1", "-1", "0"])),
        "farkas-just-enough": accepted(_edge(), why(farkas=["-1", "1"])),
        "relaxed-positive": asks(SERVED, why(relaxed=texts(relaxed(SERVED)), M=definiteness(SERVED.M))),
        "relaxed-adds-up-to-more": asks(FOUR, why(relaxed=texts(_tilted(FOUR)), M=definiteness(FOUR.M))),
        "relaxed-slopes-differ": asks(SKEW, why(relaxed=["1", "1", "-1"], M=M)),
        "relaxed-at-the-edge": accepted(_edge(), why(relaxed=["1", "0"], M=definiteness(_edge().M))),
        "relaxed-M-not-positive": asks(RIDGE, why(relaxed=["-2", "0", "3"], M=M)),
        "relaxed-with-kernel": broken(RIDGE, why(relaxed=["-2", "0", "3"], M=definiteness(RIDGE.M))),
        "relaxed-no-inverse": asks(SKEW, why(relaxed=point, modulus=modulus, inverse=off)),
        "relaxed-singular": asks(RIDGE, why(relaxed=["-2", "0", "3"], modulus=modulus, inverse=zeros)),
        "modulus-one": broken(RIDGE, why(relaxed=["-2", "0", "3"], modulus=1, inverse=zeros)),
        "modulus-minus-one": broken(RIDGE, why(relaxed=["-2", "0", "3"], modulus=-1, inverse=zeros)),
        "inverse-too-small": broken(SKEW, why(relaxed=point, modulus=modulus, inverse=inverse[:1])),
        "inverse-ragged": broken(SKEW, why(relaxed=point, modulus=modulus, inverse=[inverse[0], [1]])),
        "relaxed-modulus-without-inverse": broken(SKEW, why(relaxed=point, modulus=modulus)),
        "farkas-and-direction": broken(CONVEX, why(farkas=["0", "0", "0"], direction=[2, -1, -1])),
        "relaxed-total-of-two": asks(SKEW, why(relaxed=texts(total), M=M)),
    }


def _rich() -> Any:
    """w⁎ = (1/2, 1/2), and slopes far above 0."""
    return canonical([9, 9], [[1, 0], [0, 1]], [[0, 0], [0, 0]], 2)


def _edge() -> Any:
    """w⁎ = (1, 0): the relaxed solution just at the boundary."""
    return canonical([1, 0], [[1, 0], [0, 1]], [[0, 0], [0, 0]], 2)


def _relaxed_to(game: Any, total: Fraction) -> Any:
    """Equal slopes, and weights that add up to the total."""
    size, M = len(game.b), game.M
    rows = [[M[i][j] - M[-1][j] for j in range(size)] for i in range(size - 1)] + [[Fraction(1)] * size]
    return rational.solve(rows, [game.b[i] - game.b[-1] for i in range(size - 1)] + [total])


def _tilted(game: Any) -> Any:
    """Equal slopes and a weight below 0, though they add up to −5."""
    return _relaxed_to(game, Fraction(-5))


def bound_cases() -> dict[str, Case]:
    name, weight = SERVED.groups[0], homogeneous_equilibrium(SERVED)[0]
    served = [concave(SERVED), equilibrium(homogeneous_equilibrium(SERVED))]
    sole = claim("unique-homogeneous", {"M": definiteness(SERVED.M)})
    G = {"G": definiteness(SERVED.G)}
    low, high = weight - Fraction(1, 10**6), weight + Fraction(1, 10**6)
    twins = [concave(TWINS), equilibrium(homogeneous_equilibrium(TWINS))]
    corner, third = homogeneous_equilibrium(TWINS), TWINS.groups[2]
    still = by_programme(TWINS, [0, 0, 1])
    together = claim("equilibrium-profile", profile=entries((TWINS.agents, corner)))
    niches = [concave(NICHES), equilibrium(["1/2", "1/2"]), claim("unique-homogeneous", {"M": definiteness(NICHES.M)})]
    alone = [concave(ALONE), equilibrium(homogeneous_equilibrium(ALONE))]
    alone.append(claim("unique-homogeneous", {"M": definiteness(ALONE.M)}))
    pair = [concave(NICHES), claim("equilibrium-profile", profile=entries((1, [1, 0]), (1, [0, 1])))]
    lone = canonical([1, 1, 0], [[2, 2, 0], [2, 2, 0], [0, 0, 1]], [[0] * 3] * 3, 1)
    sign = claim("concave", {"H": [definiteness(rational.matrix(kind["H"])) for kind in KINDS["types"]]})
    ours = [{"agents": 1, "weights": ["1", "0"], "type": 0}, {"agents": 2, "weights": ["0", "1"], "type": 1}]
    typed = [sign, claim("equilibrium-profile", profile=ours)]
    cases = {
        "bound-unknown-group": broken(SERVED, *served, bound("included", "nobody", low, "this")),
        "bound-group-an-integer": broken(SERVED, *served, bound("included", 0, low, "this")),  # type: ignore[arg-type]
        "bound-unknown-scope": broken(SERVED, *served, bound("included", name, low, "some")),
        "bound-scope-a-list": broken(SERVED, *served, bound("included", name, low, ["this"])),  # type: ignore[arg-type]
        "bound-threshold-a-list": malformed("served-here", at("claims", 2, "threshold", value=["1/100"])),
        "bound-witness-for-this": broken(SERVED, *served, bound("included", name, low, "this", G)),
        "bound-multipliers-for-this": broken(TWINS, *twins, bound("included", third, "1/99", "this", still)),
        "bound-G-for-homogeneous": broken(SERVED, *served, sole, bound("included", name, low, "homogeneous", G)),
        "bound-G-alone": broken(ALONE, *alone, bound("included", name, "1/100", "all", {"G": definiteness(ALONE.M)})),
        "bound-zero": asks(SERVED, *served, bound("included", name, 0, "this")),
        "bound-negative": asks(SERVED, *served, bound("included", name, -1, "this")),
        "bound-without-equilibrium": asks(SERVED, served[0], bound("included", name, low, "this")),
        "bound-homogeneous-of-a-profile": asks(NICHES, *pair, bound("excluded", "liberal", 2, "homogeneous")),
        "bound-all-of-a-profile": asks(NICHES, *pair, bound("excluded", "liberal", 2, "all")),
        "bound-multipliers-of-a-profile": asks(
            TWINS, concave(TWINS), together, bound("included", third, "1/99", "homogeneous", still)
        ),
        "bound-homogeneous-not-unique": asks(SERVED, *served, bound("included", name, low, "homogeneous")),
        "bound-all-not-unique": asks(SERVED, *served, bound("included", name, low, "all", G)),
        "bound-all-without-G": asks(NICHES, *niches, bound("included", "liberal", "1/2", "all")),
        "bound-all-with-false-G": asks(
            NICHES, *niches, bound("included", "liberal", "1/2", "all", {"G": definiteness(NICHES.M)})
        ),
        "bound-all-with-G": accepted(SERVED, *served, sole, bound("included", name, low, "all", G)),
        "bound-all-alone": accepted(ALONE, *alone, bound("included", name, "1/100", "all")),
        "bound-all-of-a-continuum-without-G": asks(TWINS, *twins, bound("included", third, "1/99", "all", still)),
        "bound-all-of-a-lone-continuum": accepted(
            lone, concave(lone), equilibrium(corner), bound("included", third, corner[2], "all", still)
        ),
        "included-too-high": asks(SERVED, *served, bound("included", name, high, "this")),
        "included-exactly": accepted(SERVED, *served, bound("included", name, weight, "this")),
        "excluded-too-low": asks(SERVED, *served, bound("excluded", name, low, "this")),
        "excluded-exactly": asks(SERVED, *served, bound("excluded", name, weight, "this")),
        "excluded-just": accepted(SERVED, *served, bound("excluded", name, high, "this")),
        "excluded-some-agent": asks(NICHES, *pair, bound("excluded", "liberal", 1, "this")),
        "included-no-agent": asks(NICHES, *pair, bound("included", "liberal", "9/8", "this")),
        "included-some-agent": accepted(NICHES, *pair, bound("included", "liberal", 1, "this")),
        "types-bound-homogeneous": asks(KINDS, *typed, bound("included", "left", 1, "homogeneous")),
    }
    group = TWINS.groups[0]
    for kind, multipliers, threshold, name_of in (
        ("excluded", [0, 0, 0], 1, "small-u"), ("included", [2, 2, 0], "1/9", "large-u"),
        ("excluded", [1, 2, 0], "9/10", "off-kernel"), ("excluded", [1, 1, 0], "1/2", "beyond"),
    ):  # fmt: skip
        witness = by_programme(TWINS, multipliers)
        cases[f"range-{name_of}"] = asks(TWINS, *twins, bound(kind, group, threshold, "homogeneous", witness))
    above = corner[2] + Fraction(1, 99)
    cases["range-low"] = asks(TWINS, *twins, bound("included", third, above, "homogeneous", still))
    cases["range-exact"] = accepted(TWINS, *twins, bound("included", third, corner[2], "homogeneous", still))
    cases["range-not-below"] = asks(TWINS, *twins, bound("excluded", third, corner[2], "homogeneous", still))
    return cases


def enclosure_and_summary_cases() -> dict[str, Case]:
    rough = ("claims", 2)
    witness = (*rough, "witness")
    columns = [rational.vector(c) for c in edited("skew-rough", lambda tree: None)["claims"][2]["witness"]["columns"]]
    ones = rational.solve(rational.symmetric_part(SKEW.M), [Fraction(1)] * 3)
    assert ones is not None
    lifted = [texts([x + y for x, y in zip(column, ones, strict=True)]) for column in columns]
    halved = [texts([x / 2 for x in column]) for column in columns]
    here = homogeneous_equilibrium(SERVED)
    point = enclosure(SERVED, here)
    told = ("equilibrium",)
    return {
        "enclosure-radius-negative": refused("skew-rough", at(*rough, "radii", 0, value="-9")),
        "enclosure-radius-too-small": refused("skew-rough", at(*rough, "radii", 0, value="1/999")),
        "enclosure-columns-off-T": refused("skew-rough", lambda tree: _wide(tree, lifted)),
        "enclosure-columns-halved": refused("skew-rough", lambda tree: _wide(tree, halved)),
        "enclosure-columns-swapped": refused("skew-rough", lambda tree: _wide(tree, [texts(c) for c in columns[::-1]])),
        "enclosure-columns-missing": malformed("skew-rough", at(*witness, "columns", value=lifted[:2])),
        "enclosure-center-outside": refused("skew-rough", at(*rough, "center", value=["2", "-1", "0"])),
        "enclosure-M-not-positive": asks(
            SEVERAL,
            concave(SEVERAL),
            claim("enclosure", _witness_of_another(), center=["1", "0"], radii=["0", "0"]),
        ),
        "enclosure-of-the-point": accepted(SERVED, concave(SERVED), point | {"radii": ["0", "0", "0"]}),
        "enclosure-radii-too-few": malformed("skew-rough", at(*rough, "radii", value=["9"])),
        "summary-null": refused("served", at(*told, value=None)),
        "summary-without-equilibrium": refused("no-interior-convex", at(*told, value={})),
        "summary-weights": refused("served", at(*told, "weights", SERVED.groups[0], value="1/2")),
        "summary-support": refused("served", at(*told, "support", value=SERVED.groups[:1])),
        "summary-kind-of-interior": refused("served", at(*told, "kind", value="boundary")),
        "summary-kind-of-boundary": refused("skew", at(*told, "kind", value="interior")),
        "summary-kind-of-continuum": refused("twins", at(*told, "kind", value="boundary")),
        "summary-no-continuum": refused("several", at(*told, "kind", value="continuum")),
        "summary-unique": refused("served-here", at(*told, "unique", value="proved")),
        "summary-not-unique": refused("niches", at(*told, "unique", value="undecided")),
        "summary-sole": refused("served-here", at(*told, "unique_among_homogeneous", value="proved")),
        "summary-refuted": refused("several", at(*told, "unique_among_homogeneous", value="undecided")),
        "summary-unknown-key": refused("served", at(*told, "note", value="x")),
        "summary-missing-key": refused("served", without(*told, "kind")),
    }


def _wide(tree: Tree, columns: list[list[str]]) -> None:
    """Other columns, with radii that no column makes too small."""
    tree["claims"][2]["witness"]["columns"] = columns
    tree["claims"][2]["radii"] = ["99"] * 3


def _witness_of_another() -> Tree:
    """The columns of P for SEVERAL, whose M is negative, beside a factor that proves the M of NICHES positive."""
    return {"M": definiteness(NICHES.M), "columns": [["-1/4", "1/4"], ["1/4", "-1/4"]]}

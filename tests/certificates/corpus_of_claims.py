"""The clauses of each claim: one certificate that breaks each, and one that only just keeps it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.certificates import rational
from tests.certificates.corpus import Case, accepted, asks, at, broken, encoded, malformed, refused, without
from tests.certificates.making import (
    Tree,
    bound,
    by_programme,
    canonical,
    certificate,
    claim,
    concave,
    definiteness,
    enclosure,
    entries,
    equilibrium,
    texts,
)
from tests.certificates.samples import (
    ALONE,
    CONVEX,
    FLAT,
    KINDS,
    NICHES,
    SERVED,
    SEVERAL,
    SKEW,
    TIED,
    TWINS,
    TWINS_UNITED,
    homogeneous_equilibrium,
)


def claims_cases() -> dict[str, Case]:
    return _shapes() | _definiteness() | _profiles() | _uniqueness()


def _shapes() -> dict[str, Case]:
    served = (concave(SERVED), equilibrium(homogeneous_equilibrium(SERVED)))
    sole = claim("unique-homogeneous", {"M": definiteness(SERVED.M)})
    apart = claim("equilibrium-profile", profile=entries((1, [1, 0]), (1, [0, 1])))
    rough = entries((3, [1, 0, 0]), (1, [0, 0, 1]))
    lone = concave(SERVED)
    several = (concave(SEVERAL), equilibrium(["1/2", "1/2"]), claim("not-unique-homogeneous", weights=["1", "0"]))
    cases = {
        "claim-null": malformed("no-interior-convex", at("claims", value=[None])),
        "claim-a-list": malformed("no-interior-convex", at("claims", value=[["type"]])),
        "claim-unknown-type": broken(SERVED, claim("fair")),
        "claim-type-a-list": malformed(
            "no-interior-convex", at("claims", value=[{"type": ["concave"], "witness": {}}])
        ),
        "claim-unknown-key": broken(SERVED, lone | {"note": "x"}),
        "claim-missing-key": malformed("served-here", without("claims", 1, "weights")),
        "witness-missing": malformed("served-here", without("claims", 0, "witness")),
        "witness-null": malformed("served-here", at("claims", 1, "witness", value=None)),
        "witness-a-list": malformed("served-here", at("claims", 1, "witness", value=[])),
        "witness-unknown-key": malformed("served-here", at("claims", 1, "witness", value={"M": {}})),
        "witness-keys-in-one": broken(SERVED, *served, claim("unique-homogeneous", {"M multipliers": {}})),
        "concave-twice": asks(SERVED, lone, lone),
        "equilibrium-twice": asks(SERVED, *served, served[1]),
        "equilibrium-profile-twice": asks(NICHES, concave(NICHES), apart, apart),
        "not-unique-homogeneous-twice": asks(SEVERAL, *several, several[-1]),
        "unique-homogeneous-twice": accepted(SERVED, *served, sole, sole),
        "equilibrium-without-concave": asks(SERVED, served[1]),
        "concave-after-equilibrium": asks(SERVED, *reversed(served)),
        "profile-without-concave": asks(NICHES, apart),
        "unique-homogeneous-without-equilibrium": asks(SERVED, lone, sole),
        "unique-without-unique-homogeneous": asks(SERVED, *served, claim("unique", {"G": definiteness(SERVED.G)})),
        "not-unique-homogeneous-without-equilibrium": asks(SEVERAL, several[0], several[2]),
        "not-unique-without-equilibrium": asks(SEVERAL, several[0], claim("not-unique", profile=entries((3, [1, 0])))),
        "not-unique-without-concave": asks(CONVEX, claim("not-unique", profile=entries((2, [1, 0, 0])))),
        "regret-without-concave": asks(SERVED, claim("regret", profile=rough, epsilon="100")),
        "enclosure-without-concave": asks(SERVED, enclosure(SERVED, homogeneous_equilibrium(SERVED))),
    }
    weights = ["1/2", "1/2"]
    for_types: dict[str, Tree] = {
        "equilibrium": equilibrium(weights),
        "unique-homogeneous": claim("unique-homogeneous", {"M": [definiteness(rational.matrix([[3, 0], [0, 3]]))] * 2}),
        "enclosure": claim("enclosure", {"M": {}, "columns": []}, center=weights, radii=["1", "1"]),
    }
    sign = claim("concave", {"H": [definiteness(rational.matrix(kind["H"])) for kind in KINDS["types"]]})
    cases |= {f"types-no-{name}": Case(encoded(certificate(KINDS, sign, c))) for name, c in for_types.items()}
    cases["types-H-no-list"] = broken(KINDS, claim("concave", {"H": sign["witness"]["H"][0]}))
    cases["types-H-too-few"] = broken(KINDS, claim("concave", {"H": sign["witness"]["H"][:1]}))
    convex = KINDS | {"types": [KINDS["types"][0], KINDS["types"][1] | {"H": [["-1", "0"], ["0", "0"]]}]}
    concave_last = KINDS | {"types": [KINDS["types"][1] | {"H": [["-1", "0"], ["0", "0"]]}, KINDS["types"][0]]}
    cases["types-no-no-interior"] = asks(concave_last, claim("no-interior", {"direction": [1, -1]}))
    cases["types-second-not-concave"] = Case(encoded(certificate(convex, sign)))
    return cases


def _definiteness() -> dict[str, Case]:
    factor = ("claims", 0, "witness", "H", "factor")
    H = definiteness(TWINS.H)
    flat = canonical([0, 0, 0], [[1, 0, 0], [0, 0, 0], [0, 0, 0]], [[0] * 3] * 3, 2)
    tight = canonical([0, 0, 0], [[2, 1, 0], [1, 2, 0], [0, 0, 0]], [[0] * 3] * 3, 2)
    zero = {"factor": [[0], [0, 0]], "exponent": 0}
    return {
        "witness-null-matrix": malformed("skew", at("claims", 0, "witness", "H", value=None)),
        "witness-string-matrix": malformed("skew", at("claims", 0, "witness", "H", value="kernel")),
        "factor-altered": refused("skew", at(*factor, 0, 0, value=1)),
        "factor-negated-row": accepted(SKEW, concave(SKEW)),
        "factor-of-another-matrix": asks(CONVEX, claim("concave", {"H": definiteness(SKEW.H)})),
        "factor-zero-of-zero": asks(FLAT, claim("concave", {"H": zero})),
        "diagonal-negative-and-dominant": asks(CONVEX, claim("concave", {"H": zero})),
        "dominant-only-weakly": asks(tight, claim("concave", {"H": {"factor": [[0], [1, 0]], "exponent": 0}})),
        "dominant-weakly-by-diagonal": asks(_weak(), claim("concave", {"H": zero})),
        "dominant-strictly": accepted(_strict(), claim("concave", {"H": zero})),
        "kernel-empty": broken(TWINS, claim("concave", {"H": H | {"kernel": []}})),
        "kernel-null": broken(TWINS, claim("concave", {"H": H | {"kernel": None}})),
        "kernel-too-many": broken(TWINS, claim("concave", {"H": H | {"kernel": H["kernel"] * 3}})),
        "kernel-too-short": broken(TWINS, claim("concave", {"H": H | {"kernel": [[1]]}})),
        "kernel-missing": asks(TWINS, claim("concave", {"H": {k: H[k] for k in ("factor", "exponent")}})),
        "kernel-wrong": asks(CONVEX, claim("concave", {"H": _filled_up()})),
        "kernel-on-one-point": broken(
            canonical([1], [[1]], [[0]], 2), claim("concave", {"H": {"factor": [], "exponent": 0, "kernel": [[]]}})
        ),
        "kernel-beside-definite-M": broken(
            TIED, concave(TIED), equilibrium([1, 0, 0]), claim("unique-homogeneous", {"M": definiteness(TIED.M)})
        ),
        "kernel-in-G": broken(
            flat, concave(flat), equilibrium([0, 1, 0]),
            bound("included", flat.groups[0], "1/9", "all", {"G": definiteness(flat.G)}),
        ),
        "multipliers-without-kernel": broken(
            SERVED, concave(SERVED), equilibrium(homogeneous_equilibrium(SERVED)),
            claim("unique-homogeneous", {"M": definiteness(SERVED.M), "multipliers": ["0", "0", "0"]}),
        ),
        "second-witness-false": asks(
            TWINS_UNITED, concave(TWINS_UNITED), equilibrium(homogeneous_equilibrium(TWINS_UNITED)),
            bound("included", TWINS_UNITED.groups[2], "1/9", "homogeneous", by_programme(TWINS_UNITED, [0, 0, 1])),
            bound("included", TWINS_UNITED.groups[2], "1/9", "homogeneous",
                  by_programme(TWINS_UNITED, [0, 0, 1]) | {"M": _filled_up()}),
        ),
    }  # fmt: skip


def _weak() -> Any:
    """A on T is [[1, 1], [1, 2]]: positive definite, dominant in its second row only."""
    return canonical([0, 0, 0], [[1, 1, 0], [1, 2, 0], [0, 0, 0]], [[0] * 3] * 3, 2)


def _strict() -> Any:
    return canonical([0, 0, 0], [[2, 1, 0], [1, 2, 0], [0, 0, 0]], [[0] * 3] * 3, 2)


def _filled_up() -> Tree:
    """For CONVEX: columns that are not in the kernel, but with which A + NNᵀ is positive definite."""
    return {"factor": [[0], [0, 0]], "exponent": 0, "kernel": [[3, 0], [0, 1]]}


def _profiles() -> dict[str, Case]:
    niches = concave(NICHES)
    here, there, even = [1, 0], [0, 1], ["1/2", "1/2"]

    def profile(*parts: Any) -> Tree:
        return claim("equilibrium-profile", profile=entries(*parts))

    weights = ("claims", 1, "weights")
    outside = [Fraction(256, 313), Fraction(108, 313), Fraction(-51, 313)]
    sign = claim("concave", {"H": [definiteness(rational.matrix(kind["H"])) for kind in KINDS["types"]]})

    def typed(*parts: tuple[int, int, Any]) -> Case:
        listed = [{"agents": n, "weights": texts(w), "type": k} for k, n, w in parts]
        return Case(encoded(certificate(KINDS, sign, claim("equilibrium-profile", profile=listed))))

    swapped, beyond = typed((0, 2, here), (1, 1, there)), typed((0, 1, here), (1, 1, there), (2, 1, there))
    before = typed((0, 1, here), (1, 1, there), (-1, 1, there))
    return {
        "weights-negative": asks(SKEW, concave(SKEW), equilibrium(outside)),
        "weights-do-not-add-up": asks(SKEW, concave(SKEW), equilibrium([0, 0, 0])),
        "weights-add-up-to-more": asks(SERVED, concave(SERVED), equilibrium([2, 0, 0])),
        "weights-nothing": asks(NICHES, niches, equilibrium([0, 0])),
        "weights-not-an-equilibrium": refused("skew-here", at(*weights, value=["1/3", "1/3", "1/3"])),
        "profile-weights-negative": asks(NICHES, niches, profile((1, ["3/2", "-1/2"]), (1, here))),
        "profile-empty": broken(NICHES, niches, claim("equilibrium-profile", profile=[])),
        "profile-an-object": broken(NICHES, niches, claim("equilibrium-profile", profile={})),
        "profile-entry-null": broken(NICHES, niches, claim("equilibrium-profile", profile=[None])),
        "profile-entry-with-type": broken(
            NICHES, niches, claim("equilibrium-profile", profile=[{"agents": 2, "weights": ["1", "0"], "type": 0}])
        ),
        "profile-too-few": broken(NICHES, niches, profile((1, here))),
        "profile-too-many": broken(NICHES, niches, profile((2, here), (1, there))),
        "profile-nobody": broken(NICHES, niches, profile((1, here), (1, there), (0, even))),
        "profile-less-than-nobody": broken(NICHES, niches, profile((2, here), (1, there), (-1, there))),
        "profile-not-an-equilibrium": asks(NICHES, niches, profile((1, here), (1, even))),
        "types-profile-of-others": Case(swapped.subject, malformed=True),
        "types-profile-unknown-type": Case(beyond.subject, malformed=True),
        "types-profile-negative-type": Case(before.subject, malformed=True),
        "regret-too-small": asks(NICHES, niches, claim("regret", profile=entries((2, here)), epsilon="1")),
        "regret-exact": accepted(NICHES, niches, claim("regret", profile=entries((2, here)), epsilon="4")),
        "regret-just-too-small": asks(NICHES, niches, claim("regret", profile=entries((2, here)), epsilon="399/100")),
        "regret-negative": asks(NICHES, niches, claim("regret", profile=entries((1, here), (1, there)), epsilon="-1")),
        "regret-epsilon-a-list": broken(NICHES, niches, claim("regret", profile=entries((2, here)), epsilon=["4"])),
    }


def _uniqueness() -> dict[str, Case]:
    even, here, there = ["1/2", "1/2"], [1, 0], [0, 1]
    niches = [concave(NICHES), equilibrium(even), claim("unique-homogeneous", {"M": definiteness(NICHES.M)})]
    apart = claim("equilibrium-profile", profile=entries((1, here), (1, there)))
    alone = [concave(ALONE), equilibrium(homogeneous_equilibrium(ALONE))]
    alone.append(claim("unique-homogeneous", {"M": definiteness(ALONE.M)}))
    served = [concave(SERVED), equilibrium(homogeneous_equilibrium(SERVED))]
    served.append(claim("unique-homogeneous", {"M": definiteness(SERVED.M)}))
    twins = [concave(TWINS), equilibrium(homogeneous_equilibrium(TWINS))]
    tied = [concave(TIED), equilibrium([1, 0, 0])]
    skewed = canonical([1, 0, 0], TIED.H, [[0, 0, 0], [0, 0, 1], [0, -1, 0]], 2)
    skewed_witness = {"M": definiteness(skewed.M), "multipliers": ["0", "1", "1"]}
    spread = canonical([0, 0, 0], [[0] * 3] * 3, [[0] * 3] * 3, 2)
    wide = canonical([1, 1, 0], [[0] * 3] * 3, [[0] * 3] * 3, 2)

    def sole(game: Any, multipliers: list[Any]) -> Tree:
        return claim("unique-homogeneous", by_programme(game, multipliers))

    middle = [concave(TWINS), equilibrium(["1/2", "1/2", "0"])]
    inside = _third(TWINS)
    return {
        "unique-without-G": asks(NICHES, *niches, claim("unique")),
        "unique-with-G-not-positive": asks(NICHES, *niches, claim("unique", {"G": definiteness(NICHES.M)})),
        "unique-alone-with-G": asks(ALONE, *alone, claim("unique", {"G": definiteness(ALONE.M)})),
        "unique-alone": accepted(ALONE, *alone, claim("unique")),
        "unique-homogeneous-M-not-positive": asks(
            SEVERAL, concave(SEVERAL), equilibrium(even), claim("unique-homogeneous", {"M": definiteness(NICHES.M)})
        ),
        "unique-G-of-the-served": accepted(SERVED, *served, claim("unique", {"G": definiteness(SERVED.G)})),
        "not-unique-the-same": asks(NICHES, *niches, claim("not-unique", profile=entries((1, even), (1, even)))),
        "not-unique-no-equilibrium": asks(NICHES, *niches, claim("not-unique", profile=entries((2, here)))),
        "not-unique-the-same-profile": asks(
            NICHES, niches[0], apart, claim("not-unique", profile=entries((1, there), (1, here)))
        ),
        "not-unique-first-of-two": asks(
            NICHES, niches[0], apart, niches[1], claim("not-unique", profile=entries((1, there), (1, here)))
        ),
        "not-unique-homogeneous-the-same": asks(
            SEVERAL, concave(SEVERAL), equilibrium(even), claim("not-unique-homogeneous", weights=even)
        ),
        "not-unique-homogeneous-no-equilibrium": asks(
            SEVERAL, concave(SEVERAL), equilibrium(even), claim("not-unique-homogeneous", weights=["1/3", "2/3"])
        ),
        "not-unique-homogeneous-after-a-profile": asks(
            NICHES, niches[0], apart, niches[1], claim("not-unique-homogeneous", weights=even)
        ),
        "multipliers-of-the-twins": asks(TWINS, *twins, sole(TWINS, [1, 1, 0])),
        "multipliers-none-positive": asks(TIED, *tied, sole(TIED, [0, 0, 0])),
        "multipliers-one-zero": asks(FLAT, concave(FLAT), equilibrium([1, 0, 0]), sole(FLAT, [1, 1, 1])),
        "multipliers-on-the-support": asks(TIED, *tied, sole(TIED, [1, 1, 1])),
        "multipliers-not-on-the-kernel": asks(TIED, *tied, sole(TIED, [0, 1, 2])),
        "multipliers-too-few": broken(TIED, *tied, claim("unique-homogeneous", by_programme(TIED, [0, 1]))),
        "multipliers-with-skew-K": asks(skewed, concave(skewed), tied[1], claim("unique-homogeneous", skewed_witness)),
        "multipliers-inside-the-support": asks(TWINS, *inside, sole(TWINS, [0, 0, 0])),
        "multipliers-in-the-middle": asks(TWINS, *middle, sole(TWINS, [0, 0, 0])),
        "multipliers-nothing-outside": asks(spread, concave(spread), equilibrium(["1/3"] * 3), sole(spread, [0, 0, 0])),
        "multipliers-two-best": asks(wide, concave(wide), equilibrium([1, 0, 0]), sole(wide, [0, 0, 0])),
        "kernel-column-twice": asks(TIED, *tied, claim("unique-homogeneous", _doubled(by_programme(TIED, [0, 1, 1])))),
    }


def _third(game: Any) -> list[Tree]:
    """A homogeneous equilibrium of the twins with everybody served."""
    corner = homogeneous_equilibrium(game)
    half = (corner[0] + corner[1]) / 2
    return [concave(game), equilibrium([half, half, corner[2]])]


def _doubled(witness: Tree) -> Tree:
    """The same kernel, spanned by two columns that depend on each other: A + NNᵀ stays positive definite."""
    kernel = witness["M"]["kernel"] * 2
    return witness | {"M": definiteness_with(kernel)}


def definiteness_with(kernel: list[list[int]]) -> Tree:
    reduced = rational.tangent(TIED.M)
    size = len(reduced)
    filled = [[reduced[i][j] + sum(n[i] * n[j] for n in kernel) for j in range(size)] for i in range(size)]
    lowered = tuple(tuple(x - Fraction(1, 64) * (i == j) for j, x in enumerate(row)) for i, row in enumerate(filled))
    factor = rational.cholesky(lowered, 20)
    return {"factor": factor, "exponent": 20, "kernel": kernel}

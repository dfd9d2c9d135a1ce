"""T7: how the interior candidate, and an equilibrium on a face, move with the coefficients."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import sympy

from proofs.entries import adjugate_of, determinant_of
from proofs.framework import Proof
from proofs.instances import candidate, column, marginals, response_matrix
from proofs.lemmas import response
from proofs.openings import COEFFICIENTS, Alignment, similarity

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T7",
        "Comparative statics",
        "With ZᵀMZ nonsingular, in the similarity form and for N ≥ 2, ∂w⁎/∂λ_A = Pa, ∂w⁎/∂λ_C = −2PCw⁎ and ∂w⁎/∂λ_D = "
        "−PSw⁎; on a face with strict complementarity the same, with P of the support.",
    )
    game = similarity(this)
    this.earlier("If ZᵀMZ is nonsingular, w⁎ is the one point with 1ᵀw⁎ = 1 and Zᵀ(b − Mw⁎) = 0.", "T2")
    _interior(this, game)
    _face(this, game)
    _instances(this)
    return this


def _interior(this: Proof, game: Alignment) -> None:
    """Difference the equations Zᵀ(b − Mw) = 0 and 1ᵀw = 1 exactly, then let the difference go to 0."""
    A, T = this.algebra, this.algebra.T
    M, db, dM = A.matrix("M", symmetric=True), A.vector("ḃ"), A.matrix("Ṁ", symmetric=True)
    b = A.vector("b")
    found = response(this, M, game.one, symmetric=True)
    Z, W, P = found.Z, found.inverse, found.P
    t = sympy.Symbol("t", real=True)
    later, y = A.vector("w′"), A.vector("y", rows="D−1")
    this.given(
        "Let a coefficient move by t: b becomes b + tḃ and M becomes M + tṀ. For small t the determinant of ZᵀMZ stays "
        "away from 0; let w′ = w + Zy be the candidate there, w that at t = 0."
    )
    here = this.given("First order at t = 0,", T(Z) * (b - M * game.w), "= 0")
    there = this.given("and at t:", T(Z) * (b + t * db - (M + t * dM) * later), "= 0")
    between = this.given("w′ − w lies in T:", later - game.w - Z * y, "= 0")
    this.conclude(
        "The difference of the two, solved for w′ − w: exact for every t.",
        later - game.w - t * P * (db - dM * later),
        "= 0",
        [(there, -Z * W), (here, Z * W), (between, 1 - P * M)],
    )
    this.reason(
        "By Cramer's rule w′ is a quotient of polynomials in t whose denominator is not 0 at t = 0, so w′ → w as t → "
        "0, and w′ has the derivative (w′ − w)/t → P(ḃ − Ṁw)."
    )
    e, dW = A.vector("e"), -W * T(Z) * dM * Z * W
    A.rule(T(game.one) * e, 1)
    this.identity(
        "The same from the closed form: ∂(WZᵀMZ) = 0 for ∂W = −WZᵀṀZW,", dW * T(Z) * M * Z + W * T(Z) * dM * Z
    )
    point = e + P * (b - M * e)
    this.identity("In w⁎ = e + P(b − Me), 1ᵀe = 1, P keeps the sum 1,", T(game.one) * point, 1, show="1ᵀ·w⁎")
    this.identity(
        "and its derivative, with ∂P = −PṀP, is P(ḃ − Ṁw⁎).",
        Z * dW * T(Z) * (b - M * e) + P * (db - dM * e),
        P * (db - dM * point),
    )
    moves = [[A.normal(sympy.diff(each, coefficient)) for each in (game.b, game.M)] for coefficient in COEFFICIENTS]
    rates = (P * game.a, -2 * P * game.C * game.w, -P * game.S * game.w)
    for coefficient, (slope, curve), rate in zip(COEFFICIENTS, moves, rates, strict=True):
        this.identity(
            f"∂w⁎/∂{coefficient}: with ḃ and Ṁ the derivatives of b = λ_A a and M = 2λ_C C + λ_D S along "
            f"{coefficient}.",
            P * (slope - curve * game.w),
            rate,
            show=f"∂w⁎/∂{coefficient}",
        )
    this.explicit(
        "Entry by entry: the derivative of each entry of (ZᵀMZ)⁻¹ = adjugate/determinant along each entry of ZᵀMZ is "
        "that of ∂W = −W·∂(ZᵀMZ)·W, all (D−1)² entries being symbols.",
        range(2, 6),
        _inverse_entries,
    )
    this.explicit(
        "And for w⁎ itself, a, C and S in full symbols, differentiated by SymPy.", range(2, 4), _candidate_entries
    )


def _face(this: Proof, game: Alignment) -> None:
    """Do the same with the letters of a support: E picks its columns."""
    A, T = this.algebra, this.algebra.T
    M, db, dM, b = (A.letter(name) for name in ("M", "ḃ", "Ṁ", "b"))
    E = A.matrix("E", columns="k")
    Y, V = A.matrix("Y", rows="k", columns="k−1"), A.matrix("V", rows="k−1", columns="k−1", symmetric=True)
    A.rule(T(Y) * T(E) * M * E * Y * V, 1)
    A.rule(V * T(Y) * T(E) * M * E * Y, 1)
    A.rule(T(game.one) * E * Y, 0)
    t = sympy.Symbol("t", real=True)
    x, later, z = A.vector("x", rows="k"), A.vector("x′", rows="k"), A.vector("z", rows="k−1")
    this.given(
        "On a face: E has the k columns of the identity that belong to the support, w = Ex, the columns of Y are a "
        "basis of the vectors of R^k that sum to 0, YᵀEᵀMEY is nonsingular and V its inverse, P = EYVYᵀEᵀ. "
        "Complementarity is strict: groups off the support have marginal utilities below the level ν of those on it."
    )
    here = this.given("On the support the marginal utilities are equal at t = 0,", T(Y) * T(E) * (b - M * E * x), "= 0")
    there = this.given("and at t.", T(Y) * T(E) * (b + t * db - (M + t * dM) * E * later), "= 0")
    between = this.given("Both sum to 1.", later - x - Y * z, "= 0")
    P = E * Y * V * T(Y) * T(E)
    this.conclude(
        "The same difference, with P of the support:",
        E * later - E * x - t * P * (db - dM * E * later),
        "= 0",
        [(there, -E * Y * V), (here, E * Y * V), (between, E * (1 - Y * V * T(Y) * T(E) * M * E))],
    )
    this.identity("P moves nothing off the support and keeps the sum:", T(game.one) * P)
    this.reason(
        "As before x′ → x. For small t the weights on the support stay > 0 and the groups off it strictly worse, so "
        "Ex′ meets the complementarity conditions of T4; any other solution near w serves the same groups, as those "
        "off the support are strictly worse near w too, and then it is Ex′. So the derivative is P(ḃ − Ṁw), P of the "
        "support."
    )


def _inverse_entries(groups: int) -> Iterator[bool]:
    """Check det²·(∂W + W(∂A)W) = 0 as polynomials in the entries of A = ZᵀMZ, W being adjugate/det."""
    size = groups - 1
    _, *letters = sympy.ring([f"m{i}{j}" for i in range(size) for j in range(size)], sympy.QQ)
    entries = [letters[i * size : (i + 1) * size] for i in range(size)]
    determinant, adjugate = determinant_of(entries), adjugate_of(entries)
    for i, j in product(range(size), repeat=2):
        slope = determinant.diff(entries[i][j])
        for k, m in product(range(size), repeat=2):
            change = adjugate[k][m].diff(entries[i][j]) * determinant - adjugate[k][m] * slope
            yield bool(change + adjugate[k][i] * adjugate[j][m] == 0)


def _candidate_entries(groups: int) -> Iterator[bool]:
    """Check det²·(∂w⁎ − rate) = 0 as polynomials in the coefficients and the entries of a, C and S."""
    last, pairs = groups - 1, [(d, e) for d in range(groups) for e in range(d, groups)]
    names = [f"a{d}" for d in range(groups)] + [f"{name}{d}{e}" for name in "CS" for d, e in pairs]
    _, attractiveness, consistency, diversity, *letters = sympy.ring(["x", "y", "z", *names], sympy.QQ)
    a, found = letters[:groups], dict(zip(names, letters, strict=True))
    C, S = ([[found[f"{name}{min(d, e)}{max(d, e)}"] for e in range(groups)] for d in range(groups)] for name in "CS")
    M = [[2 * consistency * C[d][e] + diversity * S[d][e] for e in range(groups)] for d in range(groups)]
    face = [[M[d][e] - M[last][e] - M[d][last] + M[last][last] for e in range(last)] for d in range(last)]
    determinant, adjugate = determinant_of(face), adjugate_of(face)

    def push(forces: list[Any]) -> list[Any]:
        """Return det·P times a vector."""
        inside = [sum(adjugate[d][e] * (forces[e] - forces[last]) for e in range(last)) for d in range(last)]
        return [*inside, -sum(inside)]

    def times(matrix: list[list[Any]], weights: list[Any]) -> list[Any]:
        return [sum(entry * weight for entry, weight in zip(row, weights, strict=True)) for row in matrix]

    start = push([attractiveness * a[d] - M[d][0] for d in range(groups)])
    weights = [determinant * int(d == 0) + start[d] for d in range(groups)]
    rates = {
        attractiveness: [determinant * value for value in push(a)],
        consistency: [-2 * value for value in push(times(C, weights))],
        diversity: [-value for value in push(times(S, weights))],
    }
    for coefficient, rate in rates.items():
        for weight, value in zip(weights, rate, strict=True):
            slope = weight.diff(coefficient) * determinant - weight * determinant.diff(coefficient)
            yield bool(slope - value == 0)


def _instances(this: Proof) -> None:
    """Show what each hypothesis is needed for: D = 2, C and S multiples of the identity."""
    one, a, zero = sympy.eye(2), column(1, 0), sympy.zeros(2, 2)
    Z = column(1, -1)
    this.instance(
        "Without ZᵀMZ nonsingular: D = 2, a = (1, 0), C = S = 0. The marginal utilities are 1 and 0 at every mixture, "
        "no w⁎ exists and nothing has a derivative.",
        (Z.T * zero * Z).det() == 0 and marginals(a, zero, column("1/2", "1/2")) == a,
    )
    quarter = one / 4
    apart = [candidate(a, (2 * one - 2 * level * quarter) + 2 * level * quarter) for level in (1, 2)]
    expected = -response_matrix(2 * one) * quarter * apart[0]
    this.instance(
        "Without the similarity form: D = 2, a = (1, 0), C = I, S = ¼·I in the distance form, all coefficients 1. "
        "−PSw⁎ = (−1/32, 1/32), but w⁎ = (3/4, 1/4) is the same at λ_D = 2.",
        expected == column("-1/32", "1/32") and apart == [column("3/4", "1/4")] * 2,
    )
    alone = candidate(a, 2 * one)
    this.instance(
        "Without N ≥ 2: D = 2, a = (1, 0), C = S = I. K = 0 for the only agent, so w⁎ = (3/4, 1/4) at every λ_D, while "
        "−PSw⁎ = (−1/8, 1/8).",
        alone == column("3/4", "1/4") and -response_matrix(2 * one) * alone == column("-1/8", "1/8"),
    )
    weight = COEFFICIENTS[0]
    inside = candidate(weight * a, one)
    this.instance(
        "Without strict complementarity on the face: D = 2, M = I, a = (1, 0) at λ_A = 1. Both marginal utilities are "
        "0 at the equilibrium (1, 0); below λ_A = 1 it is w⁎ with slope ½, above it stays: there is no derivative.",
        inside.subs(weight, 1) == column(1, 0)
        and inside.diff(weight) == column("1/2", "-1/2")
        and marginals(2 * a, one, column(1, 0)) == column(1, 0),
    )
    big, face = column(2, 1, 0), column("1", "0", "0")
    M3 = sympy.eye(3)
    moved = marginals(big + column(0, sympy.Rational(1, 2), 0), M3, column("3/4", "1/4", 0))
    this.instance(
        "On a face: D = 3, M = I, b = (2, 1, 0) has the equilibrium (1, 0, 0), complementarity not strict; b = (2, "
        "3/2, 0) has (3/4, 1/4, 0), where it is: P of the support {1, 2} times (0, 1, 0) is (−1/2, 1/2, 0), the slope "
        "in b₂.",
        marginals(big, M3, face) == column(1, 1, 0)
        and moved == column("5/4", "5/4", 0)
        and candidate(column(2, weight), one).diff(weight) == column("-1/2", "1/2"),
    )

"""The framework refuses what does not hold: a proof that could be built is one that holds."""

from __future__ import annotations

import pytest
import sympy

from proofs.framework import Algebra, Fact, Proof, ProofError, Scope
from proofs.framework.printing import latex_of, summary_of, text_of


@pytest.fixture
def this() -> Proof:
    return Proof("T0", "A test", "x = x for every x.")


def test_identities_hold_for_every_dimension_or_are_refused(this: Proof) -> None:
    A = this.algebra
    H, K, x, y = A.matrix("H", symmetric=True), A.matrix("K"), A.vector("x"), A.vector("y")
    this.identity(
        "the parallelogram", A.T(x + y) * H * (x + y) + A.T(x - y) * H * (x - y), 2 * (A.T(x) * H * x + A.T(y) * H * y)
    )
    with pytest.raises(ProofError, match="left − right"):
        this.identity("K is not symmetric", A.T(x) * K * y, A.T(y) * K * x)
    with pytest.raises(ProofError, match="left − right"):
        this.identity("matrices do not commute", H * K, K * H)
    assert len(this.steps) == 1


def test_scalars_commute_with_everything() -> None:
    A = Algebra()
    H, x, y = A.matrix("H", symmetric=True), A.vector("x"), A.vector("y")
    assert A.is_zero(x * A.T(x) * H * y - A.T(y) * H * x * x)
    assert A.is_zero(A.T(x) * x * A.T(y) * y - A.T(y) * y * A.T(x) * x)
    assert not A.is_zero(x * A.T(y) - y * A.T(x))
    assert A.is_zero(H * (A.T(x) * y) * H - A.T(y) * x * H * H)
    W = A.matrix("W")
    A.rule(H * W, 1)
    assert A.is_zero(H * (A.T(x) * y) * W * x - A.T(y) * x * x)


def test_what_does_not_fit_is_refused(this: Proof) -> None:
    A = this.algebra
    H, x, Z = A.matrix("H"), A.vector("x"), A.matrix("Z", columns="D−1")
    for wrong in (Z * x, Z * H, A.T(x) * Z * x):
        with pytest.raises(ValueError, match="fit"):
            A.normal(wrong)
    with pytest.raises(ValueError, match="added"):
        A.shape(H + x)
    with pytest.raises(ProofError, match="shapes"):
        this.identity("a vector is no matrix", H, x)
    assert A.shape((A.T(x) * x) * Z) == ("D", "D−1")
    with pytest.raises(ValueError, match="taken"):
        A.vector("x")


def test_rules_are_applied_wherever_they_stand_and_transposed() -> None:
    A = Algebra()
    M, W, one = A.matrix("M"), A.matrix("W"), A.vector("1")
    A.rule(M * W, 1)
    A.rule(A.T(one) * one, sympy.Symbol("D"))
    assert A.is_zero(M * W * M - M)
    assert A.is_zero(A.T(W) * A.T(M) - 1)
    assert not A.is_zero(W * M - 1)
    assert A.normal(A.T(one) * M * W * one) == sympy.Symbol("D")


def test_rules_that_never_end_are_refused() -> None:
    A = Algebra()
    M = A.matrix("M", symmetric=True)
    A.rule(M * M, M * M * M)
    with pytest.raises(ValueError, match="terminate"):
        A.normal(M * M)


def test_gradients_are_those_of_the_entries() -> None:
    A = Algebra()
    K, b, x = A.matrix("K"), A.vector("b"), A.vector("x")
    t = sympy.Symbol("t")
    scalar = A.T(b) * x - t * A.T(x) * K * x + A.T(x) * x * A.T(b) * x
    values = {
        letter: sympy.Matrix(2, columns, lambda i, j, letter=letter: sympy.Symbol(f"{letter}_{i}{j}"))
        for letter, columns in ((K, 2), (b, 1), (x, 1))
    }
    entries = A.explicit(scalar, values, 1)[0]
    slopes = sympy.Matrix([sympy.diff(entries, entry) for entry in values[x]])
    assert sympy.expand(A.explicit(A.gradient(scalar, x), values, 1) - slopes) == sympy.zeros(2, 1)


def test_signs_follow_from_facts_with_multipliers_of_their_sign(this: Proof) -> None:
    A = this.algebra
    H, x, y = A.matrix("H", symmetric=True), A.vector("x"), A.vector("y")
    t, s = sympy.Symbol("t", positive=True), sympy.Symbol("s", real=True)
    square = this.given("H ⪰ 0", A.T(x) * H * x)
    strict = this.given("a strict one", A.T(y) * H * y, "> 0")
    equal = this.given("an equation", A.T(x) * H * y, "= 0")
    fact = this.conclude("a sum", A.T(x + t * y) * H * (x + t * y), "> 0", {square: 1, equal: 2 * t, strict: t**2})
    assert fact.relation == "> 0"
    for because, words in (
        ({square: 1, equal: 2 * t}, "leave"),
        ({square: -1, equal: 2 * t, strict: t**2}, "not known"),
        ({square: s, equal: 2 * t, strict: t**2}, "not known"),
    ):
        with pytest.raises(ProofError, match=words):
            this.conclude("too much", A.T(x + t * y) * H * (x + t * y), "≥ 0", because)
    with pytest.raises(ProofError, match="strict"):
        this.conclude("not strict", A.T(x) * H * x, "> 0", {square: 1})
    with pytest.raises(ProofError, match="not known"):
        this.conclude("not equal", A.T(x) * H * x, "= 0", {square: 1})


def test_products_of_signs(this: Proof) -> None:
    A = this.algebra
    x, y = A.vector("x"), A.vector("y")
    one, other = this.given("one", A.T(x) * x, "> 0"), this.given("other", A.T(x) * y)
    assert this.product("both", one, other).relation == "≥ 0"
    assert this.product("strict", one, one).relation == "> 0"
    column, row = this.given("y ≥ 0", y), this.given("xᵀ ≥ 0", A.T(x))
    assert this.product("entrywise", row, column).expression == A.T(x) * y
    assert this.product("two columns", column, this.given("x ≥ 0", x)).expression == A.T(y) * x
    assert this.product("a number times a vector", one, column).relation == "≥ 0"
    above = this.given("y > 0", y, "> 0")
    assert this.product("an empty sum is not > 0", this.given("xᵀ > 0", A.T(x), "> 0"), above).relation == "≥ 0"
    assert this.product("a scalar times a vector", one, above).relation == "> 0"
    with pytest.raises(ProofError, match="fit"):
        this.product("no product", this.given("Z ≥ 0", A.matrix("Z", columns="D−1")), column)


def test_means_are_linear_and_name_what_is_not(this: Proof) -> None:
    A = this.algebra
    S, w, v, m = A.matrix("S", symmetric=True), A.vector("w"), A.vector("v"), A.vector("m")
    mean = A.average(A.T(w - v) * S * (w - v), v, m)
    squares = sympy.Symbol("⟨vᵀ·S·v⟩", real=True)
    this.identity("the distance to many", mean, A.T(w) * S * w - 2 * A.T(w) * S * m + squares)
    assert A.is_zero(A.average(S * v - w, v, m) - S * m + w)
    assert A.average(A.T(w) * w * A.T(v) * S * v, v, m).has(squares)
    with pytest.raises(ValueError, match="no scalar"):
        A.average(v * A.T(v), v, m)
    with pytest.raises(ValueError, match="expand it first"):
        A.average(A.normal(A.T(w) * v), v, m)


def test_letters_are_replaced_with_their_transposes() -> None:
    A = Algebra()
    K, x, y = A.matrix("K"), A.vector("x"), A.vector("y")
    assert A.is_zero(A.put(A.T(x) * K * x, {x: x + y}) - A.T(x + y) * K * (x + y))
    assert A.is_zero(A.put(K * x + A.T(K) * x, {K: 2}) - 4 * x)
    with pytest.raises(ValueError, match="expand it first"):
        A.put(A.normal(A.T(x) * K * x), {x: y})


def test_equations_are_multiplied_from_the_left_by_anything(this: Proof) -> None:
    A = this.algebra
    M, x, y = A.matrix("M"), A.vector("x"), A.vector("y")
    equation = this.given("Mx = y", M * x - y, "= 0")
    this.conclude("xᵀMx = xᵀy", A.T(x) * M * x - A.T(x) * y, "= 0", {equation: A.T(x)})
    with pytest.raises(ProofError, match="leave"):
        this.conclude("xM is not Mx", A.T(x) * M * x - A.T(x) * y, "= 0", {equation: A.T(y)})


def test_latex_has_no_letter_outside_ascii_in_formulas(this: Proof) -> None:
    A, t = this.algebra, sympy.Symbol("λ_A")
    w = A.vector("w⁎")
    this.given("λ is a number", t * A.T(w) * w, "≥ 0")
    (formula,) = [line for line in latex_of(this).splitlines() if line.startswith(r"\[")]
    assert formula.isascii()
    assert r"\lambda" in formula
    assert "w^{*}" in formula


def test_latex_writes_subscripts_of_prose_and_escapes_the_rest(this: Proof) -> None:
    this.reason("λ_D > 0, (P_S)_dd, R^{k+1}, Σ_{i<j}, 2^D, a_name and 10^-6 & so on")
    (item,) = [line for line in latex_of(this).splitlines() if line.startswith(r"\item")]
    for written in (r"$\lambda$$_{D}$ $>$ 0", "(P$_{S}$)$_{dd}$", "R$^{k+1}$", r"$\sum$$_{i<j}$", "2$^{D}$"):
        assert written in item
    assert r"a\_name and 10\textasciicircum{}-6 \& so on" in item


def test_earlier_theorems_are_earlier() -> None:
    this = Proof("T3", "A test", "x = x for every x.")
    this.earlier("as was shown", "T1", "T2")
    assert this.steps[-1].note == "T1, T2"
    for name in ("T3", "T10", "lemma"):
        with pytest.raises(ProofError, match="before"):
            this.earlier("not yet", name)


def test_explicit_steps_and_instances_are_computed(this: Proof) -> None:
    t = sympy.Symbol("t")
    this.explicit("a square", range(1, 4), lambda size: [(t + size) ** 2 - t**2 - 2 * size * t - size**2, True])
    assert this.steps[-1].note == "D = 1, 2, 3"
    square = Fact(t**2, "≥ 0")
    assert this.explicit("in letters", [2], lambda size: [t - t], says=square) is square
    assert len(this.steps[-1].formula) == 1
    with pytest.raises(ProofError, match="D = 2"):
        this.explicit("not always", range(1, 4), lambda size: [t * (size - 1)])
    with pytest.raises(ProofError, match="does not hold"):
        this.instance("no", holds=False)


def test_every_step_is_printed_with_who_checked_it(this: Proof) -> None:
    A = this.algebra
    x = A.vector("x")
    this.given("1 & 2 are numbers")
    this.identity("a square", A.T(2 * x) * x, 2 * A.T(x) * x)
    this.cite("Kakutani", "a book")
    this.reason("so it is")
    this.instance("one", holds=True)
    text, latex = text_of(this), latex_of(this)
    for scope in (Scope.GIVEN, Scope.EVERY, Scope.CITED, Scope.WORDS, Scope.INSTANCE):
        assert scope.value in text
        assert scope.value in latex
    assert "xᵀ·x" in text
    assert "1 \\& 2" in latex
    assert latex.count("{") == latex.count("}")
    assert summary_of(this).startswith("T0: 5 steps")


def test_what_is_known_of_every_vector_is_used_where_its_properties_hold(this: Proof) -> None:
    A = this.algebra
    H, one, x, w, v = A.matrix("H", symmetric=True), A.vector("1"), A.vector("x"), A.vector("w"), A.vector("v")
    for point in (w, v):
        A.rule(A.T(one) * point, 1)
    t = this.fraction("t")
    largest = this.every(
        "w is the largest", x, A.T(w) * H * w - A.T(x) * H * x, where=[(A.T(one) * x - 1, "= 0"), (x, "≥ 0")]
    )
    inside, other = this.given("w ≥ 0", w), this.given("v ≥ 0", v)
    between = this.conclude("between them", w + t * (v - w), "≥ 0", {inside: 1 - t, other: t})
    known = this.apply("there", largest, w + t * (v - w), because=[between])
    slope = this.leading("its slope", known, t, 2 * A.T(w) * H * (w - v))
    assert slope.relation == "≥ 0"
    for value, because, words in ((w + t * (v - w), [other], "no fact"), (w + v, [inside, other], "no fact")):
        with pytest.raises(ProofError, match=words):
            this.apply("not there", largest, value, because)
    with pytest.raises(ProofError, match="coefficient"):
        this.leading("not its slope", known, t, A.T(w) * H * (v - w))
    with pytest.raises(ProofError, match="from 0 to 1"):
        this.leading("not for every t", known, sympy.Symbol("t", positive=True, integer=True), known.expression)
    with pytest.raises(ProofError, match="not known"):
        this.conclude("1 − 2t may be negative", (1 - 2 * t) * w, "≥ 0", {inside: 1 - 2 * t})


def test_the_first_coefficient_is_the_one_that_does_not_vanish(this: Proof) -> None:
    A, t = this.algebra, this.fraction("t")
    H, x = A.matrix("H", symmetric=True), A.vector("x")
    fact = this.given("a polynomial", t**3 - t**2 * A.T(x) * H * x)
    assert this.leading("divide by t²", fact, t, -A.T(x) * H * x).relation == "≥ 0"


def test_what_is_neither_above_nor_below_is_zero(this: Proof) -> None:
    A = this.algebra
    x, y = A.vector("x"), A.vector("y")
    above, below = this.given("above", A.T(x) * y), this.given("below", -A.T(y) * x)
    assert this.squeeze("between", above, below).relation == "= 0"
    with pytest.raises(ProofError, match="opposites"):
        this.squeeze("not between", above, above)


def test_scripts_in_a_row_are_one_script(this: Proof) -> None:
    x = this.algebra.vector("w⁎")
    this.identity("a square", this.algebra.T(x) * x, this.algebra.T(x) * x, show="M⁻¹w′ᵀw⁎ᵀ")
    (formula,) = [line for line in latex_of(this).splitlines() if line.startswith(r"\[")]
    assert "M^{-1}w'^{\\top}w^{*\\top}" in formula


def test_a_primed_accent_is_raised_once(this: Proof) -> None:
    """TeX drops the braces of an accented letter: {ŵ'}^⊤ would have two superscripts."""
    A = this.algebra
    w = A.vector("ŵ′")
    this.identity("a square", A.T(w) * w, A.T(w) * w)
    latex = latex_of(this)
    assert r"\hat{w}^{\prime\top}" in latex
    assert "'}^" not in latex

"""T5: the potential, by splitting its sums into the terms with agent i and those without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import sympy

from proofs.framework import Proof
from proofs.openings import Opening, canonical
from proofs.profiles import unit

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T5",
        "Potential",
        "If K is symmetric the game has the exact potential Φ = Σᵢ(bᵀwᵢ − ½wᵢᵀHwᵢ) − (1/(N−1)) Σ_{i<j} wᵢᵀKwⱼ.",
    )
    game = canonical(this, symmetric=True)
    _split(this, game)
    _entries(this)
    _on_tangent(this, game)
    _instance(this)
    return this


def _split(this: Proof, game: Opening) -> None:
    A, T = this.algebra, this.algebra.T
    w, v, H, K, N = game.w, game.v, game.H, game.K, sympy.Symbol("N", integer=True, positive=True)
    before, after, rest = A.vector("p"), A.vector("q"), sympy.Symbol("R", real=True)
    this.given(
        "Let N ≥ 2 and K be symmetric. Look at agent i, at wᵢ = w: let p be the sum of the mixtures of the agents "
        "before it, q that of those after it, and R the sum of all terms of Φ in which wᵢ does not stand."
    )
    mean = (before + after) / (N - 1)
    this.let("So the mean of the others is", {"m": mean})

    def potential(own: sympy.Expr) -> sympy.Expr:
        alone = T(game.b) * own - T(own) * H * own / 2
        return alone - (T(before) * K * own + T(own) * K * after) / (N - 1) + rest

    this.let("and the pairs j < i, then the pairs i < j, make", {"Φ(w)": potential(w)})
    gained = this.identity(
        "A change v of wᵢ alone changes Φ by what it pays agent i: Φ is an exact potential.",
        potential(w + v) - potential(w),
        game.utility(w + v, mean) - game.utility(w, mean),
        show="Φ(w + v) − Φ(w)",
    )
    most = this.given(
        "In particular, at a profile that maximises Φ over Δᴺ, where w + v is in Δ,",
        potential(w) - potential(w + v),
        show="Φ(w) − Φ(w + v)",
    )
    this.conclude(
        "agent i gains nothing: it is an equilibrium, whatever the sign of H. As Δᴺ is compact and Φ continuous, there "
        "is one.",
        game.utility(w, mean) - game.utility(w + v, mean),
        "≥ 0",
        {most: 1, gained: 1},
        show="uᵢ(w, m) − uᵢ(w + v, m)",
    )


def _entries(this: Proof) -> None:
    """Compare Φ and the utilities entry by entry, from the sums as they are written."""
    groups = 2

    def utility(b: sympy.Matrix, H: sympy.Matrix, K: sympy.Matrix, all_: Sequence[sympy.Matrix], i: int) -> sympy.Expr:
        others = [w for j, w in enumerate(all_) if j != i]
        mean = sum(others[1:], others[0]) / len(others)
        return (b.T * all_[i] - all_[i].T * H * all_[i] / 2 - all_[i].T * K * mean)[0]

    def residuals(agents: int) -> Iterator[sympy.Expr]:
        b = sympy.Matrix(sympy.symbols(f"b:{groups}"))
        H, K = (
            sympy.Matrix(groups, groups, lambda d, e, name=name: sympy.Symbol(f"{name}{min(d, e)}{max(d, e)}"))
            for name in "HK"
        )
        profile = [sympy.Matrix(sympy.symbols(f"w{i}_:{groups}")) for i in range(agents)]
        moved = [sympy.Matrix(sympy.symbols(f"x{i}_:{groups}")) for i in range(agents)]

        def potential(all_: Sequence[sympy.Matrix]) -> sympy.Expr:
            alone = sum((b.T * w - w.T * H * w / 2)[0] for w in all_)
            pairs = sum((w.T * K * x)[0] for w, x in combinations(all_, 2))
            return alone - pairs / (agents - 1)

        for i in range(agents):
            changed = [*profile[:i], moved[i], *profile[i + 1 :]]
            gain = utility(b, H, K, changed, i) - utility(b, H, K, profile, i)
            yield sympy.expand(potential(changed) - potential(profile) - gain)

    this.explicit(
        "The same from the sums as they are written, for every agent, with D = 2.", range(2, 5), residuals, name="N"
    )


def _on_tangent(this: Proof, game: Opening) -> None:
    """Show that symmetry of K on T is what is needed, and suffices."""
    A, T = this.algebra, this.algebra.T
    w, v, m, one, H, N = game.w, game.v, game.m, game.one, game.H, sympy.Symbol("N", integer=True, positive=True)
    L, e, x, y, r = A.matrix("L"), A.vector("e"), A.vector("x"), A.vector("y"), A.vector("r")
    for point, total in ((e, 1), (m, 1), (y, 0)):
        A.rule(T(one) * point, total)
    this.given(
        "K need be symmetric on T only. Let L, of any symmetry, stand in the place of K, e be a point with 1ᵀe = 1, "
        "and Q = I − e1ᵀ, whose columns lie in T."
    )

    def utility(own: sympy.Expr, mean: sympy.Expr, b: sympy.Expr, K: sympy.Expr) -> sympy.Expr:
        return T(b) * own - T(own) * H * own / 2 - T(own) * K * mean

    Q = 1 - e * T(one)
    this.identity("Indeed", T(one) * Q, show="1ᵀQ")
    this.identity(
        "The game with b − Le and QᵀLQ in the places of b and L pays the same up to terms that wᵢ does not move, and "
        "QᵀLQ is symmetric iff L is on T: then this game has a potential.",
        utility(w, m, game.b - L * e, T(Q) * L * Q),
        utility(w, m, game.b, L) + T(e) * L * m - T(e) * L * e,
        show="uᵢ(w, m; b − Le, QᵀLQ)",
    )
    this.identity(
        "On T the two are the same, and with them M, G and whether they are definite there.",
        T(v) * T(Q) * L * Q * y,
        T(v) * L * y,
        show="vᵀQᵀLQy",
    )
    this.given(
        "And it is needed. Let agent i change by v, then agent j, at x, by y, then i back, then j back; r is the sum "
        "of the other N − 2 mixtures."
    )
    places = [
        (w + v, x, w, x, "i"),
        (x + y, w + v, x, w + v, "j"),
        (w, x + y, w + v, x + y, "i"),
        (x, w, x + y, w, "j"),
    ]
    total = sympy.Integer(0)
    for to, seen, start, same, _ in places:
        total += utility(to, (r + seen) / (N - 1), game.b, L) - utility(start, (r + same) / (N - 1), game.b, L)
    this.identity(
        "The movers gain this in total, while a potential would be back where it was: with one, vᵀLy = yᵀLv for all v "
        "and y in T.",
        total,
        (T(v) * L * y - T(y) * L * v) / (N - 1),
        show="sum of the four gains",
    )


def _instance(this: Proof) -> None:
    K = sympy.Matrix([[0, 1, -1], [-1, 0, 1], [1, -1, 0]])
    first, second, third = (unit(3, d) for d in range(3))
    v, y = second - first, third - first
    loop = [(second, first, first), (third, first, second), (first, second, third), (first, third, first)]
    gains = [((start - to).T * K * other)[0] + ((start.T * start - to.T * to)[0]) / 2 for to, start, other in loop]
    this.instance(
        "Without K symmetric on T: D = 3, N = 2, b = 0, H = I, K with rows (0, 1, −1), (−1, 0, 1), (1, −1, 0). Moving "
        "from (e₁, e₁) to (e₂, e₁), (e₂, e₃), (e₁, e₃) and back pays the movers 6 in total.",
        sum(gains) == 6 == (v.T * K * y - y.T * K * v)[0],
    )

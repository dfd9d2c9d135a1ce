"""How the games of each regime are built: backwards, from the mixture that is to be an equilibrium.

First the mixture, then the curvature, then the incentives ``b = Mw + ν1 − slack`` that make it one (MODEL T4). Nothing
is drawn in vain: there is no filter. Each builder draws (b, H, K) for so many groups and agents.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hypothesis import strategies as st

from nashsym.testing.arithmetic import Arithmetic, Matrix, Vector, add, product, scale, transposed
from nashsym.testing.simplex import interior_shares, shares

__all__ = [
    "Builder",
    "Parts",
    "asymmetric_coupling",
    "boundary",
    "degenerate",
    "ill_conditioned",
    "interior",
    "not_concave",
    "one_agent",
    "one_group",
    "several_equilibria",
]

Parts = tuple[Vector, Matrix, Matrix]
Builder = Callable[[st.DrawFn, Arithmetic, int, int], Parts]


def _zero(size: int) -> Matrix:
    return ((Fraction(0),) * size,) * size


def _incentives(M: Matrix, w: Vector, slack: Vector, level: Fraction) -> Vector:
    """Return b with marginal utilities ν − slack where all play w: an equilibrium where slack is 0 on the support."""
    return tuple(x + level - s for x, s in zip(product(M, w), slack, strict=True))


def _coupling(draw: st.DrawFn, arithmetic: Arithmetic, H: Matrix, agents: int) -> Matrix:
    """Draw a symmetric K with H + K ≻ 0 wherever H is: a gram matrix, H itself many times over, or minus half of H."""
    size = len(H)
    if agents == 1:
        return _zero(size)
    factor = draw(st.sampled_from([Fraction(0), Fraction(4), Fraction(-1, 2)]))
    return draw(arithmetic.gram(size, size)) if factor == 0 else scale(factor, H)


def _gauged(draw: st.DrawFn, arithmetic: Arithmetic, parts: Parts, agents: int) -> Parts:
    """Write the same game with other numbers now and then (the gauge of MODEL, section 1); K stays symmetric."""
    b, H, K = parts
    if not draw(st.booleans()):
        return parts
    size = len(b)
    p = draw(arithmetic.vector(size))
    q = draw(arithmetic.vector(size)) if agents > 1 else (Fraction(0),) * size
    b = tuple(x + y + z for x, y, z in zip(b, p, q, strict=True))
    return b, _bordered(H, p), _bordered(K, q)


def _bordered(X: Matrix, p: Vector) -> Matrix:
    """Return X + 1pᵀ + p1ᵀ."""
    return tuple(tuple(x + p[d] + p[e] for e, x in enumerate(row)) for d, row in enumerate(X))


def _with_equilibrium(
    draw: st.DrawFn, arithmetic: Arithmetic, H: Matrix, K: Matrix, w: Vector, slack: Vector, agents: int
) -> Parts:
    b = _incentives(add(H, K), w, slack, draw(arithmetic.number()))
    return _gauged(draw, arithmetic, (b, H, K), agents)


def interior(draw: st.DrawFn, arithmetic: Arithmetic, size: int, agents: int) -> Parts:
    """Draw M ≻ 0 and an equilibrium that serves everybody."""
    H = draw(arithmetic.definite(size))
    K = _coupling(draw, arithmetic, H, agents)
    w = draw(interior_shares(arithmetic, size))
    return _with_equilibrium(draw, arithmetic, H, K, w, (Fraction(0),) * size, agents)


def _on_face(draw: st.DrawFn, arithmetic: Arithmetic, size: int) -> tuple[Vector, list[int]]:
    """Draw a mixture with at least one group at 0, and the groups at 0."""
    out = sorted(draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=size - 1)))
    parts = [0 if d in out else draw(st.integers(1, 5)) for d in range(size)]
    return arithmetic.shares(parts), out


def boundary(draw: st.DrawFn, arithmetic: Arithmetic, size: int, agents: int) -> Parts:
    """Draw M ≻ 0 and an equilibrium that leaves out groups, each of them strictly worse."""
    H = draw(arithmetic.definite(size))
    K = _coupling(draw, arithmetic, H, agents)
    w, out = _on_face(draw, arithmetic, size)
    slack = tuple(draw(arithmetic.positive_number()) if d in out else Fraction(0) for d in range(size))
    return _with_equilibrium(draw, arithmetic, H, K, w, slack, agents)


def _touching(draw: st.DrawFn, arithmetic: Arithmetic, size: int, agents: int) -> Parts:
    """M ≻ 0, and a group at weight 0 that would be exactly as good."""
    H = draw(arithmetic.definite(size))
    K = _coupling(draw, arithmetic, H, agents)
    w, out = _on_face(draw, arithmetic, size)
    slack = [draw(arithmetic.positive_number()) if d in out else Fraction(0) for d in range(size)]
    slack[draw(st.sampled_from(out))] = Fraction(0)
    return _with_equilibrium(draw, arithmetic, H, K, w, tuple(slack), agents)


def _singular(draw: st.DrawFn, arithmetic: Arithmetic, size: int, agents: int) -> Parts:
    """M ⪰ 0 of rank at most D − 2: 0 along a direction of T."""
    H = draw(arithmetic.gram(size, draw(st.integers(0, size - 2))))
    K = scale(draw(st.sampled_from([Fraction(0), Fraction(1), Fraction(2)])), H) if agents > 1 else _zero(size)
    w = draw(shares(arithmetic, size))
    loss = st.one_of(st.just(Fraction(0)), arithmetic.positive_number())
    slack = tuple(Fraction(0) if x > 0 else draw(loss) for x in w)
    return _with_equilibrium(draw, arithmetic, H, K, w, slack, agents)


def _twins(draw: st.DrawFn, arithmetic: Arithmetic, size: int, agents: int) -> Parts:
    """Make the last two groups alike in everything."""
    inner = boundary if size > 2 and draw(st.booleans()) else interior
    b, H, K = inner(draw, arithmetic, size - 1, agents)
    return _doubled(b, H, K)


def _doubled(b: Vector, H: Matrix, K: Matrix) -> Parts:
    """Repeat the last group."""
    H, K = (tuple((*row, row[-1]) for row in (*X, X[-1])) for X in (H, K))
    return (*b, b[-1]), H, K


def degenerate(draw: st.DrawFn, arithmetic: Arithmetic, size: int, agents: int) -> Parts:
    """Draw one of three styles of M ⪰ 0 with an equilibrium that is not isolated or not strict."""
    return draw(st.sampled_from([_touching, _singular, _twins]))(draw, arithmetic, size, agents)


def ill_conditioned(draw: st.DrawFn, arithmetic: Arithmetic, size: int, agents: int) -> Parts:
    """Add a tiny ridge to a matrix of rank 1 to D − 2 on T."""
    rank = draw(st.integers(1, size - 2))
    first = tuple(tuple(Fraction(d == e == 0) for e in range(size)) for d in range(size))
    flat = add(first, draw(arithmetic.gram(size, rank - 1)))
    tiny = draw(st.sampled_from(arithmetic.tiny))
    H = tuple(tuple(x + tiny * (d == e) for e, x in enumerate(row)) for d, row in enumerate(flat))
    K = scale(draw(st.sampled_from([Fraction(0), Fraction(1)])), H) if agents > 1 else _zero(size)
    if draw(st.booleans()):
        w, out = _on_face(draw, arithmetic, size)
        slack = tuple(tiny * draw(arithmetic.positive_number()) if d in out else Fraction(0) for d in range(size))
    else:
        w, slack = draw(interior_shares(arithmetic, size)), (Fraction(0),) * size
    return _incentives(add(H, K), w, slack, Fraction(0)), H, K


def not_concave(draw: st.DrawFn, arithmetic: Arithmetic, size: int, agents: int) -> Parts:
    """Any symmetric H and K, with vᵀHv < 0 for the difference v of two groups."""
    H = [list(row) for row in draw(arithmetic.symmetric(size))]
    d, e = draw(st.sampled_from([(d, e) for d in range(size) for e in range(d)]))
    H[d][e] = H[e][d] = (H[d][d] + H[e][e] + draw(arithmetic.positive_number())) / 2
    curved = tuple(tuple(row) for row in H)
    styles = ["any", "opposed", "definite"]
    style = draw(st.sampled_from(styles)) if agents > 1 else "alone"
    b = draw(arithmetic.vector(size))
    if style == "alone":
        return b, curved, _zero(size)
    if style == "opposed":
        # K = −H: the first-order conditions of all playing w do not depend on w
        return (b if draw(st.booleans()) else (Fraction(0),) * size), curved, scale(Fraction(-1), curved)
    K = draw(arithmetic.symmetric(size) if style == "any" else arithmetic.definite(size))
    return b, curved, K


def several_equilibria(draw: st.DrawFn, arithmetic: Arithmetic, size: int, agents: int) -> Parts:
    """Several equilibria, apart from each other; at times the last group has a twin, so that some are continua."""
    twin = size > 2 and draw(st.booleans())
    style = draw(st.sampled_from([_several_vertices, _two_blocks]))
    parts = style(draw, arithmetic, size - twin, agents)
    return _doubled(*parts) if twin else _gauged(draw, arithmetic, parts, agents)


def _several_vertices(draw: st.DrawFn, arithmetic: Arithmetic, size: int, _: int) -> Parts:
    """Two groups or more, each of which all agents serve alone in an equilibrium."""
    b, H = draw(arithmetic.vector(size)), draw(arithmetic.gram(size, draw(st.integers(0, size))))
    K = [list(row) for row in draw(arithmetic.symmetric(size))]
    M = add(H, tuple(map(tuple, K)))
    for d in sorted(draw(st.sets(st.integers(0, size - 1), min_size=2, max_size=size))):
        # at the vertex of d its own marginal utility is to be the largest, by a margin
        best = max(b[e] - M[e][d] for e in range(size) if e != d)
        K[d][d] += b[d] - M[d][d] - best - draw(arithmetic.positive_number())
    return b, H, tuple(tuple(row) for row in K)


def _two_blocks(draw: st.DrawFn, arithmetic: Arithmetic, size: int, _: int) -> Parts:
    """Two blocks of groups: all agents serve the one or the other, within a block they may keep apart."""
    cut = draw(st.integers(1, size - 1))
    blocks = range(cut), range(cut, size)
    H = draw(arithmetic.gram(size, draw(st.integers(0, size))))
    K = [list(row) for row in scale(Fraction(2), draw(arithmetic.definite(size)))]
    M = add(H, tuple(map(tuple, K)))
    b, levels = [Fraction(0)] * size, []
    for block in blocks:
        w, level = draw(interior_shares(arithmetic, len(block))), draw(arithmetic.number())
        levels.append(level)
        for d in block:
            b[d] = level + sum((M[d][e] * x for e, x in zip(block, w, strict=True)), Fraction(0))
    # whoever serves the one block finds every group of the other worse
    barrier = max(max(b[cut:]) - levels[0], max(b[:cut]) - levels[1]) + draw(arithmetic.positive_number())
    for d in blocks[0]:
        for e in blocks[1]:
            K[d][e] = K[e][d] = barrier - H[d][e]
    return tuple(b), H, tuple(tuple(row) for row in K)


def one_agent(draw: st.DrawFn, arithmetic: Arithmetic, size: int, agents: int) -> Parts:
    """Draw a game of one agent: one of the other regimes, with K = 0."""
    styles: list[Builder] = [interior] if size == 1 else [interior, boundary, _touching, _singular, not_concave]
    return draw(st.sampled_from(styles))(draw, arithmetic, size, agents)


def one_group(draw: st.DrawFn, arithmetic: Arithmetic, size: int, agents: int) -> Parts:
    """Draw a game in which there is nothing to choose."""
    return (
        draw(arithmetic.vector(size)),
        draw(arithmetic.square(size)),
        draw(arithmetic.square(size)) if agents > 1 else _zero(size),
    )


def asymmetric_coupling(draw: st.DrawFn, arithmetic: Arithmetic, size: int, agents: int) -> Parts:
    """H ⪰ 0 and a K that is not symmetric: turned from a game with an equilibrium, or anything."""
    i, j = draw(st.sampled_from([(d, e) for d in range(size) for e in range(d)]))
    turn = draw(arithmetic.positive_number())
    if draw(st.booleans()):
        H = draw(arithmetic.definite(size))
        K = _turned(_coupling(draw, arithmetic, H, agents), i, j, turn)
        w = draw(shares(arithmetic, size))
        loss = st.one_of(arithmetic.positive_number(), st.just(Fraction(0)))
        slack = tuple(Fraction(0) if x > 0 else draw(loss) for x in w)
        return _incentives(add(H, K), w, slack, draw(arithmetic.number())), H, K
    H = draw(arithmetic.gram(size, draw(st.integers(0, size))))
    K = draw(arithmetic.square(size))
    K = K if transposed(K) != K else _turned(K, i, j, turn)
    return draw(arithmetic.vector(size)), H, K


def _turned(K: Matrix, i: int, j: int, turn: Fraction) -> Matrix:
    """Add a skew-symmetric part, which changes no definiteness."""
    skew = {(i, j): turn, (j, i): -turn}
    return tuple(tuple(x + skew.get((d, e), 0) for e, x in enumerate(row)) for d, row in enumerate(K))

"""Check a nashsym certificate (format 1) that also speaks about boxes of games: ``python verify_box.py CERTIFICATE``.

It is verify.py, which must lie beside it, and one more type of claim, `robust`: what a whole box of inputs leaves true.
Python's standard library alone. "Accepted" must imply "true"; format and proofs: docs/reference/certificate.md.
"""

import sys
from collections.abc import Mapping
from functools import partial
from importlib import import_module
from operator import mul
from pathlib import Path
from typing import Any

if __package__:
    from nashsym.certificates import verify as checker
else:  # copied out
    sys.path.insert(0, str(Path(__file__).resolve().parent))  # python -I leaves it out
    try:
        checker = import_module("verify")
    except ModuleNotFoundError:
        print("verify_box.py: verify.py is not beside it; copy both into one folder", file=sys.stderr)
        sys.exit(2)

Rows = checker.Rows
need, prove = checker.need, checker.prove
KEYS = "box lower upper threshold included excluded scope"
SAYS = (
    "{where} of each game in the box gives at least {threshold:.40} to each of {included}, less to each of {excluded}"
)


class BoxChecker(checker._Checker):
    """The checker of verify.py, and the claim `robust`."""

    def __init__(self) -> None:
        super().__init__()
        self.claims = checker.CLAIMS | {"robust": (KEYS, "lowered rows", "equilibrium", "1", SAYS)}

    def read_game(self, node: Any) -> None:
        """Read the game as ever, and keep what of it boxes need."""
        super().read_game(node)
        self.node = node

    def radii(self, box: Any) -> tuple[list[int], dict[str, Rows], int]:
        """Return how far b, and H, M and others·G, are from the game's in the box, over one denominator.

        With H = own C + apart S and K = alike S, where S cancels in M it has no part in the radii of M.
        """
        D, names, scale, (reach, own, apart, alike) = len(self.groups), "b H K", 1, (1, 1, 0, 1)
        if self.node["kind"] == "alignment":
            names, prices = "attractiveness inconsistency similarity", self.node["coefficients"]
            [(reach, half, price)], scale = self.vectors([[prices[x] for x in PRICES]], 3)
            far = self.node["diversity"] == "distance"
            own, apart, alike = 2 * half, -2 * price * far, price * (1 + far)
        first, *squares = self.fields(box, names)
        [beta, *rows], unit = self.vectors([first, *[row for X in squares for row in self.listed(X, D)]], D)
        C, S = rows[:D], rows[D:]
        need(min(map(min, [beta, *rows])) >= 0, "a radius is below 0")
        need(self.transposed(C) == C and self.transposed(S) == S, "the radii of a matrix are not symmetric")
        apart, alike = (apart, alike) if self.agents > 1 else (0, 0)
        shares = {"H": (own, apart), "M": (own, apart + alike), "G": (self.others * own, self.others * apart - alike)}
        E = {name: self.combined(abs(p), C, abs(q), S) for name, (p, q) in shares.items()}
        return [reach * x for x in beta], E, unit * scale

    def lower(self, name: str, E: Rows, unit: int) -> None:
        """Form X - diag(E1): on T it is below every X + F with |F| <= E.

        For v'diag(E1)v - |v|'E|v| is half the sum of E_de (|v_d| - |v_e|)**2, and |v|'E|v| >= |v'Fv|.
        """
        X, scale = self.forms[name, 0]
        margins = [[(j == k) * sum(row) for k in range(len(row))] for j, row in enumerate(E)]
        self.forms[f"lowered {name}", 0] = self.combined(unit, X, -self.common, margins), unit * scale

    def rule_robust(self, claim: Any, _: Any) -> None:
        """Confirm that the homogeneous equilibrium of each game in the box lies between bounds, and what follows.

        On the way from the game to any in the box M stays > 0 on T, so the one equilibrium w' moves continuously. It
        starts between the bounds. Suppose it is ever at one that is > 0, of group d. Slopes are equal at d and wherever
        lower bounds are > 0. As y sums to 0 and is 0 elsewhere, y'(b' - M'w') = 0: with q = M'y - c1 and F = M' - M,
        q'w' = y'b - c + y'(b' - b - Fw'), and |b' - b - Fw'| <= push. The row (y, c) of d makes that impossible.
        """
        D, point, witness = len(self.groups), self.accepted["equilibrium"], claim["witness"]
        beta, radii, unit = self.radii(claim["box"])
        united = type(witness["lowered"]) is dict and "G" in witness["lowered"]
        names = ("G", "M") if united else ("H", "M")  # N H = (N - 1) G + M
        for name, node in zip(names, self.fields(witness["lowered"], " ".join(names)), strict=True):
            self.lower(name, radii[name], unit)
            kernel = self.definite(f"lowered {name}", node, 0)
            prove(name == "H" or not kernel, f"{name} is not > 0 on T in all of the box")
        need(not united or self.agents > 1, "a lone agent needs no G")
        prove(
            claim["scope"] == ("all" if united or self.agents == 1 else "homogeneous"), "not the scope of the witness"
        )

        (low, high), size = self.vectors([claim["lower"], claim["upper"]], D)
        for x, y, z in zip(low, point.rows[0], high, strict=True):
            prove(0 <= x * point.common <= y * size < z * point.common, "the equilibrium is not between the bounds")
        rows = [self.integers(row, D + 1) for row in self.listed(witness["rows"], D)]
        (M, scale), E = self.forms["M", 0], radii["M"]
        bits = self.bits(rows) + self.bits(M) + self.bits(E) + self.bits([low, high, self.b[0], [unit]])
        self.spend(D * D * (500 + bits**2 // 90), 0)

        def most(row: list[int]) -> int:  # that row'w can be between the bounds
            return sum([max(x * y, x * z) for x, y, z in zip(row, low, high, strict=True)])

        middles = [sorted(row)[D // 2] for row in E]  # E w' = m + (E - m 1')w', as w' adds up to 1
        push = [
            size * (x + m) + most([y - m for y in row]) for x, m, row in zip(beta, middles, E, strict=True)
        ]  # times size and unit
        images = self.product([row[:D] for row in rows], self.transposed(M))
        for d, ((*y, c), image) in enumerate(zip(rows, images, strict=True)):
            off = [e for e, x in enumerate(y) if x and e != d and not low[e]]
            prove(sum(y) == 0 and not off, f"row {d + 1} does not add up to 0, or serves a group that may be at 0")
            q = [unit * (x - scale * c) for x in image]  # times scale and unit
            own, q[d] = q[d], 0
            here = unit * size * (sum(map(mul, y, self.b[0])) - scale * c)  # times scale, unit and size
            moved = scale * sum(map(mul, map(abs, y), push))
            prove(
                here + moved + most([-x for x in q]) < own * high[d], f"row {d + 1} does not keep group {d + 1} below"
            )
            kept = low[d] == 0 or own * low[d] < here - moved - most(q)
            prove(kept, f"row {d + 1} does not keep group {d + 1} above")

        [[floor]], part = self.vectors([[claim["threshold"]]], 1)
        prove(floor > 0, "the threshold is not > 0")
        included = [name for name, x in zip(self.groups, low, strict=True) if x * part >= floor * size]
        excluded = [name for name, x in zip(self.groups, high, strict=True) if x * part < floor * size]
        prove(claim["included"] == included, "included: not the groups whose lower bound reaches the threshold")
        prove(claim["excluded"] == excluded, "excluded: not the groups whose upper bound is below the threshold")


PRICES = ("attractiveness", "consistency", "diversity")


def verify(certificate: str | Path | bytes | Mapping[str, Any]) -> checker.Verdict:
    """Check a certificate of either kind: as verify.py does, and the claim `robust`."""
    return checker.verify(certificate, BoxChecker)


main = partial(checker.main, kind=BoxChecker)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

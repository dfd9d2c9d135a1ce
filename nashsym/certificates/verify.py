"""Check a nashsym certificate (format 1) with Python's standard library alone: ``python verify.py CERTIFICATE``.

"Accepted" must imply "true": the file is read as hostile input, all is recomputed from its game, decided in integers.
N agents, D groups, utility u_i = b'w_i - w_i'H w_i/2 - w_i'K m_i - lambda KL(w_i|anchor), m_i the mean of the others;
M = H + K, G = H - K/(N-1), each plus 2 lambda I, on T = {v : 1'v = 0} with the basis Z = (e_d - e_D). Slopes: gradient
of u_i; gap = max slope - slopes'w_i. Where H >= 0 on T nobody gains more than his gap by deviating: gap 0, equilibrium.
Format and proofs: docs/reference/certificate.md.
"""

import hashlib
import re
import sys
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from json import dumps, encoder, loads
from math import gcd, inf, lcm
from operator import mul, sub
from pathlib import Path
from types import SimpleNamespace as Facts
from typing import Any, NamedTuple

MAX_BYTES, MAX_VALUES, MAX_NESTING = 256 * 2**20, 10_000_000, 32  # values: bounded by the commas and brackets
MAX_DIGITS, MAX_EXPONENT, MAX_GROUPS, MAX_AGENTS = 200_000, 20_000, 5_000, 10**12  # digits of one integer
MAX_BITS, MAX_WORK = 2**30, 2 * 10**11  # of one matrix; in products of two 30-bit digits, about a nanosecond each
CHUNK, PRIME, BITS, PLACES = 512, 2**61 - 1, 320, 384  # int() may refuse 640 digits; binary places of logarithms
NUMBER = re.compile(r"\A(0|-?[1-9][0-9]*)(?:/([1-9][0-9]*))?\Z")
Rows = list[list[int]]
KINDS = {"alignment": "agents diversity coefficients inputs", "canonical": "agents b H K", "types": "types K"}
PLAIN: Any = {str: encoder.encode_basestring, bytes: bytes.decode, int: lambda x: str(Decimal(x)), type(None): dumps}
SCOPES = {"this": "this equilibrium", "homogeneous": "every homogeneous equilibrium", "all": "every equilibrium"}
BOUND = ("group threshold scope", "|M multipliers|G|G M multipliers", "", "ta")
INTERIOR = ("", "|farkas|relaxed M|relaxed modulus inverse|direction", "", "")
CLAIMS = {  # its keys, those of its witness, what it rests on, 1: once, t: for types, a: if anchored, what it says
    "concave": ("", "H", "", "1ta", "every agent's utility is concave in its own mixture"),
    "equilibrium": ("weights", "", "concave", "1", "the homogeneous profile with these weights is a Nash equilibrium"),
    "equilibrium-profile": ("profile", "", "concave", "1t", "this profile is a Nash equilibrium"),
    "unique-homogeneous": ("", "M|M multipliers", "equilibrium", "a", "no other homogeneous equilibrium exists"),
    "unique": ("", "|G", "unique-homogeneous", "a", "no other equilibrium exists at all"),
    "not-unique-homogeneous": ("weights", "", "equilibrium", "1", "another homogeneous equilibrium exists"),
    "not-unique": ("profile", "", "concave", "t", "another equilibrium exists"),
    "no-interior": (*INTERIOR, "no homogeneous equilibrium gives every group a weight above 0"),
    "excluded": (*BOUND, "every agent gives {group!r} less than {threshold:.40} at {where}"),
    "included": (*BOUND, "some agent gives {group!r} at least {threshold:.40} at {where}"),
    "regret": ("profile epsilon", "", "concave", "ta", "no agent gains more than {epsilon:.40} by leaving the profile"),
    "enclosure": ("center radii", "M columns", "concave", "a", "the homogeneous equilibrium is within the given radii"),
}


class Refused(ValueError):  # noqa: N818  # names a verdict
    """A well-formed claim that is not confirmed; any other error means a malformed certificate."""


class Verdict(NamedTuple):
    """What became of a certificate; true if and only if all of it was confirmed."""

    accepted: bool
    malformed: bool
    claims: tuple[str, ...]
    failed: str
    digest: str

    def __bool__(self) -> bool:
        return self.accepted


def need(condition: bool, why: str, error: type[ValueError] = ValueError) -> None:
    """Raise the error unless the condition holds."""
    if not condition:
        raise error(why)


prove = partial(need, error=Refused)


class _Checker:  # its game; of claims accepted the profiles; of H, M, G the last witnesses; the work that is left
    def __init__(self) -> None:
        self.claims, self.work, self.place, self.sentences = CLAIMS, MAX_WORK, "certificate", list[str]()
        self.digest, self.accepted, self.forms, self.proved = "", dict[str, Any](), dict[Any, Any](), dict[Any, Any]()

    def spend(self, work: int, memory: int = 0) -> None:
        self.work -= work
        need(self.work >= 0 and memory <= MAX_BITS, "numbers too large: too much work or memory")

    def json(self, node: Any, depth: int = 0) -> str:  # canonical: keys sorted, no spaces, as few escapes as can be
        if type(node) in PLAIN:
            return str(PLAIN[type(node)](node))
        need(depth < MAX_NESTING, f"nested deeper than {MAX_NESTING}")
        if isinstance(node, (list, tuple)):
            return f"[{','.join([f(x) if (f := PLAIN.get(type(x))) else self.json(x, depth + 1) for x in node])}]"
        need(isinstance(node, Mapping) and all(isinstance(key, str) for key in node), "no part of a certificate")
        return "{" + ",".join([f"{PLAIN[str](key)}:{self.json(node[key], depth + 1)}" for key in sorted(node)]) + "}"

    def unique_keys(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:  # dict() keeps the last of duplicates
        need(len(dict(pairs)) == len(pairs), "duplicate keys in an object")
        return dict(pairs)

    def fields(self, node: Any, names: str) -> list[Any]:
        need(type(node) is dict and set(node) == set(names.split()), f"an object of just ({names}) belongs here")
        return [node[name] for name in names.split()]

    def listed(self, node: Any, length: int = -1) -> list[Any]:  # of any length but 0 where none is given
        need(type(node) is list and len(node) == (length if length >= 0 else len(node) or 1), "a list that misfits")
        return list(node)

    def whole(self, text: str) -> int:
        low, sign = len(text) // 2, -1 if text[0] == "-" else 1
        return int(text) if len(text) <= CHUNK else self.whole(text[:-low]) * 10**low + sign * self.whole(text[-low:])

    def integers(self, node: Any, size: int, least: float = -inf, most: float = inf) -> list[int]:
        fit = {*map(type, self.listed(node, size))} <= {bytes} and b"-0" not in node
        need(fit and max(map(len, node), default=0) <= MAX_DIGITS, f"integers of up to {MAX_DIGITS} digits belong here")
        values = [int(x) if len(x) <= CHUNK else self.whole(x.decode()) for x in node]
        need(least <= min(values) <= max(values) <= most, f"an integer is not between {least} and {most}")
        return values

    def vectors(self, nodes: list[Any], length: int) -> tuple[Rows, int]:  # integers over one common denominator
        texts, pairs = [text for row in nodes for text in self.listed(row, length)], dict[str, tuple[int, int]]()
        need({*map(type, texts)} <= {str}, "numbers belong here, as strings")
        for text in dict.fromkeys(texts):  # most entries of a matrix stand in it twice
            (top, bottom), *_ = *NUMBER.findall(text[: MAX_DIGITS + 1]), ("", "")
            need(top != "" and len(text) <= MAX_DIGITS, f"{text[:40]!r} is not a number in canonical form")
            self.spend(len(text) ** 2 // 100)
            pairs[text] = numerator, denominator = self.whole(top), self.whole(bottom or "1")
            need(not bottom or denominator > 1 == gcd(numerator, denominator), f"{text:.40} is not in lowest terms")
        common, largest = 1, self.bits([[numerator for numerator, _ in pairs.values()]])
        for denominator in (below for _, below in pairs.values() if common % below):  # asked as common grows
            size = common.bit_length() + denominator.bit_length()
            self.spend((size + len(texts) * largest) * size // 900 + 1, len(texts) * (largest + size))
            common = lcm(common, denominator)
        values = {text: numerator * (common // denominator) for text, (numerator, denominator) in pairs.items()}
        return [[values[text] for text in row] for row in nodes], common

    def bits(self, rows: Rows) -> int:
        return max([max(max(row), -min(row)).bit_length() for row in rows if row], default=0)

    def transposed(self, rows: Rows) -> Rows:
        return [list(column) for column in zip(*rows, strict=True)]

    def combined(self, p: int, left: Rows, q: int, right: Rows) -> Rows:  # p*left + q*right
        self.spend(0, sum(map(len, left)) * max(p.bit_length() + self.bits(left), q.bit_length() + self.bits(right)))
        return [[p * x + q * y for x, y in zip(*pair, strict=True)] for pair in zip(left, right, strict=True)]

    def product(self, left: Rows, right: Rows) -> Rows:  # left times the transpose of right; short rows end in zeros
        x, y = self.bits(left), self.bits(right)
        self.spend(sum(map(len, left)) * len(right) * (50 + x * y // 900), len(left) * len(right) * (x + y))
        return [[sum(map(mul, row, other)) for other in right] for row in left]

    # 1/2 < p/(q 2**k) < 2: log(p/q) = 2 artanh z + 2k artanh 1/3, |z| = |p-q|/(p+q) < 1/3. artanh z = z + z**3/3 + ..
    # is off in 2**-PLACES by < 2 (z rounded), by < 3 in each of 128 terms, by < 1 in the rest: by < 2**9. |k| < 2**32.
    def logarithm(self, p: int, q: int) -> int:  # x such that x <= 2**BITS * log(p/q) <= x + 3
        k = p.bit_length() - q.bit_length()
        p, q, total = p << max(-k, 0), q << max(k, 0), 0
        for times, top, bottom in ((2, p - q, p + q), (2 * k, 1, 3)):
            square = (power := (top << PLACES) // bottom) ** 2 >> PLACES
            for j in range(1, 256, 2):
                total, power = total + times * (power // j), power * square >> PLACES
        return (total >> PLACES - BITS) - 1

    def reduced(self, rows: Rows) -> Rows:  # Z'XZ
        *rest, (*last, corner) = rows
        return [[x - end - y + corner for x, y in zip(row, last, strict=True)] for *row, end in rest]

    # X >= 0 on T, > 0 without kernel: A n = 0, A + sum nn' - LL'/4**k has a dominant diagonal; A = Z'X_sZ. Returns Zn.
    def definite(self, name: str, node: Any, kind: int) -> Rows:
        semi, n = type(node) is dict and "kernel" in node, len(self.groups) - 1
        factor, exponent, *rest = self.fields(node, "factor exponent" + " kernel" * semi)
        factor = [self.integers(row, i) for i, row in enumerate(self.listed(factor, n), 1)]
        columns = [self.integers(column, n) for column in self.listed(rest[0])] if semi else []
        [exponent] = self.integers([exponent], 1, 0, MAX_EXPONENT)
        need(len(columns) <= n, "more kernel columns than T has dimensions")
        if self.proved.get((name, kind)) != (factor, exponent, columns):
            rows, scale = self.forms[name, kind]
            a = self.reduced(self.combined(1, rows, 1, self.transposed(rows)))  # 2 * scale * A
            if semi:
                prove(not any(map(any, self.product(a, columns))), f"a kernel column is not in the kernel of {name}")
                a = self.combined(1, a, 2 * scale, self.product(*[self.transposed(columns)] * 2))
            width, margins, room = self.bits(factor) // 4 + 3, [0] * n, self.bits(a) + 2 * exponent  # bytes of LL'
            self.spend(n**2 * (50 + exponent // 15 + n * (9 + width**2 // 60)), n**2 * (room + 8 * width))
            half, zero = 256**width // 2, (256**width // 2).to_bytes(width, "little")
            bias = int.from_bytes(zero * n, "little")
            slots = [[(half + row[j]).to_bytes(width, "little") for row in factor[j:]] for j in range(n)]
            packed = [int.from_bytes(zero * j + b"".join(line), "little") - bias for j, line in enumerate(slots)]
            for i, own in enumerate(factor):  # the lower triangle stands for the upper one
                line = (bias + sum(map(mul, own, packed))).to_bytes(width * n, "little")
                sums = [int.from_bytes(line[k : k + width], "little") for k in range(0, (i + 1) * width, width)]
                *off, middle = [(x << 2 * exponent) - 2 * scale * (y - half) for x, y in zip(a[i], sums, strict=False)]
                margins[: i + 1] = [*map(sub, margins, map(abs, off)), middle - sum(map(abs, off))]
            prove(min(margins, default=1) > 0, f"the witness for {name} leaves a row that is not dominant")
            self.proved[name, kind] = factor, exponent, columns
        return [[*column, -sum(column)] for column in columns]

    def read_game(self, node: Any) -> None:  # b, H (one for each type of agent) and K over one common denominator
        self.place, kind = "game", str(node.get("kind") if type(node) is dict else None)
        need(kind in KINDS, "unknown kind of game")
        anchored = "anchor" in node and kind != "types"
        _, self.groups, *rest = self.fields(node, "kind groups " + KINDS[kind] + " anchor" * anchored)
        price, reference = self.fields(rest.pop(), "coefficient reference") if anchored else ("0", [])
        D, named = len(self.listed(self.groups)), all(type(x) is str and 0 < len(x) <= 200 for x in self.groups)
        need(named and len(set(self.groups)) == D <= MAX_GROUPS, "too many groups, or bad or duplicate names")
        if kind == "alignment":
            agents, diversity, prices, inputs = rest
            [parts], scale = self.vectors([[*self.fields(prices, "attractiveness consistency diversity"), price]], 4)
            absent = parts[2] == 0 and type(inputs) is dict and "similarity" not in inputs
            a, C, *S = self.fields(inputs, "attractiveness inconsistency" + " similarity" * (not absent))
            rows, base = self.vectors([a, *self.listed(C, D), *self.listed(C if absent else S[0], D)], D)
            C, S = rows[1 : D + 1], rows[D + 1 :]
            need(min(parts) >= 0 < max(parts) and diversity in ("similarity", "distance"), "coefficients or diversity")
            need(self.transposed(C) == C and self.transposed(S) == S, "inconsistency or similarity is not symmetric")
            self.counts, self.common, anchor = self.integers([agents], 1, 1, MAX_AGENTS), base * scale, base * parts[3]
            p, q = (0, 0) if self.counts == [1] else (0, 1) if diversity == "similarity" else (-2, 2)
            self.b, self.K = [[parts[0] * x for x in rows[0]]], self.combined(0, C, q * parts[2], S)
            self.H = [self.combined(2 * parts[1], C, p * parts[2], S)]
        else:
            types, K = rest if kind == "types" else ([dict(zip(("agents", "b", "H"), rest, strict=False))], rest[3])
            entries = [self.fields(entry, "agents b H") for entry in self.listed(types)]
            own = [row for _, b, H in entries for row in (b, *self.listed(H, D))]
            [*rows, (anchor, *_)], self.common = self.vectors([*self.listed(K, D), *own, [price] * D], D)
            self.K, self.b = rows[:D], rows[D :: D + 1]
            self.H = [rows[i + 1 : i + 1 + D] for i in range(D, len(rows), D + 1)]
            self.counts = self.integers([agents for agents, _, _ in entries], len(entries), 1, MAX_AGENTS)
            need(all(self.transposed(H) == H for H in self.H), "H is not symmetric")
        [self.reference], height = self.vectors([reference], D * anchored)
        need(not anchored or (anchor > 0 < min(self.reference) and sum(self.reference) == height), "an anchor misfits")
        self.H[0] = self.combined(1, self.H[0], 2 * anchor, [[d == e for e in range(D)] for d in range(D)])  # at least
        self.types, self.agents, self.others = kind == "types", sum(self.counts), max(sum(self.counts) - 1, 1)
        self.anchor, self.unit = self.others * anchor, self.others * self.common << BITS * anchored
        need(self.agents > 1 or not (self.types or any(map(any, self.K))), "a lone agent has no others: K must be 0")
        for name, p, q in ("H", 1, 0), ("M", 1, 1), ("G", self.others, -1):  # for N = 1, where K = 0, G is H
            self.forms |= {(name, k): (self.combined(p, H, q, self.K), p * self.common) for k, H in enumerate(self.H)}

    def profile(self, node: Any) -> Any:  # with its largest gap and, of the last mixture, best groups and support
        entries = [self.fields(entry, "agents weights" + " type" * self.types) for entry in self.listed(node)]
        rows, base = self.vectors([entry[1] for entry in entries], len(self.groups))
        prove(all(min(row) >= bool(self.anchor) and sum(row) == base for row in rows), "weights outside the simplex")
        numbers = self.integers([entry[0] for entry in entries], len(entries), 1)
        kinds = self.integers([(*entry, b"0")[2] for entry in entries], len(entries), 0, len(self.counts) - 1)
        now = Facts(players={}, rows=rows, common=base, gap=0, unit=self.unit * base**2)
        [pull] = self.product([[sum(map(mul, numbers, column)) for column in self.transposed(rows)]], self.K)
        counts = [0] * len(self.counts)
        for kind, number, row, entry in zip(kinds, numbers, rows, entries, strict=True):
            now.players[kind, tuple(entry[1])] = now.players.get((kind, tuple(entry[1])), 0) + number
            counts[kind] += number
            [drag] = self.product([row], self.forms["G", kind][0])
            slopes = [self.others * base * x - y - z for x, y, z in zip(self.b[kind], drag, pull, strict=True)]
            if self.anchor:  # slopes from above, times 2**BITS, less what all share; drag holds 2 lambda w too much
                self.spend(len(row) * (10**5 + base.bit_length() + max(self.reference).bit_length()))
                logs = [self.logarithm(x, y) for x, y in zip(row, self.reference, strict=True)]
                [slopes] = self.combined(1 << BITS, [slopes], 2 * self.anchor << BITS, [row])
                [slopes] = self.combined(1, [slopes], -base * self.anchor, [logs])
            now.gap = max(now.gap, base * (top := max(slopes)) - sum(map(mul, row, slopes)) + 3 * self.anchor * base**2)
            now.best, now.support = {d for d, x in enumerate(slopes) if x == top}, {d for d, x in enumerate(row) if x}
        need(counts == self.counts, "a profile of another number of agents")
        return now

    def confirm(self, number: int, claim: Any) -> None:  # its keys, what it rests on, its matrices, profile and rule
        self.place, kind = f"claim {number}", str(claim.get("type") if type(claim) is dict else None)
        need(kind in self.claims, "unknown type of claim (verify_box.py knows robust)")
        self.place, (keys, allowed, rests, marks, says) = f"{self.place} ({kind})", self.claims[kind]
        _, witness, *_ = self.fields(claim, "type witness " + keys)
        need(type(witness) is dict and {*witness} in [{*x.split()} for x in allowed.split("|")], "wrong witness keys")
        fit = "t" * self.types + "a" * bool(self.anchor) in marks and (kind not in self.accepted or "1" not in marks)
        prove(fit, "not for such a game, or claimed a second time")
        prove(set(rests.split()) <= set(self.accepted), f"rests on what was not accepted before it: {rests}")
        now = Facts(kernel=[], multipliers=[], scale=1, profile=None)
        for name in sorted({"H", "M", "G"} & set(witness)):
            nodes = self.listed(witness[name], len(self.counts)) if self.types else [witness[name]]
            [now.kernel, *_] = [self.definite(name, node, which) for which, node in enumerate(nodes)]
            need(name == "H" or bool(now.kernel) == (name == "M" and "multipliers" in witness), "a kernel misplaced")
        if "multipliers" in witness:
            [now.multipliers], now.scale = self.vectors([witness["multipliers"]], len(self.groups))
            prove(not self.anchor and self.transposed(self.K) == self.K, "an anchor, or K is not symmetric")
            prove(not any(self.product([now.multipliers], now.kernel)[0]), "multipliers do not vanish on the kernel")
        for name in {"weights", "center", "profile"} & set(claim):
            alike = [{"agents": b"%d" % self.agents, "weights": claim[name]}]
            now.profile = self.profile(claim[name] if name == "profile" else alike)
            [[epsilon]], unit = self.vectors([[claim.get("epsilon", "0")]], 1)
            prove(kind == "enclosure" or now.profile.gap * unit <= epsilon * now.profile.unit, "a gap is larger")
        if kind.startswith("not-unique"):
            old = [x for y, x in self.accepted.items() if y in ("equilibrium", f"equilibrium-{keys}")]
            prove(bool(old) and now.profile.players != old[0].players, "no other equilibrium than that accepted before")
        prove(kind != "unique" or ("G" in witness) == (self.agents > 1), "G > 0 on T belongs here if and only if N > 1")
        getattr(self, "rule_" + ("bound" if "group" in claim else kind.replace("-", "_")), lambda *_: None)(claim, now)
        self.accepted["equilibrium" if self.anchor and kind == "enclosure" else kind] = now.profile
        self.sentences.append(says.format(where=SCOPES.get(claim.get("scope")), **claim))

    def rule_unique_homogeneous(self, _: Any, now: Any) -> None:
        if now.kernel:
            t, E, S = now.multipliers, self.accepted["equilibrium"].best, self.accepted["equilibrium"].support
            prove(all(t[d] > 0 for d in E - S) and not any(t[d] for d in S), "multipliers of the wrong sign")
            rows = [[x for d, x in enumerate(column) if d not in S] for column in now.kernel]
            self.spend(100 * len(rows) ** 2 * len(self.groups))
            while rows:  # columns independent modulo a prime are independent
                *rows, row = [[x % PRIME for x in row] for row in rows]
                pivot = next((d for d, x in enumerate(row) if x), -1)
                prove(pivot >= 0, "some direction of the kernel moves only groups in the support")
                rows = [[x * row[pivot] - y * line[pivot] for x, y in zip(line, row, strict=True)] for line in rows]

    def rule_no_interior(self, claim: Any, _: Any) -> None:
        witness, D, (rows, common) = claim["witness"], len(self.groups), self.forms["M", 0]
        if not witness:
            prove("unique-homogeneous" in self.accepted and len(self.accepted["equilibrium"].support) < D, "no witness")
        elif "direction" in witness:
            v = self.integers(witness["direction"], D)
            prove(sum(v) == 0 > sum(map(mul, v, self.product([v], self.H[0])[0])), "no direction of T with v'Hv < 0")
        elif "farkas" in witness:
            [y], _ = self.vectors([witness["farkas"]], D)
            [q], height = self.product([y], self.transposed(rows)), sum(map(mul, self.b[0], y))
            prove(sum(y) == 0 and (height < min(q) or height == min(q) < max(q)), "no contradiction")
        else:
            [w], unit = self.vectors([witness["relaxed"]], D)
            slopes = [unit * x - y for x, y in zip(self.b[0], self.product([w], rows)[0], strict=True)]
            prove(sum(w) == unit and min(slopes) == max(slopes) and min(w) <= 0, "not the relaxed point, or positive")
            if "modulus" in witness:
                [modulus], a = self.integers([witness["modulus"]], 1, 2), self.reduced(rows)
                inverse = [self.integers(row, D - 1) for row in self.listed(witness["inverse"], D - 1)]
                scale = gcd(common, *[x for row in a for x in row])
                one = self.product([[x // scale % modulus for x in row] for row in a], self.transposed(inverse))
                wrong = any((x - (i == j)) % modulus for i, row in enumerate(one) for j, x in enumerate(row))
                prove(not wrong, "not an inverse modulo the modulus")

    def rule_bound(self, claim: Any, now: Any) -> None:
        below, scope, witness, accepted = claim["type"] == "excluded", claim["scope"], claim["witness"], self.accepted
        fit = not witness if scope == "this" else "G" not in witness or (scope == "all" and self.agents > 1)
        need(fit and claim["group"] in self.groups and scope in [*SCOPES], "unknown group or scope, or useless witness")
        [[floor]], unit = self.vectors([[claim["threshold"]]], 1)
        d, sign, pick = self.groups.index(claim["group"]), 1 if below else -1, max if below or scope == "this" else min
        point: Any = accepted.get("equilibrium") or (scope == "this" and accepted.get("equilibrium-profile"))
        prove(bool(point) and (scope != "this" or not self.anchor), "rests on an equilibrium, not accepted before it")
        u = {j: sign * (t - now.scale * (j == d)) for j, t in enumerate(now.multipliers) if j in point.best}
        prove(min(u.values(), default=0) >= 0, "multipliers of the wrong sign")
        value = now.scale * pick(row[d] for row in point.rows) + sign * sum(u[j] * point.rows[0][j] for j in u)
        prove(scope == "this" or "multipliers" in witness or "unique-homogeneous" in accepted, "rests on uniqueness")
        prove(scope != "all" or "G" in witness or self.agents == 1 or "unique" in accepted, "rests on unique or on G")
        prove(floor > 0 and (value * unit < floor * now.scale * point.common) == below, "threshold not met, or not > 0")

    def rule_enclosure(self, claim: Any, now: Any) -> None:  # leaves rows between which the equilibrium lies
        D, (rows, scale), at = len(self.groups), self.forms["M", 0], now.profile
        columns, common = self.vectors(self.listed(claim["witness"]["columns"], D), D)
        [radii], unit = self.vectors([claim["radii"]], D)
        images = self.product(columns, self.combined(1, rows, 1, self.transposed(rows)))
        for d, (column, image, r) in enumerate(zip(columns, images, radii, strict=True)):
            image[d] -= 2 * scale * common
            prove(sum(column) == 0 and min(image) == max(image), f"column {d + 1} is not one of P")
            prove(r >= 0 and r**2 * common * at.unit >= column[d] * at.gap * unit**2, "a radius")
        at.rows, at.common = self.combined(unit, at.rows * 2, at.common, [radii, [-r for r in radii]]), unit * at.common

    def summary(self) -> dict[str, Any]:  # what the accepted claims imply
        point, other = self.accepted["equilibrium"], self.accepted.get("not-unique-homogeneous")
        joined = other and point.support | other.support <= point.best & other.best
        kind = "continuum" if joined else "interior" if len(point.support) == len(self.groups) else "boundary"
        refuted = {"unique-homogeneous": other, "unique": other or "not-unique" in self.accepted}
        decided = ["proved" if x in self.accepted else "refuted" if no else "undecided" for x, no in refuted.items()]
        [(_, weights)], support = point.players, [self.groups[d] for d in sorted(point.support)]
        values = (dict(zip(self.groups, weights, strict=True)), support, kind, *decided)
        return dict(zip(["weights", "support", "kind", "unique_among_homogeneous", "unique"], values, strict=True))

    def check(self, data: Any) -> None:
        data = self.json(data).encode() if isinstance(data, Mapping) else data
        need(isinstance(data, (str, Path, bytes)), "a path, the bytes of a file, or a mapping belongs here")
        if not isinstance(data, bytes):
            with Path(data).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        need(len(data) <= MAX_BYTES and sum(map(data.count, (b",", b"[", b"{"))) <= MAX_VALUES, "the file is too large")
        body = loads(data.decode(), object_pairs_hook=self.unique_keys, parse_int=str.encode)
        form, seal, *rest = self.fields(body, "format digest made_by numbers game equilibrium claims")
        maker, numbers, game, told, claims = rest
        need(form == "nashsym-certificate/1" and numbers in ("decimal", "dyadic"), "unknown format or kind of numbers")
        need(type(maker) is dict and all(type(x) is str for x in maker.values()), "made_by: strings belong here")
        content = self.json({key: body[key] for key in body if key not in ("digest", "made_by")}).encode()
        self.digest = "sha256:" + hashlib.sha256(content).hexdigest()
        need(seal == self.digest, f"the digest of the content is {self.digest}")
        self.read_game(game)
        for number, claim in enumerate(self.listed(claims), 1):
            self.confirm(number, claim)
        self.place, due = "equilibrium", self.summary() if "equilibrium" in self.accepted and not self.anchor else None
        prove(self.json(told) == self.json(due), "the summary does not follow from the claims")


def verify(certificate: str | Path | bytes | Mapping[str, Any], kind: type[_Checker] = _Checker) -> Verdict:
    """Check a certificate: a file's path, JSON text or a mapping; whatever it holds, nothing is raised."""
    checker, failed, malformed = kind(), "", False
    try:
        checker.check(certificate)
    except (OSError, ValueError, RecursionError) as error:
        failed, malformed = f"{checker.place}: {error}", not isinstance(error, Refused)
    return Verdict(not failed, malformed, tuple(checker.sentences), failed, checker.digest)


def main(arguments: list[str], kind: type[_Checker] = _Checker) -> int:
    """Print a line for each accepted claim and a verdict; return 0 accepted, 1 refused, 2 malformed."""
    verdict = verify(arguments[0], kind) if arguments else Verdict(False, True, (), "name a certificate", "")
    word = "accepted" if verdict else "malformed" if verdict.malformed else "refused"
    for line in (*verdict.claims, f"{word}: {verdict.failed or verdict.digest}"):
        print(line.encode(sys.stdout.encoding or "ascii", "backslashreplace").decode(sys.stdout.encoding or "ascii"))
    return 0 if verdict else 1 + verdict.malformed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

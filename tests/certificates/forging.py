"""Forgeries: certificates changed at random, sealed again, their summary made to fit, as a forger would."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from fractions import Fraction
from typing import Any

from tests.certificates.making import Tree, definiteness, sealed, summary, text
from tests.certificates.oracle import Game
from tests.certificates.samples import samples

Slot = tuple[Any, Any]  # a container and the key of one of its children


def slots(node: Any) -> Iterator[Slot]:
    """Every place in a tree."""
    for key in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield node, key
        yield from slots(node[key])


def is_number(value: Any) -> bool:
    return isinstance(value, str) and value.lstrip("-").replace("/", "", 1).isdigit()


class _Reach:
    """What the summary asks of a game: which groups have the largest slope."""

    def __init__(self, game: Game) -> None:
        self.game = game

    def best(self, weights: Any) -> set[int]:
        image = [sum((x * w for x, w in zip(row, weights, strict=True)), Fraction(0)) for row in self.game.M]
        slopes = [b - y for b, y in zip(self.game.b[0], image, strict=True)]
        return {d for d, slope in enumerate(slopes) if slope == max(slopes)}


class Forger:
    """Draws one forgery after another from a seed."""

    def __init__(self, seed: int, start: str = "") -> None:
        self.random = random.Random(seed)  # noqa: S311  # to be repeated, not to be secret
        self.names = sorted(name for name in samples() if name.startswith(start))

    def forgery(self) -> Tree:
        tree = deepcopy(samples()[self.random.choice(self.names)])
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            self.random.choices(*zip(*self._ways(), strict=True))[0](tree)
        if self.random.random() < 0.5:
            self._prove_what_is_definite(tree)
        if self.random.random() < 0.8:
            self._fit(tree)
        return sealed(tree)

    def _ways(self) -> list[tuple[Callable[[Tree], None], int]]:
        return [
            (self.change_number_of_claims, 8), (self.change_number_of_game, 4), (self.change_integer, 4),
            (self.swap_numbers, 2), (self.swap_groups, 2), (self.retype, 3), (self.rescope, 4), (self.rename, 2),
            (self.shift_threshold, 6), (self.drop_claim, 3), (self.repeat_claim, 2), (self.shuffle_claims, 1),
            (self.transplant, 4), (self.drop_part, 2), (self.move_weight, 4), (self.change_agents, 2),
            (self.change_anchor, 3), (self.loosen, 3),
        ]  # fmt: skip

    def _fit(self, tree: Tree) -> None:
        """Write the summary that would follow; where none can be made, leave the old one."""
        try:
            reach: Any = None if tree["game"]["kind"] == "types" else _Reach(Game(tree["game"]))
            tree["equilibrium"] = summary(tree["game"], tree["claims"], reach)
        except (AssertionError, KeyError, TypeError, ValueError, ZeroDivisionError):
            return

    def _prove_what_is_definite(self, tree: Tree) -> None:
        """Put true witnesses of definiteness in place of the old ones, wherever the changed game has them."""
        if tree["game"]["kind"] == "types":
            return
        game = Game(tree["game"])
        price = 2 * Fraction(tree["game"].get("anchor", {"coefficient": "0"})["coefficient"])
        for claim in tree["claims"]:
            for name in {"H", "M", "G"} & set(claim["witness"]):
                if name == "G" and game.agents == 1:
                    continue
                rows = game.H[0] if name == "H" else getattr(game, name)
                with_anchor = tuple(
                    tuple(x + price * (i == j) for j, x in enumerate(row)) for i, row in enumerate(rows)
                )
                try:
                    claim["witness"][name] = definiteness(with_anchor)
                except ValueError:
                    continue

    def _number(self, value: str) -> str:
        draw, old = self.random, Fraction(value)
        new = draw.choice(
            (-old, old + 1, old - 1, old / 2, old * 2, Fraction(0), Fraction(1), 1 - old, old + Fraction(1, 97),
             old - Fraction(1, 10**9), Fraction(draw.randint(-9, 9), draw.randint(1, 9)))
        )  # fmt: skip
        return text(new)

    def _set(self, node: Any, accept: Callable[[Any], bool], new: Callable[[Any], Any]) -> None:
        found = [(box, key) for box, key in slots(node) if accept(box[key])]
        if found:
            box, key = self.random.choice(found)
            box[key] = new(box[key])

    def change_number_of_claims(self, tree: Tree) -> None:
        self._set(tree["claims"], is_number, self._number)

    def change_number_of_game(self, tree: Tree) -> None:
        """One number; half of the time in a matrix together with its mirror image."""
        game = tree["game"]
        found = [(box, key) for box, key in slots(game) if is_number(box[key])]
        box, key = self.random.choice(found)
        new = self._number(box[key])
        for matrix in (node for b, k in slots(game) if isinstance(node := b[k], list)):
            for i, row in enumerate(matrix):
                if row is box and isinstance(row, list) and len(matrix) == len(row):
                    matrix[key][i] = new
        box[key] = new

    def change_integer(self, tree: Tree) -> None:
        def is_integer(value: Any) -> bool:
            return type(value) is int

        self._set(tree["claims"], is_integer, lambda old: self.random.choice((old + 1, old - 1, -old, 0, 2 * old)))

    def swap_numbers(self, tree: Tree) -> None:
        found = [(box, key) for box, key in slots(tree["claims"]) if is_number(box[key])]
        if len(found) > 1:
            (box, key), (other, name) = self.random.sample(found, 2)
            box[key], other[name] = other[name], box[key]

    def swap_groups(self, tree: Tree) -> None:
        names = tree["game"]["groups"]
        if len(names) > 1:
            i, j = self.random.sample(range(len(names)), 2)
            names[i], names[j] = names[j], names[i]

    def _claim(self, tree: Tree, *types: str) -> Tree | None:
        found = [c for c in tree["claims"] if not types or c["type"] in types]
        return self.random.choice(found) if found else None

    def retype(self, tree: Tree) -> None:
        """Another type with the same keys."""
        alike = (
            {"excluded", "included"},
            {"equilibrium", "not-unique-homogeneous"},
            {"equilibrium-profile", "not-unique"},
            {"unique", "unique-homogeneous"},
        )
        claim = self._claim(tree)
        for kinds in alike:
            if claim and claim["type"] in kinds:
                claim["type"] = self.random.choice(sorted(kinds - {claim["type"]}))
                return

    def rescope(self, tree: Tree) -> None:
        claim = self._claim(tree, "excluded", "included")
        if claim:
            claim["scope"] = self.random.choice(("this", "homogeneous", "all"))
            if self.random.random() < 0.5:
                claim["witness"] = {}

    def rename(self, tree: Tree) -> None:
        claim = self._claim(tree, "excluded", "included")
        if claim:
            claim["group"] = self.random.choice(tree["game"]["groups"])

    def shift_threshold(self, tree: Tree) -> None:
        """A threshold near a weight, or the other way round."""
        claim = self._claim(tree, "excluded", "included")
        if claim:
            weights = [v for c in tree["claims"] for v in c.get("weights", ())] or ["1/2"]
            near = Fraction(self.random.choice(weights)) + self.random.choice((0, 0, Fraction(1, 50), Fraction(-1, 50)))
            claim["threshold"] = text(near)
            claim["type"] = self.random.choice(("excluded", "included"))

    def drop_claim(self, tree: Tree) -> None:
        if len(tree["claims"]) > 1:
            del tree["claims"][self.random.randrange(len(tree["claims"]))]

    def repeat_claim(self, tree: Tree) -> None:
        tree["claims"].insert(self.random.randrange(len(tree["claims"]) + 1), deepcopy(self._claim(tree)))

    def shuffle_claims(self, tree: Tree) -> None:
        self.random.shuffle(tree["claims"])

    def transplant(self, tree: Tree) -> None:
        """A claim, or a claim's witness, out of another certificate with as many groups."""
        size = len(tree["game"]["groups"])
        others = [s for s in samples().values() if len(s["game"]["groups"]) == size]
        donor = deepcopy(self._claim(self.random.choice(others)))
        if donor is None:
            return
        if "group" in donor:
            donor["group"] = self.random.choice(tree["game"]["groups"])
        same = [c for c in tree["claims"] if c["type"] == donor["type"]]
        if same and self.random.random() < 0.5:
            self.random.choice(same)["witness"] = donor["witness"]
        else:
            tree["claims"].insert(self.random.randint(0, len(tree["claims"])), donor)

    def drop_part(self, tree: Tree) -> None:
        claim = self._claim(tree)
        if claim and claim["witness"]:
            del claim["witness"][self.random.choice(sorted(claim["witness"]))]

    def move_weight(self, tree: Tree) -> None:
        """Another point of the simplex."""
        mixtures = [box[key] for box, key in slots(tree["claims"]) if key in ("weights", "center")]
        if mixtures:
            mixture = self.random.choice(mixtures)
            parts = [self.random.choice((0, 0, 1, 1, 2)) for _ in mixture]
            parts[self.random.randrange(len(parts))] += 1
            mixture[:] = [text(Fraction(part, sum(parts))) for part in parts]

    def change_anchor(self, tree: Tree) -> None:
        """One put in, taken out, or moved to another point of the simplex."""
        draw, game = self.random, tree["game"]
        if draw.random() < 0.3:
            game.pop("anchor", None)
            return
        parts = [draw.randint(1, 4) for _ in game["groups"]]
        parts[0] -= draw.random() < 0.05
        reference = [text(Fraction(part, sum(parts))) if sum(parts) else "0" for part in parts]
        coefficient = text(Fraction(draw.choice((0, 1, 1, 2, 9, -1)), draw.randint(1, 20)))
        game["anchor"] = game.get("anchor", {"coefficient": coefficient}) | {"reference": reference}
        if draw.random() < 0.5:
            game["anchor"]["coefficient"] = coefficient

    def loosen(self, tree: Tree) -> None:
        """Larger radii, a larger ε; sometimes only a little smaller ones."""
        share = Fraction(self.random.choice((1, 2, 9, 99, -1)), self.random.choice((1, 7, 10**6, 10**60)))
        more = max(share, Fraction(0))
        for claim in tree["claims"]:
            if "epsilon" in claim:
                claim["epsilon"] = text(Fraction(claim["epsilon"]) * (1 + share) + more)
            if "radii" in claim:
                claim["radii"] = [text(Fraction(r) * (1 + share) + more) for r in claim["radii"]]

    def change_agents(self, tree: Tree) -> None:
        if "agents" in tree["game"]:
            tree["game"]["agents"] = self.random.randint(1, 5)


def copied(tree: Tree) -> Tree:
    return json.loads(json.dumps(tree))  # type: ignore[no-any-return]  # a tree

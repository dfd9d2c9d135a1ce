"""The certificate's form of a game: kind, groups, agents and the numbers, nothing else."""

from __future__ import annotations

from typing import Any

from nashsym.certificates import claims
from nashsym.game import Game

__all__ = ["game_tree"]


def game_tree(game: Game) -> dict[str, Any]:
    """Return the certificate's form of a game; an anchor stands in it where its coefficient is above 0.

    Raises
    ------
    InputError
        For a game of terms that a file can't state.
    """
    if game.kind == "canonical":
        form = game.canonical
        tree: dict[str, Any] = {"kind": "canonical", "groups": list(game.groups), "agents": game.agents}
        tree |= {"b": claims.numbers(form.b), "H": claims.rows(form.H), "K": claims.rows(form.K)}
    else:
        stated = game.to_dict()
        kept = ("groups", "agents", "diversity", "coefficients", "inputs")
        tree = {"kind": "alignment"} | {key: stated[key] for key in kept}
    return tree | ({"anchor": game.to_dict()["anchor"]} if game.is_anchored else {})

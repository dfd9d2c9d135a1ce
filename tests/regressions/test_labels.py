"""What comes with labels is put into the order of the groups, or refused; it was read in the order that it came in."""

from __future__ import annotations

import pandas as pd
import pytest

from nashsym import Game, InputError, anes96_game, certify, solve, verify

GROUPS = ["left", "right"]
C = pd.DataFrame([[2, 0], [0, 1]], index=["right", "left"], columns=["right", "left"])


def test_labels_decide_the_order() -> None:
    plain = Game.alignment(GROUPS, 2, [1, 9], [[1, 0], [0, 2]], [[1, 0], [0, 1]])
    labelled = Game.alignment(
        GROUPS, 2, pd.Series({"right": 9, "left": 1}), C, pd.DataFrame([[1, 0], [0, 1]], index=GROUPS, columns=GROUPS)
    )
    unlabelled = Game.alignment(GROUPS, 2, pd.Series([1, 9]), pd.DataFrame([[1, 0], [0, 2]]), [[1, 0], [0, 1]])
    assert labelled == unlabelled == plain


def test_labels_of_strangers_are_refused() -> None:
    with pytest.raises(InputError, match=r"inputs\.attractiveness: its labels are not the names of the groups"):
        Game.alignment(GROUPS, 2, pd.Series({"up": 9, "down": 1}), C, [[1, 0], [0, 1]])
    with pytest.raises(InputError, match="H: its labels"):
        Game.from_canonical([0, 0], C.rename(columns={"left": "up"}), groups=GROUPS)


def test_labelled_coefficients_are_read_by_name() -> None:
    given = pd.Series({"diversity": 2, "attractiveness": 1, "consistency": 3})
    game = Game.alignment(GROUPS, 2, [1, 9], [[1, 0], [0, 2]], [[1, 0], [0, 1]], coefficients=given)
    assert game.coefficients == {"attractiveness": 1, "consistency": 3, "diversity": 2}


def test_a_certificate_is_verified_as_it_is() -> None:
    certificate = certify(anes96_game())
    assert verify(certificate).accepted
    assert dict(certificate) == certificate.to_dict()
    assert len(certificate) == 7


def test_an_unknown_rule_is_refused_where_there_is_nothing_to_select() -> None:
    game = Game.from_canonical([0, 0], [[-1, 0], [0, -1]], [[2, 0], [0, 2]], agents=2)
    with pytest.raises(InputError, match="unknown rule"):
        solve(game, select="beauty")

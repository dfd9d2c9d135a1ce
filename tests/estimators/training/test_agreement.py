"""Agreement and loss of each model with each group's held-out part, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nashsym_estimators import Question, ResponseTable
from nashsym_estimators.training.agreement import CrossTable, agreement
from nashsym_estimators.training.examples import Example, GroupData
from nashsym_estimators.training.split import Split

OPTIONS = ("a", "b", "c")


def part_of(group: str, answers: dict[str, str]) -> Split:
    examples = tuple(Example(prompt, answer, OPTIONS, 1) for prompt, answer in answers.items())
    return Split(GroupData(group, "", "", examples), (), examples)


def test_the_likeliest_option_is_the_answer_and_ties_do_not_count() -> None:
    table = ResponseTable(
        groups=("left", "right"),
        questions=tuple(Question(name, OPTIONS) for name in ("p", "q", "r")),
        probabilities=np.array(
            [
                [[0.6, 0.3, 0.1], [0.4, 0.4, 0.2], [0.1, 0.2, 0.7]],
                [[0.2, 0.7, 0.1], [0.2, 0.5, 0.3], [0.8, 0.1, 0.1]],
            ]
        ),
    )
    parts = [part_of("left", {"r": "c", "p": "a"}), part_of("right", {"p": "b", "q": "b", "r": "a"})]
    found = agreement(table, parts)
    assert found.counts == (2, 3)
    assert found.values.tolist() == [[1.0, 0.0], [0.0, 1.0]]
    parts = [part_of("left", {"q": "a"}), part_of("right", {"q": "b"})]
    assert agreement(table, parts).values.tolist() == [[0.0, 0.0], [0.0, 1.0]]


@pytest.mark.parametrize(
    ("measure", "values", "required", "short"),
    [
        ("agreement", [[0.9, 0.5], [0.6, 0.95]], 0.85, ()),
        ("agreement", [[0.9, 0.5], [0.6, 0.95]], 0.92, ("left",)),
        ("agreement", [[0.9, 0.5], [0.9, 0.95]], 0.85, ("left",)),
        ("agreement", [[0.9, 0.96], [0.6, 0.95]], 0, ("right",)),
        ("loss", [[0.2, 0.9], [0.8, 0.1]], 0.85, ()),
        ("loss", [[0.2, 0.1], [0.8, 0.1]], 0.85, ("right",)),
    ],
)
def test_what_is_required_and_more_than_the_others(
    measure: str, values: list[list[float]], required: float, short: tuple[str, ...]
) -> None:
    found = CrossTable(("left", "right"), measure, np.array(values), (10, 10))  # type: ignore[arg-type]
    assert found.unmet(required) == short


def test_a_single_group_has_no_rival() -> None:
    assert CrossTable(("left",), "agreement", np.array([[0.9]]), (10,)).unmet(0.85) == ()


def test_the_table_is_readable() -> None:
    table = CrossTable(("left", "a long name"), "agreement", np.array([[0.9, 0.5], [0.25, 1.0]]), (10, 200))
    assert table.text() == (
        "the share of held-out answers that a model gives too (rows: the model of, columns: the answers of)\n"
        "\n"
        "              left  a long name\n"
        "left         0.900        0.500\n"
        "a long name  0.250        1.000\n"
        "answers         10          200\n"
    )

"""Linear programmes: each answer proves itself, so that checking the proof in Fractions is the whole oracle."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nashsym.exact import linear_programme as room
from nashsym.exact.float_simplex import propose
from nashsym.exact.linear_programme import Infeasible, Optimal, Unbounded, maximise
from nashsym.exact.rational import column_fractions, fraction, matrix, vector

Row = list[Fraction]
Programme = tuple[Row, list[Row], Row]
ENTRIES = st.integers(-3, 3).map(Fraction) | st.fractions(min_value=-2, max_value=2, max_denominator=5)


def dot(left: Any, right: Any) -> Fraction:
    return sum((x * y for x, y in zip(left, right, strict=True)), Fraction(0))


def exactly(programme: Programme) -> tuple[flint.fmpq_mat, flint.fmpq_mat, flint.fmpq_mat]:
    costs, rows, right = programme
    return vector(costs), flint.fmpq_mat(len(rows), len(costs), matrix(rows).entries() if costs else []), vector(right)


def proves(answer: Optimal | Infeasible | Unbounded, programme: Programme) -> bool:
    """Check the proof that an answer carries."""
    costs, rows, right = programme
    columns = [[row[index] for row in rows] for index in range(len(costs))]
    if isinstance(answer, Infeasible):
        multipliers = column_fractions(answer.farkas)
        return all(dot(column, multipliers) >= 0 for column in columns) and dot(right, multipliers) < 0
    point = column_fractions(answer.x)
    if not (all(value >= 0 for value in point) and [dot(row, point) for row in rows] == right):
        return False
    if isinstance(answer, Unbounded):
        ray = column_fractions(answer.ray)
        return all(value >= 0 for value in ray) and not any(dot(row, ray) for row in rows) and dot(costs, ray) > 0
    dual = column_fractions(answer.dual)
    feasible = all(dot(column, dual) >= cost for column, cost in zip(columns, costs, strict=True))
    return feasible and dot(right, dual) == dot(costs, point) == fraction(answer.value)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    height, width = draw(st.integers(0, 4)), draw(st.integers(0, 5))
    rows = draw(st.lists(st.lists(ENTRIES, min_size=width, max_size=width), min_size=height, max_size=height))
    if height > 1 and draw(st.booleans()):  # a redundant row, or one that contradicts
        rows[-1] = [2 * value for value in rows[0]]
    inside = draw(st.lists(st.integers(0, 2).map(Fraction), min_size=width, max_size=width))
    reached = [dot(row, inside) for row in rows]
    right = draw(st.just(reached) | st.lists(ENTRIES, min_size=height, max_size=height))
    return draw(st.lists(ENTRIES, min_size=width, max_size=width)), rows, right


@pytest.fixture(params=["exact alone", "floats propose"])
def _small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_SMALL", 10**9 if request.param == "exact alone" else 0)


def fractional(costs: list[float], rows: list[list[float]], right: list[float]) -> Programme:
    def exact(values: list[float]) -> Row:
        return [Fraction(str(value)) for value in values]

    return exact(costs), [exact(row) for row in rows], exact(right)


#: Beale's and Kuhn's programmes, on which Dantzig's rule alone goes round for ever.
BEALE = fractional(
    [0, 0, 0, 0.75, -20, 0.5, -6],
    [[1, 0, 0, 0.25, -8, -1, 9], [0, 1, 0, 0.5, -12, -0.5, 3], [0, 0, 1, 0, 0, 1, 0]],
    [0, 0, 1],
)
KUHN = (
    [Fraction(x) for x in (0, 0, 0, 2, 3, -1, -12)],
    [
        [Fraction(1), Fraction(0), Fraction(0), Fraction(-2), Fraction(-9), Fraction(1), Fraction(9)],
        [Fraction(0), Fraction(1), Fraction(0), Fraction(1, 3), Fraction(1), Fraction(-1, 3), Fraction(-2)],
        [Fraction(0), Fraction(0), Fraction(1), Fraction(2), Fraction(3), Fraction(-1), Fraction(-12)],
    ],
    [Fraction(0), Fraction(0), Fraction(2)],
)


@given(programmes())
@example(BEALE)
@example(KUHN)
@example(([], [], []))
@example(([Fraction(1)], [], []))
@example(([Fraction(-1)], [], []))
@example(([], [[]], [Fraction(1)]))
@example(([], [[]], [Fraction(0)]))
def test_every_answer_proves_itself(programme: Programme) -> None:
    assert proves(maximise(*exactly(programme)), programme)


@given(programmes().filter(lambda programme: bool(programme[0] and programme[1])))
@example(BEALE)
@example(KUHN)
def test_floats_change_no_answer(programme: Programme) -> None:
    """With floats proposing from the first entry on, the kind and the value stay the same."""
    arguments = exactly(programme)
    slow = maximise(*arguments)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "_SMALL", 0)
        fast = maximise(*arguments)
    assert proves(fast, programme)
    assert type(fast) is type(slow)
    if isinstance(fast, Optimal) and isinstance(slow, Optimal):
        assert fast.value == slow.value


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize(
    ("programme", "kind"),
    [
        (fractional([1, 2], [[1, 1]], [1]), Optimal),
        (fractional([1, 2], [[1, 1], [2, 2]], [1, 2]), Optimal),
        (fractional([1, 2], [[1, 1], [2, 2]], [1, 3]), Infeasible),
        (fractional([0, 0], [[1, 1]], [-1]), Infeasible),
        (fractional([1, 0], [[1, -1]], [0]), Unbounded),
        (fractional([-1, 0], [[1, -1]], [0]), Optimal),
        (fractional([1, 1], [[0, 0]], [0]), Unbounded),
        (fractional([1, 1], [[0, 0]], [1]), Infeasible),
        (fractional([1, 1], [[1e-200, 1]], [1]), Optimal),
        (fractional([1e200, 1], [[1e200, 1e-300], [1, 1]], [1, 1]), Optimal),
    ],
)
def test_known_answers(programme: Programme, kind: type) -> None:
    answer = maximise(*exactly(programme))
    assert type(answer) is kind
    assert proves(answer, programme)


def drawn(seed: int, height: int, width: int, kind: str) -> Programme:
    random = np.random.default_rng(seed)
    rows = random.integers(-500, 500, size=(height, width))
    costs = random.integers(-999, 0, size=width) * (-1 if kind == "Unbounded" else 1)
    if kind == "Unbounded":
        rows[:, -1] = -rows[:, :-1].sum(axis=1)  # along (1, …, 1) nothing changes
    inside = random.integers(0, 2, size=width)
    right = rows @ inside
    if kind == "Infeasible":
        rows, right = np.abs(rows), -np.ones(height, dtype=int)
    return (
        [Fraction(int(x)) for x in costs],
        [[Fraction(int(x), 1000) for x in row] for row in rows],
        [Fraction(int(x), 1000) for x in right],
    )


@pytest.mark.parametrize("kind", ["Optimal", "Infeasible", "Unbounded"])
@pytest.mark.parametrize(("height", "width"), [(12, 30), (30, 60)])
def test_larger_programmes(kind: str, height: int, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The basis that floats propose holds, and the exact method is not called upon."""
    programme = drawn(height, height, width, kind)
    monkeypatch.setattr(room, "Tableau", None)
    answer = maximise(*exactly(programme))
    assert type(answer).__name__ == kind
    assert proves(answer, programme)


def test_what_floats_cannot_tell_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Infeasible by 1e-40: the floats' proposal fails its check and the exact method answers."""
    monkeypatch.setattr(room, "_SMALL", 0)
    tiny = Fraction(1, 10**40)
    for step, kind in ((tiny, Infeasible), (-tiny, Infeasible), (Fraction(0), Optimal)):
        programme = (
            [Fraction(1), Fraction(1)],
            [[Fraction(1), Fraction(1)], [Fraction(2), Fraction(2)]],
            [Fraction(1), 2 + step],
        )
        answer = maximise(*exactly(programme))
        assert type(answer) is kind
        assert proves(answer, programme)
    edge = ([Fraction(1), 1 + tiny], [[Fraction(1), Fraction(1)]], [Fraction(1)])
    answer = maximise(*exactly(edge))
    assert isinstance(answer, Optimal)
    assert fraction(answer.value) == 1 + tiny


def test_wrong_proposals_are_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    programme = fractional([1, 2], [[1, 1]], [1])
    arguments = exactly(programme)
    wrong = [
        ("optimal", vector([1, 0]), vector([1])),
        ("optimal", vector([1, 0]), vector([2])),
        ("optimal", vector([0, 2]), vector([2])),
        ("optimal", vector([2, -1]), vector([0])),
        ("optimal", vector([-1, 2]), vector([3])),
        ("infeasible", vector([1]), None),
        ("infeasible", vector([-1]), None),
        ("unbounded", vector([0, 1]), vector([0, 1])),
        ("unbounded", vector([0, 1]), vector([-1, 1])),
        ("unbounded", vector([0, 1]), vector([0, 0])),
    ]
    monkeypatch.setattr(room, "_SMALL", 0)
    monkeypatch.setattr(room, "propose", lambda *_: iter(wrong))
    answer = maximise(*arguments)
    assert isinstance(answer, Optimal)
    assert answer.value == 2
    assert proves(answer, programme)


def test_numbers_beyond_floats_are_not_proposed() -> None:
    assert list(propose(*exactly(fractional([1, 1], [[1, 1]], [1])))) != []
    assert list(propose(*exactly(fractional([1, 1], [[1, 1e200]], [1])))) == []


def test_shapes_must_agree() -> None:
    with pytest.raises(ValueError, match="shapes"):
        maximise(vector([1]), matrix([[1, 2]]), vector([1]))
    with pytest.raises(ValueError, match="shapes"):
        maximise(vector([1, 1]), matrix([[1, 2]]), vector([1, 2]))

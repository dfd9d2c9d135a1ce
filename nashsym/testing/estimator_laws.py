"""Laws of an estimator of a game's inputs: what must not matter does not, and what it returns is a game's input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

import numpy as np

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.testing.law import Broken, NotApplicable, Outcome
from nashsym.testing.laws import LawReport
from nashsym.testing.response_table import Responses

__all__ = ["ESTIMATOR_LAWS", "Estimator", "EstimatorLaw", "assert_estimator_laws"]

#: From answers to (a, C, S), or to a mapping with these three under the names of a game file, or to a `Game`.
Estimator = Callable[[Responses], Any]
#: Relative to the largest number of the arrays compared, or to 1 where all are smaller: sums of thousands of floats.
SLACK: Final = 1e-9
_TABLES: Final = ("counts", "weights", "audience", "scores")
_NAMES: Final = ("attractiveness", "inconsistency", "similarity")
Estimate = dict[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class _Subject:
    estimator: Estimator
    responses: Responses
    slack: float
    _known: list[Estimate] = field(default_factory=list)

    def of(self, responses: Responses) -> Estimate:
        kept = [name for name in _TABLES if isinstance(getattr(responses, name), np.ndarray)]
        given = replace(responses, **{name: getattr(responses, name).copy() for name in kept})
        estimate = _arrays(self.estimator(given), responses.size)
        for name in kept:
            if not np.array_equal(getattr(given, name), getattr(responses, name)):
                raise Broken(f"the estimator overwrites the {name} that it was given")
        return estimate

    @property
    def estimate(self) -> Estimate:
        if not self._known:
            self._known.append(self.of(self.responses))
        return self._known[0]

    def same(self, change: str, changed: Estimate, expected: Mapping[str, np.ndarray]) -> None:
        """Refuse a number that is not the expected one, by name and place."""
        for name, right in expected.items():
            found = changed[name]
            size = max(1.0, float(np.abs(found).max(initial=0.0)), float(np.abs(right).max(initial=0.0)))
            wrong = ~(np.abs(found - right) <= self.slack * size)
            if wrong.any():
                place = tuple(int(index) for index in np.argwhere(wrong)[0])
                where = ", ".join(repr(self.responses.groups[index]) for index in place)
                becomes = f"becomes {float(found[place]):.12g}, not {float(right[place]):.12g}"
                raise Broken(f"{change}, the {name} of {where} {becomes}")


def _arrays(estimate: Any, size: int) -> Estimate:
    """Read what an estimator returns, in floats."""
    if isinstance(estimate, Game):
        estimate = estimate.inputs
    if isinstance(estimate, Mapping):
        missing = [name for name in _NAMES if name not in estimate]
        if missing:
            raise Broken(f"the mapping that is returned has no {missing[0]}")
        estimate = [estimate[name] for name in _NAMES]
    try:
        listed = list(estimate)
    except TypeError:
        raise Broken(f"{type(estimate).__name__} is returned, not attractiveness, inconsistency, similarity") from None
    if len(listed) != 3:
        raise Broken(f"{len(listed)} values are returned, not attractiveness, inconsistency and similarity")
    arrays = {name: _floats(name, value) for name, value in zip(_NAMES, listed, strict=True)}
    for name, array in arrays.items():
        shape = (size,) if name == "attractiveness" else (size, size)
        if array.shape != shape:
            raise Broken(f"the {name} has the shape {array.shape}, not {shape} for {size} groups")
        if not np.isfinite(array).all():
            raise Broken(f"the {name} holds {array[~np.isfinite(array)][0]}")
    return arrays


def _floats(name: str, value: Any) -> np.ndarray:
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise Broken(f"the {name} is no array of numbers, but {type(value).__name__}") from None


def _permuted(estimate: Estimate, order: list[int]) -> Estimate:
    return {name: array[order] if array.ndim == 1 else array[np.ix_(order, order)] for name, array in estimate.items()}


def _is_an_input(subject: _Subject) -> None:
    estimate, groups = subject.estimate, subject.responses.groups
    for name in ("inconsistency", "similarity"):
        transposed = {name: estimate[name].T}
        subject.same("transposed", transposed, {name: estimate[name]})
    try:
        Game.alignment(groups, 2, estimate["attractiveness"], *(_symmetrised(estimate[name]) for name in _NAMES[1:]))
    except InputError as error:
        raise Broken(f"no game can be made of it: {error}") from None


def _symmetrised(X: np.ndarray) -> np.ndarray:
    mean: np.ndarray = (X + X.T) / 2
    return mean


def _order_of_groups(subject: _Subject) -> None:
    size = subject.responses.size
    for order in (list(range(size))[::-1], [*range(1, size), 0]):
        changed = subject.of(subject.responses.with_groups(order))
        # told in the order of the original, so that a message names the group that is meant
        back = [order.index(d) for d in range(size)]
        subject.same("with the groups listed in another order", _permuted(changed, back), subject.estimate)


def _names_of_groups(subject: _Subject) -> None:
    renamed = replace(subject.responses, groups=tuple(f"other {name}" for name in subject.responses.groups))
    subject.same("with the groups renamed", subject.of(renamed), subject.estimate)


def _order_of_questions(subject: _Subject) -> None:
    table = subject.responses
    order = list(range(len(table.weights)))[::-1]
    if len(order) == 1:
        raise NotApplicable("there is one question")
    changed = subject.of(table.with_questions(order, table.weights[order]))
    subject.same("with the questions in reverse order", changed, subject.estimate)


def _question_asked_twice(subject: _Subject) -> None:
    table = subject.responses
    for q in {0, len(table.weights) - 1}:
        order = [*range(len(table.weights)), q]
        weights = table.weights[order].copy()
        weights[[q, -1]] /= 2
        changed = subject.of(table.with_questions(order, weights))
        subject.same(f"with question {q + 1} asked twice at half its weight", changed, subject.estimate)


def _question_of_no_weight(subject: _Subject) -> None:
    table = subject.responses
    order = [*range(len(table.weights)), 0]
    changed = subject.of(table.with_questions(order, np.append(table.weights, 0.0)))
    subject.same("with a question of weight 0", changed, subject.estimate)


def _order_of_options(subject: _Subject) -> None:
    table = subject.responses
    order = list(range(table.counts.shape[2]))[::-1]
    subject.same("with the options in reverse order", subject.of(table.with_options(order)), subject.estimate)


def _option_nobody_chose(subject: _Subject) -> None:
    table = subject.responses
    counts = np.concatenate([table.counts, np.zeros_like(table.counts[:, :, :1])], axis=2)
    scores = np.concatenate([table.scores, table.scores[:, -1:]], axis=1)
    changed = subject.of(replace(table, counts=counts, scores=scores))
    subject.same("with an option that nobody chose", changed, subject.estimate)


def _size_of_the_audience(subject: _Subject) -> None:
    table, a = subject.responses, subject.estimate["attractiveness"]
    if a.min() < 0 or abs(a.sum() - 1) > subject.slack * table.size:
        raise Broken(f"the attractiveness {a.tolist()} is no set of shares: it sums to {a.sum():.12g}")
    changed = subject.of(replace(table, audience=2 * table.audience))
    subject.same("with an audience of twice the size", changed, subject.estimate)


def _twice_the_respondents(subject: _Subject) -> None:
    table = subject.responses
    changed = subject.of(replace(table, counts=2 * table.counts))
    subject.same("with each answer counted twice", changed, subject.estimate)


def _one_voice_twice(subject: _Subject) -> None:
    table = subject.responses
    S = _with_a_double(subject)
    for e in range(1, table.size):
        one, two = float(S[0, e]), float(S[-1, e])
        if not abs(one - two) <= subject.slack * max(1.0, abs(one), abs(two)):
            pair = f"{table.groups[0]!r} and a group that answers alike"
            raise Broken(f"{pair} have similarity {one:.12g} and {two:.12g} to {table.groups[e]!r}")


def _with_a_double(subject: _Subject) -> np.ndarray:
    """Return S where a last group answers as the first, in the same shares and with twice as many people."""
    table = subject.responses.with_groups([*range(subject.responses.size), 0])
    counts = table.counts.copy()
    counts[-1] *= 2
    return subject.of(replace(table, groups=(*table.groups[:-1], f"{table.groups[-1]} again"), counts=counts))[
        "similarity"
    ]


def _similar_to_itself(subject: _Subject) -> None:
    S = subject.estimate["similarity"]
    values, vectors = np.linalg.eigh(_symmetrised(S))
    if values[0] < -subject.slack * max(1.0, float(np.abs(S).max())):
        direction = ", ".join(f"{x:.4g}" for x in vectors[:, 0])
        raise Broken(f"S is not ⪰ 0: vᵀSv = {values[0]:.6g} for v = ({direction})")
    doubled, group = _with_a_double(subject), subject.responses.groups[0]
    own, other = float(doubled[0, 0]), float(doubled[0, -1])
    if not abs(own - other) <= subject.slack * max(1.0, abs(own), abs(other)):
        raise Broken(f"{group!r} has similarity {own:.12g} to itself and {other:.12g} to a group that answers alike")


class EstimatorLaw(NamedTuple):
    """A law: its name, what it says, and the function that checks it, which raises where it does not hold."""

    name: str
    statement: str
    holds: Callable[[_Subject], None]


#: A new law is one more row.
ESTIMATOR_LAWS: Final[dict[str, EstimatorLaw]] = {
    law.name: law
    for law in (
        EstimatorLaw(
            "is_an_input",
            "what is returned is the input of a game: finite, of the right shapes, C and S symmetric",
            _is_an_input,
        ),
        EstimatorLaw(
            "order_of_groups",
            "groups listed in another order keep their numbers",
            _order_of_groups,
        ),
        EstimatorLaw(
            "names_of_groups",
            "groups under other names keep their numbers",
            _names_of_groups,
        ),
        EstimatorLaw(
            "order_of_questions",
            "questions asked in another order tell the same",
            _order_of_questions,
        ),
        EstimatorLaw(
            "question_asked_twice",
            "a question asked twice, each time at half its weight, tells what it told",
            _question_asked_twice,
        ),
        EstimatorLaw(
            "question_of_no_weight",
            "a question of weight 0 tells nothing",
            _question_of_no_weight,
        ),
        EstimatorLaw(
            "order_of_options",
            "options listed in another order, scores with them, tell the same",
            _order_of_options,
        ),
        EstimatorLaw(
            "option_nobody_chose",
            "an option that nobody chose tells nothing",
            _option_nobody_chose,
        ),
        EstimatorLaw(
            "size_of_the_audience",
            "an audience twice as large everywhere pays the same shares; attractiveness is ≥ 0 and sums to 1",
            _size_of_the_audience,
        ),
        EstimatorLaw(
            "twice_the_respondents",
            "each answer counted twice leaves the shares, and so the plug-in estimates, as they are",
            _twice_the_respondents,
        ),
        EstimatorLaw(
            "one_voice_twice",
            "two groups that answer alike are as similar to any third one, however many people each has",
            _one_voice_twice,
        ),
        EstimatorLaw(
            "similar_to_itself",
            "S ⪰ 0, and a group is as similar to itself as to one that answers alike",
            _similar_to_itself,
        ),
    )
}


def assert_estimator_laws(
    estimator: Estimator,
    responses: Responses | None = None,
    *,
    laws: Iterable[str] | None = None,
    without: Iterable[str] = (),
    slack: float = SLACK,
) -> LawReport | None:
    """Assert that an estimator of a game's inputs obeys what every such estimator does.

    Parameters
    ----------
    estimator : callable
        Takes `Responses`; returns (a, C, S), a mapping with the keys attractiveness, inconsistency and similarity, or a
        `Game`. Anything array-like will do: the answers may come from a GPU.
    responses : Responses, optional
        One table of answers. Unless given, Hypothesis draws tables until it finds one that breaks a law, and shows the
        smallest.
    laws, without : iterable of str, optional
        Names in `ESTIMATOR_LAWS`: those to check, all unless given; those to leave out, such as "similar_to_itself" for
        an unbiased similarity, which can lose ⪰ 0, and "twice_the_respondents" for one that knows the counts.
    slack : float
        How far two numbers may differ, relative to the largest of their array, or to 1 where that is smaller.

    Returns
    -------
    LawReport or None
        Which laws held and which do not apply; None where tables were drawn.

    Raises
    ------
    AssertionError
        Naming the law, the groups and the two numbers.
    InputError
        For a name that no law has.

    Notes
    -----
    Source: MODEL, section 5.
    """
    __tracebackhide__ = True
    names = list(ESTIMATOR_LAWS if laws is None else laws)
    left_out = set(without)
    for name in [*names, *left_out]:
        if name not in ESTIMATOR_LAWS:
            raise InputError(f"no law is named {name!r}", remedy=f"the laws are {', '.join(ESTIMATOR_LAWS)}")
    kept = [name for name in names if name not in left_out]
    if responses is None:
        _drawn(estimator, kept, slack)
        return None
    subject = _Subject(estimator, responses, slack)
    return LawReport(tuple([_checked(subject, name) for name in kept]))


def _checked(subject: _Subject, name: str) -> Outcome:
    __tracebackhide__ = True
    law = ESTIMATOR_LAWS[name]
    try:
        law.holds(subject)
    except NotApplicable as reason:
        return Outcome(name, False, str(reason))
    except Broken as fault:
        text = f"{name} does not hold: {fault}\n  the law: {law.statement}\n  on {subject.responses}"
        raise AssertionError(text) from None
    return Outcome(name, True)


def _drawn(estimator: Estimator, laws: list[str], slack: float) -> None:
    __tracebackhide__ = True
    from hypothesis import given, settings

    from nashsym.testing.answer_tables import responses

    # An estimator may load a model when it is first called; and one failure is an AssertionError, several a group.
    @settings(deadline=None, report_multiple_bugs=False)
    @given(responses())
    def every_table(table: Responses) -> None:
        __tracebackhide__ = True
        assert_estimator_laws(estimator, table, laws=laws, slack=slack)

    every_table()

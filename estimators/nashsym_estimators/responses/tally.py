"""Individual answers counted up into one table."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from nashsym.errors import InputError
from nashsym.limits import MAX_GROUPS, MAX_TABLE_NUMBERS
from nashsym.terms.inputs import kind_of, shown
from nashsym.terms.parameters import check_name
from nashsym_estimators.responses.assembly import refuse_few_answers
from nashsym_estimators.responses.question import Question
from nashsym_estimators.responses.reading import Reading
from nashsym_estimators.responses.row import plain_text
from nashsym_estimators.responses.scoring import in_order, number_in, scored
from nashsym_estimators.responses.table import ResponseTable
from nashsym_estimators.responses.wording import counted, listed_names

__all__ = ["Tally", "answer_text"]

#: Weights, their squares and sums of many of them stay within the range of floats.
_SMALLEST_WEIGHT: Final = 1e-100


class Tally:
    """Counts answers, with survey weights where there are.

    Parameters
    ----------
    reading : Reading
    questions : mapping of str to Question, optional
        What is known of the questions; an answer that is no option is an error then.
    """

    def __init__(self, reading: Reading, questions: Mapping[str, Question] | None = None) -> None:
        self._reading = reading
        self._refused = frozenset(reading.refused)
        self._known = dict(questions or {}) | {name: _declared(name, told) for name, told in reading.options.items()}
        self._weights: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._squares: dict[tuple[str, str], float] = defaultdict(float)
        self._groups: dict[str, None] = {}
        self._questions: dict[str, set[str]] = {}
        self._people: dict[str, tuple[str, float]] = {}
        self._answered: set[tuple[str, str]] = set()
        self._numbers: dict[str, int] = defaultdict(int)
        self._refusals = self._blanks = self._weightless = self._matched = 0
        self._is_weighted = False
        #: Whether the rows are respondents, and every other column a question.
        self.is_wide = False

    def add(self, group: Any, question: str, answer: Any, weight: float | None = None, person: Any = None) -> None:
        """Count one answer; None and blank are none, and so are those that `refused` lists.

        Raises
        ------
        InputError
            For an answer that is no option, a respondent in two groups, or one who answers twice.
        """
        if not isinstance(group, str):
            group = answer_text(group, "group")
        check_name(group, "group")
        if weight is not None:
            self._is_weighted = True
            if not (weight == 0 or _SMALLEST_WEIGHT <= weight <= 1 / _SMALLEST_WEIGHT):
                raise InputError(f"the weight {weight:g} is out of range", key="weight", remedy="write 0 or more")
        share = 1.0 if weight is None else weight
        if person is not None:
            self._register(answer_text(person, "respondent"), group, question, share)
        text = "" if answer is None else answer_text(answer, "answer")
        if not text.strip():
            self._blanks += 1
            return
        if text in self._refused:
            self._refusals += 1
            return
        if question in self._known and text not in self._known[question].options:
            raise InputError(
                f"{shown(text)} is no option of question {shown(question)}",
                key="answer",
                remedy="add it to the options, or to what counts as refused",
            )
        if share == 0:
            self._weightless += 1
            return
        if group not in self._groups:
            self._groups[group] = None
            if len(self._groups) > MAX_GROUPS:
                raise InputError(f"more than {MAX_GROUPS} groups", key="group", remedy="is this the column you mean?")
        self._questions.setdefault(question, set()).add(text)
        self._numbers[question] += 1
        self._weights[group, question][text] += share
        self._squares[group, question] += share * share

    def _register(self, person: str, group: str, question: str, weight: float) -> None:
        of, _ = self._people.setdefault(person, (group, weight))
        if of != group:
            raise InputError(
                f"respondent {shown(person)} is in the groups {shown(of)} and {shown(group)}",
                key="respondent",
                remedy="give each respondent one group",
            )
        if (person, question) in self._answered:
            raise InputError(
                f"respondent {shown(person)} answers {shown(question)} twice",
                key="respondent",
                remedy="keep one answer",
            )
        self._answered.add((person, question))

    def table(self, source: tuple[tuple[str, str], ...], notes: Sequence[str] = ()) -> ResponseTable:
        """Return the table of all answers counted.

        Raises
        ------
        InputError
            Where there is none, the table is too large, or a group answers too few questions.
        """
        if not self._weights:
            raise InputError("there is no answer in it", remedy="give a file with answers")
        questions = [self._question(name, given) for name, given in self._questions.items()]
        groups = tuple(self._groups)
        wide = max(len(question.options) for question in questions)
        D, Q = len(groups), len(questions)
        if D * Q * wide > MAX_TABLE_NUMBERS:
            raise InputError(
                f"{D} groups × {Q} questions × {wide} options", remedy=f"at most {MAX_TABLE_NUMBERS} numbers are taken"
            )
        totals, counts = np.zeros((D, Q, wide)), np.zeros((D, Q))
        rows, columns = ({name: place for place, name in enumerate(names)} for names in (groups, self._questions))
        places = [
            self._places(question, given) for question, given in zip(questions, self._questions.values(), strict=True)
        ]
        for (group, name), answers in self._weights.items():
            d, q = rows[group], columns[name]
            for text, weight in answers.items():
                totals[d, q, places[q][text]] += weight
            # Kish's effective size; the number of respondents where all weigh alike.
            counts[d, q] = math.fsum(answers.values()) ** 2 / self._squares[group, name]
        sums = totals.sum(axis=2, keepdims=True)
        table = ResponseTable(
            groups,
            tuple(questions),
            totals / np.where(sums > 0, sums, 1),
            counts,
            audience=self._audience(groups),
            source=source,
            notes=(*notes, *self._notes(groups)),
        )
        return refuse_few_answers(table, self._reading)

    def _question(self, name: str, given: set[str]) -> Question:
        known = self._known.get(name)
        if known is not None:
            return scored(known, self._reading.scores)
        options = self._different(name, in_order(given))
        if self._reading.scores == "order" and any(number_in(option) is None for option in options):
            raise InputError(
                "nobody said in which order its options stand",
                key=f"question {shown(name)}",
                remedy="list them in the options, or take no scores",
            )
        return scored(Question(name, tuple(options)), self._reading.scores)

    def _different(self, name: str, options: list[str]) -> list[str]:
        """Return the options that are not the same but for case, spaces and final punctuation, as was asked for."""
        if self._reading.match == "union":
            return options
        first: dict[str, str] = {}
        for option in options:
            before = first.setdefault(plain_text(option) or option, option)
            if before != option and self._reading.match == "strict":
                raise InputError(
                    f"the answers {shown(before)} and {shown(option)} are the same but for case, spaces or punctuation",
                    key=f"question {shown(name)}",
                    remedy="write them alike, match them by text, or keep them apart by union",
                )
        return list(first.values())

    def _places(self, question: Question, given: set[str]) -> dict[str, int]:
        """Return where each answer that was given stands among the options."""
        places = {option: y for y, option in enumerate(question.options)}
        strangers = given - places.keys()
        if strangers:
            plain = {plain_text(option) or option: y for option, y in places.items()}
            places |= {text: plain[plain_text(text) or text] for text in strangers}
            self._matched += len(strangers)
        return places

    def _audience(self, groups: tuple[str, ...]) -> np.ndarray:
        """Return the respondents of each group by weight; without names, those of its most answered question."""
        if self._people:
            people: dict[str, list[float]] = {group: [] for group in groups}
            for group, weight in self._people.values():
                if group in people:
                    people[group].append(weight)
            return np.array([math.fsum(people[group]) for group in groups])
        most = dict.fromkeys(groups, 0.0)
        for (group, _), answers in self._weights.items():
            most[group] = max(most[group], math.fsum(answers.values()))
        return np.array(list(most.values()))

    def _notes(self, groups: Sequence[str]) -> list[str]:
        notes = []
        if self.is_wide:
            notes.append(
                f"a row per respondent: every other column is a question, {listed_names(list(self._questions))}"
            )
        names = [
            name
            for name, given in self._questions.items()
            if self._numbers[name] == len(given) > 2 * len(groups) and name not in self._known
        ]
        if names:
            notes.append(f"no two answers alike, is it no question?: {listed_names(names)}")
        if self._matched:
            notes.append(f"answers worded a little differently, matched by text: {counted(self._matched, 'wording')}")
        notes.append("the audience of a group is taken to be its respondents here")
        if self._is_weighted:
            notes.append("survey weights: a sample of n counts as (Σw)²/Σw² respondents (Kish's effective size)")
        if self._refusals:
            notes.append(f"refusals, set apart: {counted(self._refusals, 'answer')}")
        if self._blanks:
            notes.append(f"blank, left out: {counted(self._blanks, 'answer')}")
        if self._weightless:
            notes.append(f"of weight 0, left out: {counted(self._weightless, 'answer')}")
        return notes


def answer_text(value: Any, key: str) -> str:
    """Return an answer as a text; a whole number is one too."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{kind_of(value)} stands where a text is expected", key=key, remedy="write it in quotes")
    if not math.isfinite(value):
        raise InputError(f"{value} is no answer", key=key, remedy="leave it blank where there is none")
    return str(int(value)) if value == int(value) else str(value)


def _declared(name: str, told: Any) -> Question:
    """Return a question that a user describes: its options in order, with scores or without."""
    options, scores = (told.get("options"), told.get("scores")) if isinstance(told, Mapping) else (told, None)
    if not isinstance(options, list | tuple) or not all(isinstance(option, str) for option in options):
        raise InputError("no list of options", key=f"options of {shown(name)}", remedy="write a list of texts")
    if scores is None:
        return Question(name, tuple(options))
    if not isinstance(scores, list | tuple) or not all(
        isinstance(score, int | float) and not isinstance(score, bool) for score in scores
    ):
        raise InputError("no list of numbers", key=f"scores of {shown(name)}", remedy="write one for each option")
    return Question(name, tuple(options), tuple(map(float, scores)))

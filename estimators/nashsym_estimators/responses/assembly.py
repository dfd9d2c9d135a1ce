"""Rows of distributions put together into one table: aligned, checked, and repaired only where that was asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nashsym.errors import InputError
from nashsym.limits import MAX_GROUPS, MAX_TABLE_NUMBERS
from nashsym.terms.inputs import shown
from nashsym.terms.parameters import check_name
from nashsym_estimators.responses.question import Question
from nashsym_estimators.responses.reading import Reading
from nashsym_estimators.responses.row import option_texts, plain_text, question_text, shares_of
from nashsym_estimators.responses.scoring import scored
from nashsym_estimators.responses.table import ROUNDING, ResponseTable
from nashsym_estimators.responses.wording import counted, listed_names

__all__ = ["Assembly", "refuse_few_answers"]


class Assembly:
    """Takes rows (a group's distribution over the options of a question) and makes the table.

    Parameters
    ----------
    reading : Reading
        What may be repaired.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._groups: dict[str, int] = {}
        self._questions: dict[str, dict[str, int]] = {}
        self._scores: dict[str, tuple[float, ...]] = {}
        self._cells: dict[tuple[str, str], tuple[dict[int, float], float | None]] = {}
        self._largest = 0.0
        self._repaired = dict.fromkeys(("order", "text", "union", "sum", "repeats", "refused", "silent"), 0)
        self._refused = frozenset(reading.refused)

    def add(
        self,
        group: Any,
        question: Any,
        options: Any,
        values: Any,
        count: float | None = None,
        scores: tuple[float, ...] | None = None,
    ) -> None:
        """Take one row.

        Raises
        ------
        InputError
            For whatever does not fit and was not to be repaired; the caller adds the place.
        """
        check_name(group, "group")
        listed = option_texts(options)
        shares = self._shares(shares_of(values, len(listed)))
        if self._refused.intersection(listed):
            listed, shares = self._without_refusals(listed, shares)
            if not listed:
                return
        name = self._name(group, question_text(question))
        self._groups.setdefault(group, len(self._groups))
        if len(self._groups) > MAX_GROUPS:
            raise InputError(f"more than {MAX_GROUPS} groups", remedy="leave some out")
        if name not in self._questions:
            self._questions[name] = {option: place for place, option in enumerate(listed)}
            if scores is not None:
                self._scores[name] = scores
        places = self._aligned(name, listed)
        self._cells[group, name] = (dict(zip(places, shares, strict=True)), count)

    def _shares(self, values: list[float]) -> list[float]:
        total = sum(values)
        if abs(total - 1) <= ROUNDING:
            return values
        if not total > 0:
            raise InputError("every probability is 0", remedy="leave the row out: what is missing is not an answer")
        if not self._reading.normalise:
            raise InputError(f"the probabilities sum to {total:.10g}", remedy="write ones that sum to 1, or normalise")
        self._repaired["sum"] += 1
        self._largest = max(self._largest, abs(total - 1))
        return [value / total for value in values]

    def _without_refusals(self, options: list[str], shares: list[float]) -> tuple[list[str], list[float]]:
        """Return the options that are answers, and their shares among those; nothing where nobody gave one."""
        kept = [(option, share) for option, share in zip(options, shares, strict=True) if option not in self._refused]
        total = sum(share for _, share in kept)
        self._repaired["refused" if total > 0 else "silent"] += 1
        return ([option for option, _ in kept], [share / total for _, share in kept]) if total > 0 else ([], [])

    def apart(self, question: str, groups: Collection[str]) -> str:
        """Return the name of a question that these groups answer together: with a number where one of them has before.

        Without leave to take repeats as separate it is the question's own, and the row that repeats it is refused.
        """
        name, number = question, 1
        while self._reading.repeats == "separate" and any((group, name) in self._cells for group in groups):
            number += 1
            name = f"{question} #{number}"
        self._repaired["repeats"] += name != question
        return name

    def _name(self, group: str, question: str) -> str:
        """Return the question's name, with a number where the group answers it once more."""
        if (group, question) not in self._cells:
            return question
        if self._reading.repeats == "refuse":
            raise InputError(
                f"group {shown(group)} answers {shown(question)} twice", remedy="keep one, or take repeats as separate"
            )
        self._repaired["repeats"] += 1
        number = 2
        while (group, f"{question} #{number}") in self._cells:
            number += 1
        return f"{question} #{number}"

    def _aligned(self, question: str, options: list[str]) -> list[int]:
        """Return the places of a row's options among those of the question."""
        known = self._questions[question]
        if options == list(known):
            return list(known.values())
        if set(options) == set(known):
            self._repaired["order"] += 1
            return [known[option] for option in options]
        match = self._reading.match
        if match == "text":
            places = {plain_text(option): place for option, place in known.items()}
            plain = [plain_text(option) for option in options]
            if len(places) == len(known) and set(plain) == set(places) and len(set(plain)) == len(plain):
                self._repaired["text"] += 1
                return [places[text] for text in plain]
        if match == "union":
            self._repaired["union"] += 1
            for option in options:
                known.setdefault(option, len(known))
            return [known[option] for option in options]
        stranger = next((option for option in options if option not in known), None)
        lacking = next((option for option in known if option not in options), "")
        what = f"there is no option {shown(lacking)}" if stranger is None else f"the option {shown(stranger)} is new"
        raise InputError(
            f"{what}: another row of question {shown(question)} lists others",
            key="options",
            remedy="write the options alike, or match them by text or union",
        )

    def table(
        self,
        source: tuple[tuple[str, str], ...],
        notes: Sequence[str] = (),
        audience: Mapping[str, float] | None = None,
    ) -> ResponseTable:
        """Return the table of all rows taken.

        Raises
        ------
        InputError
            Where there is none, the table is too large, or a group answers too few questions.
        """
        if not self._cells:
            raise InputError("there is no answer in it", remedy="give a file with answers")
        D, Q = len(self._groups), len(self._questions)
        wide = max(map(len, self._questions.values()))
        if D * Q * wide > MAX_TABLE_NUMBERS:
            raise InputError(
                f"{D} groups × {Q} questions × {wide} options", remedy=f"at most {MAX_TABLE_NUMBERS} numbers are taken"
            )
        probabilities = np.zeros((D, Q, wide))
        known = all(count is not None for _, count in self._cells.values())
        counts = np.zeros((D, Q)) if known else None
        columns = {name: q for q, name in enumerate(self._questions)}
        for (group, question), (shares, count) in self._cells.items():
            d, q = self._groups[group], columns[question]
            probabilities[d, q, list(shares)] = list(shares.values())
            if counts is not None and count is not None:
                counts[d, q] = count
        questions = tuple(
            scored(Question(name, tuple(options), self._fitting_scores(name, len(options))), self._reading.scores)
            for name, options in self._questions.items()
        )
        people = None if audience is None else np.array([audience[group] for group in self._groups])
        table = ResponseTable(
            tuple(self._groups),
            questions,
            probabilities,
            counts,
            audience=people,
            source=source,
            notes=(*notes, *self._notes()),
        )
        return refuse_few_answers(table, self._reading)

    def _fitting_scores(self, name: str, options: int) -> tuple[float, ...] | None:
        scores = self._scores.get(name)
        return scores if scores is not None and len(scores) == options else None

    def _notes(self) -> list[str]:
        words = {
            "order": "options in another order than in the first row of the question, aligned",
            "text": "options worded a little differently, matched by text",
            "union": "other options than in the first row of the question; what a row lacks is 0 there",
            "sum": f"probabilities divided by their sum, which was off 1 by up to {self._largest:.3g}",
            "repeats": "a question answered once more, taken as another question",
            "refused": "refusals, set apart: the other answers are divided by their sum",
            "silent": "nothing but refusals, left out",
        }
        return [f"{words[kind]}: {counted(count, 'row')}" for kind, count in self._repaired.items() if count]


def refuse_few_answers(table: ResponseTable, reading: Reading) -> ResponseTable:
    """Return the table, with a note where groups answer one question only; refuse groups that answer too few.

    Raises
    ------
    InputError
        Naming the group with the fewest answers.
    """
    answers = table.answered.sum(axis=1)
    needed = min(reading.fewest, len(table.questions))
    d = int(answers.argmin())
    if answers[d] < needed:
        raise InputError(
            f"group {shown(table.groups[d])} answers {counted(int(answers[d]), 'question')} of {len(table.questions)}",
            key="groups",
            remedy=f"choose groups without it, or accept fewer than {reading.fewest}",
        )
    single = [group for group, count in zip(table.groups, answers.tolist(), strict=True) if count == 1]
    table = replace(table, notes=(*table.notes, *_alike(table.groups)))
    if not single:
        return table
    listed = listed_names(single)
    note = f"one question is all that is known of {counted(len(single), 'group')}: {listed}"
    return replace(table, notes=(*table.notes, note))


def _alike(groups: Sequence[str]) -> list[str]:
    """Return what is to be said of names that only case, spaces or punctuation tell apart."""
    first: dict[str, str] = {}
    pairs = [(first[plain], group) for group in groups if first.setdefault(plain := plain_text(group), group) != group]
    said = "read as two groups, though case, spaces or punctuation alone tell them apart"
    return [f"{said}: {shown(one)} and {shown(other)}" for one, other in pairs[:3]]

"""A survey as counts of answers, and the inputs of a game that follow from it, exactly."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files
from typing import Any, TypeAlias

from nashsym.errors import InputError
from nashsym.game import Game

__all__ = ["Survey", "anes96_game", "load_anes96"]

Matrix: TypeAlias = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class Survey:
    r"""How many people of each group gave each answer to each question.

    The estimators are the defaults of MODEL, section 5, with equal weights for the questions; they divide integers and
    round nothing. ``P[d, q, y]`` is the share of those of group d who chose option y of question q.

    Parameters
    ----------
    name : str
        What the survey is called.
    groups : tuple of str, length D
        Names of the groups.
    questions : tuple of str, length Q
        Names of the questions.
    options : tuple of tuple of str
        The options of each question, in their order.
    counts : tuple, shape (D, Q, options of the question)
        Number of people.
    respondents : tuple of int, length D
        Size of each group's audience.
    engagement : tuple of Fraction, length D
        Engagement of a group's mean member, in the unit that `engagement_measure` names.
    engagement_measure : str
        What engagement counts.
    source, licence : str
        Where the counts come from, and what they may be used for.

    Raises
    ------
    InputError
        Where the shapes do not fit, a count or an engagement is negative, a group has no audience, nobody is engaged,
        or a group has no answer to a question: what is missing is never read as zero.

    Examples
    --------
    >>> survey = Survey(
    ...     name="tea or coffee",
    ...     groups=("north", "south"),
    ...     questions=("drink",),
    ...     options=(("tea", "coffee"),),
    ...     counts=(((3, 1),), ((1, 1),)),
    ...     respondents=(4, 2),
    ...     engagement=(Fraction(1), Fraction(2)),
    ... )
    >>> [str(share) for share in survey.attractiveness()]
    ['1/2', '1/2']
    >>> [[str(chance) for chance in row] for row in survey.similarity()]
    [['5/8', '1/2'], ['1/2', '1/2']]
    >>> [[str(scatter) for scatter in row] for row in survey.inconsistency()]
    [['3/8', '0'], ['0', '1/2']]
    """

    name: str
    groups: tuple[str, ...]
    questions: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    counts: tuple[tuple[tuple[int, ...], ...], ...]
    respondents: tuple[int, ...]
    engagement: tuple[Fraction, ...]
    engagement_measure: str = ""
    source: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        size = len(self.groups)
        for key in ("counts", "respondents", "engagement"):
            if len(getattr(self, key)) != size:
                raise InputError(f"{len(getattr(self, key))} entries for {size} groups", key=key)
        if len(self.options) != len(self.questions) or not self.questions:
            raise InputError(f"{len(self.options)} lists for {len(self.questions)} questions", key="options")
        for group, audience, engagement in zip(self.groups, self.respondents, self.engagement, strict=True):
            if audience < 1:
                raise InputError(f"group {group!r} has an audience of {audience}", key="respondents")
            if engagement < 0:
                raise InputError(f"group {group!r} has a negative engagement", key="engagement")
        if not any(self.engagement):
            raise InputError("nobody is engaged", key="engagement")
        for group, answers in zip(self.groups, self.counts, strict=True):
            if [len(row) for row in answers] != [len(row) for row in self.options]:
                raise InputError(f"the counts of group {group!r} do not fit the options", key="counts")
            for question, row in zip(self.questions, answers, strict=True):
                if min(row, default=0) < 0 or sum(row) < 1:
                    raise InputError(
                        f"group {group!r} has negative counts or no answer to {question!r}",
                        key="counts",
                        remedy="leave the question out, or the group",
                    )

    def shares(self) -> tuple[Matrix, ...]:
        """Give ``P[d][q][y]``, the share of group d that answers y to question q."""
        return tuple(
            tuple(tuple(Fraction(count, sum(row)) for count in row) for row in answers) for answers in self.counts
        )

    def attractiveness(self) -> tuple[Fraction, ...]:
        r"""Give the reach of each group: ``a_d ∝ audience_d · engagement_d``, with ``Σ_d a_d = 1``.

        Returns
        -------
        tuple of Fraction, length D

        Notes
        -----
        Source: MODEL, section 5. The form is this project's, not the paper's.
        """
        reach = [people * each for people, each in zip(self.respondents, self.engagement, strict=True)]
        total = sum(reach)
        return tuple(one / total for one in reach)

    def similarity(self) -> Matrix:
        r"""Give `collision`: ``S_de = (1/Q) Σ_q Σ_y P[d,q,y] P[e,q,y]``, the chance that both answer alike.

        The plug-in estimate: ⪰ 0 by its form, with a diagonal that is too large by ``(1 − Σ_y p²)/n``.

        Returns
        -------
        tuple of tuple of Fraction, shape (D, D), symmetric

        Notes
        -----
        Source: MODEL, section 5, `collision`.
        """
        shares = self.shares()
        return tuple(tuple(self._collision(one, other) for other in shares) for one in shares)

    def inconsistency(self) -> Matrix:
        r"""Give `dispersion`: diagonal, ``C_dd = (1/Q) Σ_q (1 − Σ_y P[d,q,y]²)``, how scattered a group's answers are.

        Returns
        -------
        tuple of tuple of Fraction, shape (D, D), diagonal

        Notes
        -----
        Source: MODEL, section 5, `dispersion`.
        """
        shares = self.shares()
        return tuple(
            tuple(1 - self._collision(one, one) if index == place else Fraction(0) for place in range(len(shares)))
            for index, one in enumerate(shares)
        )

    def _collision(self, one: Matrix, other: Matrix) -> Fraction:
        chances = (p * q for row, column in zip(one, other, strict=True) for p, q in zip(row, column, strict=True))
        return sum(chances, Fraction(0)) / len(self.questions)


def load_anes96() -> Survey:
    """Load the 1996 American National Election Study: 944 respondents in five groups by self-placed ideology.

    The questions: where they place Clinton and Dole from left to right, which party they identify with, and whom they
    expect to vote for. Engagement is how often a week they watch TV news. `scripts/anes96.py` computed the counts.

    Examples
    --------
    >>> survey = load_anes96()
    >>> dict(zip(survey.groups, survey.respondents))
    {'liberal': 119, 'slightly liberal': 147, 'moderate': 256, 'slightly conservative': 170, 'conservative': 252}
    """
    tree: dict[str, Any] = json.loads(files("nashsym.data").joinpath("anes96.json").read_text(encoding="utf-8"))
    questions = tree["questions"]
    respondents = tuple(tree["respondents"])
    return Survey(
        name=tree["name"],
        groups=tuple(tree["groups"]),
        questions=tuple(question["name"] for question in questions),
        options=tuple(tuple(question["options"]) for question in questions),
        counts=tuple(
            tuple(tuple(question["counts"][index]) for question in questions) for index in range(len(respondents))
        ),
        respondents=respondents,
        engagement=tuple(
            Fraction(total, people) for total, people in zip(tree["engagement"]["sums"], respondents, strict=True)
        ),
        engagement_measure=tree["engagement"]["measure"],
        source=tree["source"],
        licence=tree["licence"],
    )


def anes96_game() -> Game:
    """Make the game of the embedded survey: eight agents, coefficients (1, 1/4, 1), similarity form.

    Raises
    ------
    InputError
        Never for the file that the package carries.

    Examples
    --------
    >>> game = anes96_game()
    >>> game.groups
    ('liberal', 'slightly liberal', 'moderate', 'slightly conservative', 'conservative')
    >>> game.agents
    8
    """
    survey = load_anes96()
    return Game.alignment(
        groups=survey.groups,
        agents=8,
        attractiveness=survey.attractiveness(),
        inconsistency=survey.inconsistency(),
        similarity=survey.similarity(),
        coefficients={"attractiveness": 1, "consistency": Fraction(1, 4), "diversity": 1},
        diversity="similarity",
        name=survey.name,
        provenance={
            "source": survey.source,
            "licence": survey.licence,
            "respondents": str(sum(survey.respondents)),
            "attractiveness": f"respondents × engagement ({survey.engagement_measure})",
            "inconsistency": "dispersion",
            "similarity": "collision",
        },
    )

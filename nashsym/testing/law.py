"""What a law is: something that theory promises of every game, checked on one game and one solver's answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, NamedTuple

from nashsym.errors import InputError, UndecidedError
from nashsym.exact.rational import number_text
from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Continuum, Equilibrium, Solution
from nashsym.terms import CanonicalForm
from nashsym.theorems.instance import Instance
from nashsym.theorems.registry import theorem as theorem_named
from nashsym.theorems.wording import decimal

__all__ = [
    "RADIUS",
    "Broken",
    "Law",
    "LawViolation",
    "NotApplicable",
    "Outcome",
    "Point",
    "Solver",
    "Subject",
    "exactly",
    "game_of",
    "law",
    "mixture_text",
    "stated",
    "subject_of",
]

#: What a law is checked on: anything that answers as `nashsym.solve` does.
Solver = Callable[[Game], Solution]
Point = tuple[Fraction, ...]
#: T13 asks how exactly b and M are known; the laws suppose that each entry is, up to this.
RADIUS: Final = Fraction(1, 20)
#: Longer numbers are written as ≈ and a decimal.
_LONGEST = 40
#: Games of at most so many groups are written out in a message.
_FEW = 6


class LawViolation(AssertionError):  # noqa: N818  # what pytest prints says that a law is violated
    """A law does not hold; the message says for which group and agent, by which exact numbers, and on which game.

    Attributes
    ----------
    law : str
        Its name in the table of laws.
    game : Game
    """

    def __init__(self, message: str, law: str, game: Game) -> None:
        super().__init__(message)
        self.law, self.game = law, game


class NotApplicable(Exception):  # noqa: N818  # not an error: it is counted and reported
    """The law says nothing about this game; the text says why."""


class Broken(Exception):  # noqa: N818  # becomes a LawViolation, with the law and the game in the message
    """The law does not hold; the text says where and by how much."""


class Outcome(NamedTuple):
    """What became of a law that was not violated: it held, or it does not apply and says why."""

    law: str
    held: bool
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.law}: held" if self.held else f"{self.law}: not applicable: {self.reason}"


@dataclass(frozen=True, eq=False)
class Subject:
    """A game, the solver that is to obey the law, and what several laws ask of its answer.

    Parameters
    ----------
    game : Game
    solver : callable
        From a game to a `Solution`.
    radius : Fraction
        Up to which each entry of b and of M is known, for MODEL T13.
    """

    game: Game
    solver: Solver = solve
    radius: Fraction = RADIUS
    _answers: list[tuple[Game, Solution]] = field(default_factory=list, repr=False)

    @property
    def form(self) -> CanonicalForm:
        """The canonical form of the game; the law does not apply where a term is not quadratic."""
        if not self.game.is_quadratic:
            raise NotApplicable("a term of the utility is not quadratic")
        return self.game.canonical

    def answer(self, game: Game) -> Solution:
        """Return what the solver says of a game; the law does not apply where it declines."""
        for known, solution in self._answers:
            if known is game:
                return solution
        try:
            solution = self.solver(game)
        except (InputError, UndecidedError) as error:
            raise NotApplicable(f"the solver declines: {error}") from None
        if not isinstance(solution, Solution):
            raise Broken(f"the solver answers {type(solution).__name__} where a Solution belongs")
        self._answers.append((game, solution))
        return solution

    @cached_property
    def solution(self) -> Solution:
        """The solver's answer for the game."""
        if not self.game.is_quadratic:
            raise NotApplicable("a term of the utility is not quadratic")
        return self.answer(self.game)

    @cached_property
    def instance(self) -> Instance:
        """The game as the theorems see it."""
        return Instance(self.game, self.radius)

    def need(self, name: str) -> None:
        """Go on only where every hypothesis of a theorem holds; a law that does not apply names the one that fails."""
        self.form  # noqa: B018  # the theorems' laws are about canonical games
        for hypothesis in theorem_named(name).on(self.instance).failing:
            raise NotApplicable(f"{name} needs: {hypothesis.text}; {hypothesis.quantity}")

    @property
    def equilibrium(self) -> Equilibrium:
        """The only homogeneous equilibrium; the law does not apply where there is not exactly one."""
        return self.only(self.solution)

    def only(self, solution: Solution) -> Equilibrium:
        """Return the only homogeneous equilibrium of an answer."""
        components = solution.components
        if len(components) != 1 or isinstance(components[0], Continuum):
            raise NotApplicable(f"the solver lists no single homogeneous equilibrium (kind {solution.kind})")
        return components[0]

    def need_concave(self) -> None:
        """Go on only where H ⪰ 0 on T."""
        if not self.form.concavity.is_positive_semidefinite:
            raise NotApplicable("H is not ⪰ 0 on T")


def _everywhere(subject: Subject) -> None:
    """Let a law apply: it says itself where it can't."""


@dataclass(frozen=True)
class Law:
    """A law: call it with a game, and with a solver if it is not `nashsym.solve` that is to obey.

    Attributes
    ----------
    name, source, statement : str
    holds : callable
        Takes a `Subject`; raises `Broken` where what the law promises is not so, whether or not the law applies.
    theorem : str
        The theorem whose conclusion it is, such as ``"T5"``; empty where it is none's.
    applies : callable
        Takes a `Subject`; raises `NotApplicable` where the law says nothing, with the hypothesis that fails.
    """

    name: str
    source: str
    statement: str
    holds: Callable[[Subject], None]
    theorem: str = ""
    applies: Callable[[Subject], None] = _everywhere

    def __call__(self, game: Game | Solution, solver: Solver = solve) -> Outcome:
        """Check the law.

        Parameters
        ----------
        game : Game or Solution
            A solution is taken as the answer for its game.
        solver : callable, optional

        Raises
        ------
        LawViolation
            An AssertionError, where the law does not hold.
        """
        __tracebackhide__ = True
        return self.check(subject_of(game, solver))

    def check(self, subject: Subject) -> Outcome:
        """Check the law on a subject, which remembers what several laws ask."""
        __tracebackhide__ = True
        try:
            self.applies(subject)
            self.holds(subject)
        except NotApplicable as reason:
            return Outcome(self.name, False, str(reason))
        except (Broken, InputError) as fault:  # an answer that can't be read, such as weights outside Δ
            text = f"{self.name} ({self.source}) does not hold: {fault}\n  the law: {self.statement}"
            raise LawViolation(f"{text}\n  on {stated(subject.game)}", self.name, subject.game) from None
        return Outcome(self.name, True)


def subject_of(game: Game | Solution, solver: Solver = solve) -> Subject:
    """Return the subject of a game, or of a solution as the answer for its game."""
    if isinstance(game, Solution):
        return Subject(game.game, solver, _answers=[(game.game, game)])
    return Subject(game_of(game), solver)


def game_of(game: Game | Solution) -> Game:
    """Return a game, or that of a solution.

    Raises
    ------
    InputError
        Where it is neither.
    """
    if isinstance(game, Solution):
        return game.game
    if not isinstance(game, Game):
        remedy = "give a Game or a Solution; read_game reads a file"
        raise InputError(f"{type(game).__name__} stands where a game belongs", key="game", remedy=remedy)
    return game


def law(
    name: str, source: str, statement: str, *, theorem: str = "", applies: Callable[[Subject], None] | None = None
) -> Callable[[Callable[[Subject], None]], Law]:
    """Make a law of the function that checks it; a theorem's applies where its hypotheses hold, unless said otherwise.

    Parameters
    ----------
    name, source, statement, theorem : str
    applies : callable, optional
        As for `Law`.
    """
    needs = (lambda subject: subject.need(theorem)) if theorem else _everywhere
    return lambda holds: Law(name, source, statement, holds, theorem, applies or needs)


def exactly(value: Any) -> str:
    """Write a rational exactly where that is short, else as ≈ and a decimal."""
    text = number_text(value)
    return text if len(text) <= _LONGEST else f"≈ {decimal(value, digits=12)}"


def mixture_text(groups: Iterable[str], weights: Iterable[Any]) -> str:
    """Write a mixture by group."""
    return ", ".join(f"{group!r}: {exactly(weight)}" for group, weight in zip(groups, weights, strict=True))


def stated(game: Game) -> str:
    """Write a game so that it can be pasted into a test; large ones in short."""
    if game.size > _FEW or game.kind == "terms":
        return repr(game)
    tree = game.to_dict()
    groups, agents = tree["groups"], tree["agents"]
    anchor = f", anchor=({tree['anchor']['coefficient']!r}, {tree['anchor']['reference']})" if "anchor" in tree else ""
    if game.kind == "canonical":
        coupling = f", {tree['K']}" if agents > 1 else ""
        return f"Game.from_canonical({tree['b']}, {tree['H']}{coupling}, agents={agents}, groups={groups}{anchor})"
    inputs = ", ".join(str(tree["inputs"][name]) for name in ("attractiveness", "inconsistency", "similarity"))
    coefficients = f"coefficients={tree['coefficients']}, diversity={tree['diversity']!r}"
    return f"Game.alignment({groups}, {agents}, {inputs}, {coefficients}{anchor})"

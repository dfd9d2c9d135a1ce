"""Terms × laws: a new term is one row of `KINDS`, and is held to every law."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from nashsym.exact.rational import matrix, rational, vector
from nashsym.game import Game
from nashsym.terms import (
    Attractiveness,
    CanonicalForm,
    Coupling,
    Curvature,
    Distance,
    Inconsistency,
    Linear,
    Similarity,
    Term,
)
from nashsym.terms.anchor import Anchor
from nashsym.testing import TERM_LAWS, check_term_laws, mixtures
from nashsym.testing.arithmetic import RATIONAL

Data = Callable[[int], st.SearchStrategy[Any]]

#: How the data of a term is drawn, by its shape.
BY_SHAPE: dict[str, Data] = {"vector": RATIONAL.vector, "symmetric": RATIONAL.symmetric, "square": RATIONAL.square}
#: A new term is one more row: its class, how its data is drawn, and the laws that can't speak of it.
QUADRATIC: tuple[type[Term], ...] = (Attractiveness, Inconsistency, Similarity, Distance, Linear, Curvature, Coupling)
IRRATIONAL = {"symbols_are_exact", "canonical_value", "canonical_gradient", "canonical_of_any_number", "alone"}
KINDS: dict[type[Term], tuple[Data, set[str]]] = {
    **{kind: (BY_SHAPE[kind.shape], set()) for kind in QUADRATIC},
    Anchor: (lambda size: mixtures(size, interior=True), IRRATIONAL),
}
#: Where a term can't have a programme: K not symmetric (MODEL T4).
PROGRAMMELESS = {"programme_gradient"}


@st.composite
def terms(draw: st.DrawFn, kind: type[Term], size: int, data: Data, *, least: int = 1) -> Term:
    drawn = draw(data(size))
    column_or_rows = vector(drawn) if kind.shape == "vector" else matrix(drawn)
    coefficient = draw(RATIONAL.positive_number()) if least or draw(st.booleans()) else Fraction(0)
    return kind(rational(coefficient), column_or_rows)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=40)
@given(st.data())
def test_a_term_states_one_thing(kind: type[Term], data: st.DataObject) -> None:
    source, silent = KINDS[kind]
    size, agents = data.draw(st.integers(1, 3)), data.draw(st.integers(2, 5))
    term = data.draw(terms(kind, size, source))
    interior = mixtures(size, interior=True)
    report = check_term_laws(term, data.draw(interior), data.draw(interior), agents=agents)
    assert report.not_applicable.keys() - PROGRAMMELESS == silent
    if kind is not Coupling:
        assert not PROGRAMMELESS & report.not_applicable.keys()


@pytest.mark.parametrize("kind", QUADRATIC, ids=lambda kind: kind.__name__)
@settings(max_examples=25)
@given(st.data())
def test_also_at_the_boundary_and_outside(kind: type[Term], data: st.DataObject) -> None:
    """A quadratic term is a polynomial: it is the same one at weight 0, and at weights that are no mixture."""
    size, agents = data.draw(st.integers(1, 3)), data.draw(st.integers(2, 5))
    term = data.draw(terms(kind, size, KINDS[kind][0], least=0))
    point = data.draw(st.sampled_from([mixtures(size), RATIONAL.vector(size)]))
    assert check_term_laws(term, data.draw(point), data.draw(point), agents=agents).held


def test_the_table_has_every_term_of_the_package() -> None:
    def below(kind: Any) -> Iterator[Any]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    ours = [kind for kind in below(Term) if kind.__module__.startswith("nashsym.terms.")]
    concrete = {kind for kind in ours if not kind.__abstractmethods__ and not kind.__name__.startswith("_")}
    assert concrete == KINDS.keys()


class Halved(Inconsistency):
    """The canonical form lacks a factor of 2."""

    def canonical(self, agents: int) -> CanonicalForm:
        form = super().canonical(agents)
        return CanonicalForm(form.b, form.H / 2, form.K, agents)


class Imprecise(Attractiveness):
    """The value in floats is off by a millionth."""

    def value(self, own: np.ndarray, mean: np.ndarray) -> float:
        return super().value(own, mean) * (1 + 1e-6)


class Untyped(Attractiveness):
    def value(self, own: np.ndarray, mean: np.ndarray) -> float:
        return np.float64(super().value(own, mean))


class Uphill(Inconsistency):
    """The gradient has the wrong sign."""

    def gradient(self, own: np.ndarray, mean: np.ndarray, agents: int) -> np.ndarray:
        return -super().gradient(own, mean, agents)


class Flat(Attractiveness):
    """The gradient is a column."""

    def gradient(self, own: np.ndarray, mean: np.ndarray, agents: int) -> np.ndarray:
        return super().gradient(own, mean, agents)[:, None]


class Potential(Similarity):
    """The programme is the utility where all play w, whose gradient is twice the marginal utility."""

    def programme(self, weights: Any, agents: int) -> Any:
        return 2 * super().programme(weights, agents)


class Stubborn(Attractiveness):
    """Scaling leaves the coefficient as it is."""

    def scaled(self, coefficient: Any) -> Stubborn:
        return self


class Alone(Similarity):
    """An agent is coupled to itself."""

    def canonical(self, agents: int) -> CanonicalForm:
        return super().canonical(2) if agents == 1 else super().canonical(agents)


class Crowded(Similarity):
    """Right among three agents, where most tests look."""

    def canonical(self, agents: int) -> CanonicalForm:
        form = super().canonical(agents)
        return CanonicalForm(form.b, form.H, form.K * (agents - 2), agents) if agents > 1 else form


class Needy(Distance):
    """Stands apart from nobody, and is paid for it."""

    def canonical(self, agents: int) -> CanonicalForm:
        form = super().canonical(2)
        zero = CanonicalForm.zero(form.groups, 1)
        return CanonicalForm(zero.b, form.H, zero.K, 1) if agents == 1 else super().canonical(agents)


class Floating(Attractiveness):
    """The formula has a float in it."""

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
        factor = 1.0 if any(isinstance(value, sympy.Basic) for value in own) else 1
        return factor * coefficient * (data @ own)


class Skewed(Curvature):
    """H is not symmetric."""

    def canonical(self, agents: int) -> CanonicalForm:
        form = super().canonical(agents)
        turn = form.H * 0
        turn[0, 1], turn[1, 0] = 1, -1
        return CanonicalForm(form.b, form.H + turn, form.K, agents)


class Column(Attractiveness):
    """The float view of a vector is a matrix."""

    def float_data(self) -> np.ndarray:
        return super().float_data()[:, None]


#: A broken term, and the law that catches it.
BROKEN: dict[type[Term], str] = {
    Halved: "canonical_value",
    Imprecise: "floats_follow",
    Untyped: "floats_follow",
    Uphill: "gradient_is_the_derivative",
    Flat: "gradient_is_the_derivative",
    Potential: "programme_gradient",
    Stubborn: "coefficient_scales",
    Alone: "alone",
    Needy: "alone",
    Crowded: "canonical_of_any_number",
    Floating: "symbols_are_exact",
    Skewed: "canonical_value",
    Column: "data_keeps_its_shape",
}


@pytest.mark.parametrize(("kind", "law"), BROKEN.items(), ids=lambda each: getattr(each, "__name__", each))
def test_a_broken_term_is_caught(kind: type[Term], law: str) -> None:
    data = vector([Fraction(1, 3), 2]) if kind.shape == "vector" else matrix([[2, Fraction(1, 3)], [Fraction(1, 3), 1]])
    with pytest.raises(AssertionError, match=f"^{law} does not hold: ") as caught:
        check_term_laws(kind(rational(3), data), laws=[law])
    assert kind.__name__ in str(caught.value)
    right = next(base for base in kind.__mro__ if base in KINDS)
    assert check_term_laws(right(rational(3), data), laws=[law]).held == (law,)


def test_the_gradient_of_the_canonical_form_is_a_law_of_its_own() -> None:
    """A form that is right at one profile only, by its value."""

    class Coincident(Attractiveness):
        def canonical(self, agents: int) -> CanonicalForm:
            form = super().canonical(agents)
            return CanonicalForm(form.b * 0, form.b * form.b.transpose() * 0, form.K, agents)

    zero = vector([1, -1])
    with pytest.raises(
        AssertionError, match=r"^canonical_gradient does not hold: group 1: 0 by the canonical form, 1 by"
    ):
        check_term_laws(Coincident(rational(1), zero), [1, 1], laws=["canonical_value", "canonical_gradient"])


def test_every_law_is_seen_to_refuse() -> None:
    assert {*BROKEN.values(), "canonical_gradient"} == TERM_LAWS.keys()


def test_terms_of_a_game_pass_as_they_are() -> None:
    game = Game.alignment(["a", "b"], 3, [1, 2], [[1, 0], [0, 1]], [[1, 0], [0, 1]], anchor=("1/10", ["1/4", "3/4"]))
    for term in game.terms:
        assert check_term_laws(term, agents=game.agents).held

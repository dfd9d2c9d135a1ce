"""From what a user brings to the terms of a game, and from the terms to the tree of a game file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

import flint

from nashsym.errors import InputError
from nashsym.terms.anchor import Anchor
from nashsym.terms.attractiveness import Attractiveness
from nashsym.terms.canonical_utility import Coupling, Curvature, Linear
from nashsym.terms.distance import Distance
from nashsym.terms.inconsistency import Inconsistency
from nashsym.terms.inputs import InputReader, kind_of, shown
from nashsym.terms.parameters import read_coefficients
from nashsym.terms.similarity import Similarity
from nashsym.terms.term import Term

__all__ = ["DIVERSITY", "Kind", "alignment_terms", "canonical_terms", "kind_of_terms", "terms_tree"]

#: The forms of diversity by name.
DIVERSITY: Final[dict[str, type[Term]]] = {"similarity": Similarity, "distance": Distance}
Kind = Literal["alignment", "canonical", "terms"]


def alignment_terms(
    reader: InputReader,
    size: int,
    attractiveness: Any,
    inconsistency: Any,
    similarity: Any,
    *,
    coefficients: Mapping[str, Any] | Sequence[Any] | None,
    diversity: Any,
    anchor: Any,
) -> tuple[Term, ...]:
    """Return the terms of ``λ_A aᵀwᵢ − λ_C wᵢᵀC wᵢ − λ_D wᵢᵀS mᵢ`` (or its distance form), and the anchor's.

    Raises
    ------
    InputError
        Naming the entry at fault.
    """
    if not isinstance(diversity, str) or diversity not in DIVERSITY:
        found = shown(diversity) if isinstance(diversity, str) else kind_of(diversity)
        raise InputError(
            f"unknown form of diversity: {found}", key="diversity", remedy='write "similarity" or "distance"'
        )
    weights = read_coefficients(coefficients, reader)
    linear = Attractiveness(weights["attractiveness"], reader.vector(attractiveness, size, "inputs.attractiveness"))
    curvature = reader.matrix(inconsistency, size, "inputs.inconsistency", symmetric=True)
    if similarity is not None:
        resemblance = reader.matrix(similarity, size, "inputs.similarity", symmetric=True)
    elif weights["diversity"] != 0:
        raise InputError(
            "missing, although the diversity coefficient is not 0",
            key="inputs.similarity",
            remedy="give the matrix S, or set coefficients.diversity to 0",
        )
    else:
        resemblance = flint.fmpq_mat(size, size)
    coupling = DIVERSITY[diversity](weights["diversity"], resemblance)
    return linear, Inconsistency(weights["consistency"], curvature), coupling, *_anchor(reader, size, anchor)


def canonical_terms(reader: InputReader, size: int, b: Any, H: Any, K: Any, *, anchor: Any) -> tuple[Term, ...]:
    """Return the terms of ``bᵀwᵢ − ½ wᵢᵀH wᵢ − wᵢᵀK mᵢ``, and the anchor's.

    Raises
    ------
    InputError
        Naming the entry at fault.
    """
    linear = reader.vector(b, size, "b")
    curvature = reader.matrix(H, size, "H", symmetric=True)
    coupling = flint.fmpq_mat(size, size) if K is None else reader.matrix(K, size, "K", symmetric=False)
    return Linear.of(linear), Curvature.of(curvature), Coupling.of(coupling), *_anchor(reader, size, anchor)


def _anchor(reader: InputReader, size: int, anchor: Any) -> tuple[Term, ...]:
    """Read (coefficient, reference) of the anchor; no term where there is none."""
    if anchor is None:
        return ()
    pair = reader.sequence(anchor, "anchor")
    if len(pair) != 2:
        raise InputError(
            f"{len(pair)} values stand where two are expected",
            key="anchor",
            remedy="give the coefficient and the reference mixture",
        )
    coefficient = reader.coefficient(pair[0], "anchor.coefficient")
    return (Anchor(coefficient, reader.vector(pair[1], size, "anchor.reference")),)


def kind_of_terms(terms: Sequence[Term]) -> Kind:
    """Tell how a game of these terms was given: coefficients and inputs, (b, H, K), or terms of a user's own."""
    quadratic = terms[:-1] if terms and isinstance(terms[-1], Anchor) else terms
    names = tuple(type(term) for term in quadratic)
    if names == (Linear, Curvature, Coupling) and all(term.coefficient == 1 for term in quadratic):
        return "canonical"
    alignment = len(names) == 3 and names[:2] == (Attractiveness, Inconsistency) and names[2] in DIVERSITY.values()
    return "alignment" if alignment else "terms"


def terms_tree(terms: Sequence[Term], numeral: Callable[[flint.fmpq], str]) -> dict[str, Any]:
    """Return the part of a game file that says the terms, its numbers as `numeral` writes them.

    Raises
    ------
    InputError
        For terms that a file can't state.
    """
    kind = kind_of_terms(terms)
    if kind == "terms":
        raise InputError("a game of terms of your own has no file form", remedy="make it with Game.alignment")
    quadratic = [term for term in terms if not isinstance(term, Anchor)]
    tree: dict[str, Any] = {term.name: _numerals(term, numeral) for term in quadratic}
    if kind == "alignment":
        coefficients = {term.coefficient_name: numeral(term.coefficient) for term in quadratic}
        tree = {"coefficients": coefficients, "inputs": tree}
    for term in terms[len(quadratic) :]:
        tree["anchor"] = {"coefficient": numeral(term.coefficient), "reference": _numerals(term, numeral)}
    return tree


def _numerals(term: Term, numeral: Callable[[flint.fmpq], str]) -> list[Any]:
    """Return the data of a term in a list or in a list of rows."""
    if term.shape == "vector":
        return [numeral(value) for value in term.data.entries()]
    return [[numeral(value) for value in row] for row in term.data.tolist()]

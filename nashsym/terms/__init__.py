"""Utility terms: one file each; they add up to the utility of an agent."""

from nashsym.terms.anchor import Anchor
from nashsym.terms.attractiveness import Attractiveness
from nashsym.terms.canonical import CanonicalForm
from nashsym.terms.canonical_utility import Coupling, Curvature, Linear
from nashsym.terms.distance import Distance
from nashsym.terms.inconsistency import Inconsistency
from nashsym.terms.similarity import Similarity
from nashsym.terms.term import QuadraticTerm, Term

__all__ = [
    "Anchor",
    "Attractiveness",
    "CanonicalForm",
    "Coupling",
    "Curvature",
    "Distance",
    "Inconsistency",
    "Linear",
    "QuadraticTerm",
    "Similarity",
    "Term",
]

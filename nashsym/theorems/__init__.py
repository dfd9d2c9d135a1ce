"""The theorems T1 to T19 of MODEL, section 2: each decides its hypotheses exactly on a game and says what follows."""

from nashsym.theorems.counterexample import Counterexample
from nashsym.theorems.finding import Finding, Hypothesis, Verdict
from nashsym.theorems.registry import THEOREMS, findings, theorem
from nashsym.theorems.theorem import Theorem

__all__ = ["THEOREMS", "Counterexample", "Finding", "Hypothesis", "Theorem", "Verdict", "findings", "theorem"]

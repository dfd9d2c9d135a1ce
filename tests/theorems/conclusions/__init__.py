"""For each counterexample of the ledger a computation that shows the conclusion fail."""

from tests.theorems.conclusions import bounds, coefficients, equilibria, populations
from tests.theorems.conclusions.checking import CHECKS

__all__ = ["CHECKS", "bounds", "coefficients", "equilibria", "populations"]

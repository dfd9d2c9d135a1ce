"""What a proof is made of: an algebra of matrices of any size, steps checked when they are stated, and printing."""

from proofs.framework.algebra import Algebra
from proofs.framework.proof import Fact, Proof, ProofError, Scope, Universal

__all__ = ["Algebra", "Fact", "Proof", "ProofError", "Scope", "Universal"]

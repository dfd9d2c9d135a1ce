"""The derivations of the theorems T1 to T19, each checked by SymPy while it runs: ``python -m proofs``."""

"""Sweeps larger than memory: chunks, computed anywhere in any order, in a zarr store that can be resumed."""

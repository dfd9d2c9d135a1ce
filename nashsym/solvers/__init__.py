"""Solvers: floats propose a support, rationals decide."""

"""The homogeneous equilibrium along one coefficient, exactly: piecewise rational, its breakpoints isolated."""

from nashsym.phase.along.path import coefficient_path
from nashsym.phase.along.piece import Piece

__all__ = ["Piece", "coefficient_path"]

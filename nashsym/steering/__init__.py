"""Design of incentives: what to change so that nobody is left out."""

from nashsym.phase.along.path import coefficient_path
from nashsym.phase.along.piece import Piece
from nashsym.steering.change import CoefficientChange
from nashsym.steering.coefficient_changes import coefficient_changes
from nashsym.steering.covering import Covering

__all__ = ["CoefficientChange", "Covering", "Piece", "coefficient_changes", "coefficient_path"]

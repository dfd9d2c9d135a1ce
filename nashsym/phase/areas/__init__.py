"""Areas of exclusion over a box of coefficients, enclosed by rationals without any grid."""

from nashsym.phase.areas.exclusion import exclusion_area

__all__ = ["exclusion_area"]

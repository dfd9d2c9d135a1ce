"""The exact room against slow arithmetic in Fractions."""

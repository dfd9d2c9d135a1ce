"""Linear algebra over the rationals on the tangent space: solving, definiteness with a witness, linear programmes."""

"""Every theorem decided both ways, and its conclusion against brute force in Fractions."""

"""Tables of implementations × laws: a new solver, regime or term is one row, and is held to every law."""

"""Data that the package carries: a public survey to try everything on."""

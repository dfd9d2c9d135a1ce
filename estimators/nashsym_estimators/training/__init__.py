"""Training a model per group."""

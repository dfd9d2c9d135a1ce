"""Training a language model per group, and what the trained models say of what they were not shown."""

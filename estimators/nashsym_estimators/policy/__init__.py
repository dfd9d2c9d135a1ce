"""The active alignment layer: an agent that plays its equilibrium weights over the group models."""

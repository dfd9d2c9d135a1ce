"""Uncertain inputs: bootstrap replicates of a game, bands on its weights, and what survives a whole box of inputs."""

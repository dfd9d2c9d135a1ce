"""Tests of the design of incentives."""

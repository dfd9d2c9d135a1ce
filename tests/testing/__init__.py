"""Tests of the strategies and laws that users import."""

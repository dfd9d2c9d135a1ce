"""The checker and the tests that hold it: samples, an oracle, hostile input, mutants."""

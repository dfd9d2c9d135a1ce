"""Language models that stand for groups: loading, scoring options, sampling answers."""

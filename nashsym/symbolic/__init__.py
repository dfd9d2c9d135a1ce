"""The derivation in symbols: utility, first-order conditions, closed form, conditions of existence and uniqueness."""

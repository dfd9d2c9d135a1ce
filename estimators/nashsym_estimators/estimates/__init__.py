"""From a table to a, C and S (MODEL, section 5), with repairs on request and bootstrap replicates."""

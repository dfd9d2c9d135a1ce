"""Phase diagrams: where in the space of incentives which groups are served, and the statistics of who is not."""

"""Open text: sentence embeddings and their kernels."""

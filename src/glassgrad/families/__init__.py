"""Model families: the network beside the others, on the same rows of the same data."""

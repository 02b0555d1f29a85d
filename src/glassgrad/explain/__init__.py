"""A graph and its values, told as a story."""

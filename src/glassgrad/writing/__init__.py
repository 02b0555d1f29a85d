"""Numbers, names and formulas as people write them, for stories and for pictures alike; and files that are there as a whole or not at all."""

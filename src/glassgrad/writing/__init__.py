"""Numbers, names and formulas as people write them: for stories and for pictures alike."""

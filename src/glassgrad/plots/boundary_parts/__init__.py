"""What the pages of boundaries and fits share: regions, fills, curves, rows of the data, keys and words."""

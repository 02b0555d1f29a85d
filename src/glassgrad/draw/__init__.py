"""A graph or a network as a picture: positions first, then SVG, PNG, PDF or DOT."""

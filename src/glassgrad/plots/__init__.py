"""Curves, boundaries, surfaces: pictures of runs, as axes of matplotlib. One page for each kind, what it measures beside it in `measured`."""

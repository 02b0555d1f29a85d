"""One page per model family; `glassgrad.families.contents` is the table of contents."""

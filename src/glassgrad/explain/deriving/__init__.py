"""How a derivative is told: one rule a line, the parts put together, the result made simple, and the next derivative."""

"""The coach: reads a hand calculation, works everything out again, and says where it went wrong and how."""

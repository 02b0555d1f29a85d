"""How `parse` reads: characters → tokens → calls of pages. Nothing typed is ever executed; what is not listed here is refused."""

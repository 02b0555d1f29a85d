"""The exit codes, and the one option that every command has."""

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
DEBUG = "--debug"
"""Anywhere before a `--`: show the traceback of an error."""

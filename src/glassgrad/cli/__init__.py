"""The command line: thin, since everything a command does is callable from Python."""

from .main import main

__all__ = ["main"]

"""The command line: thin, since everything a command does is callable from Python."""

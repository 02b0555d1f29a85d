"""Engines: a graph as a program."""

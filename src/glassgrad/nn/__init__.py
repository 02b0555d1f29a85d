"""Layers, activations, losses, initializers, optimizers and schedules: one page each, all made of operations."""

"""The diagram of a network, from a plain record of it."""

from .diagram import network_diagram, words_above
from .look import AnswerLook, LayerLook, LossLook, NetworkLook, RowLook
from .shown import chosen, stages

__all__ = ["AnswerLook", "LayerLook", "LossLook", "NetworkLook", "RowLook", "chosen", "network_diagram", "stages", "words_above"]

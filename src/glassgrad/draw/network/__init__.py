"""The diagram of a network, from a plain record of it."""

from .diagram import network_diagram, words_above
from .look import AnswerLook, LayerLook, LossLook, NetworkLook, RowLook
from .saying import left_out, quoted
from .shown import chosen, stages

__all__ = ["AnswerLook", "LayerLook", "LossLook", "NetworkLook", "RowLook", "chosen", "left_out", "network_diagram", "quoted", "stages", "words_above"]

"""Floor 3: layers, activations, losses, initializers, optimizers, schedules and clipping: one page each, all made of operations; and networks made of them."""

from .activations import Activation, activation, activation_names, activations
from .clipping import Clipping, clipping, clipping_names, clippings
from .initializers import Initializer, initializer, initializer_names, initializers
from .layers import Dense, Layer, LayerNodes, ParameterPlan
from .losses import Loss, loss, loss_names, losses
from .measuring import Measuring, measuring
from .network import Dropout, ForwardNodes, Network
from .optimizers import Optimizer, Update, optimizer, optimizer_names, optimizers
from .parameters import fitting
from .settings import Setting
from .step import TrainingStep, initial_state, training_step

__all__ = [
    "Activation",
    "Clipping",
    "Dense",
    "Dropout",
    "ForwardNodes",
    "Initializer",
    "Layer",
    "LayerNodes",
    "Loss",
    "Measuring",
    "Network",
    "Optimizer",
    "ParameterPlan",
    "Setting",
    "TrainingStep",
    "Update",
    "activation",
    "activation_names",
    "activations",
    "clipping",
    "clipping_names",
    "clippings",
    "fitting",
    "initial_state",
    "initializer",
    "initializer_names",
    "initializers",
    "loss",
    "loss_names",
    "losses",
    "measuring",
    "optimizer",
    "optimizer_names",
    "optimizers",
    "training_step",
]

"""The table of contents of the course, in the order of reading."""

from glassgrad.nn.choosing import table_of_contents

from .activation_functions import activation_functions
from .anatomy import anatomy
from .backpropagation import backpropagation
from .calculus import calculus
from .computational_graph import computational_graph
from .forward_pass import forward_pass
from .model_families import model_families
from .training_loop import training_loop
from .weight_based_training import weight_based_training
from .working_example import working_example

lessons = table_of_contents(
    model_families,
    anatomy,
    forward_pass,
    backpropagation,
    activation_functions,
    calculus,
    weight_based_training,
    computational_graph,
    working_example,
    training_loop,
)

__all__ = ["lessons"]

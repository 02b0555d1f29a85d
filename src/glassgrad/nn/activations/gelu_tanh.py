"""GELU by way of tanh: the approximation with which BERT and GPT-2 were trained."""

from glassgrad.graph import pages

from .page import activation_from

gelu_tanh = activation_from(pages.gelu_tanh, initializer="he_uniform", because="most of one half of the sums is flattened, much as in ReLU")

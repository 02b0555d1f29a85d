"""Known slips in hand calculations of neural networks: one page each; this is the table of contents."""

from __future__ import annotations

import glassgrad.ops  # noqa: F401 - fills the dictionary of operations
from glassgrad.nn.choosing import find, table_of_contents

from .activation_for_pre_activation import activation_for_pre_activation
from .added_instead_of_multiplied import added_instead_of_multiplied
from .another_activation import another_activation
from .another_value import another_value
from .arithmetic import arithmetic
from .bias_forgotten import bias_forgotten
from .broadcast import broadcast
from .decimal_point import decimal_point
from .digits_swapped import digits_swapped
from .forgotten_activation_derivative import forgotten_activation_derivative
from .forgotten_factor import forgotten_factor
from .forgotten_input import forgotten_input
from .function_left_out import function_left_out
from .function_twice import function_twice
from .learning_rate_forgotten import learning_rate_forgotten
from .learning_rate_misplaced import learning_rate_misplaced
from .loss_factor import loss_factor
from .not_normalised import not_normalised
from .old_weight_used import old_weight_used
from .path_left_out import path_left_out
from .pre_activation_for_activation import pre_activation_for_activation
from .previous_gradient_added import previous_gradient_added
from .rounded_early import rounded_early
from .slip import Change, Slip, Task
from .square_forgotten import square_forgotten
from .stepped_uphill import stepped_uphill
from .summand_left_out import summand_left_out
from .summed_not_averaged import summed_not_averaged
from .transposed import transposed
from .updated_weight_used import updated_weight_used
from .weight_forgotten import weight_forgotten
from .wrong_activation_derivative import wrong_activation_derivative
from .wrong_power_rule import wrong_power_rule
from .wrong_sign import wrong_sign

slips = table_of_contents(
    # forward
    *(pre_activation_for_activation, activation_for_pre_activation, another_activation, bias_forgotten, summand_left_out),
    *(function_left_out, not_normalised, function_twice),
    # the loss, and batches
    *(loss_factor, summed_not_averaged, broadcast, square_forgotten),
    # backward
    *(forgotten_input, forgotten_activation_derivative, wrong_activation_derivative, wrong_power_rule, forgotten_factor, path_left_out),
    # matrices
    transposed,
    # the update, and the next step
    *(updated_weight_used, stepped_uphill, learning_rate_forgotten, learning_rate_misplaced, weight_forgotten, old_weight_used, previous_gradient_added),
    # anywhere
    *(wrong_sign, another_value, added_instead_of_multiplied),
    # made with numbers
    *(arithmetic, rounded_early, decimal_point, digits_swapped),
)


def slip(name: str) -> Slip:
    """The slip of that name. Raises: SettingError with the names there are.

    >>> slip("stepped_uphill").title
    'stepped uphill'
    """
    return find("slip", slips, name)


def slip_names() -> tuple[str, ...]:
    """The names of the pages, in the order of reading."""
    return tuple(slips)


__all__ = ["Change", "Slip", "Task", "slip", "slip_names", "slips"]

"""Large libraries, imported at first use; one that is missing or broken switches off only what needs it."""

from importlib import import_module
from typing import Any

from glassgrad.graph import SettingError


def guest(module: str, need: str) -> Any:
    """The module, or a SettingError that says what needs it.

    >>> guest("json", "this example").dumps([1])
    '[1]'
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = {"sklearn": "scikit-learn"}.get(module.split(".", maxsplit=1)[0], module.split(".", maxsplit=1)[0])
        raise SettingError(f"{need} needs the package {package}, which cannot be imported ({error}); install it with: pip install {package}") from None

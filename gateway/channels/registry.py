"""Which messaging apps there are and which are configured: every folder beside this file is one."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from importlib import import_module

from gateway.channels.port import Channel, Connect, Surroundings


def discovered() -> Mapping[str, Connect]:
    """The `connect` of every folder, by its name.

    A folder's `__init__` and the settings that `connect` reads first are all that an installation without
    this app imports; a platform's library is imported once the settings are there.
    """
    package = import_module(__package__ or "")
    folders = sorted(found.name for found in pkgutil.iter_modules(package.__path__) if found.ispkg)
    modules = {name: import_module(f"{package.__name__}.{name}") for name in folders}
    return {name: module.connect for name, module in modules.items() if hasattr(module, "connect")}


def connected(
    connects: Mapping[str, Connect], surroundings: Callable[[str], Surroundings]
) -> Mapping[str, Channel]:
    """The channels whose settings are there.

    Args:
        surroundings: what the channel of this name is given.

    Raises:
        ConfigurationError: the settings of one are there in part, or unusable.
    """
    found = {name: connect(surroundings(name)) for name, connect in connects.items()}
    return {name: channel for name, channel in found.items() if channel is not None}

"""Remedies for four slow places of Rasa 3.6.21, each in a file of its own with its upstream cause.

`XIAOHU_SPEEDUPS=0` turns all of them off; the behaviour is the same either way, only slower.
"""

import os


def install() -> None:
    """Put the remedies in place, unless the setting turns them off."""
    if os.environ.get("XIAOHU_SPEEDUPS", "1") == "0":
        return
    from bot.speedups import action_connection, action_schema, event_types, training_hook

    action_connection.install()
    action_schema.install()
    event_types.install()
    training_hook.install()

"""What a genuine message looks like when any part of it is anything else."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def mutated(draw: st.DrawFn, genuine: dict[str, Any]) -> dict[str, Any]:
    """The message with one to three of its parts replaced or taken out."""
    found = copy.deepcopy(genuine)
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(list(_places(found))))
        if draw(st.booleans()) and isinstance(holder, dict):
            del holder[key]
        else:
            holder[key] = draw(ANYTHING)
        if not found:
            break
    return found


def _places(found: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a message that holds something."""
    entries = found.items() if isinstance(found, dict) else enumerate(found)
    for key, value in list(entries):
        yield found, key
        if isinstance(value, dict | list) and value:
            yield from _places(value)

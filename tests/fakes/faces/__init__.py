"""The face check services."""

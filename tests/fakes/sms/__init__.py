"""The text message services."""

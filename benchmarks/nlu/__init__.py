"""Measures the understanding: `make eval`. Runs in the bot's environment; nothing here runs in production."""

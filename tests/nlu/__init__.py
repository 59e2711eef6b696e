"""The understanding as a whole, on messages of its own; runs in the bot's environment."""

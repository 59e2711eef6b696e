"""Understanding and dialogue, on Rasa; it knows no account and holds no secret of a customer."""

"""Transcripts, buttons and turns of every customer's conversation."""

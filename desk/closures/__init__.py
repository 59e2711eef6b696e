"""Closure applications: one state machine from the first sentence to the closed account."""

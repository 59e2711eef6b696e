"""The people who review applications and take over conversations."""

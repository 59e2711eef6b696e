"""A tiny messaging app: its platform, its phones, and an adapter, to exercise what all adapters share."""

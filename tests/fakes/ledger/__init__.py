"""A company's core system on loopback, which enforces the protocol and can misbehave."""

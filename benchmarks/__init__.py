"""Measures the real system on the machine at hand; nothing here runs in production."""

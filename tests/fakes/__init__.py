"""Providers played by real HTTP servers on this machine, as strict as the real ones."""

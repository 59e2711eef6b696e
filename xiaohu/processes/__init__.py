"""The processes of the whole system: starting, watching and stopping them on one machine."""

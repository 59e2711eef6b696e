"""The outbox: everything that leaves the process, written in the transaction and delivered after it."""

"""The business: accounts, closures, verification, conversations, notices and audit, as a plain library."""

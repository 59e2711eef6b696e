"""People in messaging apps: what came from them, what goes to them, and whose account they speak for."""

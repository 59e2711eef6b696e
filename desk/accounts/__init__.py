"""Customers and their 备用金 accounts: what is owed, what is on its way, and what stands against closing."""

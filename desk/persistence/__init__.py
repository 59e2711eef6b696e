"""How the business is kept: engine, transactions, mapping and migrations over SQLite and PostgreSQL."""

"""The demo: invented customers on a database of their own, and a handset that shows their texts."""

"""The command line and the supervision of the processes."""

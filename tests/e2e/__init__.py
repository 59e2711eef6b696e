"""The whole system as real processes: Rasa, the action server, the gateway and the command line."""

"""What the fakes of one cloud's services share: the server, and the signature of every call."""

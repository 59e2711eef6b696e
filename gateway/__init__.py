"""The front door: the HTTP API, the verification page and the streams that customers reach."""

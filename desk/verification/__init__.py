"""Proving who the customer is, outside the chat: links, one-time codes, the payment password, a face."""

"""The action server: each action makes one call to the business and answers the customer."""

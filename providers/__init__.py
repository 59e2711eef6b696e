"""The outside world behind the business's ports: texts and faces, each through its maker's own SDK."""

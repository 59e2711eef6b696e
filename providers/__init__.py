"""The outside world behind the business's ports: texts and faces by their makers' SDKs, books over HTTP."""

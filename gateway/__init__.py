"""The front door: the widget's API, the verification calls and the pages, over HTTP."""

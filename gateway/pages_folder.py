"""Where the pages are that come with the program."""

from importlib.resources import files
from pathlib import Path

PAGES = Path(str(files("gateway"))) / "pages"

"""`python -m actions` runs the action server with the settings of the environment."""

import sys

from actions.server import serve
from desk.errors import ConfigurationError
from desk.settings import Settings, read_settings

if __name__ == "__main__":
    try:
        serve(read_settings(Settings))
    except ConfigurationError as fault:
        sys.exit(str(fault))

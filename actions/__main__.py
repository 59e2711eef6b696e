"""`python -m actions` runs the action server with the settings of the environment."""

from actions.server import serve
from desk.settings import Settings, read_settings

if __name__ == "__main__":
    serve(read_settings(Settings))

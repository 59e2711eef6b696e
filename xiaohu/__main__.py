"""`python -m xiaohu` is the `xiaohu` command."""

from xiaohu.cli import app

if __name__ == "__main__":
    app()

"""`make phones`: the demo with every messaging app, and the page that plays their phones."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.fakes.phones.hands import running_apps
from tests.fakes.phones.server import build_server
from tests.fakes.serving import served

GATEWAY, PORT = "http://127.0.0.1:8000", 8010


def main() -> int:
    """Start the platforms and the page, and run the demo in front of them until it ends."""
    with running_apps(GATEWAY) as apps, served(build_server(apps.hands), port=PORT) as page:
        sys.stdout.write(f"各个 App 的手机：{page}/   （演示就绪后可用，Ctrl-C 停止）\n")
        sys.stdout.flush()
        demo = subprocess.Popen(
            [sys.executable, "-m", "xiaohu", "demo", "run"], env={**os.environ, **apps.environment}
        )
        try:
            return demo.wait()
        except KeyboardInterrupt:
            return demo.wait()


if __name__ == "__main__":
    raise SystemExit(main())

"""Face checks in the demo: whoever plays the customer decides how they end."""

from desk.settings import Settings
from desk.verification.sandbox import SandboxFaces

PAGE = "/demo/faces"


def demo_faces(settings: Settings) -> SandboxFaces | None:
    """The provider to build a demo's desk with; None outside demo mode, where a company connects its own."""
    return SandboxFaces(f"{settings.public_url.rstrip('/')}{PAGE}") if settings.demo else None

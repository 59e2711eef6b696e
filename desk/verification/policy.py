"""Which methods are offered and how many must pass: the operator's decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.accounts.model import Fen
from desk.errors import ConfigurationError
from desk.verification.model import Method


@dataclass(frozen=True)
class VerificationPolicy:
    """What `policy.yml` says under `verification`.

    Args:
        methods: offered to everybody, in this order; never a face.
        offer_face: whether a face is one more choice.
        required: how many different methods must pass, by credit limit in fen (None: any); the first line
            that fits counts.
    """

    methods: tuple[Method, ...] = (Method.PASSWORD, Method.SMS)
    offer_face: bool = False
    required: tuple[tuple[Fen | None, int], ...] = ((None, 1),)

    def __post_init__(self) -> None:
        """Refuse a policy under which somebody could pass only with a face, or not at all."""
        if Method.FACE in self.methods or not self.methods:
            raise ConfigurationError("policy.yml: verification.methods must name password, sms or both.")
        if not self.required or self.required[-1][0] is not None:
            raise ConfigurationError("policy.yml: the last line of verification.required must fit any limit.")
        if any(not 1 <= count <= len(self.methods) for _, count in self.required):
            raise ConfigurationError(
                "policy.yml: verification.required asks for more methods than are offered."
            )

    @property
    def offered(self) -> tuple[Method, ...]:
        """Every method on offer, the face last."""
        return (*self.methods, Method.FACE) if self.offer_face else self.methods

    def required_for(self, credit_limit: Fen) -> int:
        """How many methods a customer with this limit has to pass."""
        return next(count for up_to, count in self.required if up_to is None or credit_limit <= up_to)

    @classmethod
    def read(cls, rules: Mapping[str, Any]) -> VerificationPolicy:
        """The policy from the mapping in `policy.yml`.

        Raises:
            ConfigurationError: a line cannot be understood, or nobody could pass without a face.
        """
        try:
            return cls(
                methods=tuple(dict.fromkeys(Method(name) for name in rules["methods"])),
                offer_face=bool(rules.get("offer_face", False)),
                required=tuple((line["limit_up_to"], int(line["methods"])) for line in rules["required"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigurationError(f"policy.yml: verification cannot be read: {error}.") from error

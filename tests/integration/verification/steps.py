"""What tests of verification do again and again."""

from dataclasses import dataclass, field
from datetime import timedelta

from desk.accounts.identities import IdentitySeals
from desk.bootstrap import Desk
from desk.demo.service import DemoCustomer
from desk.keys import derive
from desk.verification.passwords import Passwords
from desk.verification.policy import VerificationPolicy
from desk.verification.ports import FaceVerifier, Sms, SmsSender
from desk.verification.sealing import Seals
from desk.verification.service import VerificationService
from tests.conftest import SettableClock

SEALS = Seals.from_secret("the tests' own secret, long enough......")


@dataclass
class Phone:
    """A fake provider of text messages: remembers them, and refuses when told to."""

    received: list[Sms] = field(default_factory=list)
    refusal: Exception | None = None

    def send(self, sms: Sms) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.received.append(sms)

    @property
    def code(self) -> str:
        return self.received[-1].code


@dataclass
class Scene:
    """A customer whose application waits for a verification, and the means to give one."""

    desk: Desk
    clock: SettableClock
    customer: DemoCustomer
    service: VerificationService
    phone: Phone

    @property
    def token(self) -> str:
        return self.service.link(self.customer.customer).token

    @property
    def wrong_password(self) -> str:
        return other_than(self.customer.payment_password)

    def stage(self) -> str:
        return str(self.desk.closures.stage(self.customer.customer))

    def deliver(self) -> int:
        return self.desk.notices.deliver({"sms": self.service.deliver_sms})

    def send_code(self, token: str) -> str:
        """Have a code sent, a minute after the last one, and read it on the phone."""
        self.clock.now += timedelta(seconds=60)
        self.service.send_code(token)
        self.deliver()
        return self.phone.code

    def restart(self) -> None:
        """Begin a new application and come to its verification."""
        self.desk.closures.start(self.customer.customer, "v1")
        self.desk.closures.accept(self.customer.customer, "1")


def build(
    desk: Desk,
    clock: SettableClock,
    *,
    policy: VerificationPolicy | None = None,
    sms: SmsSender | None = None,
    face: FaceVerifier | None = None,
) -> VerificationService:
    return VerificationService(
        desk.transactions,
        clock=clock,
        policy=policy or VerificationPolicy(),
        seals=SEALS,
        passwords=Passwords(derive(desk.settings.password_pepper, "payment passwords")),
        closures=desk.closures,
        account_label=desk.accounts.label,
        sms_text=lambda code, minutes: f"验证码 {code}，{minutes} 分钟内有效",
        sms=sms,
        face=face,
        identities=IdentitySeals.from_secret(desk.settings.secret_key),
        page=lambda path: f"https://shop.example{path}",
    )


def other_than(secret: str) -> str:
    return "000000" if secret != "000000" else "111111"

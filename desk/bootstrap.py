"""Putting the desk together: the one place that knows every part."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from desk.accounts.core import order_handlers
from desk.accounts.identities import IdentitySeals, IdentityService
from desk.accounts.ports import CoreSystem
from desk.accounts.service import AccountService
from desk.audit.anchor import Anchor
from desk.audit.service import AuditService
from desk.channels.binding import BindingService
from desk.channels.sealing import Box
from desk.channels.service import ChannelService
from desk.clock import Clock, utc_now
from desk.closures.execution import Execution
from desk.closures.policy import ClosurePolicy
from desk.closures.service import ClosureService
from desk.conversations.service import ConversationService
from desk.demo.database import require_own
from desk.demo.handset import Handset
from desk.demo.service import DemoService
from desk.errors import ConfigurationError
from desk.keys import derive
from desk.knowledge import Knowledge, KnowledgeError, Policy
from desk.notices.ports import Handler
from desk.notices.preferences import PreferenceService
from desk.notices.service import NoticeService
from desk.persistence.engine import open_engine, plain_refusals
from desk.persistence.migrations import require_current
from desk.persistence.transactions import SqlTransactions
from desk.replies import Replies
from desk.settings import Settings
from desk.staff.service import StaffService
from desk.verification.passwords import Passwords
from desk.verification.policy import VerificationPolicy
from desk.verification.ports import FaceVerifier, SmsSender
from desk.verification.sealing import Seals
from desk.verification.service import VerificationService


@dataclass(frozen=True)
class Desk:
    """The business, ready for its entry points.

    Args:
        core: the company's own books; None when they are in our database.
        core_orders: who carries out what the core system is told, by the kind of the notice.
    """

    settings: Settings
    policy: Policy
    knowledge: Knowledge
    transactions: SqlTransactions
    accounts: AccountService
    identities: IdentityService
    closures: ClosureService
    verification: VerificationService
    conversations: ConversationService
    channels: ChannelService
    bindings: BindingService
    notices: NoticeService
    preferences: PreferenceService
    texts: SmsSender | None
    audit: AuditService
    staff: StaffService
    replies: Replies
    demo: DemoService | None
    core: CoreSystem | None = None
    core_orders: Mapping[str, Handler] = field(default_factory=dict)

    def close(self) -> None:
        """Let go of the database and of the core system."""
        self.transactions.close()
        if self.core:
            self.core.disconnect()


def build_desk(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    sms: SmsSender | None = None,
    face: FaceVerifier | None = None,
    core: CoreSystem | None = None,
) -> Desk:
    """The desk on the database of ``settings``.

    Args:
        settings: see ``desk.settings.read_settings``.
        clock: what time it is; tests set their own.
        sms: the provider of text messages; the simulated handset in demo mode when none is given.
        face: the provider of face checks; none offered without.
        core: the company's own books; the tables of our database without.

    Raises:
        ConfigurationError: the database or the knowledge does not fit; the message says what to do.
    """
    engine = open_engine(settings.database_url)
    try:
        _require_fitting(engine, settings)
        knowledge = _knowledge(settings)
        return _assemble(settings, engine, knowledge, clock, sms, face, core)
    except BaseException:
        engine.dispose()
        raise


def _require_fitting(engine: Engine, settings: Settings) -> None:
    try:
        with plain_refusals(), engine.connect() as connection:
            require_current(connection)
            require_own(connection, demo=settings.demo)
    except OperationalError as error:
        # The driver's words, which name host and file, but never the password.
        where = engine.url.render_as_string(hide_password=True)
        raise ConfigurationError(f"The database {where} cannot be opened: {error.orig}") from error


def _knowledge(settings: Settings) -> Knowledge:
    try:
        return Knowledge(settings.knowledge_dir)
    except KnowledgeError as fault:
        raise ConfigurationError(str(fault)) from fault


def _assemble(
    settings: Settings,
    engine: Engine,
    knowledge: Knowledge,
    clock: Clock,
    sms: SmsSender | None,
    face: FaceVerifier | None,
    core: CoreSystem | None,
) -> Desk:
    anchor = Anchor(settings.audit_anchor, derive(settings.audit_key, "anchor"))
    events_key = derive(settings.audit_key, "events")
    box = Box.for_use(settings.secret_key, "database")
    transactions = SqlTransactions(
        engine, clock=clock, audit_key=events_key, anchor=anchor, box=box, core=core
    )
    execution = Execution(transactions, clock=clock, core=core) if core else None
    accounts = AccountService(transactions, clock=clock)
    passwords = Passwords(derive(settings.password_pepper, "payment passwords"))
    closures_policy = ClosurePolicy(review_days=knowledge.policy.review_working_days)
    closures = ClosureService(transactions, clock=clock, policy=closures_policy, execution=execution)
    handset = Handset(engine, clock=clock)
    identities = IdentitySeals.from_secret(settings.secret_key)
    return Desk(
        settings=settings,
        policy=knowledge.policy,
        knowledge=knowledge,
        transactions=transactions,
        accounts=accounts,
        identities=IdentityService(transactions, identities),
        closures=closures,
        verification=VerificationService(
            transactions,
            clock=clock,
            seals=Seals.from_secret(settings.secret_key),
            passwords=passwords,
            closures=closures,
            account_label=accounts.label,
            policy=VerificationPolicy.read(knowledge.policy.verification),
            sms_text=lambda code, minutes: knowledge.message("sms.code", code=code, minutes=minutes),
            sms=sms or (handset if settings.demo else None),
            face=face,
            identities=identities,
            page=lambda path: f"{settings.public_url.rstrip('/')}{path}",
        ),
        conversations=ConversationService(transactions, clock=clock),
        channels=ChannelService(transactions, clock=clock),
        bindings=BindingService(transactions, clock=clock),
        notices=NoticeService(transactions, clock=clock),
        preferences=PreferenceService(transactions),
        texts=sms or (handset if settings.demo else None),
        audit=AuditService(transactions, key=events_key, anchor=anchor),
        staff=StaffService(transactions, clock=clock, any_name=settings.demo),
        replies=Replies(
            knowledge, knowledge.policy, settings.public_url, proof_lifetime=closures_policy.proof_lifetime
        ),
        demo=DemoService(engine, handset, clock=clock, hash_password=passwords.hash, seal=identities.seal)
        if settings.demo
        else None,
        core=core,
        core_orders=order_handlers(core, transactions, execution.carry_out) if core and execution else {},
    )

"""「我要注销」 in every situation."""

from desk.accounts.model import ObstacleKind
from desk.closures.model import Stage
from desk.conversations.model import ButtonSpec
from tests.unit.actions.conftest import Meet
from tests.unit.actions.talk import Talk, kinds, said, titles


def test_it_shows_the_consequences_in_the_same_turn(customer: Talk) -> None:
    replies = customer.hear("action_close_account", "close_account")
    assert kinds(replies) == ["consequences"]
    assert customer.stage() is Stage.CONSENTING


def test_every_consequence_stands_in_the_text_too(customer: Talk) -> None:
    reply = customer.close()
    assert reply.card
    assert all(item in reply.text for item in reply.card["items"])
    assert reply.card["version"]


def test_the_way_on_is_the_first_button(customer: Talk) -> None:
    first, second = customer.close().buttons
    assert first == ButtonSpec("同意并继续", "affirm", "consenting")
    assert second.intent == "stop"


def test_it_tells_a_visitor_to_log_in(visitor: Talk) -> None:
    assert kinds(visitor.hear("action_close_account", "close_account")) == ["login"]


def test_it_names_the_obstacle_instead(meet: Meet) -> None:
    for profile in ("unpaid_loan", "instalments", "overdue", "repayment_in_flight", "refund_in_flight"):
        talk = meet(profile)
        reply = talk.close()
        assert reply.card
        assert [item["kind"] for item in reply.card["items"]] == [profile]
        assert reply.card["items"][0]["amount"] > 0
        assert reply.card["items"][0]["due_date"]
        assert talk.stage() is Stage.NONE


def test_an_open_offer_is_not_repeated_below_the_obstacles(meet: Meet) -> None:
    talk = meet("unpaid_loan")
    talk.hear("action_how_to_close", "ask_how_to_close")
    assert talk.now().question == "close_account"
    (reply,) = talk.hear("action_close_account", "close_account")
    assert (reply.question, reply.buttons) == (None, ())


def test_it_names_obstacles_without_a_day(meet: Meet) -> None:
    for profile in ("overpaid", "frozen", "closed", "no_account"):
        reply = meet(profile).close()
        assert reply.card
        assert [item["kind"] for item in reply.card["items"]] == [profile]
        assert reply.card["items"][0]["how"]


def test_it_names_every_obstacle_at_once_in_card_and_text(meet: Meet) -> None:
    reply = meet("many_obstacles").close()
    assert reply.card
    items = reply.card["items"]
    assert len(items) > 2
    assert all(item["title"] in reply.text and item["how"] in reply.text for item in items)
    assert f"有 {len(items)} 件事" in reply.text


def test_asked_again_while_consenting_it_shows_the_consequences_again(customer: Talk) -> None:
    customer.close()
    assert customer.close().card == customer.close().card
    assert customer.stage() is Stage.CONSENTING


def test_asked_again_while_verifying_it_shows_the_same_link(customer: Talk) -> None:
    customer.to(Stage.VERIFYING)
    first, second = customer.close(), customer.close()
    assert first.card
    assert second.card
    assert first.card["kind"] == "verification"
    assert first.card["url"] == second.card["url"]


def test_asked_again_while_confirming_it_asks_for_the_last_word(customer: Talk) -> None:
    customer.to(Stage.CONFIRMING)
    assert titles(customer.close())[0] == "确认提交"


def test_asked_again_after_submission_it_tells_how_far_it_is(customer: Talk) -> None:
    application = customer.to(Stage.SUBMITTED)
    reply = customer.close()
    assert reply.card
    assert (reply.card["kind"], reply.card["number"]) == ("status", application.number)


def test_a_new_loan_during_consent_is_told(customer: Talk) -> None:
    customer.close()
    assert customer.desk.demo
    customer.desk.demo.borrow(customer.owner)
    replies = customer.hear("action_close_account", "close_account")
    assert kinds(replies)[0] == "obstacles"
    assert ObstacleKind.UNPAID_LOAN in str(replies[0].card)


def test_how_to_close_gives_the_steps_and_a_button(customer: Talk, visitor: Talk) -> None:
    for talk in (customer, visitor):
        (reply,) = talk.hear("action_how_to_close", "ask_how_to_close")
        assert kinds([reply]) == ["steps"]
        assert reply.buttons == (ButtonSpec("办理注销", "close_account"),)
        assert reply.question == "close_account"


def test_how_to_close_within_a_closing_comes_back_to_the_step(customer: Talk) -> None:
    customer.close()
    steps, pending = customer.hear("action_how_to_close", "ask_how_to_close")
    assert (steps.buttons, steps.question) == ((), None)
    assert kinds([pending]) == ["consequences"]


def test_an_eligible_customer_is_offered_the_closing(customer: Talk) -> None:
    (reply,) = customer.hear("action_check_eligibility", "check_eligibility")
    assert "符合" in reply.text
    assert reply.buttons == (ButtonSpec("办理注销", "close_account"),)
    assert customer.stage() is Stage.NONE


def test_eligibility_within_a_closing_counts_its_own_freeze_as_nothing(customer: Talk) -> None:
    customer.to(Stage.SUBMITTED)
    (reply,) = customer.hear("action_check_eligibility", "check_eligibility")
    assert reply.card is None
    assert "办理中" in reply.text


def test_eligibility_of_a_debtor_is_the_obstacles(meet: Meet) -> None:
    assert kinds(meet("overdue").hear("action_check_eligibility", "check_eligibility")) == ["obstacles"]


def test_why_blocked_names_obstacles_or_says_that_there_are_none(meet: Meet, visitor: Talk) -> None:
    assert kinds(meet("frozen").hear("action_why_blocked", "ask_why_blocked")) == ["obstacles"]
    assert "没有发现" in said(meet("clear").hear("action_why_blocked", "ask_why_blocked"))
    general = visitor.hear("action_why_blocked", "ask_why_blocked")
    assert kinds(general) == ["login"]
    assert "常见原因" in said(general)


def test_outstanding_lists_what_is_owed(meet: Meet, visitor: Talk) -> None:
    talk = meet("many_obstacles")
    owed = talk.desk.accounts.outstanding(talk.owner)
    text = said(talk.hear("action_outstanding", "ask_outstanding"))
    assert f"{owed.total / 100:,.2f}" in text
    assert text.count("到期") == len(owed.items)
    assert "没有待还" in said(meet("clear").hear("action_outstanding", "ask_outstanding"))
    assert kinds(visitor.hear("action_outstanding", "ask_outstanding")) == ["login"]


def test_outstanding_without_an_account_says_so(meet: Meet) -> None:
    assert "没有开通" in said(meet("no_account").hear("action_outstanding", "ask_outstanding"))

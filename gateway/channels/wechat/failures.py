"""WeChat's error codes, by what is to be done about them."""

from gateway.channels.wxapi import TOKEN_FAILURES, Failure

_MINUTE, _HOUR = 60.0, 3600.0

NO_SUCH_KIND, TOO_LONG = 40200, 45002
CODE_INVALID, CODE_USED = 40029, 40163
FAILURES = {
    **TOKEN_FAILURES,
    -1: Failure("the platform is busy", retry_after=5),
    40003: Failure("no such openid", gone=True),
    40013: Failure("the appid is wrong", permanent=True, tell_staff=True),
    CODE_INVALID: Failure("the login's code is not valid", permanent=True),
    40033: Failure("escaped characters", permanent=True, tell_staff=True),
    40037: Failure("no such template", permanent=True, tell_staff=True),
    40125: Failure("the secret is wrong", retry_after=_HOUR, tell_staff=True),
    CODE_USED: Failure("the login's code is used", permanent=True),
    40164: Failure("this server's address is not on the account's list", retry_after=_HOUR, tell_staff=True),
    NO_SUCH_KIND: Failure("this kind of account has no such message", permanent=True, tell_staff=True),
    43004: Failure("does not follow the account", gone=True),
    43101: Failure("refused this notice", closed=True),
    TOO_LONG: Failure("too long", permanent=True, tell_staff=True),
    45009: Failure("the quota of the day is used up", retry_after=_HOUR, tell_staff=True),
    45011: Failure("too frequent", retry_after=_MINUTE),
    45015: Failure("the window of 48 hours is over", closed=True),
    45047: Failure("the allowance is used up", closed=True),
    47001: Failure("no JSON", permanent=True, tell_staff=True),
    47003: Failure("the template takes other fields", permanent=True, tell_staff=True),
    48001: Failure("the account has no right to this", permanent=True, tell_staff=True),
    48002: Failure("takes no messages from the account", gone=True),
    48004: Failure("the platform has banned this", permanent=True, tell_staff=True),
    50002: Failure("the account is limited by the platform", permanent=True, tell_staff=True),
}

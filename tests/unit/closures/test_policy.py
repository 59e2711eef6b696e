import pytest

from desk.closures.policy import ClosurePolicy
from desk.errors import ConfigurationError


@pytest.mark.parametrize("days", [1, 5, 15])
def test_a_review_may_take_up_to_fifteen_working_days(days: int) -> None:
    assert ClosurePolicy(review_days=days).review_days == days


@pytest.mark.parametrize("days", [-1, 0, 16])
def test_a_longer_review_or_none_is_refused(days: int) -> None:
    with pytest.raises(ConfigurationError, match="between 1 and 15"):
        ClosurePolicy(review_days=days)

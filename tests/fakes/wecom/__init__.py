"""WeCom: an application for members of a company, and WeChat customer service for everybody else."""

from tests.fakes.wecom.application import FakeWeCom, Member
from tests.fakes.wecom.customers import Customer
from tests.fakes.wecom.service import FakeKf

__all__ = ["Customer", "FakeKf", "FakeWeCom", "Member"]

"""What customers are told: topics, sentences and the operator's policy, read from files."""

from desk.knowledge.model import KnowledgeFault, Link, Policy, Topic, UnknownText
from desk.knowledge.service import Knowledge

__all__ = ["Knowledge", "KnowledgeFault", "Link", "Policy", "Topic", "UnknownText"]

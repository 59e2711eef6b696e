"""What customers are told: topics, sentences and the operator's policy, read from files."""

from desk.knowledge.model import KnowledgeError, Link, Policy, Topic, UnknownText
from desk.knowledge.service import Knowledge

__all__ = ["Knowledge", "KnowledgeError", "Link", "Policy", "Topic", "UnknownText"]

"""Slips, scripts and run-ons cost little: the same messages with and without them."""

from dataclasses import replace

from rasa.core.agent import Agent

from benchmarks.nlu import reading
from benchmarks.nlu.samples import Sample
from benchmarks.nlu.scoring import Reading, figures

MAY_COST = 0.05


def test_noise_costs_little(
    agent: Agent, held_out: list[Sample], answered: tuple[list[Reading], list[float]]
) -> None:
    pairs = [pair for pair in zip(held_out, answered[0], strict=True) if pair[0].clean]
    noisy, readings = [sample for sample, _ in pairs], [read for _, read in pairs]
    clean = [replace(sample, text=sample.clean or "") for sample in noisy]
    without = figures(clean, reading.with_model(agent.processor, clean)[0]).lenient
    assert len(noisy) > 50
    assert figures(noisy, readings).lenient >= without - MAY_COST

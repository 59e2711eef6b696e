"""`python -m benchmarks.nlu`: cross-validation, the held-out messages, stages, speed; the results as files.

`--extra FILE` measures other labelled messages too; `--keep` keeps the held-out figures for the tests.
"""

import argparse
import statistics
from pathlib import Path

from bot.launcher import prepare

prepare()

from benchmarks.nlu import pictures, reading, report, samples, stock  # noqa: E402
from benchmarks.nlu.scoring import Figures, Reading, by_kind, figures  # noqa: E402
from bot.nlu.networks import SHARPNESS  # noqa: E402


def main() -> None:
    """Measure and print; everything stays under benchmarks/results/."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nlu", description=__doc__)
    parser.add_argument("--extra", type=Path, action="append", default=[])
    parser.add_argument("--keep", action="store_true")
    parser.add_argument(
        "--stock", action="store_true", help="train the stock pipeline beside ours; takes long"
    )
    chosen = parser.parse_args()

    processor = _processor()
    held_out = samples.read(samples.HELD_OUT)
    readings, took = reading.with_model(processor, held_out)
    rows = {"held-out": figures(held_out, readings)}
    rows["stages"] = _stages(processor)
    for path in chosen.extra:
        extra = samples.read(path)
        rows[path.stem] = figures(extra, reading.with_model(processor, extra)[0])
    folded = reading.across_folds(samples.training())
    rows[f"cross-validation ({reading.FOLDS} folds)"] = figures(folded.samples, folded.readings)
    if chosen.stock:
        stock.measure(held_out)
    rows |= {name: Figures(**values) for name, values in stock.results().items()}

    page = _page(rows, held_out, readings, f"{_speed(took)}\n\n{_calibration(folded.sharpness)}")
    print(page)
    report.keep("nlu.md", page)
    report.keep("errors.tsv", report.errors(held_out, readings))
    pictures.confusion(held_out, readings, report.RESULTS / "confusion.png")
    pictures.thresholds(folded.samples, folded.readings, report.RESULTS / "thresholds.png")
    if chosen.keep:
        _keep(held_out, readings)


def _processor() -> object:
    from rasa.core.agent import Agent

    from bot import train

    return Agent.load(train.train()).processor


def _stages(processor: object) -> Figures:
    replies = samples.read(samples.STAGES)
    return figures(replies, reading.with_model(processor, replies)[0])


def _speed(took: list[float]) -> str:
    warm = sorted(took[50:])
    middle, slow = statistics.median(warm) * 1000, warm[int(len(warm) * 0.99)] * 1000
    return f"One parse takes {middle:.1f} ms of processor time at the median, {slow:.1f} ms at p99."


def _calibration(asked: float) -> str:
    return (
        f"Probabilities have a sharpness of {SHARPNESS}; the folds of cross-validation ask for {asked:.2f}."
    )


def _page(
    rows: dict[str, Figures], held_out: list[samples.Sample], readings: list[Reading], asides: str
) -> str:
    parts = [
        "# Understanding, measured",
        f"{report.machine()}; `make eval`.",
        report.table(rows),
        asides,
        "## Held-out messages by kind",
        report.kinds(held_out, readings),
        "## Held-out messages by intent",
        report.intents(held_out, readings),
        "![which intents are taken for which](confusion.png)",
        "![what a threshold costs, in cross-validation](thresholds.png)",
        "The wrong readings are in `errors.tsv`.",
    ]
    return "\n\n".join(parts) + "\n"


def _keep(held_out: list[samples.Sample], readings: list[Reading]) -> None:
    shares = {kind: round(share, 4) for kind, (_, share) in by_kind(held_out, readings).items()}
    facts = {"measured": report.machine(), **figures(held_out, readings).as_dict(), "kinds": shares}
    report.keep_figures("heldout.json", facts)


if __name__ == "__main__":
    main()

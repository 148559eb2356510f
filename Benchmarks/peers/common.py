"""What the peers share: arguments, the digits data, timing of single steps and the printed result."""

import argparse
import csv
import json
import os
import statistics
import time

HERE = os.path.dirname(os.path.abspath(__file__))
DIGITS = os.path.join(HERE, "..", "..", "specs", "data", "digits.csv")


def arguments(description, modes=None):
    """Reads the arguments that every peer takes; `modes` adds `--mode`, the first being the default."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--steps", type=int, default=1000, help="steps to time")
    parser.add_argument("--warmup", type=int, default=200, help="steps before the first timed one")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--format", choices=["json", "text"], default="text")
    if modes:
        parser.add_argument("--mode", choices=modes, default=modes[0])
    return parser.parse_args()


def pin(threads):
    """Lets this process run on its first `threads` processors only. To be called before the framework is imported."""
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, allowed[:threads])


def read_digits():
    """The training rows (80 %) as lists: pixels in 0 to 1 (64 numbers a row, row by row) and digits."""
    with open(DIGITS, newline="") as file:
        rows = list(csv.reader(file))[1:]
    rows = [row for index, row in enumerate(rows) if index % 10 < 8]
    images = [[int(value) / 16 for value in row[:64]] for row in rows]
    return images, [int(row[64]) for row in rows]


def measure(step, steps, warmup):
    """Times each call of `step`, which must return only once its work is done; microseconds."""
    for _ in range(warmup):
        step()
    times = []
    for _ in range(steps):
        start = time.perf_counter_ns()
        step()
        times.append((time.perf_counter_ns() - start) / 1000)
    return times


def report(name, times, options, version):
    """Prints the result as one JSON object or one line of text."""
    deciles = statistics.quantiles(times, n=10) if len(times) > 1 else [times[0]] * 9
    result = {
        "name": name,
        "median_us": round(statistics.median(times), 2),
        "p10_us": round(deciles[0], 2),
        "p90_us": round(deciles[-1], 2),
        "steps": len(times),
        "threads": options.threads,
        "version": version,
    }
    if options.format == "json":
        print(json.dumps(result))
    else:
        print(
            f"{name}: {result['median_us']} us a step (p10 {result['p10_us']}, p90 {result['p90_us']}), "
            f"{len(times)} steps, {options.threads} threads, {version}"
        )

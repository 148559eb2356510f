"""What the peers share: arguments, workloads by name, timing of single steps and the printed result."""

import argparse
import importlib
import json
import os
import resource
import statistics
import sys
import time

WORKLOADS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "workloads")


def arguments(description, **choices):
    """Reads the arguments that every peer takes; each of `choices` adds an option, its first value the default."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workload", choices=names())
    parser.add_argument("--steps", type=int, default=1000, help="steps to time")
    parser.add_argument("--warmup", type=int, help="steps before the first timed one (a tenth, at least 5)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--format", choices=["json", "text"], default="text")
    for name, values in choices.items():
        parser.add_argument("--" + name.replace("_", "-"), choices=values, default=values[0])
    options = parser.parse_args()
    if options.warmup is None:
        options.warmup = max(5, options.steps // 10)
    return options


def names():
    """The names of the workloads."""
    return sorted(file[:-3] for file in os.listdir(WORKLOADS) if file.endswith(".py"))


def workload(name):
    """The module of a workload."""
    sys.path.insert(0, WORKLOADS)
    return importlib.import_module(name)


def pin(threads):
    """Lets this process run on its first `threads` processors only. To be called before the framework is imported."""
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, allowed[:threads])


class Batches:
    """The rows of each batch: an epoch's order is drawn when the epoch begins, and what fills no batch is left out."""

    def __init__(self, count, size, draw):
        self.count, self.size, self.draw = count, size, draw
        self.position = count

    def next(self):
        """The numbers of the next batch's rows."""
        if self.position + self.size > self.count:
            self.order, self.position = self.draw(self.count), 0
        self.position += self.size
        return self.order[self.position - self.size : self.position]


def measure(step, options):
    """Times each call of `step`, which must return only once its work is done; microseconds."""
    for _ in range(options.warmup):
        step()
    times = []
    for _ in range(options.steps):
        start = time.perf_counter_ns()
        step()
        times.append((time.perf_counter_ns() - start) / 1000)
    return times


def peak_resident_bytes():
    """The most memory that the process has had resident so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def report(times, options, parameters, version):
    """Prints the result as one JSON object or one line of text."""
    deciles = statistics.quantiles(times, n=10) if len(times) > 1 else [times[0]] * 9
    result = {
        "name": options.workload,
        "median_us": round(statistics.median(times), 2),
        "p10_us": round(deciles[0], 2),
        "p90_us": round(deciles[-1], 2),
        "steps": len(times),
        "threads": options.threads,
        "parameters": parameters,
        "peak_resident_bytes": peak_resident_bytes(),
        "version": version,
    }
    if options.format == "json":
        print(json.dumps(result))
    else:
        print(
            f"{options.workload}: {result['median_us']} us a step (p10 {result['p10_us']}, p90 {result['p90_us']}), "
            f"{len(times)} steps, {options.threads} threads, {parameters} parameters, "
            f"{result['peak_resident_bytes'] >> 20} MiB, {version}"
        )

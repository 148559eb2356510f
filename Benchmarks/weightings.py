#!/usr/bin/env python3
"""Times a training step under each weighting against the same step in TorchJD and LibMTL, in turn.

    python3 Benchmarks/weightings.py [--workload sarcos] [--scheme mgda ...] [--threads N] [--rounds N]

Every contender runs in a process of its own, pinned to as many processors as it has threads, and in each round all
libraries take their turns on a scheme one after another. Figures are medians over the rounds of the medians over the
steps. `of equal` is what `mtl bench --against equal` finds, whose steps take turns. The floor is one forward pass and
one backward pass for each task, of the products alone, at the rate that `products.py` measures for them right before
and right after the steps, for the clock and the tile unit of a shared host change from second to second. A scheme of
gradients is within its goal if it takes at most a fifth of the peer's step or 1.3 times the floor, whichever is larger;
one of losses if it takes at most 5 % more than `equal` (`famo`, which needs one more forward pass, has no such goal).
"""

import argparse
import json
import math
import os
import statistics
import sys
import tempfile

import products
from run import PEERS, SPECS, processor, run

WORKLOADS = {"sarcos": 7, "sarcos40": 40}
BATCH, WIDTHS = 256, [21, 512, 512, 512]
GRADIENTS = ["pcgrad", "mgda", "cagrad", "nash", "aligned", "upgrad", "gradnorm"]
FURTHER_GRADIENTS = ["imtl_g", "gradvac", "dual_projection"]
LOSSES = ["uncertainty", "imtl_l", "dwa", "gls", "stch", "rlw", "scale_invariant", "famo"]
LIBRARIES = ["torchjd", "libmtl"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workload", action="append", choices=WORKLOADS, help="only this one (may be repeated)")
    parser.add_argument("--scheme", action="append", help="only this one and equal (may be repeated)")
    parser.add_argument("--steps", type=int, default=20, help="timed steps of each run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--no-peers", action="store_true", help="time mtl alone")
    parser.add_argument("--mtl", default=os.path.join(".build", "release", "mtl"), help="the binary, from the root")
    parser.add_argument("--python", default=sys.executable, help="an interpreter with the peers' packages")
    parser.add_argument("--json", metavar="FILE", help="write all results here")
    parser.add_argument("--timeout", type=float, default=300, help="seconds that one run may take")
    return parser.parse_args()


def command(library, workload, scheme, options):
    """What times a step of a library."""
    if library == "mtl":
        spec = os.path.join(SPECS, workload + ".mtl")
        start = [options.mtl, "bench", spec, "--weighting", scheme, "--against", "equal"]
    else:
        script = os.path.join(PEERS, "weightings.py")
        start = [options.python, script, workload, "--library", library, "--scheme", scheme]
    return start + ["--steps", str(options.steps), "--threads", str(options.threads), "--format", "json"]


class Floor:
    """The least time of a step with all tasks' gradients, measured again whenever it is asked for."""

    def __init__(self, program, tasks, threads):
        self.program, self.threads = program, threads
        self.products = list(products_of_step(tasks))

    def measure(self):
        """In microseconds."""
        names = [name for name, _ in self.products]
        _, _, results = products.measure(self.program, names, self.threads, 3, None)
        total = 0.0
        for (name, count), rounds in zip(self.products, results):
            rate = statistics.median(rate for rate, _ in rounds)
            total += count * 2 * math.prod(products.dimensions(name)) / rate / 1000
        return total


def products_of_step(tasks):
    """The products of a step, each with how often it is made: forward once, backward for each task."""
    for inputs, outputs in zip(WIDTHS, WIDTHS[1:]):
        yield f"NN:{BATCH}x{outputs}x{inputs}", 1
        yield f"TN:{inputs}x{outputs}x{BATCH}", tasks
        if inputs != WIDTHS[0]:
            yield f"NT:{BATCH}x{inputs}x{outputs}", tasks


def measure(workload, scheme, floor, options):
    """The columns of a scheme, each with its values over the rounds, and what the libraries without it say.

    Times in microseconds by library; `floor`; and the ratios of mtl's step, to the floor and to one of `equal`.
    """
    libraries = ["mtl"] + ([] if options.no_peers else LIBRARIES)
    found, failed = {}, {}
    before = floor.measure()
    for _ in range(options.rounds):
        for library in libraries:
            if library in failed:
                continue
            result = run(command(library, workload, scheme, options), options.timeout, options.threads)
            if isinstance(result, str):
                failed[library] = result
                continue
            found.setdefault(library, []).append(result["median_us"])
            if library == "mtl":
                after = floor.measure()
                found.setdefault("floor", []).append((before + after) / 2)
                found.setdefault("of the floor", []).append(2 * result["median_us"] / (before + after))
                found.setdefault("of equal", []).append(result["against"]["ratio"])
                before = after
        if len(libraries) > 1:
            before = floor.measure()
    return {column: statistics.median(values) for column, values in found.items()}, failed


def row(scheme, level, found):
    """The cells of a scheme's line."""
    own = found.get("mtl")
    peers = {library: found[library] for library in LIBRARIES if library in found}
    library = min(peers, key=peers.get) if peers else None
    cells = [scheme, f"{own:.0f} us" if own else "", f"{peers[library]:.0f} us" if library else "", library or ""]
    cells.append(f"{peers[library] / own:.1f}" if library and own else "")
    cells.append(f"{found['of the floor']:.2f}" if own and level == "gradients" else "")
    cells.append(f"{found['of equal']:.3f}" if own else "")
    goal = None
    if own and level == "gradients":
        goal = found["of the floor"] <= 1.3 or bool(library) and own <= peers[library] / 5
    elif own and level == "losses" and scheme != "famo":
        goal = found["of equal"] <= 1.05
    cells.append("" if goal is None else "yes" if goal else "no")
    return cells


def workload_result(workload, program, options):
    """Measures all schemes on a workload and prints its table."""
    tasks = WORKLOADS[workload]
    floor = Floor(program, tasks, options.threads)
    levels = {"equal": "equal"} | {name: "gradients" for name in GRADIENTS + FURTHER_GRADIENTS}
    levels |= {name: "losses" for name in LOSSES}
    chosen = ["equal"] + [name for name in options.scheme or list(levels)[1:] if name != "equal"]
    heads = ["scheme", "mtl", "faster peer", "", "ratio", "of the floor", "of equal", "goal"]
    lines, results, missing = [heads, ["---"] + ["---:"] * 2 + ["---"] + ["---:"] * 3 + ["---"]], {}, []
    for scheme in chosen:
        found, failed = measure(workload, scheme, floor, options)
        results[scheme] = {"medians": found, "failed": failed}
        missing += [f"{scheme}, {library}: {reason}" for library, reason in failed.items()]
        lines.append(row(scheme, levels.get(scheme, "gradients"), found))
        print(f"  {workload}, {scheme}: {found}", file=sys.stderr)
    least = statistics.median(result["medians"]["floor"] for result in results.values())
    print(f"\n### {workload}: {tasks} tasks, {options.threads} threads; floor {least:.0f} us\n")
    print("\n".join("| " + " | ".join(line) + " |" for line in lines), flush=True)
    print("".join(f"\n{line}\n" for line in missing), flush=True)
    return {"name": workload, "tasks": tasks, "floor_us": least, "schemes": results}


def main():
    options = arguments()
    print(f"{processor()}, {options.threads} threads, {options.rounds} rounds")
    with tempfile.TemporaryDirectory() as directory:
        program = products.build(directory)
        workloads = options.workload or WORKLOADS
        results = [workload_result(workload, program, options) for workload in workloads]
    if options.json:
        with open(options.json, "w", newline="\n") as file:
            json.dump({"processor": processor(), "workloads": results}, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()

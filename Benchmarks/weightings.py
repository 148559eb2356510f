#!/usr/bin/env python3
"""Times a training step under each weighting against the same step in TorchJD and LibMTL, in turn.

    python3 Benchmarks/weightings.py [--workload sarcos] [--scheme mgda ...] [--threads N] [--rounds N]

Every contender runs in a process of its own, pinned to as many processors as it has threads, and in each round all
libraries take their turns on a scheme one after another. Figures are medians over the rounds of the medians over the
steps. Beside the ratio to the faster peer stands the floor: one forward pass and one backward pass for each task, of
the products alone, at the rate that `products.py` measures for them. A scheme of gradients is within its goal if it
takes at most a fifth of the peer's step or 1.3 times the floor, whichever is larger; one of losses if it takes at most
5 % more than `equal` (`famo`, which needs one more forward pass, has no such goal).
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys

from run import PEERS, ROOT, SPECS, processor, run

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
    parser.add_argument("--steps", type=int, default=20, help="timed steps of each run of a peer; mtl makes five times as many")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--no-peers", action="store_true", help="time mtl alone")
    parser.add_argument("--rate", type=float, metavar="GFLOPS", help="that of the products, instead of measuring it")
    parser.add_argument("--mtl", default=os.path.join(".build", "release", "mtl"), help="the binary, from the root")
    parser.add_argument("--python", default=sys.executable, help="an interpreter with the peers' packages")
    parser.add_argument("--json", metavar="FILE", help="write all results here")
    parser.add_argument("--timeout", type=float, default=300, help="seconds that one run may take")
    return parser.parse_args()


def command(library, workload, scheme, options):
    """What times a step of a library."""
    if library == "mtl":
        spec = os.path.join(SPECS, workload + ".mtl")
        start, steps = [options.mtl, "bench", spec, "--weighting", scheme], 5 * options.steps
    else:
        script = os.path.join(PEERS, "weightings.py")
        start = [options.python, script, workload, "--library", library, "--scheme", scheme]
        steps = options.steps
    return start + ["--steps", str(steps), "--threads", str(options.threads), "--format", "json"]


def measure(workload, scheme, options):
    """The median step of each library that has the scheme, in microseconds, and what the others say."""
    libraries = ["mtl"] + ([] if options.no_peers else LIBRARIES)
    times, failed = {}, {}
    for _ in range(options.rounds):
        for library in libraries:
            if library in failed:
                continue
            result = run(command(library, workload, scheme, options), options.timeout, options.threads)
            if isinstance(result, str):
                failed[library] = result
            else:
                times.setdefault(library, []).append(result["median_us"])
    return {library: statistics.median(found) for library, found in times.items()}, failed


def products(tasks):
    """The products of a step, each with how often it is made: forward once, backward for each task."""
    found = []
    for inputs, outputs in zip(WIDTHS, WIDTHS[1:]):
        found.append((f"NN:{BATCH}x{outputs}x{inputs}", 1))
        found.append((f"TN:{inputs}x{outputs}x{BATCH}", tasks))
        if inputs != WIDTHS[0]:
            found.append((f"NT:{BATCH}x{inputs}x{outputs}", tasks))
    return found


def rates(options):
    """The rate of each product in billions of operations a second."""
    names = sorted({name for name, _ in products(1)})
    if options.rate:
        return {name: options.rate for name in names}
    script = os.path.join("Benchmarks", "products.py")
    done = subprocess.run(
        [sys.executable, script, "--threads", str(options.threads), "--rounds", "3", *names],
        cwd=ROOT, capture_output=True, text=True,
    )
    if done.returncode != 0:
        sys.exit(f"products.py: {done.stderr.strip().splitlines()[-1]}")
    found = re.findall(r"^\| (\w\w) (\d+x\d+x\d+) *\| (\d+) \|", done.stdout, re.MULTILINE)
    return {f"{layout}:{sizes}": float(rate) for layout, sizes, rate in found}


def floor(tasks, rates):
    """The least time of a step with all tasks' gradients, in microseconds."""
    total = 0.0
    for name, count in products(tasks):
        rows, columns, depth = map(int, name.split(":")[1].split("x"))
        total += count * 2 * rows * columns * depth / rates[name] / 1000
    return total


def row(scheme, level, times, equal, least):
    """The cells of a scheme's line."""
    own = times.get("mtl")
    peers = {library: times[library] for library in LIBRARIES if library in times}
    library = min(peers, key=peers.get) if peers else None
    cells = [scheme, f"{own:.0f} us" if own else "", f"{peers[library]:.0f} us" if library else "", library or ""]
    cells.append(f"{peers[library] / own:.1f}" if library and own else "")
    cells.append(f"{own / least:.2f}" if own and level == "gradients" else "")
    cells.append(f"{own / equal:.2f}" if own and equal else "")
    goal = None
    if own and level == "gradients":
        goal = own <= max(peers[library] / 5 if library else 0, 1.3 * least)
    elif own and equal and level == "losses" and scheme != "famo":
        goal = own <= 1.05 * equal
    cells.append("" if goal is None else "yes" if goal else "no")
    return cells


def workload_result(workload, rates, options):
    """Measures all schemes on a workload and prints its table."""
    tasks = WORKLOADS[workload]
    least = floor(tasks, rates)
    levels = {"equal": "equal"} | {name: "gradients" for name in GRADIENTS + FURTHER_GRADIENTS}
    levels |= {name: "losses" for name in LOSSES}
    chosen = ["equal"] + [name for name in options.scheme or list(levels)[1:] if name != "equal"]
    heads = ["scheme", "mtl", "faster peer", "", "ratio", "of the floor", "of equal", "goal"]
    lines, results, equal, missing = [heads, ["---"] + ["---:"] * 2 + ["---"] + ["---:"] * 3 + ["---"]], {}, None, []
    for scheme in chosen:
        times, failed = measure(workload, scheme, options)
        equal = times.get("mtl") if scheme == "equal" else equal
        results[scheme] = {"median_us": times, "failed": failed}
        missing += [f"{scheme}, {library}: {reason}" for library, reason in failed.items()]
        lines.append(row(scheme, levels.get(scheme, "gradients"), times, equal, least))
        print(f"  {workload}, {scheme}: {times}", file=sys.stderr)
    print(f"\n### {workload}: {tasks} tasks, {options.threads} threads; floor {least:.0f} us\n")
    print("\n".join("| " + " | ".join(line) + " |" for line in lines), flush=True)
    print("".join(f"\n{line}\n" for line in missing), flush=True)
    return {"name": workload, "tasks": tasks, "floor_us": least, "schemes": results}


def main():
    options = arguments()
    print(f"{processor()}, {options.threads} threads, {options.rounds} rounds")
    found = rates(options)
    print("rates: " + ", ".join(f"{name} {rate:.0f} GFLOP/s" for name, rate in sorted(found.items())))
    results = [workload_result(workload, found, options) for workload in options.workload or WORKLOADS]
    if options.json:
        with open(options.json, "w", newline="\n") as file:
            json.dump({"processor": processor(), "rates": found, "workloads": results}, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()

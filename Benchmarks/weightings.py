#!/usr/bin/env python3
"""Times a training step under each weighting against the same step in TorchJD and LibMTL, in turn.

    python3 Benchmarks/weightings.py [--workload sarcos] [--scheme mgda ...] [--threads N] [--rounds N]

Every contender runs in a process of its own, pinned to as many processors as it has threads, and in each round all
libraries take their turns on a scheme one after another. Figures are medians over the rounds of the medians over the
steps. `of equal` is what `mtl bench --against equal` finds, whose steps take turns, for the clock and the tile unit of a
shared host change from second to second. The floor is one forward pass and one backward pass for each task, of the
products alone. `of the floor` takes them at the rates that they have in the steps of `equal`, `of products` at those
that `products.py` finds just before and after the steps, with operands that stay in the cache: the stricter of the
two. A scheme of gradients is within its goal if it takes at most a fifth of the peer's step or 1.3 times the stricter
floor, whichever is larger; one of losses if it takes at most 5 % more than `equal` (`famo`, with one more forward
pass, has no such goal).
"""

import argparse
import json
import os
import statistics
import sys
import tempfile

import products
from run import PEERS, SPECS, processor, run

WORKLOADS = {"sarcos": 7, "sarcos40": 40}
WIDTHS = [21, 512, 512, 512]
GRADIENTS = ["pcgrad", "mgda", "cagrad", "nash", "aligned", "upgrad", "gradnorm"]
FURTHER_GRADIENTS = ["imtl_g", "gradvac", "dual_projection"]
LOSSES = ["uncertainty", "imtl_l", "dwa", "gls", "stch", "rlw", "scale_invariant", "famo"]
FURTHER_LOSSES = ["static", "cov", "lbtw", "tchebycheff", "igb", "ldc", "pbi", "cosmos"]  # without peers
SCHEMES = GRADIENTS + FURTHER_GRADIENTS + LOSSES + FURTHER_LOSSES
LIBRARIES = ["torchjd", "libmtl"]
DIRECTIONS = ["forward", "inputs", "weights"]
# The products of the trunk, and how often they are made: forward once, backward once for each task.
FORWARD = {"NN:256x512x21": 1, "NN:256x512x512": 2}
BACKWARD = {"NT:256x512x512": 2, "TN:512x512x256": 2, "TN:21x512x256": 1}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workload", action="append", choices=WORKLOADS, help="only this one (may be repeated)")
    parser.add_argument("--scheme", action="append", choices=SCHEMES, help="only this one and equal (may be repeated)")
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


def floor_of_equal(workload, options):
    """The floor as a part of a step with `equal`, and the rates of the products in such a step, in GFLOP/s.

    Forward and backward products are timed in the steps themselves, one by one, beside all else that a step does.
    """
    spec = os.path.join(SPECS, workload + ".mtl")
    command = [options.mtl, "bench", spec, "--weighting", "equal", "--operations", "--steps", "100"]
    result = run(command + ["--threads", str(options.threads), "--format", "json"], options.timeout, options.threads)
    if isinstance(result, str):
        sys.exit(f"mtl: {result}")
    times = {direction: 0.0 for direction in DIRECTIONS}
    work = dict(times)
    for operation in result["operations"]:
        direction = direction_of(operation["operation"])
        if direction:
            times[direction] += operation["time_us"]
            work[direction] += operation["operations"]
    rates = {direction: work[direction] / times[direction] / 1000 for direction in DIRECTIONS}
    backward = times["weights"] + times["inputs"]
    step = sum(operation["time_us"] for operation in result["operations"])
    return (times["forward"] + WORKLOADS[workload] * backward) / step, rates


def time_of_products(program, tasks, options):
    """The microseconds that the products of a step take by themselves."""
    shapes = list(FORWARD) + list(BACKWARD)
    rounds = [rates for _, rates in products.rounds_of_process(program, shapes, options.threads)[1]]
    total = 0.0
    for place, shape in enumerate(shapes):
        rate = statistics.median(rates[place][0] for rates in rounds)
        rows, columns, depth = products.dimensions(shape)
        count = FORWARD.get(shape) or tasks * BACKWARD[shape]
        total += count * 2 * rows * columns * depth / rate / 1000
    return total


def direction_of(operation):
    """What a product of the trunk is for; `None` for all else."""
    if not operation.startswith("matrixProduct") or f"x{WIDTHS[-1]}x" not in operation:
        return None
    if "+relu" in operation:
        return "forward"
    return "inputs" if operation.startswith("matrixProduct (rows") else "weights"


def measure(workload, scheme, floor, program, options):
    """The columns of a scheme, each with its median over the rounds, and what the libraries without it say.

    Times in microseconds by library, and the ratios of mtl's step: to one of `equal`, to the floor, and, of a scheme
    of gradients, to the products by themselves, in turns with it.
    """
    libraries = ["mtl"] + ([] if options.no_peers else LIBRARIES)
    found, failed = {}, {}
    for _ in range(options.rounds):
        for library in libraries:
            if library in failed:
                continue
            in_turns = library == "mtl" and scheme in GRADIENTS + FURTHER_GRADIENTS
            before = time_of_products(program, WORKLOADS[workload], options) if in_turns else None
            result = run(command(library, workload, scheme, options), options.timeout, options.threads)
            if isinstance(result, str):
                failed[library] = result
                continue
            found.setdefault(library, []).append(result["median_us"])
            if library == "mtl":
                found.setdefault("of equal", []).append(result["against"]["ratio"])
                found.setdefault("of the floor", []).append(result["against"]["ratio"] / floor)
            if in_turns:
                after = time_of_products(program, WORKLOADS[workload], options)
                found.setdefault("of products", []).append(result["median_us"] / statistics.fmean([before, after]))
    return {column: statistics.median(values) for column, values in found.items()}, failed


def row(scheme, level, found):
    """The cells of a scheme's line."""
    own = found.get("mtl")
    peers = {library: found[library] for library in LIBRARIES if library in found}
    library = min(peers, key=peers.get) if peers else None
    cells = [scheme, f"{own:.0f} us" if own else "", f"{peers[library]:.0f} us" if library else "", library or ""]
    cells.append(f"{peers[library] / own:.1f}" if library and own else "")
    cells.append(f"{found['of the floor']:.2f}" if own and level == "gradients" else "")
    cells.append(f"{found['of products']:.2f}" if "of products" in found else "")
    cells.append(f"{found['of equal']:.3f}" if own else "")
    goal = None
    if own and level == "gradients":
        goal = found["of products"] <= 1.3 or bool(library) and own <= peers[library] / 5
    elif own and level == "losses" and scheme != "famo":
        goal = found["of equal"] <= 1.05
    cells.append("" if goal is None else "yes" if goal else "no")
    return cells


def workload_result(workload, program, options):
    """Measures all schemes on a workload and prints its table."""
    tasks = WORKLOADS[workload]
    floors = [floor_of_equal(workload, options) for _ in range(options.rounds)]
    floor = statistics.median(floor for floor, _ in floors)
    rates = {name: statistics.median(rates[name] for _, rates in floors) for name in DIRECTIONS}
    levels = {"equal": "equal"} | {name: "gradients" for name in GRADIENTS + FURTHER_GRADIENTS}
    levels |= {name: "losses" for name in LOSSES + FURTHER_LOSSES}
    chosen = ["equal"] + [name for name in options.scheme or list(levels)[1:] if name != "equal"]
    heads = ["scheme", "mtl", "faster peer", "", "ratio", "of the floor", "of products", "of equal", "goal"]
    lines, results, missing = [heads, ["---"] + ["---:"] * 2 + ["---"] + ["---:"] * 4 + ["---"]], {}, []
    for scheme in chosen:
        found, failed = measure(workload, scheme, floor, program, options)
        results[scheme] = {"medians": found, "failed": failed}
        missing += [f"{scheme}, {library}: {reason}" for library, reason in failed.items()]
        lines.append(row(scheme, levels[scheme], found))
        print(f"  {workload}, {scheme}: {found}", file=sys.stderr)
    shown = ", ".join(f"{name} {rate:.0f}" for name, rate in rates.items())
    print(f"\n### {workload}: {tasks} tasks, {options.threads} threads; floor {floor:.2f} of equal, at GFLOP/s {shown}\n")
    print("\n".join("| " + " | ".join(line) + " |" for line in lines), flush=True)
    print("".join(f"\n{line}\n" for line in missing), flush=True)
    return {"name": workload, "tasks": tasks, "floor": floor, "rates": rates, "schemes": results}


def main():
    options = arguments()
    print(f"{processor()}, {options.threads} threads, {options.rounds} rounds")
    with tempfile.TemporaryDirectory() as directory:
        program = products.build(directory)
        results = [workload_result(workload, program, options) for workload in options.workload or WORKLOADS]
    if options.json:
        with open(options.json, "w", newline="\n") as file:
            json.dump({"processor": processor(), "workloads": results}, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()

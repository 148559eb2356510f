#!/usr/bin/env python3
"""Runs mtl and its peers on the same workloads, in turn, and prints tables of microseconds a step.

Needs only the standard library; `--python` names an interpreter that has the peers' packages. Every contender runs
in a process of its own, pinned to as many processors as it has threads. A round runs each contender once with each
number of threads, and each round begins at another contender, so that what disturbs the machine for a while disturbs
all alike. The figure of a contender is the median over rounds of the medians over steps, with whichever number of
threads was fastest for it; the ratio is that of the peer over that of mtl (above 1: mtl is faster). What is missing
or fails is said, that number of threads is not tried again, and the rest goes on.

A workload is a spec in `specs`, a file of its name in `peers/workloads`, and a line below.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SPECS = os.path.join("Benchmarks", "specs")
PEERS = os.path.join("Benchmarks", "peers")

# The workloads, and how many steps a run of each times unless `--steps` says so.
WORKLOADS = {
    "digits": 1000,
    "census": 500,
    "mixture": 50,
    "sarcos": 150,
    "multimnist": 30,
    "wide": 8,
    "recommender": 20,
    "tagger": 30,
    "transformer": 20,
    "segmenter": 10,
}

# The peers: name, script and arguments.
CONTENDERS = {
    "PyTorch eager": ["pytorch.py"],
    "PyTorch compile": ["pytorch.py", "--mode", "compile"],
    "JAX jit": ["jax_peer.py"],
}

# Peers that only some workloads have.
SPARSE = {"PyTorch eager, sparse gradients": ["pytorch.py", "--gradients", "sparse"]}
FURTHER = {"recommender": SPARSE, "tagger": SPARSE, "transformer": SPARSE}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, help="timed steps of each run (each workload has its own number)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", default="1,2", help="numbers of threads to try, as in 1,2")
    parser.add_argument("--workload", action="append", choices=WORKLOADS, help="only this one (may be repeated)")
    parser.add_argument("--peak", type=float, metavar="GFLOPS", help="what one thread can do, from products.py")
    parser.add_argument("--mtl", default=os.path.join(".build", "release", "mtl"), help="the binary, from the root")
    parser.add_argument("--python", default=sys.executable, help="an interpreter with the peers' packages")
    parser.add_argument("--json", metavar="FILE", help="write all results here")
    parser.add_argument("--timeout", type=float, default=900, help="seconds that one run may take")
    return parser.parse_args()


def processor():
    """The processor's name."""
    try:
        with open("/proc/cpuinfo") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    if platform.system() == "Darwin":
        found = subprocess.run(["sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.strip()
    return platform.processor() or platform.machine()


def load():
    """The load average of the last minute, where the system tells it."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def run(command, timeout, threads=None):
    """The JSON object that a command prints last, or a text that says why there is none.

    With `threads` the process may use the first so many processors only, mtl as well as the peers.
    """

    def pin():
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])

    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=timeout,
            preexec_fn=pin if threads and hasattr(os, "sched_setaffinity") else None,
        )
    except FileNotFoundError:
        return f"{command[0]} is not there"
    except subprocess.TimeoutExpired:
        return f"took longer than {timeout:g} s"
    if done.returncode != 0:
        return f"exit code {done.returncode}: {message(done)}"
    text = done.stdout.strip()
    for candidate in (text, text.splitlines()[-1] if text else ""):
        try:
            return json.loads(candidate)
        except ValueError:
            continue
    return "printed no JSON"


def message(done):
    """What a failed command said: mtl's first message, or the last line."""
    lines = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()
    return next((line for line in lines if line.startswith("error")), lines[-1])


def plan(workload, options):
    """The parameters of a workload's spec and the multiply-adds of a step; or a text that says why there are none."""
    spec = os.path.join(SPECS, workload + ".mtl")
    result = run([options.mtl, "plan", spec, "--no-estimate", "--format", "json"], options.timeout)
    if isinstance(result, str):
        return result
    totals = result["totals"]
    return {
        "parameters": totals["parameters"],
        "multiply_adds": (totals["multiply_adds"] + totals["backward_multiply_adds"]) * result["training"]["batch"],
    }


def contenders(workload, planned, options):
    """Each contender's name and its command but for steps and threads; mtl only where it can run the spec."""
    result = {}
    if isinstance(planned, dict):
        result["mtl"] = [options.mtl, "bench", os.path.join(SPECS, workload + ".mtl")]
    for name, (script, *rest) in (CONTENDERS | FURTHER.get(workload, {})).items():
        result[name] = [options.python, os.path.join(PEERS, script), workload, *rest]
    return result


def label(name, count):
    return f"{name}, {count} threads" if count > 1 else f"{name}, 1 thread"


def measure(commands, steps, threads, options):
    """Runs the contenders of a workload; gives the runs of each by number of threads, and what failed."""
    names = list(commands)
    runs = {name: {count: [] for count in threads} for name in names}
    failed = {}
    for turn in range(options.rounds):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            for count in threads:
                if label(name, count) in failed:
                    continue
                extra = ["--steps", str(steps), "--threads", str(count), "--format", "json"]
                before = load()
                result = run(commands[name] + extra, options.timeout, count)
                if isinstance(result, str):
                    failed[label(name, count)] = result
                    print(f"  {label(name, count)}: {result}", file=sys.stderr)
                    continue
                result["load_before"] = before
                runs[name][count].append(result)
        print(f"  round {turn + 1} of {options.rounds} done, load {load()}", file=sys.stderr)
    return runs, failed


def summarise(runs, planned, peak):
    """For each contender the median by number of threads, the best, its ratio to mtl's, memory and use of the peak."""
    rows = {}
    for name, by_threads in runs.items():
        medians = {
            count: statistics.median(result["median_us"] for result in results)
            for count, results in by_threads.items()
            if results
        }
        if not medians:
            continue
        threads = min(medians, key=medians.get)
        rows[name] = row = {"median_us": medians, "best_us": medians[threads], "best_threads": threads}
        row["peak_resident_bytes"] = max(result["peak_resident_bytes"] for result in by_threads[threads])
        if isinstance(planned, dict):
            row["gflops"] = planned["multiply_adds"] * 2 / medians[threads] / 1000
            row["share_of_peak"] = row["gflops"] / (peak * threads) if peak else None
    own = rows.get("mtl", {}).get("best_us")
    for row in rows.values():
        row["ratio"] = row["best_us"] / own if own else None
    return rows


def table(rows, threads):
    """The rows as a Markdown table, mtl first."""
    heads = ["", *(f"{count} thread{'s' if count > 1 else ''}" for count in threads), "ratio to mtl", "GFLOP/s"]
    heads += ["of peak"] if any(row.get("share_of_peak") for row in rows.values()) else []
    heads += ["memory"]
    cells = [heads, ["---"] + ["---:"] * (len(heads) - 1)]
    for name, row in rows.items():
        line = [name]
        line += [f"{row['median_us'][count]:.0f} us" if count in row["median_us"] else "" for count in threads]
        line.append(f"{row['ratio']:.2f}" if row["ratio"] else "")
        line.append(f"{row['gflops']:.1f}" if "gflops" in row else "")
        if "of peak" in heads:
            line.append(f"{row['share_of_peak']:.0%}" if row.get("share_of_peak") else "")
        line.append(f"{row['peak_resident_bytes'] >> 20} MiB")
        cells.append(line)
    return "\n".join("| " + " | ".join(line) + " |" for line in cells)


def other_sizes(runs, planned):
    """Sentences on peers whose model has another number of parameters than the spec's."""
    if isinstance(planned, str):
        return
    for name, by_threads in runs.items():
        for result in [result for results in by_threads.values() for result in results][:1]:
            if result.get("parameters", planned["parameters"]) != planned["parameters"]:
                yield f"{name} has {result['parameters']} parameters, mtl {planned['parameters']}"


def workload_result(workload, threads, options):
    """Measures one workload, prints it, and gives what is written of it."""
    steps = options.steps or WORKLOADS[workload]
    print(f"{workload}: {options.rounds} rounds of {steps} steps", file=sys.stderr)
    planned = plan(workload, options)
    runs, failed = measure(contenders(workload, planned, options), steps, threads, options)
    if isinstance(planned, str):
        failed["mtl"] = planned
    rows = summarise(runs, planned, options.peak)
    print(f"\n### {workload}\n\n{table(rows, threads)}", flush=True)
    for line in [f"{name}: {reason}" for name, reason in failed.items()] + list(other_sizes(runs, planned)):
        print(f"\n{line}", flush=True)
    return {"name": workload, "steps": steps, "plan": planned, "summary": rows, "failed": failed, "runs": runs}


def overview(workloads):
    """One line for each workload: mtl, its fastest peer, and what both take of memory."""
    cells = [["workload", "mtl", "threads", "fastest peer", "", "threads", "ratio", "GFLOP/s", "memory", "of the peer"]]
    cells.append(["---"] + ["---:" if head != "" else "---" for head in cells[0][1:]])
    for workload in workloads:
        own = workload["summary"].get("mtl")
        peers = {name: row for name, row in workload["summary"].items() if name != "mtl"}
        if not own or not peers:
            continue
        name, peer = min(peers.items(), key=lambda pair: pair[1]["best_us"])
        cells.append([
            workload["name"], f"{own['best_us']:.0f} us", str(own["best_threads"]), f"{peer['best_us']:.0f} us", name,
            str(peer["best_threads"]), f"{peer['ratio']:.2f}", f"{own['gflops']:.0f}",
            f"{own['peak_resident_bytes'] >> 20} MiB", f"{peer['peak_resident_bytes'] >> 20} MiB",
        ])
    return "\n".join("| " + " | ".join(line) + " |" for line in cells)


def versions(workloads):
    """The versions of all contenders, each once."""
    return sorted(
        {
            result["version"]
            for workload in workloads
            for by_threads in workload["runs"].values()
            for results in by_threads.values()
            for result in results
        }
    )


def main():
    options = arguments()
    try:
        threads = [int(count) for count in options.threads.split(",")]
    except ValueError:
        sys.exit(f"--threads takes numbers as in 1,2, not {options.threads!r}")
    written = {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "rounds": options.rounds,
        "peak_gflops": options.peak,
    }
    print(f"{written['processor']}, {written['cores']} cores, {written['system']}")
    written["workloads"] = [
        workload_result(workload, threads, options) for workload in options.workload or WORKLOADS
    ]
    print(f"\n### All\n\n{overview(written['workloads'])}")
    print("\n" + ", ".join(versions(written["workloads"])))
    if options.json:
        with open(options.json, "w", newline="\n") as file:
            json.dump(written, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Runs mtl and its peers on the same workloads, in turn, and prints a table of microseconds a step.

Needs only the standard library; `--python` names an interpreter that has the peers' packages. Every contender runs
in a process of its own, pinned to as many processors as it has threads. A round runs each contender once with each
number of threads, and each round begins at another contender, so that what disturbs the machine for a while disturbs
all alike. The figure of a contender is the median over rounds of the medians over steps, with whichever number of
threads was fastest for it; the ratio is that of the peer over that of mtl (above 1: mtl is faster). What is missing
or fails is said, that number of threads is not tried again, and the rest goes on.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS = os.path.join("Benchmarks", "peers")

# Each workload: its spec, and its peers by name, each a script in `peers` with its arguments.
WORKLOADS = [
    {
        "name": "digits",
        "spec": "specs/digits.mtl",
        "peers": {
            "PyTorch eager": ["digits_pytorch.py", "--mode", "eager"],
            "PyTorch compile": ["digits_pytorch.py", "--mode", "compile"],
            "PyTorch compile, whole step": ["digits_pytorch.py", "--mode", "compile-step"],
            "JAX jit": ["digits_jax.py"],
        },
    },
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=1000, help="timed steps of each run")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", default="1,2", help="numbers of threads to try, as in 1,2")
    parser.add_argument("--workload", action="append", help="only this one (may be repeated)")
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


def run(command, threads, timeout):
    """The JSON object that a command prints last, or a text that says why there is none.

    The process may use the first `threads` processors only, mtl as well as the peers.
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
            preexec_fn=pin if hasattr(os, "sched_setaffinity") else None,
        )
    except FileNotFoundError:
        return f"{command[0]} is not there"
    except subprocess.TimeoutExpired:
        return f"took longer than {timeout:g} s"
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        return f"exit code {done.returncode}: {said}"
    text = done.stdout.strip()
    for candidate in (text, text.splitlines()[-1] if text else ""):
        try:
            result = json.loads(candidate)
            result["median_us"] = float(result["median_us"])
            return result
        except (ValueError, KeyError, TypeError):
            continue
    return "printed no JSON with median_us"


def contenders(workload, options):
    """Each contender's name and its command but for steps and threads."""
    result = {"mtl": [options.mtl, "bench", workload["spec"]]}
    for name, (script, *rest) in workload["peers"].items():
        result[name] = [options.python, os.path.join(PEERS, script), *rest]
    return result


def measure(workload, threads, options):
    """Runs a workload; gives the runs of each contender by number of threads, and what failed."""
    commands = contenders(workload, options)
    names = list(commands)
    runs = {name: {count: [] for count in threads} for name in names}
    failed = {}
    for turn in range(options.rounds):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            for count in threads:
                label = f"{name}, {count} threads" if count > 1 else f"{name}, 1 thread"
                if label in failed:
                    continue
                extra = ["--steps", str(options.steps), "--threads", str(count), "--format", "json"]
                before = load()
                result = run(commands[name] + extra, count, options.timeout)
                if isinstance(result, str):
                    failed[label] = result
                    print(f"  {label}: {result}", file=sys.stderr)
                    continue
                result["load_before"] = before
                runs[name][count].append(result)
        print(f"  round {turn + 1} of {options.rounds} done, load {load()}", file=sys.stderr)
    return runs, failed


def summarise(runs):
    """For each contender the median by number of threads, the best of them, and the ratio to mtl's best."""
    rows = {}
    for name, by_threads in runs.items():
        medians = {
            count: statistics.median(result["median_us"] for result in results)
            for count, results in by_threads.items()
            if results
        }
        if medians:
            rows[name] = {"median_us": medians, "best_us": min(medians.values())}
    own = rows.get("mtl", {}).get("best_us")
    for name, row in rows.items():
        row["ratio"] = row["best_us"] / own if own else None
    return rows


def table(rows, threads):
    """The rows as a Markdown table, mtl first."""
    heads = ["", *(f"{count} thread{'s' if count > 1 else ''}" for count in threads), "best", "ratio to mtl"]
    cells = [heads, ["---"] + ["---:"] * (len(heads) - 1)]
    for name, row in rows.items():
        times = [f"{row['median_us'][count]:.0f} us" if count in row["median_us"] else "" for count in threads]
        ratio = f"{row['ratio']:.2f}" if row["ratio"] else ""
        cells.append([name, *times, f"{row['best_us']:.0f} us", ratio])
    return "\n".join("| " + " | ".join(line) + " |" for line in cells)


def main():
    options = arguments()
    try:
        threads = [int(count) for count in options.threads.split(",")]
    except ValueError:
        sys.exit(f"--threads takes numbers as in 1,2, not {options.threads!r}")
    chosen = [workload for workload in WORKLOADS if not options.workload or workload["name"] in options.workload]
    if not chosen:
        sys.exit("no such workload; there are: " + ", ".join(workload["name"] for workload in WORKLOADS))
    written = {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "steps": options.steps,
        "rounds": options.rounds,
        "workloads": [],
    }
    print(f"{written['processor']}, {written['cores']} cores, {written['system']}")
    for workload in chosen:
        print(f"{workload['name']}: {options.rounds} rounds of {options.steps} steps", file=sys.stderr)
        runs, failed = measure(workload, threads, options)
        rows = summarise(runs)
        print(f"\n{workload['name']} ({workload['spec']}), median microseconds a step\n")
        print(table(rows, threads))
        for name, reason in failed.items():
            print(f"\n{name}: {reason}")
        versions = {
            name: version
            for name, by_threads in runs.items()
            for results in by_threads.values()
            for result in results[:1]
            if (version := result.get("version"))
        }
        if versions:
            print("\n" + ", ".join(f"{name}: {version}" for name, version in versions.items()))
        written["workloads"].append(
            {"name": workload["name"], "summary": rows, "failed": failed, "runs": runs}
        )
    if options.json:
        with open(options.json, "w", newline="\n") as file:
            json.dump(written, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()

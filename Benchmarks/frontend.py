"""Times the front end as a whole process: `mtl check` from its start to its end, and formatting a very long spec.

    swift build -c release
    python3 Benchmarks/frontend.py [PATH OF mtl]

Each figure is the median of many runs, with the shortest and the longest.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def tasks_spec(lines):
    """A valid spec of so many lines, formatted: one data set, and one task after the other."""
    head = ['data rows from csv("rows.csv") {', "    feature a, b, c: number", "    label   y: number", "}", ""]
    text = list(head)
    number = 0
    while len(text) < lines - 10:
        number += 1
        text += [
            f"shared s{number}(rows.features) {{",
            "    encode -> dense(8) -> relu",
            "}",
            "",
            f"task t{number}(s{number}) {{",
            "    dense(1)",
            "    loss   mse(rows.y)",
            "    metric mae, r2",
            "}",
            "",
        ]
    text += ["train {", "    epochs 3", "}"]
    text += ["// the end"] * (lines - len(text))
    return "\n".join(text) + "\n"


def lines_spec(lines):
    """A spec that parses and is formatted, of so many short lines."""
    body = [f"const width_{index} = {index} + 2 * 3" for index in range(lines)]
    return "\n".join(body) + "\n"


def measure(command, runs):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        outcome = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        times.append((time.perf_counter() - start) * 1000)
        if outcome.returncode != 0:
            raise SystemExit(f"{command} failed: {outcome.stderr.decode()[:500]}")
    return times


def show(what, times, bound):
    middle = statistics.median(times)
    verdict = "" if middle < bound else f"   more than {bound} ms"
    print(f"{what:44} {middle:8.1f} ms  ({min(times):.1f} to {max(times):.1f}, {len(times)} runs){verdict}")


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, ".build", "release", "mtl")
    with tempfile.TemporaryDirectory() as folder:
        small = os.path.join(folder, "small.mtl")
        large = os.path.join(folder, "large.mtl")
        tasks = os.path.join(folder, "tasks.mtl")
        for path, text in [
            (small, tasks_spec(300)), (large, lines_spec(100_000)), (tasks, tasks_spec(100_000)),
        ]:
            with open(path, "w") as file:
                file.write(text)
        show("mtl --version", measure([program, "--version"], 100), 20)
        digits = os.path.join(ROOT, "specs", "digits.mtl")
        show("mtl check specs/digits.mtl", measure([program, "check", digits], 100), 20)
        show("mtl check, 300 lines with 28 tasks", measure([program, "check", small], 100), 20)
        show("mtl fmt --check, 100,000 lines of constants", measure([program, "fmt", "--check", large], 7), 1000)
        show("mtl fmt --check, 100,000 lines of tasks", measure([program, "fmt", "--check", tasks], 7), 1000)


if __name__ == "__main__":
    main()

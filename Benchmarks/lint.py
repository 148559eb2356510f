#!/usr/bin/env python3
"""How long `mtl lint` takes: a thousand specs of a hundred lines, as many lines of the project's own, and one spec cold.

    python3 Benchmarks/lint.py [--mtl .build/release/mtl] [--rounds 5]

The thousand specs are made up: data, a block, two shared declarations, twelve tasks, a weighting and the training settings, each spec with
other sizes, sharing and weighting. Standard library only.
"""

import argparse
import pathlib
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent

HEAD = """\
data rows_{i} from csv("rows.csv") {{
    feature age, income, hours, distance: number
    feature town, work: category
    label   price, rent, tax: number
    label   sold, rented: flag
    label   kind: category(12)
    split   random(validation: 10%, test: 10%)
}}

block layer(width: Int, rate: Float = 0.1) {{
    dense(width) -> relu -> dropout(rate)
}}

shared early(rows_{i}.features) {{
    encode(embedding: 8) -> layer({w})
}}

shared late(early) using {sharing} {{
    dense({w}) -> layer_norm -> relu
    residual {{ dense({w}) -> relu }}
}}
"""
NUMBER = """
task {label}_{k}(late) {{
    dense({h}) -> relu -> dense(1)
    loss   mse(rows_{i}.{label})
    metric mae, r2
}}
"""
FLAG = """
task {label}_{k}(late) {{
    dense({h}) -> relu -> dense(1)
    loss   binary_cross_entropy(rows_{i}.{label})
    metric auc
}}
"""
KIND = """
task kind_{k}(late) {{
    dense({h}) -> relu -> dense(12)
    loss   cross_entropy(rows_{i}.kind)
    metric accuracy
}}
"""
TAIL = """
weighting {weighting}

train {{
    optimizer adam(learning_rate: 0.001)
    schedule  cosine(warmup: 2 epochs)
    batch     256
    epochs    {epochs}
    stop      early(patience: 5)
}}
"""


def spec(i):
    """A spec of about a hundred lines; the number makes each another one."""
    text = HEAD.format(i=i, w=32 + i % 97, sharing=["hard", "mmoe(experts: 4)"][i % 2])
    for k in range(2):
        for label in ["price", "rent", "tax"]:
            text += NUMBER.format(i=i, k=k, label=label, h=16 + i % 31)
        for label in ["sold", "rented"]:
            text += FLAG.format(i=i, k=k, label=label, h=16 + i % 29)
        text += KIND.format(i=i, k=k, h=24 + i % 13)
    weighting = ["equal", "uncertainty", "uncertainty -> pcgrad", "dwa"][i % 4]
    return text + TAIL.format(weighting=weighting, epochs=20 + i % 50)


def timed(command):
    start = time.perf_counter()
    result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return time.perf_counter() - start, result


def write_made_up(folder):
    """A thousand specs of about a hundred lines."""
    for i in range(1000):
        pathlib.Path(folder, f"spec_{i}.mtl").write_text(spec(i))


def write_own(folder):
    """The project's specs that import none, again and again, a hundred thousand lines in all."""
    own = [path.read_text() for path in sorted((ROOT / "specs").glob("*.mtl"))]
    own = [text for text in own if "\nimport " not in text]
    lines, number = 0, 0
    while lines < 100_000:
        text = own[number % len(own)]
        pathlib.Path(folder, f"spec_{number}.mtl").write_text(text)
        lines, number = lines + text.count("\n"), number + 1


def measure(write, options):
    """Prints how long the specs of a folder take together."""
    with tempfile.TemporaryDirectory() as folder:
        write(folder)
        times = []
        for _ in range(options.rounds):
            seconds, result = timed([options.mtl, "lint", "--isolated", folder])
            times.append(seconds)
    found = result.stderr.strip().splitlines()[0]
    print(f"{write.__doc__} {statistics.median(times):.3f} s (least {min(times):.3f}); {found}")


def measure_one(options):
    """Prints how long one of the made up specs takes, from the start of the process to its end."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "spec.mtl")
        path.write_text(spec(1))
        times = [timed([options.mtl, "lint", "--isolated", str(path)])[0] * 1000 for _ in range(options.rounds * 4)]
    print(f"One spec, cold. {statistics.median(times):.1f} ms (least {min(times):.1f})")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--mtl", default=str(ROOT / ".build/release/mtl"))
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    measure(write_made_up, options)
    measure(write_own, options)
    measure_one(options)


if __name__ == "__main__":
    main()

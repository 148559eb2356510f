#!/usr/bin/env python3
"""How long `mtl lint` takes: a thousand specs of a hundred lines, and one spec cold.

    python3 Benchmarks/lint.py [--mtl .build/release/mtl] [--rounds 5]

The specs are made up: data, a block, two shared declarations, twelve tasks, a weighting and the training settings, each spec with
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


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--mtl", default=str(ROOT / ".build/release/mtl"))
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = []
        for i in range(1000):
            text = spec(i)
            lines.append(text.count("\n"))
            pathlib.Path(folder, f"spec_{i}.mtl").write_text(text)
        many, one = [], []
        first = str(pathlib.Path(folder, "spec_1.mtl"))
        for _ in range(options.rounds):
            seconds, result = timed([options.mtl, "lint", "--isolated", folder])
            many.append(seconds)
        for _ in range(options.rounds * 4):
            one.append(timed([options.mtl, "lint", "--isolated", first])[0])
    print(f"{len(lines)} specs of {min(lines)} to {max(lines)} lines: {result.stderr.strip().splitlines()[0]}")
    print(f"all of them   {statistics.median(many):.3f} s (least {min(many):.3f})")
    print(f"one, cold     {statistics.median(one) * 1000:.1f} ms (least {min(one) * 1000:.1f})")


if __name__ == "__main__":
    main()

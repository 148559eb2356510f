#!/usr/bin/env python3
"""Measures the matrix products of training against the processor's multiply-add peak.

    python3 Benchmarks/products.py [--threads N] [--rounds N] [--isa avx512] [LAYOUT:MxNxK ...]

Compiles the kernels and `products.c` with the toolchain's clang, as `swift build -c release` does, into a directory
that is removed again. Every round goes through all products, each in short turns with the peak: a loop of
multiply-adds in registers, on as many threads. A product's figures are medians over the rounds; its fraction is the
median of the rounds' fractions. Of the layout's two letters T says that a, or b, is stored transposed.
"""

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
KERNELS = os.path.join(ROOT, "Sources", "MTLKernels")
FLAGS = ["-O2", "-fPIC", "-fblocks", "-fno-omit-frame-pointer"]  # those of SwiftPM
QUIET = 0.1  # of a processor: what other processes may have in a round that counts
ROUNDS_OF_PROCESS = 3
INSTRUCTION_SETS = ["portable", "avx2", "avx512", "amx"]

# What the goal is about: the products of common networks, forward (NN) and backward (NT, TN).
WIDE = """
NN:64x64x64 NN:128x128x128 NN:256x256x256 NN:512x512x512 NN:1024x1024x1024 NN:256x64x64 NN:256x256x512
NN:1024x500x784 NN:2048x64x128 NT:256x512x256 TN:512x256x256 TN:784x500x1024 TN:64x64x256
""".split()
# Small heads; they have no goal.
NARROW = """
NN:256x16x32 NN:256x8x64 NN:256x4x64 NN:256x2x64 NN:256x1x64
TN:64x16x256 TN:64x8x256 TN:64x1x256 NT:256x64x16 NT:256x64x1
""".split()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=41)
    parser.add_argument("--isa", choices=INSTRUCTION_SETS, help="the best that this processor has, unless given")
    parser.add_argument("products", nargs="*", metavar="LAYOUT:MxNxK", help="the goal's and small heads, unless given")
    return parser.parse_args()


def clang():
    """The clang beside swift; any other only where there is none."""
    swift = shutil.which("swift")
    beside = os.path.join(os.path.dirname(os.path.realpath(swift)), "clang") if swift else ""
    found = beside if os.path.exists(beside) else shutil.which("clang")
    return found or sys.exit("products.py: no clang found; put the Swift toolchain on the PATH")


def build(directory):
    """Compiles the benchmark; returns the path of the program."""
    program = os.path.join(directory, "products")
    sources = [os.path.join(KERNELS, name) for name in sorted(os.listdir(KERNELS)) if name.endswith(".c")]
    sources.append(os.path.join(ROOT, "Benchmarks", "products.c"))
    include = ["-I", os.path.join(KERNELS, "include")]
    subprocess.run([clang(), *FLAGS, *include, *sources, "-o", program, "-lpthread", "-lm"], check=True)
    return program


def dimensions(product):
    return [int(size) for size in product.split(":")[1].split("x")]


def rows_of_chunk(product):
    """How many rows of the result a thread takes at a time: the rule in MTLCompiler's Cut.swift."""
    rows, columns, depth = dimensions(product)
    parts, most = 1, min(rows * columns * depth // 2**19, rows // 32)
    while parts * 2 <= most:
        parts *= 2
    size = -(-rows // parts)
    return max(1, -(-size // 4) * 4)


def measure(program, products, threads, rounds, isa):
    """The instruction set's name, the load by others, and for each product its (GF/s, peak) of every round that counts.

    Rounds go on until `rounds` were quiet, and at most twelve times as many; then the quietest count. Every few rounds
    are of a process of their own, since what memory a process happens to get makes a difference.
    """
    results = []
    while sum(others < QUIET for others, _ in results) < rounds and len(results) < 12 * rounds:
        name, found = rounds_of_process(program, products, threads, isa)
        results += found
    results = sorted(results, key=lambda result: result[0])[:rounds]
    return name, results[-1][0], list(zip(*(rates for _, rates in results)))


def rounds_of_process(program, products, threads, isa=None):
    """The instruction set's name, and of each round the load by others and each product's (GF/s, peak)."""
    number = INSTRUCTION_SETS.index(isa) if isa else -1
    texts = [f"{product}:{rows_of_chunk(product)}" for product in products]
    command = [program, str(number), str(threads), str(ROUNDS_OF_PROCESS), *texts]
    name, *lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    results = []
    for line in lines:
        others, *rates = map(float, line.split())
        results.append((others, list(zip(rates[::2], rates[1::2]))))
    return name, results


def print_table(products, results):
    """One row for each product; below, the mean and the least fraction."""
    print(f"| {'product':<20} | GF/s | peak | fraction |")
    print("| --- | ---: | ---: | ---: |")
    fractions = []
    for product, rounds in zip(products, results):
        fraction = statistics.median(speed / peak for speed, peak in rounds)
        fractions.append(fraction)
        speed, peak = (statistics.median(column) for column in zip(*rounds))
        print(f"| {product.replace(':', ' '):<20} | {speed:.0f} | {peak:.0f} | {fraction:.1%} |")
    mean = math.exp(statistics.fmean(math.log(fraction) for fraction in fractions))
    print(f"\ngeometric mean {mean:.1%}, least {min(fractions):.1%}\n")


def main():
    options = arguments()
    groups = [options.products] if options.products else [WIDE, NARROW]
    with tempfile.TemporaryDirectory() as directory:
        program = build(directory)
        for products in groups:
            name, others, results = measure(program, products, options.threads, options.rounds, options.isa)
            threads = f"{options.threads} thread{'s' if options.threads > 1 else ''}"
            print(f"{name}, {threads}, {options.rounds} rounds, others had at most {others:.0%} of a processor\n")
            print_table(products, results)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Draws the ways of the two-parameter problem, as the engine goes them, into trajectories.svg.

    TRAJECTORIES=ways.txt swift test -c release -Xswiftc -enable-testing --no-parallel --filter TwoParameterTests
    python3 Benchmarks/weightings/trajectories.py ways.txt

The test writes a line `way WEIGHTING SCALE` for each run and below it a line `x y` for every 250th step. A row of
panels shows one scale of the first loss, a panel one weighting: the ways from the five beginnings (rings) to their
ends (dots), the Pareto set as a thick line, and behind them the sum of the losses, darker where it is lower.
"""

import math
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SIZE, GAP, TOP = 190, 14, 26  # of a panel, between panels, above each for its name
REACH = 10.5  # a panel goes from -REACH to REACH
CELLS = 36
COLORS = ["#d1495b", "#00798c", "#edae49", "#5b3f8c", "#2e8b57"]


def read(path):
    """The ways by scale and weighting, in the order of the file."""
    ways = {}
    with open(path) as file:
        for line in file:
            words = line.split()
            if words[0] == "way":
                ways.setdefault(float(words[2]), {}).setdefault(words[1], []).append([])
                points = ways[float(words[2])][words[1]][-1]
            else:
                points.append((float(words[0]), float(words[1])))
    return ways


def losses(x, y, scale):
    """Both losses at a point."""
    above, below = max(math.tanh(y / 2), 0), max(math.tanh(-y / 2), 0)
    turn = math.tanh(-y)
    f1 = math.log(max(abs((-x - 7) / 2 - turn), 5e-6)) + 6
    f2 = math.log(max(abs((-x + 3) / 2 + turn + 2), 5e-6)) + 6
    q1 = ((x - 7) ** 2 + (y + 8) ** 2 / 10) / 10 - 20
    q2 = ((x + 7) ** 2 + (y + 8) ** 2 / 10) / 10 - 20
    return scale * (f1 * above + q1 * below), f2 * above + q2 * below


def place(x, y):
    """A point of the problem in a panel."""
    return (x + REACH) / (2 * REACH) * SIZE, (REACH - y) / (2 * REACH) * SIZE


def landscape(name, scale):
    """The sum of the losses as a grid of cells."""
    step = 2 * REACH / CELLS
    sums = {}
    for row in range(CELLS):
        for column in range(CELLS):
            x, y = -REACH + (column + 0.5) * step, REACH - (row + 0.5) * step
            sums[row, column] = sum(losses(x, y, scale))
    low, high = min(sums.values()), max(sums.values())
    side = SIZE / CELLS
    cells = []
    for (row, column), value in sums.items():
        tone = round(205 + 45 * (value - low) / (high - low))
        cells.append(
            f'<rect x="{column * side:.2f}" y="{row * side:.2f}" width="{side + 0.1:.2f}" height="{side + 0.1:.2f}" '
            f'fill="rgb({tone},{tone},{tone})"/>'
        )
    return f'<g id="{name}">' + "".join(cells) + "</g>"


def panel(title, name, ways, left, top):
    """One weighting's ways."""
    parts = [f'<g transform="translate({left},{top})">', f'<text x="0" y="-6">{title}</text>', f'<use href="#{name}"/>']
    (x1, y), (x2, _) = place(-7, -8.37), place(7, -8.37)
    parts.append(f'<line x1="{x1:.1f}" y1="{y:.1f}" x2="{x2:.1f}" y2="{y:.1f}" stroke="#777" stroke-width="5" opacity="0.6"/>')
    for way, color in zip(ways, COLORS):
        points = [place(*point) for point in way]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="1.6"/>')
        (x, y), (end_x, end_y) = points[0], points[-1]
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#fff" stroke="{color}" stroke-width="1.6"/>')
        parts.append(f'<circle cx="{end_x:.1f}" cy="{end_y:.1f}" r="3" fill="{color}"/>')
    parts.append(f'<rect width="{SIZE}" height="{SIZE}" fill="none" stroke="#999"/></g>')
    return "\n".join(parts)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: trajectories.py FILE")
    ways = read(sys.argv[1])
    columns = max(len(row) for row in ways.values())
    width = GAP + columns * (SIZE + GAP)
    height = GAP + len(ways) * (SIZE + TOP + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        "<defs>" + "".join(landscape(f"scale{row}", scale) for row, scale in enumerate(sorted(ways))) + "</defs>",
    ]
    for row, scale in enumerate(sorted(ways)):
        for column, (weighting, found) in enumerate(ways[scale].items()):
            left, top = GAP + column * (SIZE + GAP), GAP + TOP + row * (SIZE + TOP + GAP)
            parts.append(panel(f"{weighting}, L1 times {scale:g}", f"scale{row}", found, left, top))
    path = os.path.join(HERE, "trajectories.svg")
    with open(path, "w", newline="\n") as file:
        file.write("\n".join(parts + ["</svg>"]) + "\n")
    print(f"{path}: {os.path.getsize(path)} bytes")


if __name__ == "__main__":
    main()

"""Random columns for the workloads, as mtl's source `synthetic` makes them."""

import numpy as np


def numbers(random, *shape):
    return random.standard_normal(shape, dtype=np.float32)


def pixels(random, *shape):
    return random.random(shape, dtype=np.float32)


def classes(random, count, *shape):
    return random.integers(0, count, shape)


def flags(random, *shape):
    return random.integers(0, 2, shape).astype(np.float32)

"""A workload's training step in JAX: one jitted function with the gathering of the batch and Adam.

The training rows lie on the device. Parameters, moments, running statistics and the step's count are donated, so
that they are updated in place. The order of rows is drawn at the beginning of an epoch, inside the timed step that
begins it. Each step is waited for.

Threads: XLA's pool has as many threads as the process may use processors, so `--threads N` pins the process to its
first N processors before JAX is imported, and for N = 1 also turns off multi-threaded Eigen calls.

Adam goes over one vector of all parameters where they are few, which is faster there, and over the tree otherwise.
"""

import os

import common

options = common.arguments(__doc__)
common.pin(options.threads)
os.environ.setdefault("JAX_PLATFORMS", "cpu")
if options.threads == 1:
    flags = os.environ.get("XLA_FLAGS", "")
    os.environ["XLA_FLAGS"] = (flags + " --xla_cpu_multi_thread_eigen=false").strip()

import jax  # noqa: E402  (after the flags are set)
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
from jax.flatten_util import ravel_pytree  # noqa: E402

FEW_PARAMETERS = 100_000
RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-8


def adam(parameter, gradient, mean, square, correction1, correction2):
    """Adam's update of one array."""
    mean = BETA1 * mean + (1 - BETA1) * gradient
    square = BETA2 * square + (1 - BETA2) * gradient * gradient
    parameter = parameter - RATE * (mean / correction1) / (jnp.sqrt(square / correction2) + EPSILON)
    return parameter, mean, square


def size(tree):
    """The number of elements of all arrays."""
    return sum(leaf.size for leaf in jax.tree.leaves(tree))


def update(parameters, gradient, mean, square, count):
    """Adam's update of all parameters."""
    corrections = 1 - BETA1 ** count.astype(jnp.float32), 1 - BETA2 ** count.astype(jnp.float32)
    if size(parameters) < FEW_PARAMETERS:
        flat, unravel = ravel_pytree(parameters)
        changed, mean, square = adam(flat, ravel_pytree(gradient)[0], mean, square, *corrections)
        return unravel(changed), mean, square
    leaves, structure = jax.tree.flatten(parameters)
    parts = [jax.tree.leaves(tree) for tree in (gradient, mean, square)]
    changed = [adam(*arrays, *corrections) for arrays in zip(leaves, *parts)]
    return tuple(jax.tree.unflatten(structure, column) for column in zip(*changed))


def main():
    workload = common.workload(options.workload)
    columns = [jnp.asarray(column) for column in workload.data(np.random.default_rng(0))]
    parameters, statistics, loss = workload.jax(jax.random.key(0))
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    if size(parameters) < FEW_PARAMETERS:
        zeros = ravel_pytree(zeros)[0]
    state = (parameters, statistics, zeros, jax.tree.map(jnp.copy, zeros), jnp.int32(0))

    def one_step(state, rows, columns):
        parameters, statistics, mean, square, count = state
        batch = [column[rows] for column in columns]
        (value, statistics), gradient = jax.value_and_grad(loss, has_aux=True)(parameters, statistics, *batch)
        count = count + 1
        parameters, mean, square = update(parameters, gradient, mean, square, count)
        return (parameters, statistics, mean, square, count), value

    jitted = jax.jit(one_step, donate_argnums=0)
    generator = np.random.default_rng(1)
    batches = common.Batches(
        len(columns[0]), workload.BATCH, lambda count: generator.permutation(count).astype(np.int32)
    )

    def step():
        nonlocal state
        state, value = jitted(state, batches.next(), columns)
        jax.block_until_ready((state, value))

    times = common.measure(step, options)
    common.report(times, options, size(state[0]), f"jax {jax.__version__}")


if __name__ == "__main__":
    main()

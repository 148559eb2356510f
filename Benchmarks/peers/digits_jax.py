"""The digits model (specs/digits.mtl) in JAX: one jitted step with the gather of the batch, dropout and Adam.

The training rows lie on the device. Parameters, moments and the step's count are donated, so that they are updated
in place. The random bits of dropout are drawn in the step from a key folded with the step's count; the order of
rows is drawn at the beginning of an epoch, inside the timed step that begins it. Each step is waited for.

Threads: XLA's pool has as many threads as the process may use processors, so `--threads N` pins the process to its
first N processors before JAX is imported, and for N = 1 also turns off multi-threaded Eigen calls.

What was tried is kept as options: `--adam` (our own over one flat vector, our own over the parameters' tree, or
optax), `--convolution` (XLA's, or nine shifted pictures and one product), `--pool` and `--rng`. The defaults are what
was fastest; Benchmarks/README.md has the numbers.
"""

import argparse
import os
import sys

import common


def parse():
    """The arguments of every peer, and those of this one."""
    own = argparse.ArgumentParser(add_help=False)
    own.add_argument("--adam", choices=["flat", "tree", "optax"], default="flat")
    own.add_argument("--rng", choices=["threefry2x32", "rbg", "unsafe_rbg"], default="threefry2x32")
    own.add_argument("--convolution", choices=["patches", "library"], default="patches")
    own.add_argument("--pool", choices=["maximum", "axes", "window"], default="maximum")
    extra, rest = own.parse_known_args()
    sys.argv[1:] = rest
    options = common.arguments(__doc__)
    options.adam, options.rng = extra.adam, extra.rng
    options.convolution, options.pool = extra.convolution, extra.pool
    return options


options = parse()
common.pin(options.threads)
os.environ.setdefault("JAX_PLATFORMS", "cpu")
if options.threads == 1:
    flags = os.environ.get("XLA_FLAGS", "")
    os.environ["XLA_FLAGS"] = (flags + " --xla_cpu_multi_thread_eigen=false").strip()

import jax  # noqa: E402  (after the flags are set)
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
from jax import lax  # noqa: E402
from jax.flatten_util import ravel_pytree  # noqa: E402

BATCH = 64
RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-8


def initial(key):
    """Parameters: uniform within 1 / sqrt(inputs), as PyTorch's layers begin."""

    def layer(key, shape, inputs):
        bound = inputs**-0.5
        first, second = jax.random.split(key)
        return {
            "weight": jax.random.uniform(first, shape, minval=-bound, maxval=bound),
            "bias": jax.random.uniform(second, shape[-1:], minval=-bound, maxval=bound),
        }

    keys = jax.random.split(key, 6)
    return {
        "trunk.conv": layer(keys[0], (3, 3, 1, 16), 9),
        "trunk.dense": layer(keys[1], (256, 64), 256),
        "digit.dense": layer(keys[2], (64, 10), 64),
        "even.dense": layer(keys[3], (64, 1), 64),
        "redraw.dense": layer(keys[4], (64, 64), 64),
        "redraw.dense_2": layer(keys[5], (64, 64), 64),
        "log_variance": jnp.zeros(3),
    }


def dense(layer, x):
    return x @ layer["weight"] + layer["bias"]


def convolution(layer, image):
    """3 x 3 with padding `same`: XLA's convolution, or nine shifted pictures and one product."""
    if options.convolution == "patches":
        padded = jnp.pad(image[..., 0], ((0, 0), (1, 1), (1, 1)))
        shifted = [padded[:, y : y + 8, x : x + 8] for y in range(3) for x in range(3)]
        return jnp.stack(shifted, axis=-1) @ layer["weight"].reshape(9, 16) + layer["bias"]
    return (
        lax.conv_general_dilated(
            image, layer["weight"], (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )
        + layer["bias"]
    )


def max_pool(x):
    """The greatest of each block of 2 x 2: as three `maximum`s (the default), a `max` over two axes, or a window."""
    if options.pool == "window":
        return lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
    x = x.reshape(BATCH, 4, 2, 4, 2, 16)
    if options.pool == "axes":
        return x.max(axis=(2, 4))
    x = jnp.maximum(x[:, :, 0], x[:, :, 1])
    return jnp.maximum(x[:, :, :, 0], x[:, :, :, 1])


def loss(parameters, key, image, digit, even):
    """The weighted loss of one batch."""
    x = jax.nn.relu(convolution(parameters["trunk.conv"], image))
    x = max_pool(x).reshape(BATCH, 256)
    x = jax.nn.relu(dense(parameters["trunk.dense"], x))
    x = jnp.where(jax.random.bernoulli(key, 0.9, x.shape), x / 0.9, 0.0)
    logits = dense(parameters["digit.dense"], x)
    picked = jnp.take_along_axis(logits, digit[:, None], axis=1)[:, 0]
    digit_loss = (jax.nn.logsumexp(logits, axis=1) - picked).mean()
    logit = dense(parameters["even.dense"], x)[:, 0]
    even_loss = (jax.nn.softplus(logit) - even * logit).mean()
    drawn = dense(parameters["redraw.dense_2"], jax.nn.relu(dense(parameters["redraw.dense"], x)))
    redraw_loss = jnp.square(drawn - image.reshape(BATCH, 64)).mean()
    losses = jnp.stack([digit_loss, even_loss, redraw_loss])
    log_variance = parameters["log_variance"]
    factor = jnp.array([1.0, 1.0, 0.5])
    return (factor * jnp.exp(-log_variance) * losses + 0.5 * log_variance).sum()


def adam(parameter, gradient, mean, square, correction1, correction2):
    """Adam's update of one array."""
    mean = BETA1 * mean + (1 - BETA1) * gradient
    square = BETA2 * square + (1 - BETA2) * gradient * gradient
    parameter = parameter - RATE * (mean / correction1) / (jnp.sqrt(square / correction2) + EPSILON)
    return parameter, mean, square


def updater(parameters):
    """The optimizer: its initial state and `update(state, gradient)`, which gives the new state and parameters."""
    if options.adam == "optax":
        import optax

        optimizer = optax.adam(RATE)

        def update(state, gradient):
            parameters, moments, count = state
            changes, moments = optimizer.update(gradient, moments)
            return optax.apply_updates(parameters, changes), moments, count + 1

        return (parameters, optimizer.init(parameters), jnp.int32(0)), update

    zeros = jax.tree.map(jnp.zeros_like, parameters)

    def update(state, gradient):
        parameters, (mean, square), count = state
        count = count + 1
        corrections = 1 - BETA1 ** count.astype(jnp.float32), 1 - BETA2 ** count.astype(jnp.float32)
        if options.adam == "flat":
            flat, unravel = ravel_pytree(parameters)
            changed, mean, square = adam(flat, ravel_pytree(gradient)[0], mean, square, *corrections)
            return unravel(changed), (mean, square), count
        leaves, structure = jax.tree.flatten(parameters)
        parts = [jax.tree.leaves(tree) for tree in (gradient, mean, square)]
        changed = [adam(*arrays, *corrections) for arrays in zip(leaves, *parts)]
        parameters, mean, square = (jax.tree.unflatten(structure, column) for column in zip(*changed))
        return parameters, (mean, square), count

    if options.adam == "flat":
        zeros = ravel_pytree(zeros)[0]
    return (parameters, (zeros, jax.tree.map(jnp.copy, zeros)), jnp.int32(0)), update


def main():
    jax.config.update("jax_default_prng_impl", options.rng)
    pixels, digits = common.read_digits()
    images = jnp.asarray(np.array(pixels, np.float32).reshape(-1, 8, 8, 1))
    digit = jnp.asarray(np.array(digits, np.int32))
    even = (digit % 2 == 0).astype(jnp.float32)
    state, update = updater(initial(jax.random.key(0)))
    key = jax.random.key(1)

    def one_step(state, key, rows, images, digit, even):
        parameters, _, count = state
        value, gradient = jax.value_and_grad(loss)(
            parameters, jax.random.fold_in(key, count), images[rows], digit[rows], even[rows]
        )
        return update(state, gradient), value

    jitted = jax.jit(one_step, donate_argnums=0)
    count = len(digits)
    generator = np.random.default_rng(0)
    order = generator.permutation(count).astype(np.int32)
    position = 0

    def step():
        nonlocal state, order, position
        if position + BATCH > count:
            order = generator.permutation(count).astype(np.int32)
            position = 0
        rows = order[position : position + BATCH]
        state, value = jitted(state, key, rows, images, digit, even)
        jax.block_until_ready((state, value))
        position += BATCH

    times = common.measure(step, options.steps, options.warmup)
    common.report("jax-jit", times, options, f"jax {jax.__version__}")


if __name__ == "__main__":
    main()

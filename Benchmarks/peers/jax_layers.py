"""Layers and losses for the models in JAX; channels last."""

import itertools

import jax
import jax.numpy as jnp
from jax import lax
from jax.nn import relu


class Parameters:
    """Makes parameters: uniform within 1 / sqrt(inputs), as PyTorch's layers begin."""

    def __init__(self, key):
        self.keys = (jax.random.fold_in(key, index) for index in itertools.count())

    def uniform(self, shape, bound):
        """Numbers within a bound."""
        return jax.random.uniform(next(self.keys), shape, minval=-bound, maxval=bound)

    def layer(self, shape, inputs, bias=True):
        """A weight and a bias for its last axis."""
        weight = self.uniform(shape, inputs**-0.5)
        return {"weight": weight, "bias": self.uniform(shape[-1:], inputs**-0.5)} if bias else {"weight": weight}

    def dense(self, inputs, outputs, bias=True):
        return self.layer((inputs, outputs), inputs, bias)

    def conv(self, kernel, inputs, outputs):
        return self.layer((kernel, kernel, inputs, outputs), kernel * kernel * inputs)

    def tower(self, inputs):
        """The two layers of a tower with 32 units and one result."""
        return [self.dense(inputs, 32), self.dense(32, 1)]


def dense(layer, x):
    return x @ layer["weight"] + layer["bias"]


def tower(layers, x):
    """A tower's logits, one for each row."""
    return dense(layers[1], relu(dense(layers[0], x)))[..., 0]


def conv(layer, x, padding):
    """The convolution of XLA."""
    numbers = ("NHWC", "HWIO", "NHWC")
    return lax.conv_general_dilated(x, layer["weight"], (1, 1), padding, dimension_numbers=numbers) + layer["bias"]


def max_pool(x):
    """The greatest of each block of 2 x 2, as maxima of slices: faster than a window."""
    rows, height, width, channels = x.shape
    x = x.reshape(rows, height // 2, 2, width // 2, 2, channels)
    x = jnp.maximum(x[:, :, 0], x[:, :, 1])
    return jnp.maximum(x[:, :, :, 0], x[:, :, :, 1])


def normalised(layer, x, mean, variance):
    """The value less a mean, over the root of a variance, scaled and shifted."""
    return (x - mean) * (lax.rsqrt(variance + 1e-5) * layer["scale"]) + layer["shift"]


def layer_norm(layer, x):
    mean = x.mean(axis=-1, keepdims=True)
    return normalised(layer, x, mean, jnp.square(x - mean).mean(axis=-1, keepdims=True))


def cross_entropy(logits, classes):
    """The mean cross entropy over all places."""
    picked = jnp.take_along_axis(logits, classes[..., None], axis=-1)[..., 0]
    return (jax.nn.logsumexp(logits, axis=-1) - picked).mean()


def binary_cross_entropy(logit, flag):
    return (jax.nn.softplus(logit) - flag * logit).mean()

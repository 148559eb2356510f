"""Four convolutions over small pictures, and two heads that predict something for every pixel.

The heads are affine maps of channels, which PyTorch computes sooner than convolutions of 1 x 1.
"""

import data as made

ROWS, BATCH, SIZE, CLASSES = 256, 16, 64, 13


def data(random):
    return (
        made.pixels(random, ROWS, SIZE, SIZE, 3),
        made.classes(random, CLASSES, ROWS, SIZE, SIZE),
        made.pixels(random, ROWS, SIZE, SIZE),
    )


def pytorch():
    import torch
    from torch import nn
    from torch.nn import functional as F

    def convolution(inputs):
        return nn.Sequential(nn.Conv2d(inputs, 32, 3, padding="same"), nn.BatchNorm2d(32), nn.ReLU())

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.trunk = nn.Sequential(*(convolution(inputs) for inputs in (3, 32, 32, 32)))
            self.object = nn.Linear(32, CLASSES)
            self.depth = nn.Linear(32, 1)

        def forward(self, image, classes, depth):
            x = self.trunk(image.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
            object_loss = F.cross_entropy(self.object(x).flatten(0, 2), classes.flatten())
            return object_loss + F.l1_loss(self.depth(x)[..., 0], depth)

    return Model().to(memory_format=torch.channels_last)


def jax(key):
    import jax.numpy as jnp
    from jax_layers import Parameters, conv, cross_entropy, dense, normalised, relu

    make = Parameters(key)
    trunk = [
        {"conv": make.conv(3, inputs, 32), "norm": {"scale": jnp.ones(32), "shift": jnp.zeros(32)}}
        for inputs in (3, 32, 32, 32)
    ]
    parameters = {"trunk": trunk, "object": make.dense(32, CLASSES), "depth": make.dense(32, 1)}
    statistics = [{"mean": jnp.zeros(32), "variance": jnp.ones(32)} for _ in trunk]

    def loss(p, statistics, x, classes, depth):
        moved = []
        for layer, running in zip(p["trunk"], statistics):
            x = conv(layer["conv"], x, "SAME")
            count = x.size // x.shape[-1]
            mean = x.mean(axis=(0, 1, 2))
            variance = jnp.square(x - mean).mean(axis=(0, 1, 2))
            x = relu(normalised(layer["norm"], x, mean, variance))
            unbiased = variance * (count / (count - 1))
            moved.append({
                "mean": 0.9 * running["mean"] + 0.1 * mean,
                "variance": 0.9 * running["variance"] + 0.1 * unbiased,
            })
        value = cross_entropy(dense(p["object"], x), classes)
        return value + jnp.abs(dense(p["depth"], x)[..., 0] - depth).mean(), moved

    return parameters, statistics, loss

"""The digits model (specs/digits.mtl) as a good practitioner writes it in PyTorch for the CPU.

A step is: the batch's rows gathered from the training rows by index, forward, three losses weighted by learned
uncertainties, backward, Adam. The indices of an epoch are drawn when the epoch begins, inside the timed step that
begins it. `--mode eager` runs the modules as they are, `--mode compile` gives the loss to torch.compile, and
`--mode compile-step` the whole step, the optimizer's update included.

What was tried is kept as options, so that anyone may measure it again: `--adam`, `--memory-format`, `--convolution`
(the library's, or nine shifted pictures and one product) and `--pool` (the library's, or the maximum of four slices;
its default depends on the mode). The defaults are what was fastest; Benchmarks/README.md has the numbers.
"""

import argparse
import sys

import common


def parse():
    """The arguments of every peer, and those of this one."""
    own = argparse.ArgumentParser(add_help=False)
    own.add_argument("--adam", choices=["fused", "foreach", "plain"], default="fused")
    own.add_argument("--memory-format", choices=["contiguous", "channels_last"], default="channels_last")
    own.add_argument("--pool", choices=["max_pool2d", "slices"], default=None)
    own.add_argument("--convolution", choices=["patches", "library"], default="patches")
    extra, rest = own.parse_known_args()
    sys.argv[1:] = rest
    options = common.arguments(__doc__, modes=["eager", "compile", "compile-step"])
    options.adam = extra.adam
    options.memory_format = extra.memory_format
    options.pool = extra.pool or ("max_pool2d" if options.mode == "eager" else "slices")
    options.convolution = extra.convolution
    return options


options = parse()
common.pin(options.threads)

import torch  # noqa: E402  (after the processors are chosen)
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

BATCH = 64


class Trunk(nn.Module):
    """What the three tasks share."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 16, kernel_size=3, padding="same")
        self.dense = nn.Linear(16 * 4 * 4, 64)
        self.dropout = nn.Dropout(0.1)

    def convolve(self, image):
        """The convolution: the library's, or nine shifted pictures and one product (the pictures have one channel)."""
        if options.convolution == "library":
            return self.conv(image)
        padded = F.pad(image[:, 0], (1, 1, 1, 1))
        shifted = [padded[:, y : y + 8, x : x + 8] for y in range(3) for x in range(3)]
        return F.linear(torch.stack(shifted, dim=-1), self.conv.weight.flatten(1), self.conv.bias).permute(0, 3, 1, 2)

    def forward(self, image):
        x = F.relu(self.convolve(image))
        if options.pool == "slices":
            x = torch.maximum(
                torch.maximum(x[:, :, ::2, ::2], x[:, :, ::2, 1::2]),
                torch.maximum(x[:, :, 1::2, ::2], x[:, :, 1::2, 1::2]),
            )
        else:
            x = F.max_pool2d(x, 2)
        x = x.permute(0, 2, 3, 1).flatten(1)
        return self.dropout(F.relu(self.dense(x)))


class Digits(nn.Module):
    """The trunk, its heads and the log-variances; its value is the weighted loss."""

    def __init__(self):
        super().__init__()
        self.trunk = Trunk()
        self.digit = nn.Linear(64, 10)
        self.even = nn.Linear(64, 1)
        self.redraw = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64))
        self.log_variance = nn.Parameter(torch.zeros(3))
        self.register_buffer("factor", torch.tensor([1.0, 1.0, 0.5]), persistent=False)

    def forward(self, image, digit, even):
        shared = self.trunk(image)
        losses = torch.stack(
            (
                F.cross_entropy(self.digit(shared), digit),
                F.binary_cross_entropy_with_logits(self.even(shared), even),
                F.mse_loss(self.redraw(shared), image.flatten(1)),
            )
        )
        return (self.factor * torch.exp(-self.log_variance) * losses + 0.5 * self.log_variance).sum()


def main():
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    pixels, digits = common.read_digits()
    images = torch.tensor(pixels).reshape(-1, 1, 8, 8)
    digit = torch.tensor(digits)
    even = (digit % 2 == 0).float().unsqueeze(1)
    model = Digits()
    if options.memory_format == "channels_last":
        images = images.to(memory_format=torch.channels_last)
        model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(
        model.parameters(),
        lr=1e-3,
        fused=options.adam == "fused",
        foreach=options.adam == "foreach",
    )
    loss_of = torch.compile(model) if options.mode == "compile" else model
    count = len(digits)
    order = torch.randperm(count)
    position = 0

    def update(rows):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(images[rows], digit[rows], even[rows])
        loss.backward()
        optimizer.step()

    if options.mode == "compile-step":
        update = torch.compile(update)

    def step():
        nonlocal order, position
        if position + BATCH > count:
            order = torch.randperm(count)
            position = 0
        update(order[position : position + BATCH])
        position += BATCH

    times = common.measure(step, options.steps, options.warmup)
    common.report(f"pytorch-{options.mode}", times, options, f"torch {torch.__version__}")


if __name__ == "__main__":
    main()

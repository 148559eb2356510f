"""The random numbers of mtl's streams, written down again, and their way into what draws numbers of its own.

A stream is Philox4x32-10 (Salmon et al., SC 2011) keyed by the seed and the stream's number, its counter the position
and the step. So TorchJD and LibMTL draw in each step what mtl draws, and what is compared are the methods.
"""

import contextlib
import math
import random
from unittest import mock

import torch

WORD = 0xFFFFFFFF


def philox(counter, key):
    """A block of four words."""
    counter, key = list(counter), list(key)
    for _ in range(10):
        high, low = divmod(counter[0] * 0xD2511F53, 1 << 32)
        other_high, other_low = divmod(counter[2] * 0xCD9E8D57, 1 << 32)
        counter = [other_high ^ counter[1] ^ key[0], other_low, high ^ counter[3] ^ key[1], low]
        key = [(key[0] + 0x9E3779B9) & WORD, (key[1] + 0xBB67AE85) & WORD]
    return counter


# The known answers of the authors' library.
assert philox([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
assert philox([WORD] * 4, [WORD] * 2) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]


class Stream:
    """The numbers of one stream in one step."""

    current = None

    def __init__(self, step, seed=0, stream=1):
        self.step, self.key, self.position = step, [(seed ^ (stream * 0x9E3779B9)) & WORD, seed >> 32], 0
        self.order, self.visits = [], 0

    def word(self, position):
        return philox([position // 4, 0, self.step, 0], self.key)[position % 4]

    def next(self):
        self.position += 2
        return self.word(self.position - 1) << 32 | self.word(self.position - 2)

    def uniform(self):
        return (self.next() >> 11) * 2.0**-53

    def normal(self):
        """By Box and Muller."""
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        return radius * math.cos(2 * math.pi * self.uniform())

    def shuffle(self, count):
        """All tasks in the order in which the next one meets them: the last order, shuffled by Fisher and Yates."""
        self.order = self.order or list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.next() * (last + 1) >> 64
            self.order[last], self.order[other] = self.order[other], self.order[last]
        self.visits += 1
        return list(self.order)

    # What PyTorch and Python's own generator are asked for.

    def randn(self, count, **options):
        return torch.tensor([self.normal() for _ in range(count)], **options)

    def rand(self, shape, **options):
        """Uniform numbers by their place, with 24 bits."""
        return torch.tensor([(self.word(place) >> 8) * 2.0**-24 for place in range(shape[0])], **options)

    def randperm(self, tasks):
        """The order of all tasks, or of all but the one that meets them, by their places among those."""

        def draw(count):
            order = self.shuffle(tasks)
            own = self.visits - 1
            if count < tasks:
                order = [other - (other > own) for other in order if other != own]
            return torch.tensor(order)

        return draw

    def shuffle_in_place(self, elements):
        elements[:] = self.shuffle(len(elements))


@contextlib.contextmanager
def drawing(step, tasks):
    """Lets everything draw from the step's stream; `tasks` is how many there are."""
    stream = Stream.current = Stream(step)
    with (
        mock.patch.object(torch, "randn", stream.randn),
        mock.patch.object(torch, "rand", stream.rand),
        mock.patch.object(torch, "randperm", stream.randperm(tasks)),
        mock.patch.object(random, "shuffle", stream.shuffle_in_place),
    ):
        yield

"""Trains the two-parameter problem of CAGrad in NumPy, as `two_parameter.json`: how far rounding moves ends.

Needs numpy. Losses, gradients and Adam are in single precision as in mtl, weights in double precision. Where a way comes
to rest can depend on rounding: the valleys have no slope along their ground, nor has the Pareto set under some
weightings. So each beginning is gone from 64 times, moved by about a millionth, and the ends are recorded as the least
and the greatest coordinates. The problem stands in Tests/CompilerTests/TwoParameterProblem.swift.

    {"generator": "numpy ...", "copies": 64,
     "runs": [{"weighting", "scale", "steps", "ends": [{"x": [least, greatest], "y": [least, greatest]}, ...]}, ...]}

The convention is that of a sum: weights that the paper lets add up to 1 are doubled. `nash` is bounded to a length of 1
and `famo`, whose weights add up to 2, to a length of 2; `famo` sees losses above their lower bounds.
"""

import numpy as np

import recording

BEGINNINGS = np.array([(-8.5, 7.5), (0, 0), (9, 9), (-7.5, -0.5), (9, -1)])
COPIES = 64
SINGLE = np.float32
TINY = 1e-30


# The problem


def losses_and_gradients(points, scale):
    """Both losses of each point, [n, 2], and their gradients, [n, 2, 2]: a row for each loss."""
    x, y = points[:, 0], points[:, 1]
    above, above_slope = upper(y)
    below, below_slope = upper(-y)
    turn = np.tanh(-y)
    turn_slope = turn * turn - 1
    losses, gradients = [], []
    for sign in (1, -1):
        hill = (-x - 7) / 2 - turn if sign == 1 else (-x + 7) / 2 + turn
        size = np.maximum(np.abs(hill), SINGLE(5e-6))
        height = np.log(size) + 6
        steepness = np.sign(hill) / size * (np.abs(hill) >= SINGLE(5e-6))
        bowl = ((x - 7 * sign) ** 2 + (y + 8) ** 2 / 10) / 10 - 20
        losses.append(above * height + below * bowl)
        along_x = -above * steepness / 2 + below * (x - 7 * sign) / 5
        along_y = (above_slope * height - above * steepness * sign * turn_slope
                   - below_slope * bowl + below * (y + 8) / 50)
        gradients.append(np.stack([along_x, along_y], 1))
    factors = np.array([scale, 1], SINGLE)
    return np.stack(losses, 1) * factors, np.stack(gradients, 1) * factors[:, None]


def upper(y):
    """max(tanh(y / 2), 0) and its slope, half of that of the tangent at 0."""
    tangent = np.tanh(y / 2)
    return np.maximum(tangent, 0), (1 - tangent * tangent) / 4 * (1 + np.sign(tangent))


# The weightings: the weights of both gradients from their inner products, [n, 2, 2], in double precision


def equal(gram):
    return np.ones(gram.shape[:2])


def mgda(gram):
    """The shortest convex combination, doubled."""
    first, mixed, second = entries(gram)
    share = np.clip((second - mixed) / np.maximum(first + second - 2 * mixed, TINY), 0, 1)
    return 2 * pair(share, 1 - share)


def pcgrad(gram):
    """Each gradient without its part against the other."""
    first, mixed, second = entries(gram)
    conflict = np.minimum(mixed, 0)
    return pair(1 - conflict / np.maximum(first, TINY), 1 - conflict / np.maximum(second, TINY))


def imtl_g(gram):
    """Equal projections on both unit gradients, doubled."""
    first, mixed, second = entries(gram)
    length, other = np.sqrt(np.maximum(first, TINY)), np.sqrt(np.maximum(second, TINY))
    # (a g1 + b g2) . (g1 / |g1| - g2 / |g2|) = 0 with a + b = 1.
    left, right = length - mixed / other, other - mixed / length
    share = np.where(left + right > TINY, right / np.maximum(left + right, TINY), 0.5)
    return 2 * pair(share, 1 - share)


def cagrad(gram, caution=0.5):
    """The mean with the worst-off gradient's direction added, over 1 + c^2, doubled; the dual by golden section."""
    first, mixed, second = entries(gram)
    radius = caution * np.sqrt(np.maximum(first + 2 * mixed + second, 0)) / 2
    golden = (np.sqrt(5) - 1) / 2

    def length(share):
        square = share**2 * first + 2 * share * (1 - share) * mixed + (1 - share) ** 2 * second
        return np.sqrt(np.maximum(square, 0))

    def dual(share):
        inner = share * (first + mixed) / 2 + (1 - share) * (second + mixed) / 2
        return inner + radius * length(share)

    low, high = np.zeros_like(first), np.ones_like(first)
    for _ in range(36):
        left, right = high - golden * (high - low), low + golden * (high - low)
        goes_left = dual(left) < dual(right)
        low, high = np.where(goes_left, low, left), np.where(goes_left, right, high)
    share = (low + high) / 2
    factor = radius / np.maximum(length(share), 1e-15)
    return 2 * pair(0.5 + factor * share, 0.5 + factor * (1 - share)) / (1 + caution**2)


def nash(gram):
    """G a = 1 / a, for inner products divided by their Frobenius norm."""
    gram = gram / np.maximum(np.sqrt((gram**2).sum((1, 2))), TINY)[:, None, None]
    first, mixed, second = entries(gram)
    ratio = np.sqrt(np.maximum(first, TINY) / np.maximum(second, TINY))
    weight = 1 / np.sqrt(np.maximum(first + mixed * ratio, 1e-15))
    return pair(weight, ratio * weight)


def aligned(gram):
    """B 1 with B = sqrt(least eigenvalue) V diag(eigenvalues)^(-1/2) V^T."""
    values, vectors = np.linalg.eigh(gram)
    # Inner products in single precision do not tell smaller ones from 0.
    counts = values > 2.4e-7 * values[:, 1:]
    least = np.where(counts[:, 0], values[:, 0], values[:, 1])
    scales = np.where(counts, np.sqrt(np.maximum(least, 0)[:, None] / np.where(counts, values, 1)), 0)
    return np.einsum("nij,nj,nkj->ni", vectors, scales, vectors)


def upgrad(gram):
    """The sum of both gradients' projections on the cone of no conflict."""
    gram = regularized(gram)
    count = len(gram)
    return sum(cone_projection(gram, np.tile(unit, (count, 1))) for unit in np.eye(2))


def dual_projection(gram):
    """The projection of the sum on the cone of no conflict."""
    gram = regularized(gram)
    return cone_projection(gram, np.ones(gram.shape[:2]))


def regularized(gram):
    """Inner products over their trace, with 1e-4 added to the diagonal."""
    trace = np.trace(gram, axis1=1, axis2=2)
    return gram / np.maximum(trace, TINY)[:, None, None] + 1e-4 * np.eye(2)


def cone_projection(gram, lowest):
    """The weights v >= lowest of least v^T G v: with no bound reached but one, or with both."""
    first, mixed, second = entries(gram)
    candidates = [
        lowest,
        pair(lowest[:, 0], np.maximum(lowest[:, 1], -mixed * lowest[:, 0] / second)),
        pair(np.maximum(lowest[:, 0], -mixed * lowest[:, 1] / first), lowest[:, 1]),
    ]
    squares = [np.einsum("ni,nij,nj->n", weights, gram, weights) for weights in candidates]
    return np.stack(candidates)[np.argmin(squares, 0), np.arange(len(gram))]


def entries(gram):
    """The three different inner products."""
    return gram[:, 0, 0], gram[:, 0, 1], gram[:, 1, 1]


def pair(first, second):
    """Weights of both gradients, [n, 2]."""
    return np.stack([first, second], 1)


class Famo:
    """The weights of FAMO, doubled, whose logits follow what a step did to the logarithms of the losses."""

    def __init__(self, count, scale):
        self.lowest = np.array([-21 * scale, -21], SINGLE)
        self.logits = np.zeros((count, 2))
        self.adam = Adam((count, 2), rate=0.025)

    def weights(self, losses):
        shares = self.shares()
        ratios = shares / (losses - self.lowest)
        return 2 * ratios / ratios.sum(1, keepdims=True)

    def learn(self, before, after):
        falls = np.log((before - self.lowest) / (after - self.lowest)).astype(np.float64)
        shares = self.shares()
        mean = (shares * falls).sum(1, keepdims=True)
        self.logits -= self.adam.step(shares * (falls - mean))

    def shares(self):
        powers = np.exp(self.logits - self.logits.max(1, keepdims=True))
        return powers / powers.sum(1, keepdims=True)


# Training


class Adam:
    """Adam without weight decay, in the precision of its gradients."""

    def __init__(self, shape, rate, dtype=np.float64):
        self.rate, self.dtype, self.count = dtype(rate), dtype, 0
        self.mean, self.square = np.zeros(shape, dtype), np.zeros(shape, dtype)

    def step(self, gradient):
        self.count += 1
        self.mean += self.dtype(0.1) * (gradient - self.mean)
        self.square += self.dtype(0.001) * (gradient * gradient - self.square)
        mean = self.mean / self.dtype(1 - 0.9**self.count)
        square = self.square / self.dtype(1 - 0.999**self.count)
        return self.rate * mean / (np.sqrt(square) + self.dtype(1e-8))


def bounded(gradient, bound):
    """The gradient scaled down to a length."""
    length = np.sqrt((gradient * gradient).sum(1, keepdims=True))
    return gradient * np.minimum(SINGLE(1), SINGLE(bound) / np.maximum(length, SINGLE(TINY)))


def ends(weighting, scale, steps, bound):
    """Where the ways from all beginnings end, [5, COPIES, 2]."""
    moves = np.random.default_rng(1).standard_normal((5, COPIES, 2)) * 1e-6
    points = (BEGINNINGS[:, None] + moves).astype(SINGLE).reshape(-1, 2)
    adam = Adam(points.shape, rate=1e-3, dtype=SINGLE)
    famo = Famo(len(points), scale) if weighting == "famo" else None
    losses, gradients = losses_and_gradients(points, scale)
    for _ in range(steps):
        if famo:
            weights = famo.weights(losses)
        else:
            weights = SCHEMES[weighting](np.einsum("nij,nkj->nik", gradients, gradients).astype(np.float64))
        gradient = np.einsum("nk,nkj->nj", weights.astype(SINGLE), gradients)
        points = points - adam.step(bounded(gradient, bound) if bound else gradient)
        before = losses
        losses, gradients = losses_and_gradients(points, scale)
        if famo:
            famo.learn(before, losses)
    return points.reshape(5, COPIES, 2)


SCHEMES = {scheme.__name__: scheme for scheme in
           (equal, mgda, pcgrad, imtl_g, cagrad, nash, aligned, upgrad, dual_projection)}


def record(weighting, scale):
    """One weighting's ends."""
    steps = 100_000 if weighting == "cagrad" else 50_000
    found = ends(weighting, scale, steps, {"nash": 1, "famo": 2}.get(weighting))
    spans = [
        {axis: [round(float(end[:, index].min()), 4), round(float(end[:, index].max()), 4)]
         for index, axis in enumerate("xy")}
        for end in found
    ]
    print(weighting, scale, *spans, sep="\n    ", flush=True)
    return {"weighting": weighting, "scale": scale, "steps": steps, "ends": spans}


if __name__ == "__main__":
    recording.write("two_parameter.json", {
        "generator": f"numpy {np.__version__}",
        "copies": COPIES,
        "runs": [record(weighting, scale) for weighting in [*SCHEMES, "famo"] for scale in (0.1, 1.0)],
    })

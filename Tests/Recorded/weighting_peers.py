"""The peers of the recorded weightings: each sets the gradients of a step and gives the weights.

TorchJD's scalarizers and aggregators, and methods that are written down again from their formulas; LibMTL's weightings
are in `libmtl_peers`. What draws random numbers draws those of mtl's own stream (`random_stream`).
"""

import math

import torch
from torchjd.aggregation import GramianWeightedAggregator, WeightedAggregator

EPOCH = 3  # steps
SAME = "the same"
MEAN = "the peer's weights are those of a mean: times the number of tasks"


class Scalarized:
    """A scalarizer of TorchJD, or any function of the losses, times a factor."""

    def __init__(self, scalarizer, factor=1.0, own_name=None):
        self.scalarizer, self.factor, self.own_name = scalarizer, factor, own_name
        self.update = getattr(scalarizer, "update", None)

    def begin(self, number):
        if number > 0 and number % EPOCH == 0 and hasattr(self.scalarizer, "step"):
            self.scalarizer.step()

    def own(self):
        """What the step's optimizer moves beside the model; FAMO has an optimizer of its own."""
        has_own = hasattr(self.scalarizer, "parameters") and self.update is None
        return list(self.scalarizer.parameters()) if has_own else []

    def backward(self, problem, P, losses):
        values = torch.stack(losses)
        total = self.factor * self.scalarizer(values)
        weights = torch.autograd.grad(total, values, retain_graph=True)[0]
        total.backward()
        return weights.tolist()


class Aggregated:
    """An aggregator of TorchJD on the tasks' gradients of the trunk, times a factor, after a factor on each loss."""

    def __init__(self, aggregator, factor=1.0, scales=None):
        self.aggregator, self.factor, self.scales = aggregator, factor, scales
        self.found = self.own_name = self.update = None
        if isinstance(aggregator, (WeightedAggregator, Solved)):
            aggregator.weighting.register_forward_hook(self.keep)

    def keep(self, module, operands, result):
        self.found = result

    def begin(self, number):
        pass

    def own(self):
        return []

    def backward(self, problem, P, losses):
        scales = self.scales or [1.0] * len(losses)
        losses = [scale * loss for scale, loss in zip(scales, losses)]
        shared = [value for name, value in P.items() if name.startswith("trunk.")]
        rows = [torch.autograd.grad(loss, shared, retain_graph=True) for loss in losses]
        jacobian = torch.stack([torch.cat([part.reshape(-1) for part in row]) for row in rows])
        sum(losses).backward()
        self.aggregator.losses = losses
        direction = self.factor * self.aggregator(jacobian)
        for value in shared:
            value.grad = direction[: value.numel()].reshape(value.shape).clone()
            direction = direction[value.numel():]
        found = getattr(self.aggregator, "found", self.found)
        if found is None:
            return None
        return [self.factor * scale * weight for scale, weight in zip(scales, found.tolist())]


class Solved(torch.nn.Module):
    """An aggregator whose weights are a function of the Gram matrix."""

    def __init__(self, weights):
        super().__init__()
        self.weighting = Function(weights)

    def forward(self, jacobian):
        return self.weighting(jacobian @ jacobian.T) @ jacobian


class Function(torch.nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, value):
        return torch.tensor(self.function(value.numpy()))


class Averaged(torch.nn.Module):
    """An aggregator that keeps averages of the tasks' gradients: `function(self, jacobian, losses)`."""

    def __init__(self, function):
        super().__init__()
        self.function, self.losses, self.steps, self.averages, self.weights = function, None, 0, 0.0, None

    def forward(self, jacobian):
        self.steps += 1
        return self.function(self, jacobian, torch.stack(self.losses).detach()[:, None])


def gradient_normalization(alpha, rate):
    """GradNorm: the paper's sum as LibMTL writes it, differentiated by PyTorch, and mtl's step of the weights."""

    def direction(kept, jacobian, losses):
        if kept.weights is None:
            kept.weights, kept.first = torch.ones(len(jacobian)), losses[:, 0]
        weights = kept.weights.clone().requires_grad_(True)
        norms = (weights[:, None] * jacobian).norm(dim=1)
        pace = losses[:, 0] / kept.first
        wanted = (norms.mean() * (pace / pace.mean()) ** alpha).detach()
        slopes = torch.autograd.grad((norms - wanted).abs().sum(), weights)[0]
        steps = -slopes.sign() * (wanted / norms.detach()).log().abs().clamp(max=rate)
        moved = kept.weights * steps.exp()
        kept.found, kept.weights = kept.weights, moved * len(moved) / moved.sum()
        return kept.found @ jacobian

    return direction


class LossBalanced:
    """LBTW: powers of the losses' ratios to those of the first batch of the epoch."""

    def __init__(self, alpha):
        self.alpha, self.first = alpha, None

    def step(self):
        self.first = None

    def __call__(self, values):
        losses = values.detach()
        self.first = losses if self.first is None else self.first
        weights = (losses / self.first) ** self.alpha
        return len(weights) * weights / weights.sum() @ values


class Variation:
    """CoV weighting: the deviation of the ratios of losses to their mean before, over the ratios' mean.

    Means and deviations are those of all values before, with shares: even ones, or `1 - decay` of the newest, the same
    share of the rest for the one before, and so on.
    """

    def __init__(self, decay=None):
        self.decay, self.losses, self.ratios = decay, [], []

    def mean(self, values):
        count = len(values)
        if self.decay is None:
            shares = torch.full([count], 1 / count)
        else:
            shares = (1 - self.decay) * self.decay ** torch.arange(count - 1, -1, -1)
            shares[0] = self.decay ** (count - 1)
        return shares @ torch.stack(values)

    def __call__(self, values):
        losses = values.detach()
        weights = torch.ones(len(losses))
        if len(self.ratios) > 1:
            mean = self.mean(self.ratios)
            variance = self.mean([(ratio - mean) ** 2 for ratio in self.ratios])
            weights = (variance + 1e-8).sqrt() / mean
            weights = len(losses) * weights / weights.sum()
        self.ratios.append(losses / self.mean(self.losses) if self.losses else torch.ones(len(losses)))
        self.losses.append(losses)
        return weights @ values


class Apart:
    """An optimizer of PyTorch for each task on the trunk, whose moves are added up, and one for the tasks' own parts.

    A decay of weights is taken off once, and `penalty` (times the sum of squares) is in equal parts in the tasks'
    gradients. All gradients are scaled by one factor where the norm of their sum exceeds `bound`.
    """

    def __init__(self, kind, rate, decay=0.0, penalty=0.0, bound=None, **settings):
        self.kind, self.rate, self.decay, self.penalty, self.bound = kind, rate, decay, penalty, bound
        self.settings = dict(settings, lr=rate) | ({"weight_decay": 0.0} if decay else {})
        self.own_name = self.update = self.optimizers = None

    def begin(self, number):
        pass

    def own(self):
        return []

    def backward(self, problem, P, losses):
        self.shared = [value for name, value in P.items() if name.startswith("trunk.")]
        self.heads = [value for name, value in P.items() if not name.startswith("trunk.")]
        self.rows = [torch.autograd.grad(loss, self.shared, retain_graph=True) for loss in losses]
        sum(losses).backward()
        count = len(losses)
        self.rows = [[g + 2 * self.penalty / count * p.detach() for g, p in zip(row, self.shared)] for row in self.rows]
        for value in self.heads:
            value.grad = value.grad + 2 * self.penalty * value.detach()
        if self.bound is not None:
            parts = [sum(column) for column in zip(*self.rows)] + [value.grad for value in self.heads]
            norm = math.sqrt(sum((part**2).sum().item() for part in parts))
            factor = min(1.0, self.bound / (norm + 1e-6))
            self.rows = [[factor * g for g in row] for row in self.rows]
            for value in self.heads:
                value.grad = factor * value.grad
        return [1.0] * count

    def step(self):
        if self.optimizers is None:
            self.moved = [[torch.zeros_like(value) for value in self.shared] for _ in self.rows]
            self.optimizers = [self.kind(moved, **self.settings) for moved in self.moved]
            self.optimizers.append(self.kind(self.heads, **self.settings))
        with torch.no_grad():
            for value in self.shared + self.heads:
                value *= 1 - self.rate * self.decay
        for moved, row, optimizer in zip(self.moved, self.rows, self.optimizers):
            for place, gradient in zip(moved, row):
                place.data.zero_()
                place.grad = gradient
            optimizer.step()
        with torch.no_grad():
            for index, value in enumerate(self.shared):
                value += sum(moved[index] for moved in self.moved)
        self.optimizers[-1].step()

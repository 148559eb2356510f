"""The peers of the recorded weightings: each sets the gradients of a step and gives the weights.

TorchJD's scalarizers and aggregators, LibMTL's weightings, and methods that are written down again from their formulas.
What draws random numbers draws those of mtl's own stream (`random_stream`).
"""

import importlib
import importlib.util
import math
import sys
import types

import torch
from torchjd.aggregation import GramianWeightedAggregator, WeightedAggregator

from random_stream import Stream

EPOCH = 3  # steps


def import_weightings():
    """LibMTL's weightings, without its models."""
    found = importlib.util.find_spec("LibMTL")
    package = types.ModuleType("LibMTL")
    package.__path__ = list(found.submodule_search_locations)
    sys.modules["LibMTL"] = package
    return importlib.import_module("LibMTL.weighting")


libmtl = import_weightings()


class Scalarized:
    """A scalarizer of TorchJD, or any function of the losses, times a factor."""

    def __init__(self, scalarizer, factor=1.0, own_name=None):
        self.scalarizer, self.factor, self.own_name = scalarizer, factor, own_name

    def begin(self, number):
        if number > 0 and number % EPOCH == 0 and hasattr(self.scalarizer, "step"):
            self.scalarizer.step()

    def own(self):
        """What the step's optimizer moves beside the model; FAMO has an optimizer of its own."""
        has_own = hasattr(self.scalarizer, "parameters") and not hasattr(self.scalarizer, "update")
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
        self.found = self.own_name = None
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


def momentum_correction(kept, jacobian, losses):
    """MoCo: averages of gradients as long as their losses, and a step of the weights towards the shortest."""
    targets = jacobian / jacobian.norm(dim=1, keepdim=True) * losses
    kept.averages = kept.averages - 0.5 / kept.steps**0.5 * (kept.averages - targets)
    weights = torch.full([len(jacobian)], 1 / len(jacobian)) if kept.weights is None else kept.weights
    kept.weights = torch.softmax(weights - 0.1 / kept.steps**0.5 * (kept.averages @ kept.averages.T @ weights), 0)
    return kept.weights @ kept.averages


def dual_balancing(kept, jacobian, losses):
    """DB-MTL: averages of the gradients of the losses' logarithms, each as long as the longest."""
    kept.averages = 0.9 * kept.averages + 0.1 * jacobian / losses
    norms = kept.averages.norm(dim=1)
    return (norms.max() / norms) @ kept.averages


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


class Drawn:
    """A distribution of numbers of the step's stream, which `draw` gives one by one."""

    def __init__(self, count, draw):
        self.count, self.draw = count, draw

    def sample(self):
        return torch.tensor([self.draw(Stream.current) for _ in range(self.count)])


class Balanced:
    """A weighting of LibMTL; `heads` says whether the factor is that of the tasks' own parameters too."""

    def __init__(self, kind, tasks, factor=1.0, own_name=None, heads=False, **settings):
        self.factor, self.own_name, self.heads, self.settings = factor, own_name, heads, settings
        self.weighting = kind()
        self.weighting.device, self.weighting.rep_grad, self.weighting.task_num = "cpu", False, tasks
        self.weighting.init_param()

    def begin(self, number):
        pass

    def own(self):
        return list(self.weighting.parameters())

    def backward(self, problem, P, losses):
        shared = [value for name, value in P.items() if name.startswith("trunk.")]
        self.weighting.get_share_params = lambda: shared
        self.weighting.zero_grad_share_params = lambda: [value.grad.zero_() for value in shared]
        scales = [value.exp().detach().clone() for value in self.own()] or [torch.ones(len(losses))]
        weights = self.weighting.backward(torch.stack(losses), **self.settings)
        for value in P.values() if self.heads else shared:
            value.grad *= self.factor
        return (self.factor * scales[0] * torch.tensor(weights)).tolist()


class Apart:
    """An optimizer of PyTorch for each task on the trunk, whose moves are added up, and one for the tasks' own parts.

    A decay of weights is taken off once, and `penalty` (times the sum of squares) is in equal parts in the tasks'
    gradients. All gradients are scaled by one factor where the norm of their sum exceeds `bound`.
    """

    def __init__(self, kind, rate, decay=0.0, penalty=0.0, bound=None, **settings):
        self.kind, self.rate, self.decay, self.penalty, self.bound = kind, rate, decay, penalty, bound
        self.settings = dict(settings, lr=rate) | ({"weight_decay": 0.0} if decay else {})
        self.own_name, self.optimizers = None, None

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

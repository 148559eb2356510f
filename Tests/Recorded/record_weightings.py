"""Trains small networks under the weightings of TorchJD and LibMTL, in float64, as `weightings.json`.

Needs torch, numpy, torchjd with the solvers that its aggregators ask for, and LibMTL (Benchmarks/requirements.txt; of
LibMTL only the weightings are imported, for its other modules need torchvision). Rows and initial parameters come from
whole-number formulas (`recording.formula`). Ten steps of plain gradient descent, or of another optimizer where the spec
names one; batches of 8 out of 24 rows in their order, so that an epoch has three steps.

    {"element": "float64", "generator": "torch ..., torchjd ..., LibMTL ...",
     "runs": [{"name", "weighting", "schemes": [name], "peer", "convention", "tolerance", "spec", "files": {name: text},
               "parameters": {name: T}, "steps": [{"losses": {task: number}, "weights": {task: number},
               "parameters": {name: T}}, ...]}, ...]}

`weights` and `losses` are those that the step finds, `parameters` those that it leaves; a method that is no weighting
of gradients has no weights. The convention of mtl is that of a sum: `factor` is what a peer's weights or its value are
multiplied by, K (the number of tasks) where the peer averages. The tasks' own parameters follow their plain gradient
under a scheme of gradients, as with TorchJD's `mtl_backward`. `tolerance` is what the peer's solver allows.

Not recorded: schemes that draw random numbers (`rlw`, `graddrop`, and `pcgrad` and `gradvac` with more than two tasks,
whose order is drawn); TorchJD's NashMTL, which stops its iteration at a residual of 1e-3 (the condition that the paper
states is solved instead) and, for three tasks, its MGDA, whose steps are too short to get near the end (the sets of
tasks are gone through instead); LibMTL's CAGrad (written for three tasks only), GradVac (its averages follow conflicting
pairs only) and GLS (the weights that it reports are not the derivatives).
"""

import functools
import importlib.metadata
import importlib.util
import itertools
import math
import sys
import types

import numpy as np
import torch
from torch.nn import functional as F
from torchjd import aggregation, scalarization
from torchjd.aggregation import GramianWeightedAggregator, WeightedAggregator

import recording
from record_models import column, text


def import_weightings():
    """LibMTL's weightings, without its models."""
    found = importlib.util.find_spec("LibMTL")
    package = types.ModuleType("LibMTL")
    package.__path__ = list(found.submodule_search_locations)
    sys.modules["LibMTL"] = package
    return importlib.import_module("LibMTL.weighting")


libmtl = import_weightings()

STEPS = 10
BATCH = 8
ROWS = 24
RATE = 0.05
PLAIN = [f"optimizer sgd(learning_rate: {RATE})"]
RUNS = []

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


# The networks


class Problem:
    """A trunk of one layer with a head of one column for each task."""

    def __init__(self, losses):
        """`losses` are the kinds of loss by the tasks' names."""
        self.losses_by_task = losses
        self.tasks = list(losses)
        self.table = {f"x{i}": column(ROWS, 3 + i, 2.0) for i in range(1, 4)}
        for salt, (task, kind) in enumerate(losses.items()):
            if kind == "binary_cross_entropy":
                self.table[task] = [int(row * 11 % 7 < 3) for row in range(ROWS)]
            else:
                self.table[task] = column(ROWS, 16 + salt, 1.0 + salt)
        self.x = torch.tensor(np.stack([self.table[f"x{i}"] for i in range(1, 4)], 1))
        self.labels = {task: torch.tensor(np.asarray(self.table[task], dtype=np.float64)) for task in losses}

    def shapes(self):
        shapes = {"trunk.dense.weight": [3, 4], "trunk.dense.bias": [4]}
        for task in self.tasks:
            shapes |= {f"{task}.dense.weight": [4, 1], f"{task}.dense.bias": [1]}
        return shapes

    def parameters(self):
        result = {}
        for salt, (name, shape) in enumerate(self.shapes().items()):
            scale = 1.5 / math.sqrt(max(1, int(np.prod(shape[:-1]))))
            values = recording.formula(shape, 300 + salt, scale).astype(np.float32).astype(np.float64)
            result[name] = torch.tensor(values).requires_grad_(True)
        return result

    def losses(self, P, rows):
        hidden = torch.tanh(self.x[rows] @ P["trunk.dense.weight"] + P["trunk.dense.bias"])
        result = []
        for task, kind in self.losses_by_task.items():
            found = (hidden @ P[f"{task}.dense.weight"] + P[f"{task}.dense.bias"])[:, 0]
            loss = {
                "mse": F.mse_loss,
                "mae": F.l1_loss,
                "binary_cross_entropy": F.binary_cross_entropy_with_logits,
            }[kind]
            result.append(loss(found, self.labels[task][rows]))
        return result

    def spec(self, weighting, training):
        lines = ['data table from csv("rows.csv") {', "    feature x1..x3: number(scale: none)"]
        for task, kind in self.losses_by_task.items():
            lines.append(f"    label   {task}: " + ("flag" if kind[0] == "b" else "number(scale: none)"))
        lines += ["    split   random(validation: 0%, test: 0%)", "}", ""]
        lines += ["shared trunk(table.features) {", "    encode -> dense(4) -> tanh", "}", ""]
        for task, kind in self.losses_by_task.items():
            lines += [f"task {task}(trunk) {{", "    dense(1)", f"    loss {kind}(table.{task})", "}", ""]
        lines += [f"weighting {weighting}", ""]
        lines += ["train {"] + [f"    {line}" for line in training] + [f"    batch     {BATCH}", "}", ""]
        return "\n".join(lines)


TWO = Problem({"first": "mse", "second": "mse"})
THREE = Problem({"first": "mse", "second": "mae", "third": "binary_cross_entropy"})


# The peers: each sets the gradients of a step and gives the weights


class Scalarized:
    """A scalarizer of TorchJD, or any function of the losses, times a factor."""

    def __init__(self, scalarizer, factor=1.0, own_name=None):
        self.scalarizer, self.factor, self.own_name = scalarizer, factor, own_name

    def begin(self, number):
        if number > 0 and number % (ROWS // BATCH) == 0 and hasattr(self.scalarizer, "step"):
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
        if self.found is None:
            return None
        return [self.factor * scale * weight for scale, weight in zip(scales, self.found.tolist())]


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


class Balanced:
    """A weighting of LibMTL."""

    def __init__(self, kind, tasks, factor=1.0, own_name=None, **settings):
        self.factor, self.own_name, self.settings = factor, own_name, settings
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
        for value in shared:
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


# Recording


def named(problem, P, peer):
    """All parameters as they are now, those of the peer's own by the names that mtl has for them."""
    result = {name: recording.tensor(value) for name, value in P.items()}
    for value in peer.own():
        for task, element in zip(problem.tasks, value.tolist()):
            result[f"weighting.{task}.{peer.own_name}"] = {"shape": [], "values": [element]}
    return result


def train(problem, peer):
    """The losses, weights and next parameters of all steps."""
    P = problem.parameters()
    values = list(P.values()) + peer.own()
    optimizer = torch.optim.SGD(values, lr=RATE)
    steps = []
    for number in range(STEPS):
        first = number * BATCH % ROWS
        peer.begin(number)
        optimizer.zero_grad()
        losses = problem.losses(P, torch.arange(first, first + BATCH))
        weights = peer.backward(problem, P, losses)
        (peer if isinstance(peer, Apart) else optimizer).step()
        if hasattr(peer, "scalarizer") and hasattr(peer.scalarizer, "update"):
            peer.scalarizer.update(torch.stack(problem.losses(P, torch.arange(first, first + BATCH))))
        step = {"losses": dict(zip(problem.tasks, [loss.item() for loss in losses]))}
        if weights is not None:
            step["weights"] = dict(zip(problem.tasks, weights))
        step["parameters"] = named(problem, P, peer)
        steps.append(step)
    return steps


def record(problem, weighting, peer, source, convention, tolerance=1e-8, training=PLAIN):
    """Adds a run; `weighting` is how a spec of mtl says it, `source` what it is compared to."""
    schemes = [stage.split("(")[0] for stage in weighting.split(" -> ")]
    RUNS.append(
        {
            "name": f"{weighting}, {len(problem.tasks)} tasks, against {source}",
            "weighting": weighting,
            "schemes": schemes,
            "peer": source,
            "convention": convention,
            "tolerance": tolerance,
            "spec": problem.spec(weighting, training),
            "files": {"rows.csv": text(problem.table)},
            "parameters": named(problem, problem.parameters(), peer),
            "steps": train(problem, peer),
        }
    )


SAME = "the same"
MEAN = "the peer's weights are those of a mean: times the number of tasks"


def losses():
    record(TWO, "equal", Scalarized(scalarization.Sum()), "TorchJD Sum", SAME)
    record(THREE, "equal", Scalarized(scalarization.Mean(), 3), "TorchJD Mean", MEAN)
    weights = torch.tensor([0.5, 2.0, 1.0])
    record(
        THREE, "static(first: 0.5, second: 2)", Scalarized(scalarization.Constant(weights)), "TorchJD Constant", SAME
    )
    record(
        TWO, "uncertainty", Scalarized(scalarization.UW(2), own_name="log_variance"), "TorchJD UW",
        "both losses are squared differences, for which mtl has the peer's form",
    )
    for problem in (TWO, THREE):
        count = len(problem.tasks)
        record(problem, "imtl_l", Scalarized(scalarization.IMTLL(count), own_name="log_scale"), "TorchJD IMTLL", SAME)
        record(
            problem, "dwa(temperature: 2)", Scalarized(scalarization.DWA(2.0)), "TorchJD DWA", SAME, 1e-7,
        )
        record(problem, "gls", Scalarized(scalarization.GeometricMean(), count), "TorchJD GeometricMean", MEAN)
        record(
            problem, "scale_invariant", Scalarized(lambda values: values.log().sum()),
            "the formula of nash-mtl, sum log L", SAME,
        )
        record(
            problem, "stch(mu: 0.5, scale: none)", Scalarized(scalarization.STCH(0.5), count * count), "TorchJD STCH",
            "the peer weighs losses by 1 / K: times the square of the number of tasks",
        )
        record(
            problem, "pbi(theta: 0.5)",
            Scalarized(scalarization.PBI(0.5, torch.ones(count)), math.sqrt(count)), "TorchJD PBI",
            "the peer divides by the length of the weights: times it; the peer adds 1e-12 under the root", 1e-7,
        )
        record(problem, "famo", Scalarized(scalarization.FAMO(count), count), "TorchJD FAMO", MEAN, 1e-6)
        record(
            problem, "cosmos(lambda: 0.25)",
            Scalarized(scalarization.COSMOS(0.25, torch.full((count,), 1 / count)), count), "TorchJD COSMOS", MEAN,
        )


def fair(alpha, gram):
    """The solution of `G a = a ** (-1 / alpha)`: the minimum of a convex function, by damped steps of Newton."""
    power = -1 / alpha

    def value(a):
        gain = np.log(a).sum() if alpha == 1 else (a ** (1 + power)).sum() / (1 + power)
        return a @ gram @ a / 2 - gain

    a = np.full(len(gram), 1 / math.sqrt(np.trace(gram)))
    for _ in range(200):
        residual = gram @ a - a**power
        step = np.linalg.solve(gram - power * np.diag(a ** (power - 1)), residual)
        size = 1.0
        while (a - size * step).min() <= 0 or value(a - size * step) > value(a) + 1e-13 * abs(value(a)):
            size /= 2
            if size < 1e-12:
                break
        if size < 1e-12:
            break
        a = a - size * step
    assert abs(gram @ a - a**power).max() < 1e-9 * abs(a**power).max()
    return a


def nash(gram):
    """The solution of `G a = 1 / a` for the matrix divided by its norm, as nash-mtl has it, of a length of at most 1."""
    weights = fair(1, gram / np.linalg.norm(gram))
    return weights / max(math.sqrt(weights @ gram @ weights), 1.0)


def shortest(gram):
    """The weights of the shortest convex combination: the best of those of all sets of tasks."""
    best = None
    for chosen in itertools.product([False, True], repeat=len(gram)):
        if not any(chosen):
            continue
        part = gram[np.ix_(chosen, chosen)]
        found = np.linalg.lstsq(part + np.trace(part), np.ones(len(part)), rcond=None)[0]
        weights = np.zeros(len(gram))
        weights[list(chosen)] = found / found.sum()
        if weights.min() >= 0 and (best is None or weights @ gram @ weights < best @ gram @ best):
            best = weights
    return best


def gradients():
    for problem in (TWO, THREE):
        count = len(problem.tasks)
        record(problem, "imtl_g", Aggregated(aggregation.IMTLG(), count), "TorchJD IMTLG", MEAN)
        record(problem, "aligned", Aggregated(aggregation.AlignedMTL(), count), "TorchJD AlignedMTL", MEAN)
        record(problem, "upgrad", Aggregated(aggregation.UPGrad(), count), "TorchJD UPGrad", MEAN, 1e-7)
        record(problem, "dual_projection", Aggregated(aggregation.DualProj(), count), "TorchJD DualProj", MEAN, 1e-7)
        record(problem, "cagrad(c: 0.4, rescale: 0)", Aggregated(aggregation.CAGrad(c=0.4), count), "TorchJD CAGrad", MEAN, 5e-4)
        record(
            problem, "cr_mogm(of: imtl_g)",
            Aggregated(GramianWeightedAggregator(aggregation.CRMOGMWeighting(aggregation.IMTLGWeighting())), count),
            "TorchJD CRMOGMWeighting of IMTLGWeighting", MEAN,
        )
        record(
            problem, "nash(max_norm: 1)", Aggregated(Solved(nash)),
            "the condition of the paper, solved to its end, norm at most 1", SAME, 1e-7,
        )
        for alpha in (1.0, 2.0):
            record(
                problem, f"fairgrad(alpha: {alpha:g})", Aggregated(Solved(functools.partial(fair, alpha))),
                "the condition of the paper, solved to its end", SAME, 1e-7,
            )
        record(problem, "config", Aggregated(aggregation.ConFIG()), "TorchJD ConFIG", SAME)
        record(
            problem, "excess_mtl(rate: 1)", Aggregated(aggregation.ExcessMTL(1.0, n_warmup_steps=1), count),
            "TorchJD ExcessMTL with one step of warm-up", MEAN, 1e-6,
        )
        record(problem, "moco", Aggregated(Averaged(momentum_correction), count), "the formula of LibMTL's MoCo", MEAN)
        record(problem, "db_mtl", Aggregated(Averaged(dual_balancing)), "the formula of LibMTL's DB-MTL", SAME)
    record(TWO, "mgda", Aggregated(aggregation.MGDA(), 2), "TorchJD MGDA", MEAN)
    record(THREE, "mgda", Aggregated(Solved(shortest), 3), "the best of all sets of tasks", MEAN)
    record(TWO, "mgda", Balanced(libmtl.MGDA, 2, 2, mgda_gn="none"), "LibMTL MGDA", MEAN)
    record(TWO, "pcgrad", Aggregated(aggregation.PCGrad()), "TorchJD PCGrad", SAME)
    record(TWO, "pcgrad", Balanced(libmtl.PCGrad, 2), "LibMTL PCGrad", SAME)
    record(TWO, "gradvac(decay: 0.5)", Aggregated(aggregation.GradVac(0.5)), "TorchJD GradVac", SAME, 1e-6)
    record(
        THREE, "constant(first: 0.5, second: 2)",
        Aggregated(aggregation.Constant(torch.tensor([0.5, 2.0, 1.0]))), "TorchJD Constant", SAME,
    )
    record(
        THREE, "krum(byzantine: 0, selected: 2)", Aggregated(aggregation.Krum(0, 2), 3), "TorchJD Krum", MEAN,
    )
    record(THREE, "trimmed_mean(trim: 1)", Aggregated(aggregation.TrimmedMean(1), 3), "TorchJD TrimmedMean", MEAN)


def chains():
    scales = [0.5, 2.0, 1.0]
    stage = "static(first: 0.5, second: 2) -> "
    record(
        THREE, stage + "mgda", Aggregated(Solved(shortest), 3, scales),
        "TorchJD Constant and the best of all sets of tasks", MEAN,
    )
    record(THREE, stage + "imtl_g", Aggregated(aggregation.IMTLG(), 3, scales), "TorchJD Constant and IMTLG", MEAN)
    record(
        THREE, stage + "aligned", Aggregated(aggregation.AlignedMTL(), 3, scales), "TorchJD Constant and AlignedMTL",
        MEAN,
    )
    record(THREE, stage + "upgrad", Aggregated(aggregation.UPGrad(), 3, scales), "TorchJD Constant and UPGrad", MEAN, 1e-7)
    record(THREE, "imtl_l -> imtl_g", Balanced(libmtl.IMTL, 3, 3, "log_scale"), "LibMTL IMTL", MEAN)


def apart():
    """Optimizers that PyTorch has, one for each task; the rates make ten steps go some way."""
    adam = "optimizer adam(learning_rate: 0.02)"
    for problem, peer, training, what in (
        (TWO, Apart(torch.optim.Adam, 0.02), [adam], "Adam"),
        (THREE, Apart(torch.optim.Adam, 0.02), [adam], "Adam"),
        (THREE, Apart(torch.optim.Adagrad, 0.05), ["optimizer adagrad(learning_rate: 0.05)"], "Adagrad"),
        (THREE, Apart(torch.optim.RMSprop, 0.01), ["optimizer rmsprop(learning_rate: 0.01)"], "RMSprop"),
        (
            THREE, Apart(torch.optim.AdamW, 0.02, decay=0.5),
            ["optimizer adamw(learning_rate: 0.02, weight_decay: 0.5)"], "AdamW, its decay taken off once",
        ),
        (
            THREE, Apart(torch.optim.Adam, 0.02, penalty=0.01, bound=0.5),
            [adam, "clip norm(0.5)", "penalty l2(0.01)"], "Adam, clipped by the sum's norm and with a penalty",
        ),
        (
            TWO, Apart(torch.optim.SGD, 0.05, momentum=0.9),
            ["optimizer sgd(learning_rate: 0.05, momentum: 0.9)"], "SGD with momentum",
        ),
    ):
        record(problem, "adatask", peer, f"PyTorch's {what} for each task", SAME, training=training)


def main():
    losses()
    gradients()
    apart()
    chains()
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("torchjd", "LibMTL")]
    generator = ", ".join([f"torch {torch.__version__.split('+')[0]}"] + versions)
    recording.write("weightings.json", {"element": "float64", "generator": generator, "runs": RUNS})


if __name__ == "__main__":
    main()

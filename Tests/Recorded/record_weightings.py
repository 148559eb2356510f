"""Trains small networks under the weightings of TorchJD and LibMTL, in float64, as `weightings.json`.

Needs torch, numpy, torchjd with the solvers that its aggregators ask for, and LibMTL (Benchmarks/requirements.txt; of
LibMTL only the weightings are imported, for its other modules need torchvision), and a clone of LibMTL's repository,
whose folder LIBMTL names, for the weightings that no release has (`libmtl_peers`). Rows and initial parameters come
from whole-number formulas (`recording.formula`). Ten steps of plain gradient descent, or of another optimizer where the
spec names one; batches of 8 out of 24 rows in their order, so that an epoch has three steps.

    {"element": "float64", "generator": "torch ..., torchjd ..., LibMTL ...",
     "runs": [{"name", "weighting", "schemes": [name], "peer", "convention", "tolerance", "spec", "files": {name: text},
               "parameters": {name: T}, "steps": [{"losses": {task: number}, "weights": {task: number},
               "parameters": {name: T}}, ...]}, ...]}

`weights` and `losses` are those that the step finds, `parameters` those that it leaves; a method that is no weighting
of gradients has no weights. The convention of mtl is that of a sum: `factor` is what a peer's weights or its value are
multiplied by, K (the number of tasks) where the peer averages. The tasks' own parameters follow their plain gradient
under a scheme of gradients, as with TorchJD's `mtl_backward`. `tolerance` is what the peer's solver allows.

Schemes that draw random numbers draw the same ones on both sides: the peers those of mtl's streams (`random_stream`).
`cov` and `lbtw`, which no peer has, are written down again from their formulas, and so is `gradnorm`, whose weights the
paper leaves to any optimizer: in LibMTL to that of the model, from the second epoch on.

Not recorded: TorchJD's NashMTL and LibMTL's Nash_MTL, which stop their iteration at a residual of 1e-3 (the condition
that the paper states is solved instead), and, for three tasks, TorchJD's MGDA, whose steps are too short to get near
the end (the sets of tasks are gone through instead). Of LibMTL: UW for other losses than squared differences (it has
their form for all), CAGrad for two tasks (its release is written for three only), GradVac (its averages follow
conflicting pairs only), GradDrop (sums the batch up first), MGDA with normalised gradients (mtl has none), GradNorm
(see above), RLW with Dirichlet's distribution (through a softmax once more), Bernoulli's (not scaled) and its
constrained form (ends in an error), and MoDo and SDMGrad (three batches a step, which mtl has not). Parameters and
losses alone are compared with its GLS, DB_MTL, STCH, FAMO and CAGrad, whose weights are not reported or not those that
they take.
"""

import functools
import importlib.metadata
import itertools
import math

import numpy as np
import torch
from torch.nn import functional as F
from torchjd import aggregation, scalarization
from torchjd.aggregation import GramianWeightedAggregator

import recording
from libmtl_peers import record_libmtl
from random_stream import drawing
from record_models import column, text
from weighting_peers import (
    EPOCH, MEAN, SAME, Aggregated, Apart, Averaged, LossBalanced, Scalarized, Solved, Variation, gradient_normalization,
)

STEPS = 10
BATCH = 8
ROWS = BATCH * EPOCH
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
        with drawing(number, len(losses)):
            weights = peer.backward(problem, P, losses)
        (peer if isinstance(peer, Apart) else optimizer).step()
        if peer.update is not None:
            peer.update(torch.stack(problem.losses(P, torch.arange(first, first + BATCH))))
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
    record(TWO, "mgda", Aggregated(aggregation.MGDA(), 2), "TorchJD MGDA", MEAN)
    record(THREE, "mgda", Aggregated(Solved(shortest), 3), "the best of all sets of tasks", MEAN)
    record(TWO, "pcgrad", Aggregated(aggregation.PCGrad()), "TorchJD PCGrad", SAME)
    record(TWO, "gradvac(decay: 0.5)", Aggregated(aggregation.GradVac(0.5)), "TorchJD GradVac", SAME, 1e-6)
    record(
        THREE, "constant(first: 0.5, second: 2)",
        Aggregated(aggregation.Constant(torch.tensor([0.5, 2.0, 1.0]))), "TorchJD Constant", SAME,
    )
    record(
        THREE, "krum(byzantine: 0, selected: 2)", Aggregated(aggregation.Krum(0, 2), 3), "TorchJD Krum", MEAN,
    )
    record(THREE, "trimmed_mean(trim: 1)", Aggregated(aggregation.TrimmedMean(1), 3), "TorchJD TrimmedMean", MEAN)


def histories():
    """Schemes of losses and of norms that remember."""
    for problem in (TWO, THREE):
        formula = "the formula of the paper"
        record(problem, "lbtw(alpha: 0.5)", Scalarized(LossBalanced(0.5)), formula, SAME)
        for weighting, decay in (("cov", None), ("cov(decay: 0.8)", 0.8)):
            record(
                problem, weighting, Scalarized(Variation(decay)), formula,
                "the weights add up to K, in the paper to 1",
            )
        for alpha in (0.12, 1.5):
            record(
                problem, f"gradnorm(alpha: {alpha}, rate: 0.1)",
                Aggregated(Averaged(gradient_normalization(alpha, 0.1))), "the sum of the paper",
                "the logarithms of the weights move by at most the rate against the sum's slopes",
            )


def drawn():
    """Schemes that draw random numbers, which the peers take from mtl's stream."""
    for problem in (TWO, THREE):
        count = len(problem.tasks)
        record(problem, "rlw", Scalarized(scalarization.Random(), count), "TorchJD Random of losses", MEAN)
        record(problem, "random", Aggregated(aggregation.Random(), count), "TorchJD Random", MEAN)
        record(problem, "graddrop", Aggregated(aggregation.GradDrop()), "TorchJD GradDrop", SAME)
        leak = torch.full([count], 0.25)
        record(problem, "graddrop(leak: 0.25)", Aggregated(aggregation.GradDrop(leak=leak)), "TorchJD GradDrop", SAME)
    record(THREE, "pcgrad", Aggregated(aggregation.PCGrad()), "TorchJD PCGrad", SAME)
    record(THREE, "gradvac(decay: 0.5)", Aggregated(aggregation.GradVac(0.5)), "TorchJD GradVac", SAME, 1e-6)


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
    histories()
    drawn()
    record_libmtl(record, TWO, THREE)
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("torchjd", "LibMTL")]
    generator = ", ".join([f"torch {torch.__version__.split('+')[0]}"] + versions)
    recording.write("weightings.json", {"element": "float64", "generator": generator, "runs": RUNS})


if __name__ == "__main__":
    main()

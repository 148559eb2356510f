"""A training step under a weighting of TorchJD or LibMTL, for workloads of one trunk and a column for each task.

A step is: the batch's rows gathered from the training rows by shuffled index, forward, each task's loss, what the
scheme does, Adam. TorchJD is used as its documentation shows it (`mtl_backward`, then `jac_to_grad`), LibMTL by its
weighting alone, without its trainer. LibMTL's CAGrad is written for three tasks and left out.
"""

import common

options = common.arguments(
    __doc__,
    library=["torchjd", "libmtl"],
    scheme=["equal", "mgda", "pcgrad", "cagrad", "nash", "aligned", "upgrad", "imtl_g", "gradnorm", "gradvac"]
    + ["dual_projection", "uncertainty", "dwa", "imtl_l", "gls", "stch"],
)
common.pin(options.threads)

import importlib  # noqa: E402  (after the processors are chosen)
import importlib.metadata  # noqa: E402
import importlib.util  # noqa: E402
import sys  # noqa: E402
import types  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402


def network(workload):
    """The trunk, and a head of one column for each task."""
    layers = [[torch.nn.Linear(*widths), torch.nn.ReLU()] for widths in zip(workload.WIDTHS, workload.WIDTHS[1:])]
    heads = [torch.nn.Linear(workload.WIDTHS[-1], 1) for _ in range(workload.TASKS)]
    return torch.nn.Sequential(*sum(layers, [])), torch.nn.ModuleList(heads)


class TorchJD:
    """An aggregator on the tasks' gradients of the trunk, or a scalarizer of the losses."""

    def __init__(self, tasks, trunk):
        from torchjd import aggregation, scalarization
        from torchjd.autojac import jac_to_grad, mtl_backward

        self.mtl_backward, self.jac_to_grad = mtl_backward, jac_to_grad
        self.shared = list(trunk.parameters())
        self.aggregator = {
            "mgda": lambda: aggregation.MGDA(),
            "pcgrad": lambda: aggregation.PCGrad(),
            "cagrad": lambda: aggregation.CAGrad(c=0.5),
            "nash": lambda: aggregation.NashMTL(n_tasks=tasks),
            "aligned": lambda: aggregation.AlignedMTL(),
            "upgrad": lambda: aggregation.UPGrad(),
            "imtl_g": lambda: aggregation.IMTLG(),
            "gradvac": lambda: aggregation.GradVac(),
            "dual_projection": lambda: aggregation.DualProj(),
        }.get(options.scheme, lambda: None)()
        self.scalarizer = {
            "equal": lambda: scalarization.Sum(),
            "uncertainty": lambda: scalarization.UW(tasks),
            "dwa": lambda: scalarization.DWA(),
            "imtl_l": lambda: scalarization.IMTLL(tasks),
            "gls": lambda: scalarization.GeometricMean(),
            "stch": lambda: scalarization.STCH(1.0),
        }.get(options.scheme, lambda: None)()
        if self.aggregator is None and self.scalarizer is None:
            sys.exit(f"TorchJD has no {options.scheme}")

    def parameters(self):
        return list(self.scalarizer.parameters()) if self.scalarizer else []

    def backward(self, losses, features):
        if self.scalarizer:
            self.scalarizer(torch.stack(losses)).backward()
            return
        self.mtl_backward(losses, features=features)
        self.jac_to_grad(self.shared, self.aggregator)


class LibMTL:
    """A weighting of LibMTL, of which the other modules are not imported: they need torchvision."""

    NAMES = {
        "equal": "EW", "mgda": "MGDA", "pcgrad": "PCGrad", "gradvac": "GradVac", "gradnorm": "GradNorm",
        "uncertainty": "UW", "gls": "GLS",
    }
    SETTINGS = {"mgda": {"mgda_gn": "none"}, "gradvac": {"beta": 0.5}, "gradnorm": {"alpha": 1.5}}

    def __init__(self, tasks, trunk):
        package = types.ModuleType("LibMTL")
        package.__path__ = list(importlib.util.find_spec("LibMTL").submodule_search_locations)
        sys.modules["LibMTL"] = package
        if options.scheme not in self.NAMES:
            sys.exit(f"LibMTL has no {options.scheme}, or none for any number of tasks")
        self.weighting = getattr(importlib.import_module("LibMTL.weighting"), self.NAMES[options.scheme])()
        self.weighting.device, self.weighting.rep_grad, self.weighting.task_num = "cpu", False, tasks
        self.weighting.init_param()
        self.weighting.epoch, self.weighting.train_loss_buffer = 1, np.ones([tasks, 2])
        shared = list(trunk.parameters())
        self.weighting.get_share_params = lambda: shared
        self.weighting.zero_grad_share_params = lambda: [value.grad.zero_() for value in shared if value.grad is not None]

    def parameters(self):
        return list(self.weighting.parameters())

    def backward(self, losses, features):
        self.weighting.backward(torch.stack(losses), **self.SETTINGS.get(options.scheme, {}))


def main():
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    workload = common.workload(options.workload)
    x, y = [torch.from_numpy(column) for column in workload.data(np.random.default_rng(0))]
    trunk, heads = network(workload)
    scheme = {"torchjd": TorchJD, "libmtl": LibMTL}[options.library](workload.TASKS, trunk)
    parameters = [*trunk.parameters(), *heads.parameters()]
    optimizer = torch.optim.Adam(parameters + scheme.parameters(), lr=1e-3, fused=True)

    def update(rows):
        optimizer.zero_grad(set_to_none=True)
        features = trunk(x.index_select(0, rows))
        wanted = y.index_select(0, rows)
        losses = [torch.nn.functional.mse_loss(head(features)[:, 0], wanted[:, task]) for task, head in enumerate(heads)]
        scheme.backward(losses, features)
        optimizer.step()

    batches = common.Batches(len(x), workload.BATCH, torch.randperm)
    times = common.measure(lambda: update(batches.next()), options)
    count = sum(parameter.numel() for parameter in parameters)
    package = {"torchjd": "torchjd", "libmtl": "LibMTL"}[options.library]
    version = f"torch {torch.__version__}, {package} {importlib.metadata.version(package)}"
    common.report(times, options, count, version)


if __name__ == "__main__":
    main()

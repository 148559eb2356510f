"""LibMTL's own weightings as peers of the recorded ones.

Release 1.1.5 has twelve. Those of `LATER` are in its repository only (median-research-group/LibMTL on GitHub), and are
read from a clone whose folder the environment variable LIBMTL names; they were recorded as of the commits given here.
"""

import importlib
import importlib.util
import os
import sys
import types

import numpy as np
import torch

from random_stream import Stream
from weighting_peers import EPOCH, MEAN, SAME

LATER = {
    "Aligned_MTL": "0aaada5", "DB_MTL": "7b0f56a", "ExcessMTL": "b65c914", "FAMO": "8bc7605", "FairGrad": "2ab0216",
    "MoCo": "8b8f1d0", "STCH": "ea8b8b7", "UPGrad": "4d195c0",
}


def import_weightings():
    """LibMTL's weightings, without its models: the release's, and the later ones of the clone."""
    package = types.ModuleType("LibMTL")
    package.__path__ = list(importlib.util.find_spec("LibMTL").submodule_search_locations)
    sys.modules["LibMTL"] = package
    weightings = importlib.import_module("LibMTL.weighting")
    weightings.__path__.append(os.path.join(os.environ["LIBMTL"], "LibMTL", "weighting"))
    for name in LATER:
        setattr(weightings, name, getattr(importlib.import_module(f"LibMTL.weighting.{name}"), name))
    return weightings


libmtl = import_weightings()


def eigenvalues(matrix, eigenvectors):
    return torch.linalg.eigh(matrix)


# PyTorch has it no more, and Aligned-MTL asks for it.
torch.symeig = eigenvalues


class Drawn:
    """A distribution of numbers of the step's stream, which `draw` gives one by one."""

    def __init__(self, count, draw):
        self.count, self.draw = count, draw

    def sample(self):
        return torch.tensor([self.draw(Stream.current) for _ in range(self.count)])


class Balanced:
    """A weighting of LibMTL, times a factor.

    `heads` says what the tasks' own parameters follow: the gradient that LibMTL leaves them ("left"), that times the
    factor ("factor"), or the plain gradient of their loss ("plain"). `reports` says whether the weights that it gives
    are those that it takes, as not all do.
    """

    def __init__(self, kind, problem, factor=1.0, own_name=None, heads="left", reports=True, **settings):
        self.factor, self.own_name, self.heads, self.reports, self.settings = factor, own_name, heads, reports, settings
        count = len(problem.tasks)
        self.shared = self.trunk(problem.parameters())
        self.weighting = kind()
        self.weighting.device, self.weighting.rep_grad, self.weighting.task_num = "cpu", False, count
        self.weighting.get_share_params = lambda: self.shared
        self.weighting.zero_grad_share_params = self.clear
        self.weighting.encoder = types.SimpleNamespace(zero_grad=self.clear)
        self.weighting.train_loss_buffer = np.zeros([count, 10])
        self.weighting.init_param()
        self.update = getattr(self.weighting, "update_w", None)

    def trunk(self, P):
        return [value for name, value in P.items() if name.startswith("trunk.")]

    def clear(self):
        for value in self.shared:
            if value.grad is not None:
                value.grad.zero_()

    def begin(self, number):
        self.weighting.epoch = number // EPOCH

    def own(self):
        return list(self.weighting.parameters())

    def backward(self, problem, P, losses):
        self.shared = self.trunk(P)
        heads = [value for name, value in P.items() if not name.startswith("trunk.")]
        plain = torch.autograd.grad(sum(losses), heads, retain_graph=True)
        values = torch.stack(losses)
        self.weighting.train_loss_buffer[:, self.weighting.epoch] += values.detach().numpy() / EPOCH
        # The weights of IMTL are those of the losses that its own parameters have scaled.
        scales = self.own()[0].exp().tolist() if self.own_name == "log_scale" else [1.0] * len(losses)
        weights = self.weighting.backward(values, **self.settings)
        for value in self.shared + (heads if self.heads == "factor" else []):
            value.grad *= self.factor
        if self.heads == "plain":
            for value, gradient in zip(heads, plain):
                value.grad = gradient
        if not self.reports:
            return None
        return [self.factor * scale * float(weight) for scale, weight in zip(scales, weights)]


def losses(record, problem):
    """Schemes of losses; the reports of GLS are not the derivatives, and FAMO and STCH report none."""
    count = len(problem.tasks)
    record(problem, "equal", Balanced(libmtl.EW, problem), "LibMTL EW", SAME)
    record(problem, "dwa(temperature: 2)", Balanced(libmtl.DWA, problem, T=2.0), "LibMTL DWA", SAME, 1e-7)
    geometric = Balanced(libmtl.GLS, problem, count, heads="factor", reports=False)
    record(problem, "gls", geometric, "LibMTL GLS", MEAN)
    adaptive = Balanced(
        libmtl.FAMO, problem, count, heads="factor", reports=False, FAMO_w_lr=0.025, FAMO_w_gamma=0.001
    )
    record(problem, "famo", adaptive, "LibMTL FAMO", MEAN, 1e-7)
    for epochs in (1, 2):
        record(
            problem, f"stch(mu: 0.5, warm_up: {epochs})",
            Balanced(libmtl.STCH, problem, reports=False, STCH_mu=0.5, STCH_warmup_epoch=epochs - 1), "LibMTL STCH",
            "the peer's epochs of warm-up are those before the one in which it measures",
        )


def gradients(record, problem):
    """Schemes of gradients; CAGrad reports a part of its weights, and DB-MTL none."""
    count = len(problem.tasks)
    moco = {"beta": 0.5, "beta_sigma": 0.5, "gamma": 0.1, "gamma_sigma": 0.5, "rho": 0.0}
    for spec, rho in (("moco", 0.0), ("moco(regularization: 2)", 2.0)):
        settings = {f"MoCo_{name}": value for name, value in (moco | {"rho": rho}).items()}
        record(problem, spec, Balanced(libmtl.MoCo, problem, count, **settings), "LibMTL MoCo", MEAN, 1e-7)
    record(
        problem, "db_mtl",
        Balanced(libmtl.DB_MTL, problem, heads="plain", reports=False, DB_beta=0.9, DB_beta_sigma=0.0), "LibMTL DB_MTL",
        "the peer with a decay of 0; its heads follow the gradients of the logarithms, here the plain ones", 1e-6,
    )
    record(
        problem, "excess_mtl(rate: 0.01, heads: weighted)", Balanced(libmtl.ExcessMTL, problem, robust_step_size=0.01),
        "LibMTL ExcessMTL", SAME,
    )
    for alpha, tolerance in ((1.0, 1e-5), (2.0, 5e-4)):
        record(
            problem, f"fairgrad(alpha: {alpha:g}, heads: weighted)",
            Balanced(libmtl.FairGrad, problem, FairGrad_alpha=alpha), "LibMTL FairGrad", SAME, tolerance,
        )
    cone = {"UPGrad_norm_eps": 1e-4, "UPGrad_reg_eps": 1e-4}
    record(problem, "upgrad", Balanced(libmtl.UPGrad, problem, count, **cone), "LibMTL UPGrad", MEAN, 1e-7)
    record(problem, "aligned", Balanced(libmtl.Aligned_MTL, problem), "LibMTL Aligned_MTL", SAME)
    record(problem, "pcgrad", Balanced(libmtl.PCGrad, problem), "LibMTL PCGrad", SAME)
    record(problem, "imtl_l -> imtl_g", Balanced(libmtl.IMTL, problem, count, "log_scale"), "LibMTL IMTL", MEAN)


def drawn(record, problem):
    """Weights of random numbers, which the peers take from mtl's stream."""
    count = len(problem.tasks)
    for name, draw in (("normal", Stream.normal), ("uniform", Stream.uniform)):
        peer = Balanced(libmtl.RLW, problem, count, heads="factor", dist=name.capitalize())
        peer.weighting.distribution = Drawn(count, draw)
        record(problem, f"rlw(distribution: {name})", peer, "LibMTL RLW", MEAN)


def record_libmtl(record, two, three):
    """Records all that LibMTL has and that can be compared, for two tasks and for three."""
    for problem in (two, three):
        losses(record, problem)
        gradients(record, problem)
        drawn(record, problem)
    uncertainty = Balanced(libmtl.UW, two, own_name="log_variance")
    uncertainty.weighting.loss_scale.data.zero_()
    record(two, "uncertainty", uncertainty, "LibMTL UW", "the peer begins at 0 instead of -0.5")
    record(two, "mgda", Balanced(libmtl.MGDA, two, 2, mgda_gn="none"), "LibMTL MGDA", MEAN)
    record(three, "mgda", Balanced(libmtl.MGDA, three, 3, mgda_gn="none"), "LibMTL MGDA", MEAN, 1e-4)
    for rescale in (0, 1, 2):
        record(
            three, f"cagrad(c: 0.4, rescale: {rescale})",
            Balanced(libmtl.CAGrad, three, 3, reports=False, calpha=0.4, rescale=rescale), "LibMTL CAGrad", MEAN, 5e-4,
        )

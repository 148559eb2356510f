"""A workload's training step in PyTorch.

A step is: the batch's rows gathered from the training rows by shuffled index, forward, the sum of the losses,
backward, Adam. `--mode eager` runs the module as it is, `--mode compile` gives it to torch.compile. `--gradients
sparse` is for workloads with embeddings: their gradients are sparse, and SparseAdam moves only what a batch has read.
"""

import common

options = common.arguments(__doc__, mode=["eager", "compile"], gradients=["dense", "sparse"])
common.pin(options.threads)

import numpy as np  # noqa: E402  (after the processors are chosen)
import torch  # noqa: E402


def optimizers(model):
    """Adam, fused; with sparse gradients, SparseAdam for the embeddings."""
    sparse = [
        parameter
        for module in model.modules()
        if isinstance(module, torch.nn.Embedding) and module.sparse
        for parameter in module.parameters()
    ]
    chosen = {id(parameter) for parameter in sparse}
    dense = [parameter for parameter in model.parameters() if id(parameter) not in chosen]
    result = [torch.optim.Adam(dense, lr=1e-3, fused=True)]
    if sparse:
        result.append(torch.optim.SparseAdam(sparse, lr=1e-3))
    return result


def main():
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    workload = common.workload(options.workload)
    columns = [torch.from_numpy(column) for column in workload.data(np.random.default_rng(0))]
    extra = {"sparse": True} if options.gradients == "sparse" else {}
    model = workload.pytorch(**extra)
    moving = optimizers(model)
    loss_of = torch.compile(model) if options.mode == "compile" else model

    def update(rows):
        for optimizer in moving:
            optimizer.zero_grad(set_to_none=True)
        loss = loss_of(*(column.index_select(0, rows) for column in columns))
        loss.backward()
        for optimizer in moving:
            optimizer.step()

    batches = common.Batches(len(columns[0]), workload.BATCH, torch.randperm)
    times = common.measure(lambda: update(batches.next()), options)
    count = sum(parameter.numel() for parameter in model.parameters())
    common.report(times, options, count, f"torch {torch.__version__}")


if __name__ == "__main__":
    main()

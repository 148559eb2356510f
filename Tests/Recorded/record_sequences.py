"""Records recurrences, attention and reductions over time in PyTorch, in float64, as `sequences.json`.

Needs torch and numpy (Benchmarks/requirements.txt). The cases have the form of those in `operations.json`, which
`record_operations.py` describes; attributes have the names of mtl's arguments. Sequences are [row, time, width]. `mask`
is 1 at each place that holds a word, else 0; words stand before places without one.

PyTorch gives zeros at places without a word. There a forward recurrence of mtl keeps its last state, which is put in
here too.
"""

import torch
from torch import nn
from torch.nn import functional as F

import record_operations
import recording
from record_operations import record, values

DIRECTIONS = {"forward": ["forward"], "backward": ["backward"], "both": ["forward", "backward"]}


def masked(rows, length):
    counts = torch.tensor([max(1, length - 2 * row) for row in range(rows)])
    return (torch.arange(length)[None] < counts[:, None]).double()


def recurrence(layer, gates, units, direction):
    """A layer of one direction; a backward one is a forward one over the reversed words."""

    def one(input, lengths, mask, parameters):
        module = layer(input.shape[-1], units, batch_first=True).double()
        zero = input.new_zeros(gates * units)
        weights = {
            "weight_ih_l0": parameters["input_weight"].T,
            "weight_hh_l0": parameters["recurrent_weight"].T,
            "bias_ih_l0": parameters["input_bias"],
            "bias_hh_l0": parameters.get("recurrent_bias", zero),
        }
        packed = nn.utils.rnn.pack_padded_sequence(input, lengths, batch_first=True, enforce_sorted=False)
        output, _ = torch.func.functional_call(module, weights, (packed,))
        output, _ = nn.utils.rnn.pad_packed_sequence(output, batch_first=True, total_length=input.shape[1])
        return output

    def reverse_words(value, lengths):
        return torch.stack(
            [torch.cat([row[:n].flip(0), row[n:]]) for row, n in zip(value, lengths.tolist())]
        )

    def compute(input, mask=None, **parameters):
        mask = input.new_ones(input.shape[:2]) if mask is None else mask
        lengths = mask.sum(1).long()
        outputs = []
        for name in DIRECTIONS[direction]:
            own = {key.split(".")[1]: value for key, value in parameters.items() if key.startswith(name)}
            if name == "forward":
                output = one(input, lengths, mask, own)
                last = output[torch.arange(len(output)), lengths - 1]
                output = torch.where(mask[..., None] > 0, output, last[:, None])
            else:
                output = reverse_words(one(reverse_words(input, lengths), lengths, mask, own), lengths)
            outputs.append(output)
        return {"output": torch.cat(outputs, -1)}

    return compute


def recurrences():
    for operation, layer, gates in [("gru", nn.GRU, 3), ("lstm", nn.LSTM, 4)]:
        for direction in DIRECTIONS:
            for rows, length, width, units, has_mask in [(3, 5, 4, 3, False), (3, 6, 2, 17, True), (1, 1, 1, 1, False)]:
                inputs = {"input": values([rows, length, width], 60, 2.0)}
                if has_mask:
                    inputs["mask"] = masked(rows, length)
                for place, name in enumerate(DIRECTIONS[direction]):
                    salt = 61 + 5 * place
                    inputs[f"{name}.input_weight"] = values([width, gates * units], salt)
                    inputs[f"{name}.input_bias"] = values([gates * units], salt + 1)
                    inputs[f"{name}.recurrent_weight"] = values([units, gates * units], salt + 2, 0.7)
                    if operation == "gru":
                        inputs[f"{name}.recurrent_bias"] = values([gates * units], salt + 3)
                record(
                    f"{operation} {direction} {rows}x{length}x{width} of {units}" + (" masked" if has_mask else ""),
                    operation,
                    {"units": units, "direction": direction},
                    inputs,
                    recurrence(layer, gates, units, direction),
                    fixed=("mask",),
                )


def attend(heads, input, mask, prefix, parameters):
    width = input.shape[-1]
    output, _ = F.multi_head_attention_forward(
        *[input.transpose(0, 1)] * 3,
        width,
        heads,
        parameters[f"{prefix}input_weight"].T,
        parameters[f"{prefix}input_bias"],
        None,
        None,
        False,
        0.0,
        parameters[f"{prefix}output_weight"].T,
        parameters[f"{prefix}output_bias"],
        key_padding_mask=None if mask is None else mask == 0,
        need_weights=False,
    )
    return output.transpose(0, 1)


def attention_inputs(rows, length, width, has_mask, prefix=""):
    inputs = {"input": values([rows, length, width], 70, 2.0)}
    if has_mask:
        inputs["mask"] = masked(rows, length)
    inputs[f"{prefix}input_weight"] = values([width, 3 * width], 71)
    inputs[f"{prefix}input_bias"] = values([3 * width], 72)
    inputs[f"{prefix}output_weight"] = values([width, width], 73)
    inputs[f"{prefix}output_bias"] = values([width], 74)
    return inputs


SHAPES = [(2, 5, 6, 2, False), (3, 7, 4, 1, True), (2, 17, 12, 4, True), (1, 1, 1, 1, False)]


def attentions():
    for rows, length, width, heads, has_mask in SHAPES:
        record(
            f"attention {rows}x{length}x{width} of {heads}" + (" masked" if has_mask else ""),
            "attention",
            {"heads": heads},
            attention_inputs(rows, length, width, has_mask),
            lambda input, mask=None, heads=heads, **parameters: {
                "output": attend(heads, input, mask, "", parameters)
            },
            fixed=("mask",),
        )


def transformers():
    for norm in ("before", "after"):
        for rows, length, width, heads, has_mask in SHAPES[:2]:
            inputs = attention_inputs(rows, length, width, has_mask, "attention.")
            inner = width + 3
            for name, shape, salt in [
                ("layer_norm.scale", [width], 75),
                ("layer_norm.shift", [width], 76),
                ("layer_norm_2.scale", [width], 77),
                ("layer_norm_2.shift", [width], 78),
                ("dense.weight", [width, inner], 79),
                ("dense.bias", [inner], 80),
                ("dense_2.weight", [inner, width], 81),
                ("dense_2.bias", [width], 82),
            ]:
                inputs[name] = values(shape, salt)

            def compute(input, mask=None, norm=norm, heads=heads, width=width, **p):
                def normalise(x, name):
                    return F.layer_norm(x, [width], p[f"{name}.scale"], p[f"{name}.shift"], 1e-5)

                def block(x, name, part):
                    if norm == "before":
                        return x + part(normalise(x, name))
                    return normalise(x + part(x), name)

                def feed_forward(x):
                    hidden = F.gelu(x @ p["dense.weight"] + p["dense.bias"])
                    return hidden @ p["dense_2.weight"] + p["dense_2.bias"]

                first = block(input, "layer_norm", lambda x: attend(heads, x, mask, "attention.", p))
                return {"output": block(first, "layer_norm_2", feed_forward)}

            record(
                f"transformer {norm} {rows}x{length}x{width}" + (" masked" if has_mask else ""),
                "transformer",
                {"heads": heads, "width": inner, "norm": norm},
                inputs,
                compute,
                fixed=("mask",),
            )


def reductions():
    for has_mask in (False, True):
        for operation in ("mean_over", "max_over", "last_over"):
            inputs = {"input": values([3, 6, 5], 84, 3.0)}
            if has_mask:
                inputs["mask"] = masked(3, 6)

            def compute(input, mask=None, operation=operation):
                mask = input.new_ones(input.shape[:2]) if mask is None else mask
                counts = mask.sum(1)
                if operation == "mean_over":
                    return {"output": (input * mask[..., None]).sum(1) / counts[:, None]}
                if operation == "max_over":
                    return {"output": input.masked_fill(mask[..., None] == 0, -torch.inf).amax(1)}
                return {"output": input[torch.arange(len(input)), counts.long() - 1]}

            record(
                operation + (" masked" if has_mask else ""), operation, {"axis": "time"}, inputs, compute, fixed=("mask",)
            )


def main():
    torch.set_num_threads(1)
    recurrences()
    attentions()
    transformers()
    reductions()
    recording.write(
        "sequences.json",
        {
            "element": "float64",
            "generator": f"torch {torch.__version__.split('+')[0]}",
            "cases": record_operations.CASES,
        },
    )


if __name__ == "__main__":
    main()

"""Records layers that move, enlarge and modulate values in PyTorch, in float64, as `shapes.json`.

Needs torch and numpy (Benchmarks/requirements.txt). The cases have the form of those in `operations.json`, which
`record_operations.py` describes; attributes have the names of mtl's arguments. An input called `operand` is the value
that the step names. Pictures are [row, height, width, channel].
"""

import torch
from torch.nn import functional as F

import record_operations
import recording
from record_operations import channels_first, record, values


def channels_last(image):
    return image.permute(0, 2, 3, 1)


def convolutions():
    for dilation, groups, channels in [(2, 1, (2, 3)), (1, 2, (4, 6)), (2, "each", (3, 3)), (1, "each", (2, 4))]:
        count = channels[0] if groups == "each" else groups
        record(
            f"conv dilation {dilation} groups {groups}",
            "conv",
            {"stride": 1, "padding": "same", "kernel": 3, "dilation": dilation, "groups": groups},
            {
                "input": values([2, 6, 5, channels[0]], 90, 2.0),
                "weight": values([3, 3, channels[0] // count, channels[1]], 91),
                "bias": values([channels[1]], 92),
            },
            lambda input, weight, bias, dilation=dilation, count=count: {
                "output": channels_last(
                    F.conv2d(
                        channels_first(input), weight.permute(3, 2, 0, 1), bias, 1, dilation, dilation, count
                    )
                )
            },
        )
    # With kernel 4 and stride 2, padding to the same size is one on each side in both libraries.
    for kernel, stride, padding, cut in [(3, 1, "valid", 0), (2, 2, "valid", 0), (4, 2, "same", 1), (3, 1, "same", 1)]:
        record(
            f"transposed_conv {kernel} stride {stride} {padding}",
            "transposed_conv",
            {"kernel": kernel, "stride": stride, "padding": padding},
            {
                "input": values([2, 4, 3, 5], 93, 2.0),
                "weight": values([kernel, kernel, 2, 5], 94),
                "bias": values([2], 95),
            },
            lambda input, weight, bias, stride=stride, cut=cut: {
                "output": channels_last(
                    F.conv_transpose2d(channels_first(input), weight.permute(3, 2, 0, 1), bias, stride, cut)
                )
            },
        )


def moves():
    def case(operation, attributes, shape, function):
        name = " ".join([operation, *(str(value) for value in attributes.values())])
        record(name, operation, attributes, {"input": values(shape, 96, 2.0)}, lambda input: {"output": function(input)})

    case("gather", {"indices": [2, 0, 2]}, [3, 4], lambda x: x[:, [2, 0, 2]])
    case("gather", {"indices": [1, 0], "axis": 0}, [2, 3, 5], lambda x: x[:, [1, 0]])
    case("split", {"parts": 2, "part": 1}, [3, 6], lambda x: x[:, 3:])
    case("split", {"parts": 3, "part": 0, "axis": 0}, [2, 3, 2], lambda x: x[:, :1])
    case("transpose", {}, [2, 3, 4], lambda x: x.transpose(1, 2))
    case("transpose", {"axes": [2, 0, 1]}, [2, 3, 4, 5], lambda x: x.permute(0, 3, 1, 2))
    case("pad", {"width": 2}, [2, 3, 4, 2], lambda x: F.pad(x, (0, 0, 2, 2, 2, 2)))
    case("pad", {"width": [1]}, [2, 3, 4], lambda x: F.pad(x, (0, 0, 1, 1)))
    case("upsample", {"factor": 3}, [2, 2, 3, 5], lambda x: x.repeat_interleave(3, 1).repeat_interleave(3, 2))
    case("scale", {"factor": -1.5}, [3, 4], lambda x: -1.5 * x)


def modulations():
    for shape, groups in [([2, 3, 4, 6], 3), ([3, 2, 2, 5], 1), ([2, 1, 3, 4], 4)]:
        channels = shape[-1]
        record(
            f"group_norm {groups} of {'x'.join(map(str, shape))}",
            "group_norm",
            {"groups": groups},
            {"input": values(shape, 97, 2.0), "scale": values([channels], 98) + 1, "shift": values([channels], 99)},
            lambda input, scale, shift, groups=groups: {
                "output": channels_last(F.group_norm(channels_first(input), groups, scale, shift, 1e-5))
            },
        )
    record(
        "adapter",
        "adapter",
        {"units": 3},
        {
            "input": values([2, 3, 5], 100, 2.0),
            "down_weight": values([5, 3], 101),
            "down_bias": values([3], 102),
            "up_weight": values([3, 5], 103),
            "up_bias": values([5], 104),
        },
        lambda input, down_weight, down_bias, up_weight, up_bias: {
            "output": input + F.gelu(input @ down_weight + down_bias) @ up_weight + up_bias
        },
    )
    for shape in ([2, 3, 4, 5], [3, 5]):
        record(
            f"film {'x'.join(map(str, shape))}",
            "film",
            {},
            {
                "input": values(shape, 105, 2.0),
                "operand": values([shape[0], 4], 106),
                "scale_weight": values([4, shape[-1]], 107),
                "scale_bias": values([shape[-1]], 108),
                "shift_weight": values([4, shape[-1]], 109),
                "shift_bias": values([shape[-1]], 110),
            },
            lambda input, operand, scale_weight, scale_bias, shift_weight, shift_bias: {
                "output": input
                * (1 + operand @ scale_weight + scale_bias).reshape([len(input)] + [1] * (input.dim() - 2) + [-1])
                + (operand @ shift_weight + shift_bias).reshape([len(input)] + [1] * (input.dim() - 2) + [-1])
            },
            fixed=("operand",),
        )


def main():
    torch.set_num_threads(1)
    convolutions()
    moves()
    modulations()
    recording.write(
        "shapes.json",
        {
            "element": "float64",
            "generator": f"torch {torch.__version__.split('+')[0]}",
            "cases": record_operations.CASES,
        },
    )


if __name__ == "__main__":
    main()

"""Max pooling by maxima of shifted images is ATen's, number by number."""

import pytest
import torch
from torch import nn

import lrpfx
from lrpfx.kernels import kernel
from lrpfx.ops import bind
from lrpfx.pooling import pool

WINDOWS = [
    {"kernel_size": (2, 2), "stride": (2, 2)},
    {"kernel_size": (3, 3), "stride": (2, 2), "padding": (1, 1)},
    {"kernel_size": (3, 2), "stride": (1, 3), "padding": (0, 1)},
    {"kernel_size": (3, 3), "stride": (3, 3)},
    {"kernel_size": (2, 2), "stride": (2, 2), "padding": (1, 1)},
    {"kernel_size": (5, 5), "stride": (1, 1), "padding": (2, 2)},
    {"kernel_size": (1, 1), "stride": (2, 2)},
    {"kernel_size": (2, 2), "stride": (2, 2), "ceil_mode": True},
    {"kernel_size": (2, 2), "stride": (1, 1), "dilation": (2, 2)},
    {"kernel_size": (3, 3), "stride": ()},
]


@pytest.mark.parametrize("attrs", WINDOWS)
@pytest.mark.parametrize("order", [torch.contiguous_format, torch.channels_last])
@pytest.mark.parametrize("shape", [(2, 3, 8, 9), (1, 1, 7, 6), (2, 2, 5, 300)])
def test_values_and_indices_are_those_of_aten(attrs, order, shape):
    chance = torch.Generator().manual_seed(0)
    for x in (
        torch.randn(shape, generator=chance).relu(),  # many equal ones: the first counts
        torch.randn(shape, generator=chance, dtype=torch.float64),
        -torch.rand(shape, generator=chance).half(),
    ):
        _same("max_pool2d_with_indices", tuple(attrs.items()), x.contiguous(memory_format=order))


@pytest.mark.parametrize("output_size", [(4, 3), (2, 3), (8, 9), (1, 1), (3, 4)])
def test_adaptive_pooling_too(output_size):
    x = torch.randn(2, 3, 8, 9, generator=torch.Generator().manual_seed(0)).relu()
    _same("adaptive_max_pool2d", (("output_size", output_size),), x)


def _same(op, attrs, x):
    values, indices = bind(op, attrs, 1)(x)
    with torch.no_grad():
        found = kernel(op, attrs, 1)(x)
        alone = kernel(op, attrs, 1, True)(x)[0]
    assert torch.equal(found[0], values)
    assert torch.equal(found[1], indices)
    assert torch.equal(alone, values)


def test_what_is_not_a_number_stays_so():
    x = torch.ones(1, 1, 4, 4)
    x[0, 0, 1, 1] = torch.nan
    attrs = (("kernel_size", (2, 2)), ("stride", (2, 2)))
    with torch.no_grad():
        for first_only in (False, True):
            found = kernel("max_pool2d_with_indices", attrs, 1, first_only)(x)[0]
            assert found.isnan().flatten().tolist() == [True, False, False, False]


def test_predictions_and_explanations_of_pooled_images_can_be_differentiated():
    torch.manual_seed(0)
    model = (
        nn.Sequential(nn.Conv2d(1, 2, 3), nn.MaxPool2d(2), nn.AdaptiveMaxPool2d(1), nn.Flatten())
        .double()
        .eval()
    )
    x = torch.randn(2, 1, 8, 8).double().requires_grad_()
    explainer = lrpfx.compile(model, x, differentiable=True)
    ours = torch.autograd.grad(explainer.predict(x).sum(), x)[0]
    torch.testing.assert_close(ours, torch.autograd.grad(model(x).sum(), x)[0])


def test_windows_of_one_have_memory_of_their_own():
    x = torch.ones(1, 1, 2, 2)
    given = (("kernel_size", (1, 1)), ("stride", (1, 1)))
    run = torch.ops.aten.max_pool2d_with_indices.default
    with torch.no_grad():
        (found,) = pool(lambda x: run(x, [1, 1]), "max_pool2d_with_indices", given, True)(x)
    assert found.data_ptr() != x.data_ptr()

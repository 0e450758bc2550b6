"""Every spelling of a forward is traced into a graph that computes the same, for every batch size."""

from functools import cache

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, Residual, images, inputs, settle
from torch import nn
from torch.nn.utils import parametrizations, parametrize

import lrpfx
from lrpfx.graph import Batch, check

L, C, D = nn.Linear, nn.Conv2d, nn.Dropout2d
PADDINGS = ("constant", "reflect", "replicate")


def w(*shape):
    return nn.Parameter(torch.zeros(*shape))


def zero_first(self, x):
    x = x.clone()
    x[:, 0] = 0
    return self.l(x)


def assign_slice(self, x):
    y = torch.zeros(x.shape[0], 6, dtype=x.dtype)
    y[:, :4] = self.m(x)
    y[:, 4:] = x[:, ::3]
    return self.l(y)


def scale_slice_in_place(self, x):
    x = x + 0
    x[:, 1:3] *= 2
    x[:, -1].add_(1)
    return self.l(x)


def in_place_everywhere(self, x):
    y = self.l(x)
    y += 1
    y.mul_(2).relu_()
    y.clamp_(max=3.0)
    return y


def in_place_on_the_input(self, x):
    x.add_(1)
    return self.l(x)


def loop(self, x):
    for layer in self.layers:
        x = torch.relu(layer(x)) + x
    return x


# name -> (forward, members), of inputs (batch, 6)
VECTORS = {
    "linear": (lambda s, x: s.l(x), {"l": L(6, 4)}),
    "functional linear of a plain parameter": (lambda s, x: F.linear(x, s.w, s.b), {"w": w(4, 6), "b": w(4)}),
    "matrix product and sum": (lambda s, x: x @ s.w + s.b, {"w": w(6, 4), "b": w(4)}),
    "addmm": (lambda s, x: torch.addmm(s.b, x, s.w), {"w": w(6, 4), "b": w(4)}),
    "einsum": (lambda s, x: torch.einsum("nf,fc->nc", x, s.w), {"w": w(6, 4)}),
    "weights on the left": (lambda s, x: (s.w @ x.t()).t(), {"w": w(4, 6)}),
    "in place": (in_place_everywhere, {"l": L(6, 4)}),
    "in place on the input": (in_place_on_the_input, {"l": L(6, 4)}),
    "assignment to a column": (zero_first, {"l": L(6, 4)}),
    "assignment to slices": (assign_slice, {"l": L(6, 4), "m": L(6, 4)}),
    "in place on slices": (scale_slice_in_place, {"l": L(6, 4)}),
    "loop over layers": (loop, {"layers": nn.ModuleList([L(6, 6), L(6, 6)])}),
    "chunk": (lambda s, x: s.l(torch.cat(x.chunk(3, 1)[::-1], 1)), {"l": L(6, 4)}),
    "chunk in uneven pieces": (lambda s, x: s.l(torch.cat(x.chunk(4, dim=-1)[::-1], 1)), {"l": L(6, 4)}),
    "split by sizes": (lambda s, x: s.l(torch.cat(x.split([1, 2, 3], dim=-1)[::-1], 1)), {"l": L(6, 4)}),
    "split by size": (lambda s, x: s.l(torch.cat(torch.split(x, 4, 1)[::-1], 1)), {"l": L(6, 4)}),
    "a piece that nobody uses": (lambda s, x: s.l(x.chunk(2, 1)[1]), {"l": L(3, 4)}),
    "tensor_split": (lambda s, x: s.l(torch.cat(x.tensor_split(4, 1)[::-1], 1)), {"l": L(6, 4)}),
    "unbind": (lambda s, x: s.l(torch.stack(x.unbind(dim=1)[::-1], dim=1)), {"l": L(6, 4)}),
    "unbind the last axis": (lambda s, x: s.l(torch.stack(x.unbind(-1)).t()), {"l": L(6, 4)}),
    "view": (
        lambda s, x: s.l(x.view(x.size(0), 2, 3).transpose(1, 2).reshape(x.shape[0], -1)),
        {"l": L(6, 4)},
    ),
    "view that folds the batch": (lambda s, x: s.l(x.view(-1, 3)).view(x.shape[0], -1), {"l": L(3, 2)}),
    "indexing": (lambda s, x: s.l(x[..., None, :][:, 0, 1:-1:2]), {"l": L(2, 4)}),
    "slices": (lambda s, x: s.l(x[:, -4:] + x[:, :4]), {"l": L(4, 4)}),
    "movement": (
        lambda s, x: s.l(x.flip(1).roll(1, 1).unsqueeze(1).expand(-1, 2, -1).flatten(1)),
        {"l": L(12, 4)},
    ),
    "repeat": (lambda s, x: s.l(x.repeat(1, 2)), {"l": L(12, 4)}),
    "activations": (
        lambda s, x: F.gelu(s.l(F.silu(x) + F.elu(x) + F.leaky_relu(x) + x.tanh())),
        {"l": L(6, 4)},
    ),
    "constants made in the forward": (
        lambda s, x: s.l(
            x * torch.tensor([1.0, 2, 3, 4, 5, 6], dtype=x.dtype) + torch.ones(6, dtype=x.dtype)
        ),
        {"l": L(6, 4)},
    ),
    "zeros made in the forward": (lambda s, x: s.l(x) + torch.zeros(4, dtype=x.dtype), {"l": L(6, 4)}),
    "zeros of the batch size": (
        lambda s, x: s.l(torch.cat([x, torch.zeros(x.shape[0], 2, dtype=x.dtype)], 1)),
        {"l": L(8, 4)},
    ),
    "zeros like the input": (lambda s, x: s.l(torch.cat([x, torch.zeros_like(x)], 1)), {"l": L(12, 4)}),
    "arithmetic on constants": (lambda s, x: s.l(x + torch.arange(6).to(x) * 0.1), {"l": L(6, 4)}),
    "a token expanded to the batch": (
        lambda s, x: s.l(torch.cat([s.token.expand(x.shape[0], -1), x], 1)),
        {"token": w(1, 2), "l": L(8, 4)},
    ),
    "a token repeated": (
        lambda s, x: s.l(torch.cat([s.token.repeat(x.shape[0], 1), x], 1)),
        {"token": w(1, 2), "l": L(8, 4)},
    ),
    "an empty tensor to start from": (lambda s, x: torch.cat([x.new_empty(0), s.l(x)], 1), {"l": L(6, 4)}),
    "buffers": (
        lambda s, x: s.l((x - s.mean) / s.std),
        {"l": L(6, 4), "mean": inputs(6), "std": inputs(6).abs() + 1},
    ),
    "weights computed from weights": (
        lambda s, x: F.linear(x, s.w.softmax(1) * s.w.norm(), s.w.sum(1)),
        {"w": w(4, 6)},
    ),
    "names of operators as names of parameters": (
        lambda s, x: (s.linear(x).relu() * s.mul + s.add - s.x) * 1.0 + s.mul + s.addmm,
        {
            "linear": L(6, 4),
            "mul": inputs(4),
            "add": inputs(4, seed=2),
            "x": inputs(4, seed=3),
            "addmm": inputs(4),
        },
    ),
    "a buffer called mean beside a mean": (
        lambda s, x: s.l(x.view(-1, 3, 2).mean(2) - s.mean) + s.view,
        {"l": L(3, 4), "mean": inputs(3), "view": inputs(4)},
    ),
    "the output is the input": (lambda s, x: x, {}),
    "the output is a view of the input": (lambda s, x: x[:, 1:], {}),
    "batch-dependent scale": (lambda s, x: s.l(x) * x.shape[0], {"l": L(6, 4)}),
    "a path chosen by the batch size": (
        lambda s, x: s.l(x) if x.shape[0] > 3 else s.m(x),
        {"l": L(6, 4), "m": L(6, 4)},
    ),
    "squeeze, which is special for one sample": (
        lambda s, x: s.l(x[:, None]).squeeze().view(x.shape[0], -1),
        {"l": L(6, 4)},
    ),
}

# of inputs (batch, 3, 8, 8)
IMAGES = {
    "functional net": (
        lambda s, x: F.linear(torch.flatten(F.relu(F.conv2d(x, s.w, s.b, padding=1)), 1), s.v),
        {"w": w(4, 3, 3, 3), "b": w(4), "v": w(2, 256)},
    ),
    "flatten first": (lambda s, x: s.l(x.flatten(1)), {"l": L(192, 4)}),
    "pooling": (
        lambda s, x: s.l(torch.cat([F.max_pool2d(x, 3, 2, ceil_mode=True).flatten(1), x.mean((2, 3)), x.sum(3).mean(-1),
                                    F.avg_pool2d(x, 4).flatten(1), F.adaptive_avg_pool2d(x, (2, 1)).flatten(1)], 1)),
        {"l": L(48 + 3 + 3 + 12 + 6, 4)},
    ),
    "max_pool1d": (lambda s, x: s.l(F.max_pool1d(x.flatten(2), 4).flatten(1)), {"l": L(48, 4)}),
    "adaptive max pooling": (lambda s, x: s.l(F.adaptive_max_pool2d(x, 2).flatten(1)), {"l": L(12, 4)}),
    "global maximum": (lambda s, x: s.l(x.amax((2, 3))), {"l": L(3, 4)}),
    "paddings": (
        lambda s, x: s.l(sum(F.pad(x, (1, 1, 1, 1), mode).mean((2, 3)) for mode in PADDINGS)),
        {"l": L(3, 4)},
    ),
    "circular padding": (lambda s, x: s.c(x).mean((2, 3)), {"c": C(3, 4, 3, padding=1, padding_mode="circular")}),
    "padding of an even kernel to the same size": (
        lambda s, x: s.c(x).mean((2, 3)), {"c": nn.Conv2d(3, 4, 4, padding="same")}),
    "transposed convolution": (
        lambda s, x: s.c(x).mean((2, 3)), {"c": nn.ConvTranspose2d(3, 4, 3, stride=2, output_padding=1)}),
    "upsampling": (
        lambda s, x: s.l(torch.cat([F.interpolate(x, scale_factor=2), F.interpolate(x, 16, mode="bilinear")], 1)
                         .mean((2, 3))),
        {"l": L(6, 4)},
    ),
    "strided slices": (lambda s, x: s.l(x[:, :, ::2, 1::3].flatten(1)), {"l": L(36, 4)}),
    "pixel shuffle": (lambda s, x: s.l(F.pixel_unshuffle(x, 2).mean((2, 3))), {"l": L(12, 4)}),
    "channels last": (lambda s, x: s.l(x.permute(0, 2, 3, 1)).mean((1, 2)), {"l": L(3, 4)}),
    "channels last in memory": (
        lambda s, x: s.l(torch.flatten(s.c(x.contiguous(memory_format=torch.channels_last)), 1)),
        {"c": nn.Conv2d(3, 4, 3), "l": L(144, 4)},
    ),
    "dropout": (lambda s, x: s.l(F.dropout(s.d(x), training=s.training).mean((2, 3))), {"l": L(3, 4), "d": D()}),
    "batch norm of running statistics": (lambda s, x: s.b(x).mean((2, 3)), {"b": nn.BatchNorm2d(3)}),
    "relu6, in place": (lambda s, x: s.r(s.c(x)).mean((2, 3)), {"c": nn.Conv2d(3, 4, 3), "r": nn.ReLU6(inplace=True)}),
}  # fmt: skip

CASES = [("vectors", n) for n in VECTORS] + [("images", n) for n in IMAGES]


def build(kind, name):
    forward, members = (VECTORS if kind == "vectors" else IMAGES)[name]
    model = settle(Fn(forward, **members))
    return model, (lambda n: inputs(n, 6, seed=n + 20)) if kind == "vectors" else (
        lambda n: images(n, seed=n + 20)
    )


@cache
def traced(kind, name, n):
    """The model, a maker of batches, and the graph traced with a batch of n."""
    model, batch = build(kind, name)
    return model, batch, *lrpfx.trace(model, batch(n))


@pytest.mark.parametrize("traced_with", [1, 3], ids=lambda n: f"traced with {n}")
@pytest.mark.parametrize(("kind", "name"), CASES, ids=lambda v: v)
def test_graph_computes_what_the_model_computes_for_every_batch_size(kind, name, traced_with):
    model, batch, graph, params = traced(kind, name, traced_with)
    sizes = (1, 2, 3, 5) if isinstance(graph.inputs[0].shape[0], Batch) else (traced_with,)
    canonized = lrpfx.canonize(check(graph), params)
    for n in sizes:
        with torch.no_grad():
            wanted = model(batch(n).clone())
        for stage in ((graph, params), canonized):
            torch.testing.assert_close(lrpfx.evaluate(*stage, batch(n))[0], wanted)


@pytest.mark.parametrize(("kind", "name"), CASES, ids=lambda v: v)
def test_every_forward_is_explained_or_refused_for_want_of_a_rule(kind, name):
    _, batch, graph, params = traced(kind, name, 3)
    graph, params = lrpfx.canonize(graph, params)
    try:
        relevance = lrpfx.relevance_graph(graph, lrpfx.composites.epsilon_plus())
    except lrpfx.errors.NoRuleError:
        return
    stages = ((relevance, params), lrpfx.optimize(relevance, params))
    plain, fast = (lrpfx.evaluate(*stage, batch(3), torch.ones_like)[1] for stage in stages)
    assert plain.shape == batch(3).shape
    torch.testing.assert_close(fast, plain)


UNUSUAL = {
    "a path chosen by the batch size", "batch-dependent scale", "squeeze, which is special for one sample",
    # torch itself fixes the size of a batch in these; each size has a trace of its own
    "paddings", "padding of an even kernel to the same size", "upsampling",
}  # fmt: skip
USUAL = [c for c in CASES if c[1] not in UNUSUAL]


@pytest.mark.parametrize(("kind", "name"), USUAL, ids=lambda v: v)
def test_one_trace_serves_every_batch_size(kind, name):
    *_, graph, _ = traced(kind, name, 3)
    assert graph.inputs[0].shape[0] == Batch()


@pytest.mark.parametrize(("kind", "name"), USUAL, ids=lambda v: v)
def test_a_model_traced_twice_with_other_batch_sizes_has_one_key(kind, name):
    *_, first, _ = traced(kind, name, 1)
    *_, second, _ = traced(kind, name, 3)
    if isinstance(second.inputs[0].shape[0], Batch):
        assert second.key == first.key
        assert str(second) == str(first)


# ---- how the input lies in memory -------------------------------------------------------------------------------


def flattening():
    return settle(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), L(144, 4)))


LAYOUTS = {
    "channels last": lambda x: x.to(memory_format=torch.channels_last),
    "transposed": lambda x: x.transpose(2, 3).contiguous().transpose(2, 3),
    "every second of a larger batch": lambda x: x.repeat_interleave(2, 0)[::2],
    "with a gradient": lambda x: x.clone().requires_grad_() * 1,
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("when", ["compiled with it", "called with it"])
@pytest.mark.parametrize(
    "make", [flattening, lambda: settle(nn.Sequential(nn.Flatten(), L(192, 4)))], ids=["conv", "dense"]
)
def test_the_layout_of_the_input_in_memory_does_not_matter(make, layout, when):
    model, x = make(), images()
    wanted = lrpfx.explain(model, x)
    other = LAYOUTS[layout](x)
    found = lrpfx.compile(model, other if when == "compiled with it" else x)(other)
    torch.testing.assert_close(found.output, wanted.output)
    torch.testing.assert_close(found.relevance, wanted.relevance)


def test_a_model_with_weights_in_channels_last_is_explained():
    model = flattening()
    wanted = lrpfx.explain(model, images()).relevance
    model = model.to(memory_format=torch.channels_last)
    torch.testing.assert_close(lrpfx.explain(model, images()).relevance, wanted)


# ---- what a module can hold -------------------------------------------------------------------------------------


def forward_of(model, x):
    graph, params = lrpfx.trace(model, x)
    return lrpfx.evaluate(graph, params, x)[0]


def test_tensors_as_plain_attributes_in_lists_and_in_dicts():
    class Holder(nn.Module):
        def __init__(self):
            super().__init__()
            self.l = L(6, 4)
            self.plain, self.listed, self.named = inputs(6), [inputs(6, seed=2)], {"a": (inputs(6, seed=3),)}

        def forward(self, x):
            return self.l(x * self.plain + self.listed[0] - self.named["a"][0])

    model = settle(Holder())
    torch.testing.assert_close(forward_of(model, inputs(3, 6)), model(inputs(3, 6)))


@pytest.mark.filterwarnings("ignore:.*weight_norm.*:FutureWarning")
@pytest.mark.parametrize(
    "wrap",
    [nn.utils.weight_norm, nn.utils.spectral_norm, parametrizations.weight_norm, parametrizations.spectral_norm,
     parametrizations.orthogonal],
    ids=["old weight_norm", "old spectral_norm", "weight_norm", "spectral_norm", "orthogonal"],
)  # fmt: skip
def test_weights_that_a_hook_or_a_parametrization_computes(wrap):
    model = nn.Sequential(wrap(settle(L(6, 5))), nn.ReLU(), settle(L(5, 4))).double()
    model(inputs(3, 6))  # spectral_norm takes a step of its power iteration in training mode
    model = model.eval()
    plain = nn.Sequential(L(6, 5), nn.ReLU(), L(5, 4)).double().eval()
    with torch.no_grad():
        for i in (0, 2):
            plain[i].weight.copy_(model[i].weight)
            plain[i].bias.copy_(model[i].bias)
    wanted, found = (lrpfx.explain(m, inputs(3, 6), composite="epsilon_plus") for m in (plain, model))
    torch.testing.assert_close(found.output, model(inputs(3, 6)))
    torch.testing.assert_close(found.relevance, wanted.relevance)


def test_a_parametrization_of_ones_own():
    class Symmetric(nn.Module):
        def forward(self, X):
            return X.triu() + X.triu(1).T

    model = settle(L(6, 6))
    parametrize.register_parametrization(model, "weight", Symmetric())
    torch.testing.assert_close(forward_of(model, inputs(3, 6)), model(inputs(3, 6)))


def test_a_pruned_model():
    from torch.nn.utils import prune

    model = settle(nn.Sequential(L(6, 5), nn.ReLU(), L(5, 4)))
    prune.l1_unstructured(model[0], "weight", 0.5)
    torch.testing.assert_close(forward_of(model, inputs(3, 6)), model(inputs(3, 6)))


def test_a_hook_that_changes_the_output_is_part_of_the_model():
    model = settle(nn.Sequential(L(6, 5), nn.ReLU(), L(5, 4)))
    model[1].register_forward_hook(lambda module, args, output: output * 2)
    model.register_forward_pre_hook(lambda module, args: (args[0] + 1,))
    torch.testing.assert_close(forward_of(model, inputs(3, 6)), model(inputs(3, 6)))


def test_data_parallel_is_looked_through():
    model = nn.DataParallel(settle(nn.Sequential(L(6, 4))))
    torch.testing.assert_close(forward_of(model, inputs(3, 6)), model(inputs(3, 6)))


def test_a_model_in_training_mode_is_explained_as_in_evaluation_mode_with_a_warning():
    model = settle(nn.Sequential(L(6, 5), nn.Dropout(0.5), L(5, 4)))
    wanted = lrpfx.explain(model, inputs(3, 6)).output
    model.train()
    with pytest.warns(UserWarning, match="Sequential is in training mode"):
        found = lrpfx.explain(model, inputs(3, 6))
    torch.testing.assert_close(found.output, wanted)
    assert model.training
    assert model[1].training


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_every_floating_dtype(dtype):
    model, x = settle(nn.Sequential(L(6, 5), nn.ReLU(), L(5, 4)), dtype=dtype), inputs(3, 6, dtype=dtype)
    explained = lrpfx.explain(model, x, composite="epsilon_plus")
    assert explained.relevance.dtype == explained.output.dtype == dtype
    assert torch.equal(explained.output, model(x))


def test_residual_net_with_its_head_registered_first():
    model = settle(Residual())
    torch.testing.assert_close(forward_of(model, images()), model(images()))


@pytest.mark.parametrize("dims", [1, 2, 3])
def test_convolutions_of_every_dimension(dims):
    conv, bn, pool = (getattr(nn, f"{n}{dims}d") for n in ("Conv", "BatchNorm", "AvgPool"))
    model = (
        nn.Sequential(conv(2, 3, 3), bn(3), nn.ReLU(), pool(2), nn.Flatten(), nn.LazyLinear(4))
        .double()
        .eval()
    )
    x = inputs(2, 2, *[6] * dims)
    with pytest.raises(lrpfx.errors.InputError, match="lazy parameters without values; call it once"):
        lrpfx.trace(model, x)
    model(x)
    settle(model)
    explained = lrpfx.compile(model, x)(inputs(3, 2, *[6] * dims))
    torch.testing.assert_close(explained.output, model(inputs(3, 2, *[6] * dims)))

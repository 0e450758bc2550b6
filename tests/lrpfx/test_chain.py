"""What works element by element: run in chains, piece by piece, in the memory of what dies."""

import copy

import pytest
import torch
from nets import cnn, images, inputs
from torch import nn

import lrpfx
from lrpfx import chain, composites
from lrpfx.chain import bind_step
from lrpfx.graph import Eqn, Var
from lrpfx.kernels import _packed, kernel, pack
from lrpfx.liveness import steps
from lrpfx.ops import bind


def value(name, dtype="f32", shape=(2, 3, 4, 4)):
    return Var(name, shape, dtype)


A, B, C, M, U, V, W = (value(n, "b8" if n == "m" else "f32") for n in "abcmuvw")
CHAIN = [
    Eqn((U,), "mul.Tensor", (A, B)),
    Eqn((V,), "stabilize", (C,), (("epsilon", 0.5),)),
    Eqn((M,), "gt.Scalar", (C,), (("other", 0.0),)),
    Eqn((W,), "div.Tensor", (U, V)),
    Eqn((value("z"),), "mul.Tensor", (M, W)),
]


def given(layout=torch.contiguous_format):
    return [inputs(2, 3, 4, 4, seed=s, dtype=torch.float32).to(memory_format=layout) for s in range(3)]


def one_by_one(a, b, c):
    env = {"a": a, "b": b, "c": c}
    for e in CHAIN:
        env[e.out.name] = bind(e.op, e.attrs, len(e.args))(*(env[v.name] for v in e.args))
    return env


@pytest.mark.parametrize("layouts", ["ccc", "lll", "clc", "lcl"])
@pytest.mark.parametrize("size", [1, 7, 32, 96, 1000])
def test_a_chain_gives_bit_for_bit_what_its_equations_give_alone(monkeypatch, size, layouts):
    monkeypatch.setattr(chain, "PIECES", {"cpu": size})
    (step,) = steps(CHAIN, kept={"z", "w", "a", "b", "c"})
    formats = {"c": torch.contiguous_format, "l": torch.channels_last}
    args = [t.to(memory_format=formats[x]) for t, x in zip(given(), layouts, strict=True)]
    wanted = one_by_one(*args)
    found = bind_step(step)(*args)
    assert [v.name for v in step.results] == ["w", "z"]
    assert all(torch.equal(f, wanted[v.name]) for f, v in zip(found, step.results, strict=True))
    assert all(torch.equal(a, b) for a, b in zip(args, given(), strict=True)), (
        "an argument that is kept changed"
    )


SPECIAL = [0.0, -0.0, 1e-9, -1e-9, 3.0, -3.0, float("inf"), -float("inf"), float("nan")]


@pytest.mark.parametrize(
    ("op", "attrs", "masked"),
    [
        ("stabilize", (("epsilon", 0.5),), False),
        ("stabilize", (("clip", True), ("epsilon", 0.5)), False),
        ("where.ScalarOther", (("other", 0),), True),
        ("where.ScalarOther", (("other", 2.0),), True),
    ],
    ids=["stabilizer", "clipping stabilizer", "mask", "mask with another number"],
)
def test_zeros_infinities_and_nan_are_treated_alike(op, attrs, masked):
    z, on = torch.tensor(SPECIAL), torch.arange(9) % 2 == 0
    here = Var("z", (9,), "f32")
    args = (Var("on", (9,), "b8"), here) if masked else (here,)
    (step,) = steps([Eqn((Var("v", (9,), "f32"),), op, args, attrs)], kept={"v"})
    given = (on, z) if masked else (z,)
    (found,) = bind_step(step)(*given)
    wanted = bind(op, attrs, len(args))(*given)
    torch.testing.assert_close(found, wanted, rtol=0, atol=0, equal_nan=True)
    assert torch.equal(found.signbit(), wanted.signbit())


def test_a_result_takes_the_memory_of_an_argument_that_dies_and_is_not_read_again():
    made = [Eqn((v,), "clamp", (value(f"x{v.name}"),), (("min", 0),)) for v in (A, B, C)]
    *_, step = steps(
        [*made[:2], Eqn((value("k", shape=(9,)),), "neg", (value("j", shape=(9,)),)), *made[2:], *CHAIN],
        {"z"},
    )
    assert step.into in ({"z": "a"}, {"z": "b"})
    assert step.passing == {"c", "u", "v", "m", "w"}
    (step,) = steps(CHAIN, kept={"z"})
    assert step.into == {}, "the memory of an input is its owner's"


def test_what_is_read_by_an_operator_that_may_hand_out_its_memory_is_not_overwritten():
    seen = value("s", shape=(2, 48))
    eqns = [
        Eqn((A,), "neg", (value("x"),)),
        Eqn((seen,), "reshape", (A,), (("shape", (2, 48)),)),
        Eqn((U,), "mul.Tensor", (A, B)),
    ]
    assert not any(step.into for step in steps(eqns, kept={"u", "s"}))


def test_a_chain_does_not_reach_over_the_reader_of_the_last_input():
    eqns = [Eqn((U,), "mul.Tensor", (A, B)), Eqn((W,), "mul.Tensor", (U, C))]
    assert len(steps(eqns, kept={"w"})) == 1
    assert len(steps(eqns, kept={"w"}, last="c")) == 2


def test_values_of_two_precisions_are_no_chain():
    wide = value("d", "f64")
    assert (
        len(steps([Eqn((U,), "mul.Tensor", (A, B)), Eqn((wide,), "mul.Tensor", (U, wide))], kept={"d"})) == 2
    )


@pytest.mark.parametrize("size", [5, 64])
def test_explanations_do_not_depend_on_the_size_of_a_piece(monkeypatch, size):
    model, x = cnn().float(), images(3).float()
    explainer = lrpfx.compile(model, x, composite="epsilon_alpha2_beta1")
    whole = explainer(x).relevance
    monkeypatch.setattr(chain, "PIECES", {"cpu": size})
    assert torch.equal(explainer(x).relevance, whole)


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_every_thread_has_its_part_of_a_piece(monkeypatch, threads):
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)
    (step,) = steps(CHAIN, kept={"z", "w", "a", "b", "c"})
    lengths = set()
    add = torch.add
    monkeypatch.setattr(torch, "add", lambda *args, **kw: lengths.add(args[0].numel()) or add(*args, **kw))
    long = [t.repeat(1 << 13, 1, 1, 1) for t in given()]
    bind_step(step)(*long)
    assert max(lengths) == chain.PIECES["cpu"] * max(2, threads)


POOLS = [
    (
        "max_pool2d_with_indices_backward",
        (("dilation", (1, 1)), ("ceil_mode", False)),
        torch.ops.aten.max_pool2d_with_indices,
    ),
    (
        "avg_pool2d_backward",
        (("ceil_mode", False), ("count_include_pad", True), ("divisor_override", None)),
        torch.ops.aten.avg_pool2d,
    ),
]


@pytest.mark.parametrize(("op", "attrs", "forward"), POOLS, ids=["max", "average"])
def test_unpooling_keeps_the_order_of_numbers_in_memory(op, attrs, forward):
    x = inputs(2, 4, 9, 9, dtype=torch.float32).to(memory_format=torch.channels_last)
    outs = forward(x, [3, 3], [2, 2], [1, 1])
    out, *index = outs if isinstance(outs, tuple) else (outs,)
    attrs = tuple(sorted((*attrs, ("kernel_size", (3, 3)), ("stride", (2, 2)), ("padding", (1, 1)))))
    args = [inputs(*out.shape, seed=1, dtype=torch.float32).to(memory_format=torch.channels_last)]
    args += [x.new_zeros(()).expand(x.shape), *index]
    found = kernel(op, attrs, len(args))(*args)
    assert found.is_contiguous(memory_format=torch.channels_last)
    assert torch.equal(found, bind(op, attrs, len(args))(*args))


def weights(explainer):
    return [explainer.params[e.args[1].name] for e in explainer.graph.eqns if e.op == "convolution"]


def test_weights_lie_as_kernels_read_them_and_those_of_the_model_as_they_did():
    model, x = cnn().float(), images(3).float()
    before = {name: (p.stride(), p.data_ptr()) for name, p in model.named_parameters()}
    explainer = lrpfx.compile(model, x, composite="epsilon_plus")
    assert all(w.is_contiguous(memory_format=torch.channels_last) for w in weights(explainer))
    plain = lrpfx.compile(
        model, x, composite="epsilon_plus", optimize=[n for n in lrpfx_names() if n != "layout"]
    )
    torch.testing.assert_close(explainer(x).relevance, plain(x).relevance, rtol=1e-4, atol=1e-6)
    assert torch.equal(explainer.predict(x), explainer(x).output)
    assert explainer(x).relevance.is_contiguous()
    assert {name: (p.stride(), p.data_ptr()) for name, p in model.named_parameters()} == before


def test_weights_are_rearranged_once_for_one_image_and_once_for_many_and_no_result_tells():
    """For what size depends on the batch at hand alone, not on those before it."""
    weight = pack(torch.randn(4, 3, 3, 3).contiguous(memory_format=torch.channels_last))
    run, many, one = kernel("convolution", (), 2), images(5).float(), images(1).float()
    with torch.no_grad():
        first = [run(x, weight) for x in (many, one)]
        again = [run(x, weight) for x in (one, images(3).float(), many)]
        other = kernel("convolution", (), 2)(one, pack(weight.clone(memory_format=torch.preserve_format)))
    assert [key[1] for key in _packed[weight]] == [(8, 3, 8, 8), (1, 3, 8, 8)]
    assert torch.equal(again[2], first[0])
    assert torch.equal(again[0], first[1])
    assert torch.equal(other, first[1])


def lrpfx_names():
    from lrpfx.optimize import NAMES

    return NAMES


def test_double_precision_has_no_such_kernels_and_keeps_its_order():
    explainer = lrpfx.compile(cnn(), images(3), composite="epsilon_plus")
    assert all(w.is_contiguous() for w in weights(explainer))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.two = (nn.Conv2d(3, 3, 3, padding=1) for _ in range(2))
        self.end = nn.Linear(3, 4)

    def forward(self, x):
        first = self.one(x).relu()
        return self.end((self.two(first) + first).relu().mean((2, 3)))


@pytest.mark.parametrize("name", ["epsilon", "epsilon_plus", "epsilon_gamma_box"])
def test_a_summand_is_not_kept_beside_its_sum(name):
    model, x = Residual().double().eval(), images(3)
    box = {"low": -3.0, "high": 3.0} if name == "epsilon_gamma_box" else {}
    composite = composites.get(name, **box)
    explainer = lrpfx.compile(model, x, composite=composite)
    second = explainer.forward.eqns[2].out.name
    assert [
        e.op for e in explainer.graph.eqns if any(a is not None and a.name == second for a in e.args)
    ] == ["add.Tensor"]
    plain = lrpfx.compile(model, x, composite=composite, optimize=False)
    torch.testing.assert_close(explainer(x).relevance, plain(x).relevance, rtol=1e-12, atol=1e-12)


def test_a_summand_that_is_asked_for_is_kept():
    explainer = lrpfx.compile(Residual().double().eval(), images(3), composite="epsilon", record=["two"])
    assert not any(e.op == "sub.Tensor" for e in explainer.graph.eqns)


def test_guided_backpropagation_keeps_one_byte_for_each_relu():
    model, x = Residual().double().eval(), images(3)
    explainer = lrpfx.compile(model, x, composite="guided_backprop")
    late = {a.name for e in explainer.graph.eqns if e.rule for a in e.args if a is not None}
    kept = [v for e in explainer.graph.eqns if not e.rule for v in e.outs if v.name in late]
    assert kept
    assert {v.dtype for v in kept} == {"b8"}
    plain = lrpfx.compile(model, x, composite="guided_backprop", optimize=False)
    assert torch.equal(explainer(x).relevance, plain(x).relevance)


def test_the_input_of_max_pooling_is_not_kept_to_divide_by():
    layers = [nn.Conv2d(3, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 4, 3), nn.ReLU(), nn.Flatten()]
    model, x = nn.Sequential(*layers, nn.LazyLinear(3)).double().eval(), images(3)
    model(x)
    explainer = lrpfx.compile(model, x, composite="epsilon")
    late = {a.name for e in explainer.graph.eqns if e.rule for a in e.args if a is not None}
    pooled = next(e.args[0].name for e in explainer.graph.eqns if e.op == "max_pool2d_with_indices")
    assert pooled not in late
    plain = lrpfx.compile(model, x, composite="epsilon", optimize=False)
    torch.testing.assert_close(explainer(x).relevance, plain(x).relevance, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("transposed", [False, True], ids=["convolution", "transposed"])
@pytest.mark.parametrize("size", [1, 3])
def test_constant_weights_are_rearranged_once(size, transposed):
    weight = pack(
        inputs(16, 8, size, size, dtype=torch.float32).contiguous(memory_format=torch.channels_last)
    )
    more = (("output_padding", (1, 1)), ("transposed", True)) if transposed else ()
    attrs = tuple(sorted((*more, ("padding", (size // 2,)), ("stride", (2, 2)))))
    x, b = inputs(2, 16 if transposed else 8, 9, 9, dtype=torch.float32), inputs(8 if transposed else 16)
    args = (x, weight, b.float())
    convolve = kernel("convolution", attrs, 3)
    with torch.no_grad():
        found, again = convolve(*args), convolve(*args)
        torch.testing.assert_close(found, bind("convolution", attrs, 3)(*args))
        assert torch.equal(found, again)
        weight.mul_(2)
        torch.testing.assert_close(convolve(*args), bind("convolution", attrs, 3)(*args))


def test_a_result_does_not_depend_on_what_was_explained_before():
    model, x = cnn().float(), images(3).float()
    fresh = lrpfx.compile(model, x, composite="epsilon_plus")
    used = lrpfx.compile(model, x, composite="epsilon_plus")
    for batch in (1, 2, 3):
        used(x[:batch])
    assert torch.equal(used(x).relevance, fresh(x).relevance)
    assert torch.equal(copy.deepcopy(used)(x).relevance, fresh(x).relevance)


class Single(torch.nn.Module):
    """Its normalisation is in single precision whatever the rest is in, as in language models."""

    def __init__(self):
        super().__init__()
        self.first, self.last = torch.nn.Linear(5, 6), torch.nn.Linear(6, 3)

    def forward(self, x):
        h = self.first(x)
        f = h.float()
        return self.last((f * torch.rsqrt(f.pow(2).mean(-1, keepdim=True) + 1e-6)).to(h.dtype))


def test_what_a_model_casts_to_another_precision_is_accounted_for():
    torch.manual_seed(0)
    ledger = lrpfx.explain(Single().double().eval(), torch.randn(2, 5).double()).ledger()
    assert ledger.closing_error < 1e-6

"""Models that people really have: pruned, scripted, patched, deep, wide, empty, or doing what no graph can say."""

import warnings

import pytest
import torch
import torch.nn.functional as F
from laws import assert_conserved, bias_free, distance
from nets import Fn, cnn, dense, images, inputs, settle
from torch import nn
from torch.nn.utils import prune

import lrpfx
from lrpfx.errors import LrpfxError, TraceError

X = inputs(2, 4)
L = nn.Linear


def same(model, x, **more):
    explanation = lrpfx.explain(model, x, target=1, composite="epsilon_plus", **more)
    with torch.no_grad():
        torch.testing.assert_close(explanation.output, model(x), rtol=1e-10, atol=1e-10)
    return explanation


def test_a_pruned_model_counts_what_is_left():
    model = dense(4, 5, 3)
    prune.random_unstructured(model[0], "weight", amount=0.5)
    model(X)
    pruned = same(model, X)
    prune.remove(model[0], "weight")
    assert distance(pruned.relevance, same(model, X).relevance) < 1e-12


def test_low_rank_adapters_are_part_of_the_layer_they_adapt():
    base = settle(L(4, 5))
    down, up = settle(L(4, 2, bias=False), 1), settle(L(2, 5, bias=False), 2)
    head = settle(L(5, 3), 3)
    model = Fn(
        lambda s, x: s.head(F.relu(s.base(x) + 0.5 * s.up(s.down(x)))), base=base, down=down, up=up, head=head
    )
    assert torch.isfinite(same(model.eval(), X).relevance).all()


def test_an_ensemble_of_networks():
    nets = [dense(4, 5, 3, seed=s) for s in range(3)]
    model = Fn(lambda s, x: torch.stack([n(x) for n in s.nets]).mean(0), nets=nn.ModuleList(nets)).eval()
    parts = [lrpfx.explain(n, X, target=1, composite="epsilon_plus").relevance for n in nets]
    assert distance(same(model, X).relevance, sum(parts) / 3) < 1e-3


@pytest.mark.filterwarnings("ignore:.*torch.jit:FutureWarning")
@pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")
def test_a_scripted_part_is_explained_or_refused():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scripted = torch.jit.script(nn.Sequential(L(4, 5), nn.ReLU()).double().eval())
    model = nn.Sequential(scripted, settle(L(5, 3))).eval()
    try:
        same(model, X)
    except LrpfxError as error:
        assert str(error)  # noqa: PT017


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of torch's compiler about this machine
def test_a_compiled_part_is_explained_like_the_part():
    plain = dense(4, 5, 3)
    model = nn.Sequential(torch.compile(plain[0], backend="eager"), plain[1], plain[2]).eval()
    assert distance(same(model, X).relevance, same(plain, X).relevance) < 1e-12


@pytest.mark.slow
def test_a_very_deep_network():
    layers = [m for seed in range(300) for m in (settle(L(4, 4, bias=False), seed), nn.ReLU())]
    model = nn.Sequential(*(Fn(lambda s, x: x + 0.1 * s.g(x), g=nn.Sequential(*layers[i : i + 2]))
                            for i in range(0, 600, 2)), settle(L(4, 3, bias=False))).eval()  # fmt: skip
    assert_conserved(same(model, X), 1e-2)


def test_a_very_wide_network():
    heads = nn.ModuleList(settle(L(4, 1, bias=False), s) for s in range(60))
    model = Fn(lambda s, x: torch.cat([h(x) for h in s.heads], 1), heads=heads).eval()
    assert_conserved(same(model, X))


def test_a_recursive_module():
    class Tree(nn.Module):
        def __init__(self, depth):
            super().__init__()
            self.l = L(4, 4, bias=False)
            self.sub = nn.ModuleList([Tree(depth - 1), Tree(depth - 1)]) if depth else None

        def forward(self, x):
            x = F.relu(self.l(x)) + x
            return x if self.sub is None else self.sub[0](x) + self.sub[1](x)

    assert_conserved(same(settle(Tree(3)), X), 1e-3)


EMPTY = {
    "no layer": nn.Sequential,
    "identity": nn.Identity,
    "flatten": nn.Flatten,
    "a view of the input": lambda: Fn(lambda s, x: x[:, 1:3]),
    "the input twice": lambda: Fn(lambda s, x: torch.cat([x, x], 1)),
    "a copy": lambda: Fn(lambda s, x: x.clone()),
    "itself in place": lambda: Fn(lambda s, x: x.add_(0)),
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_model_that_hardly_does_anything(name):
    x = inputs(2, 4)
    explanation = lrpfx.explain(EMPTY[name]().eval(), x, target=1)
    assert_conserved(explanation)
    explanation.relevance.zero_()
    explanation.output.zero_()
    assert torch.equal(x, inputs(2, 4))


CONSTANT = {
    "ones": lambda s, x: torch.ones(x.shape[0], 3).double(),
    "of zeros": lambda s, x: s.l(torch.zeros_like(x)),
    "of a size": lambda s, x: s.l(s.l.weight[:1]).expand(x.shape[0], -1) * x.shape[1],
    "of whole numbers": lambda s, x: s.l(torch.arange(4).double()).expand(len(x), -1),
}


@pytest.mark.parametrize("name", CONSTANT)
def test_a_model_whose_output_does_not_depend_on_the_input_is_refused(name):
    with pytest.raises(TraceError, match="does not depend on the input"):
        lrpfx.explain(settle(Fn(CONSTANT[name], l=L(4, 3))), X, target=1)


IMPOSSIBLE = {
    "fourier": lambda s, x: s.l(torch.fft.rfft(x).abs()[:, :3]),
    "sorted": lambda s, x: s.l(x.sort(1).values[:, :3]),
    "top k": lambda s, x: s.l(x.topk(3, 1).values),
    "sampled": lambda s, x: s.l(x[:, :3] + torch.randn(x.shape[0], 3).double()),
    "dropout always on": lambda s, x: s.l(F.dropout(x[:, :3], 0.5, True)),
    "nonzero": lambda s, x: s.l(x[:, x[0].nonzero()[:3, 0]]),
    "unique": lambda s, x: s.l(x.unique()[None, :3].expand(2, 3)),
    "argmax": lambda s, x: s.l(F.one_hot(x[:, :3].argmax(1), 3).double()),
    "division of data": lambda s, x: s.l(x[:, :3] / x[:, 1:]),
    "square": lambda s, x: s.l(x[:, :3] ** 2),
    "exponential": lambda s, x: s.l(x[:, :3].exp()),
    "product": lambda s, x: s.l(x.prod(1, keepdim=True).expand(-1, 3)),
    "distance": lambda s, x: -torch.cdist(x[:, :3], s.l.weight),
    "cosine": lambda s, x: F.cosine_similarity(x[:, None, :3], s.l.weight[None], dim=2),
    "determinant": lambda s, x: s.l(torch.linalg.inv(x.reshape(-1, 2, 2)).flatten(1)[:, :3]),
    "sparse": lambda s, x: torch.sparse.mm(s.l.weight.detach().to_sparse(), x[:, :3].T).T,
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_has_no_rule_is_refused_with_its_name_and_place_or_explained_exactly(name):
    model = settle(Fn(IMPOSSIBLE[name], l=L(3, 3, bias=False)))
    with torch.no_grad():
        state = torch.get_rng_state()
        wanted = model(inputs(2, 4))
        torch.set_rng_state(state)
    try:
        explanation = lrpfx.explain(model, inputs(2, 4), target=1, composite="epsilon_plus")
    except LrpfxError as error:
        assert "test_oddities.py" in str(error) or "`" in str(error)  # noqa: PT017
        return
    assert name not in ("sampled", "dropout always on"), "a sample is no explanation"
    torch.testing.assert_close(explanation.output, wanted, rtol=1e-9, atol=1e-9)
    assert torch.isfinite(explanation.relevance).all()


@pytest.mark.filterwarnings("ignore:.*is in training mode")
def test_quantized_models_are_refused_in_words():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = torch.ao.quantization.quantize_dynamic(nn.Sequential(L(4, 3)).eval(), {L}, dtype=torch.qint8)
    with pytest.raises(LrpfxError):
        lrpfx.explain(model, X.float())


class Sequences(nn.Module):
    """The last step of sequences of several lengths."""

    def __init__(self, packed):
        super().__init__()
        self.rnn, self.l, self.packed = nn.LSTM(3, 5, batch_first=True), L(5, 3), packed

    def forward(self, x, lengths):
        if self.packed:
            x = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            return self.l(self.rnn(x)[1][0][-1])
        y = self.rnn(x)[0]
        return self.l(y[torch.arange(len(y)), lengths - 1])


def test_packed_sequences_are_refused_with_what_to_write_instead_which_is_the_same():
    x, lengths = inputs(3, 4, 3), torch.tensor([4, 1, 3])
    packed, padded = (settle(Sequences(p)) for p in (True, False))
    with pytest.raises(LrpfxError, match=r"test_oddities.py:\d+: .*packed sequence.*lengths - 1"):
        lrpfx.explain(packed, (x, lengths), target=1, composite="epsilon")
    found = lrpfx.explain(padded, (x, lengths), target=1, composite="epsilon")
    torch.testing.assert_close(found.output, packed(x, lengths).detach())
    behind = torch.arange(4) >= lengths[:, None]
    assert not found.relevance[0][behind].any()
    assert found.relevance[0][~behind].any(-1).all()


class Flip(torch.autograd.Function):
    """Gradient reversal, in the old style of `forward(ctx, ...)`."""

    @staticmethod
    def forward(ctx, x, scale):
        ctx.scale = scale
        ctx.save_for_backward(x)
        return x.clone()

    @staticmethod
    def backward(ctx, grad):
        return -ctx.scale * grad, None


class NewFlip(torch.autograd.Function):
    """The same in the style with `setup_context`."""

    generate_vmap_rule = True

    @staticmethod
    def forward(x, scale):
        return x.clone()

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.scale = inputs[1]

    @staticmethod
    def backward(ctx, grad):
        return -ctx.scale * grad, None


@pytest.mark.parametrize("function", [Flip, NewFlip])
def test_functions_with_a_backward_of_their_own_are_explained_by_their_forward(function):
    plain = dense(4, 5, 3)
    model = Fn(lambda s, x: s.net[1:](function.apply(s.net[0](x), 2.0)), net=plain).eval()
    assert distance(same(model, X).relevance, same(plain, X).relevance) < 1e-12


def test_a_straight_through_estimator_is_explained_by_its_forward_or_refused():
    """round(x) + (x - x.detach()): detach is the identity of a forward."""
    model = settle(
        Fn(lambda s, x: s.b(torch.relu(s.a(x) + (s.a(x).round() - s.a(x)).detach())), a=L(4, 5), b=L(5, 3))
    )
    try:
        explanation = same(model, X)
    except LrpfxError as error:
        assert "round" in str(error)  # noqa: PT017
    else:
        assert torch.isfinite(explanation.relevance).all()


def test_detach_in_the_forward_cuts_no_relevance():
    plain = dense(4, 5, 3)
    model = Fn(lambda s, x: s.net[1:](s.net[0](x).detach()), net=plain).eval()
    assert distance(same(model, X).relevance, same(plain, X).relevance) < 1e-12


def test_no_grad_and_inference_mode_in_the_forward_cut_no_relevance():
    plain = dense(4, 5, 3)

    def forward(s, x):
        with torch.no_grad():
            h = s.net[0](x)
        with torch.inference_mode():
            h = s.net[1](h)
        return s.net[2](h)

    model = Fn(forward, net=plain).eval()
    with torch.no_grad():
        assert distance(same(model, X).relevance, same(plain, X).relevance) < 1e-12


def test_gradients_inside_the_forward_are_refused_or_exact():
    """A model that uses its own input gradient."""

    def forward(s, x):
        with torch.enable_grad():
            x = x.detach().requires_grad_()
            g = torch.autograd.grad(s.net(x).sum(), x, create_graph=True)[0]
        return s.l(x + g)

    model = settle(Fn(forward, net=dense(4, 5, 3), l=L(4, 3)))
    try:
        explanation = lrpfx.explain(model, X, target=1, composite="epsilon_plus")
    except LrpfxError as error:
        assert str(error)  # noqa: PT017
    else:
        torch.testing.assert_close(explanation.output, model(X).detach(), rtol=1e-9, atol=1e-9)


def test_printing_and_logging_in_the_forward(capsys):
    def forward(s, x):
        print("shape", tuple(x.shape[1:]))
        warnings.warn("the user's own", stacklevel=1)
        return s.l(x)

    explanation = lrpfx.explain(settle(Fn(forward, l=L(4, 3))), X, target=1)
    assert torch.isfinite(explanation.relevance).all()


def test_modules_in_dicts_and_lists_of_lists():
    parts = nn.ModuleDict({"a.b".replace(".", "_"): nn.ModuleList([L(4, 5)]), "c": L(5, 3)})
    model = settle(Fn(lambda s, x: s.parts["c"](F.relu(s.parts["a_b"][0](x))), parts=parts))
    explanation = lrpfx.explain(model, X, target=1, record=["parts.a_b.0"], composite="epsilon_plus")
    assert explanation.layers["parts.a_b.0"].relevance.shape == (2, 5)


def test_one_parameter_under_two_names_in_two_modules():
    a, b = settle(L(4, 4)), L(4, 4)
    b.weight, b.bias = a.weight, a.bias
    model = nn.Sequential(a, nn.ReLU(), b, nn.ReLU(), settle(L(4, 3), 2)).eval()
    assert torch.isfinite(same(model, X).relevance).all()
    transposed = Fn(lambda s, x: F.linear(F.relu(s.a(x)), s.a.weight.T), a=settle(L(4, 4))).eval()
    assert torch.isfinite(same(transposed, X).relevance).all()


def test_names_that_meet_those_of_the_graph():
    """Modules and parameters called `x`, `R`, `relu`, `add`, `mask`, `given`."""

    class Names(nn.Module):
        def __init__(self):
            super().__init__()
            self.x, self.relu, self.add = L(4, 4), nn.ReLU(), L(4, 3)
            self.R = nn.Parameter(torch.ones(4))
            self.register_buffer("given", torch.ones(4))
            self.register_buffer("constant", torch.ones(4))

        def forward(self, x):
            return self.add(self.relu(self.x(x) * self.R + self.given) - self.constant)

    model = settle(Names())
    explanation = lrpfx.explain(
        model, X, target=1, record=["relu"], mask={"add": [0, 1]}, composite="epsilon_plus"
    )
    torch.testing.assert_close(explanation.output, model(X).detach(), rtol=1e-10, atol=1e-10)


def test_a_model_on_shapes_that_were_never_seen():
    """Fully convolutional: another image size than the example's is another graph."""
    model = settle(
        nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), L(4, 3))
    )
    explainer = lrpfx.compile(model, images(size=8))
    found, wanted = explainer(images(size=10)), lrpfx.explain(model, images(size=10))
    assert torch.equal(found.relevance, wanted.relevance)
    with pytest.raises(LrpfxError, match="compiled for"):
        explainer(images(size=2))


def test_bias_free_batch_norm_conserves():
    model = bias_free(cnn())
    explanation = lrpfx.explain(model, images(), target=1, composite="epsilon_plus")
    assert torch.isfinite(explanation.relevance).all()

"""One operation, many spellings: attention fused and in parts, masked and not, normalisation by name and by hand."""

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites
from lrpfx.ops import Kind, kind_of

pytestmark = pytest.mark.slow

TINY = composites.attn_lrp(stabilizer=1e-13)
X = inputs(3, 4, 6)
slow = pytest.mark.slow


def relevance(f, composite=TINY, x=X, **members):
    model = settle(Fn(lambda s, x: f(s, x).flatten(1), l=nn.Linear(6, 18), **members))
    explained = lrpfx.explain(model, x, target=lambda z: z, composite=composite)
    torch.testing.assert_close(explained.output, model(x).detach())
    return explained.relevance


def qkv(s, x, heads=2):
    n, t, d = x.shape
    return (h.reshape(n, t, heads, d // heads).transpose(1, 2) for h in s.l(x).chunk(3, -1))


def by_hand(s, x, mask=None):
    q, k, v = qkv(s, x)
    scores = q @ k.transpose(-1, -2) / 3**0.5
    return (scores if mask is None else scores + mask).softmax(-1) @ v


CAUSAL = torch.full((4, 4), -torch.inf).triu(1).double()
LEAST = torch.finfo(torch.float64).min
SPELLINGS = {
    "fused": (lambda s, x: F.scaled_dot_product_attention(*qkv(s, x)), None),
    "einsum": (lambda s, x: _einsum(*qkv(s, x)), None),
    "baddbmm": (lambda s, x: _baddbmm(*qkv(s, x)), None),
    "scaled q": (lambda s, x: _scaled(*qkv(s, x)), None),
    "causal": (lambda s, x: F.scaled_dot_product_attention(*qkv(s, x), is_causal=True), CAUSAL),
    "boolean mask": (lambda s, x: F.scaled_dot_product_attention(*qkv(s, x), attn_mask=CAUSAL == 0), CAUSAL),
    "added mask": (lambda s, x: F.scaled_dot_product_attention(*qkv(s, x), attn_mask=CAUSAL), CAUSAL),
    "the least number": (lambda s, x: by_hand(s, x, CAUSAL.clamp(min=LEAST)), CAUSAL),
    "filled": (lambda s, x: _filled(*qkv(s, x)), CAUSAL),
}


def _einsum(q, k, v):
    weights = (torch.einsum("nhid,nhjd->nhij", q, k) * 3**-0.5).softmax(-1)
    return torch.einsum("nhij,nhjd->nhid", weights, v)


def _baddbmm(q, k, v):
    n, h, t, d = q.shape
    q, k, v = (a.reshape(n * h, t, d) for a in (q, k, v))
    scores = torch.baddbmm(q.new_zeros(1, 1, 1), q, k.transpose(1, 2), alpha=3**-0.5)
    return (scores.softmax(-1) @ v).reshape(n, h, t, d)


def _scaled(q, k, v):
    return ((q / 3**0.5) @ k.transpose(-1, -2)).softmax(-1) @ v


def _filled(q, k, v):
    scores = (q @ k.transpose(-1, -2) / 3**0.5).masked_fill(CAUSAL < 0, -torch.inf)
    return F.dropout(scores.softmax(-1), 0.1, training=False) @ v


CAUSAL_LAYERS = {
    "encoder": lambda s, x: s.m(x, mask=nn.Transformer.generate_square_subsequent_mask(4, dtype=x.dtype)),
    "decoder": lambda s, x: s.m(
        x, x.flip(1), tgt_mask=nn.Transformer.generate_square_subsequent_mask(4, dtype=x.dtype)
    ),
}


@pytest.mark.parametrize("name", CAUSAL_LAYERS)
def test_torchs_layers_take_a_causal_mask_without_a_look_at_its_values(name):
    layer = {
        "encoder": lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(6, 2, 8, batch_first=True), 1),
        "decoder": lambda: nn.TransformerDecoder(nn.TransformerDecoderLayer(6, 2, 8, batch_first=True), 1),
    }[name]
    model = settle(Fn(lambda s, x: CAUSAL_LAYERS[name](s, x)[:, 1], m=layer()))
    explained = lrpfx.explain(model, X, target=lambda z: z, composite=TINY)
    torch.testing.assert_close(explained.output, model(X).detach())
    if name == "encoder":  # the second token does not see those that follow
        assert explained.relevance[:, :2].abs().amax((1, 2)).min() > 0
        assert not explained.relevance[:, 2:].any()


def test_padding_found_in_the_input_takes_no_relevance_and_hides_its_tokens():
    padded = X.clone()
    padded[:, 3] = 0

    def attention():
        return nn.MultiheadAttention(6, 2, batch_first=True)

    def found(s, x):
        return s.m(x, x, x, key_padding_mask=x.abs().sum(-1) == 0)[0][:, 0]

    def given(s, x):
        return s.m(x[:, :3], x[:, :3], x[:, :3])[0][:, 0]

    hidden, short = (
        lrpfx.explain(settle(Fn(f, m=attention())), padded, target=lambda z: z, composite=TINY)
        for f in (found, given)
    )
    torch.testing.assert_close(hidden.output, short.output)
    torch.testing.assert_close(hidden.relevance, short.relevance)
    assert hidden.ledger(bound=float("inf")).closing_error < 1e-10


@pytest.mark.parametrize(
    "name", [n if n in ("fused", "causal") else pytest.param(n, marks=slow) for n in SPELLINGS]
)
def test_attention_is_attention_however_it_is_spelled(name):
    spelled, mask = SPELLINGS[name]
    found = relevance(spelled)
    assert torch.isfinite(found).all()
    torch.testing.assert_close(found, relevance(lambda s, x: by_hand(s, x, mask)), rtol=1e-7, atol=1e-9)


@slow
def test_queries_in_groups_share_keys_and_values():
    def grouped(s, x):
        q, k, v = qkv(s, x)
        return F.scaled_dot_product_attention(q, k[:, :1], v[:, :1], enable_gqa=True)

    def repeated(s, x):
        q, k, v = qkv(s, x)
        k, v = (a[:, :1].expand(-1, 2, -1, -1) for a in (k, v))
        return (q @ k.transpose(-1, -2) / 3**0.5).softmax(-1) @ v

    torch.testing.assert_close(relevance(grouped), relevance(repeated))


@slow
def test_padding_given_as_an_input_takes_no_relevance_and_hides_its_tokens():
    class Padded(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding, self.l, self.head = nn.Embedding(9, 6), nn.Linear(6, 18), nn.Linear(6, 3)

        def forward(self, ids, mask):
            q, k, v = qkv(self, self.embedding(ids))
            bias = torch.where(mask[:, None, None] > 0, 0.0, -torch.inf).to(q)
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias).transpose(1, 2).flatten(2)
            return self.head(mixed[:, 0])

    ids, mask = torch.tensor([[1, 2, 3, 4], [5, 6, 7, 8]]), torch.tensor([[1, 1, 1, 1], [1, 1, 0, 0]])
    for pack in ("attn_lrp", "cp_lrp", "libra"):
        explained = lrpfx.explain(settle(Padded()), {"ids": ids, "mask": mask}, target=1, composite=pack)
        assert torch.isfinite(explained.relevance["ids"]).all()
        assert not explained.relevance["ids"][1, 2:].any()
        assert explained.relevance["ids"][1, :2].any()
        assert not explained.relevance["mask"].any()
        assert explained.ledger(bound=float("inf")).closing_error < 1e-12


W, B = inputs(6, seed=3), inputs(6, seed=4)


def rms(x, eps=1e-6):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps)


NORMS = {
    "RMS norm": (lambda x: F.rms_norm(x, (6,), W, 1e-6), lambda x: W * rms(x)),
    "RMS norm of Gemma": (lambda x: (1 + W) * rms(x), lambda x: F.rms_norm(x, (6,), 1 + W, 1e-6)),
    "RMS norm, divided": (lambda x: x / (x.square().mean(-1, keepdim=True) + 1e-6).sqrt(), rms),
    "unit length": (lambda x: F.normalize(x, dim=-1), lambda x: x / x.norm(dim=-1, keepdim=True)),
}


@pytest.mark.parametrize(
    "name", [n if n in ("RMS norm", "unit length") else pytest.param(n, marks=slow) for n in NORMS]
)
def test_normalisation_is_normalisation_however_it_is_spelled(name):
    found, wanted = (relevance(lambda s, x, f=f: f(s.l(x)[..., :6])) for f in NORMS[name])
    torch.testing.assert_close(found, wanted, rtol=1e-7, atol=1e-9)


def test_a_layer_norm_by_hand():
    def spelled(x):
        off = x - x.mean(-1, keepdim=True)
        return off * torch.rsqrt((off * off).mean(-1, keepdim=True) + 1e-6) * W + B

    wanted = relevance(lambda s, x: F.layer_norm(s.l(x)[..., :6], (6,), W, B, 1e-6))
    torch.testing.assert_close(relevance(lambda s, x: spelled(s.l(x)[..., :6])), wanted, rtol=1e-6, atol=1e-8)


@slow
def test_rotary_positions_are_a_linear_map_of_queries_and_keys():
    angle = inputs(4, 3, seed=5).repeat(1, 2)
    cos, sin = angle.cos(), angle.sin()

    def turned(x):
        half = torch.cat([-x[..., 3:], x[..., :3]], -1)
        return x * cos + half * sin

    turn = torch.stack(
        [
            torch.autograd.functional.jacobian(lambda v, i=i: _row(v, cos[i], sin[i]), X[0, 0])
            for i in range(4)
        ]
    )
    found = relevance(lambda s, x: turned(s.l(x)[..., :6]))
    z = relevance(
        lambda s, x: torch.einsum("tij,ntj->nti", turn, s.l(x)[..., :6]), composites.cp_lrp(stabilizer=1e-13)
    )
    torch.testing.assert_close(found, z, rtol=1e-7, atol=1e-9)


def _row(v, cos, sin):
    return v * cos + torch.cat([-v[3:], v[:3]]) * sin


def test_a_layer_whose_batch_is_not_first_is_one_dense_layer_with_its_bias():
    model = settle(
        Fn(lambda s, x: s.a(x, x, x, need_weights=False)[0], a=nn.MultiheadAttention(6, 2, batch_first=True))
    )
    graph, params = lrpfx.canonize(*lrpfx.trace(model, X))
    linear = [e for e in graph.eqns if kind_of(e.op, graph.operands(e), e.attrs) is Kind.DENSE]
    assert [e.op for e in linear] == ["linear", "linear"]
    assert all(len(e.args) == 3 and e.args[2] is not None for e in linear)
    torch.testing.assert_close(lrpfx.evaluate(graph, params, X)[0], model(X).detach())


def test_different_matrices_are_no_dense_layer():
    stack = inputs(3, 6, 2, seed=4)
    graph, _ = lrpfx.canonize(*lrpfx.trace(settle(Fn(lambda s, x: torch.bmm(x, s.w), w=stack)), X))
    assert [e.op for e in graph.eqns] == ["bmm"]


@pytest.mark.parametrize("affine", [True, False])
def test_instance_normalisation_keeps_samples_apart(affine):
    model = settle(
        nn.Sequential(nn.Conv1d(4, 3, 3), nn.InstanceNorm1d(3, affine=affine), nn.Flatten(), nn.Linear(12, 2))
    )
    explainer = lrpfx.compile(model, X, composite=TINY)
    assert "instance_norm" in {e.op for e in explainer.forward.eqns}
    together = explainer(X, target=1)
    for i in range(3):
        torch.testing.assert_close(explainer(X[i : i + 1], target=1).relevance[0], together.relevance[i])
    assert together.ledger(bound=float("inf")).closing_error < 1e-12

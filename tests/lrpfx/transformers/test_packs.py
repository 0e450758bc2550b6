"""Packs on whole blocks, against gradients of the same block in which paths are pruned or scaled as the pack says.

With LRP-ε and ε → 0 relevance is input times that gradient: held constant is detached, split evenly is halved, handed
on by an activation φ is x ↦ x φ(x)/x with the quotient detached.
"""

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites, packs, rules
from lrpfx.ops import LINEAR

PACKS = ("attn_lrp", "cp_lrp", "libra")
TOKENS, WIDTH, HEADS = 5, 8, 2


def halved(z):
    """z, with half the gradient."""
    return (z + z.detach()) / 2


def handed_on(act, x):
    return x * (act(x) / x).detach()


def constant_deviation(norm, x):
    off = x - x.mean(-1, keepdim=True) if isinstance(norm, nn.LayerNorm) else x
    y = off / (off.square().mean(-1, keepdim=True) + norm.eps).sqrt().detach() * norm.weight
    return y + norm.bias if isinstance(norm, nn.LayerNorm) else y


class Block(nn.Module):
    """A layer of a transformer: attention and an MLP, gated or not, with normalisation before each."""

    def __init__(self, gated, rms, causal=False):
        super().__init__()
        norm = (lambda: nn.RMSNorm(WIDTH, eps=1e-6)) if rms else (lambda: nn.LayerNorm(WIDTH))
        self.gated, self.causal = gated, causal
        self.before, self.between = norm(), norm()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 12), nn.Linear(12, WIDTH)
        self.gate = nn.Linear(WIDTH, 12) if gated else None
        self.head = nn.Linear(WIDTH, 4)

    def heads(self, x):
        n, t, _ = x.shape
        return (h.reshape(n, t, HEADS, -1).transpose(1, 2) for h in self.qkv(x).chunk(3, -1))

    def forward(self, x):
        q, k, v = self.heads(self.before(x))
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=self.causal)
        x = x + self.out(mixed.transpose(1, 2).flatten(2))
        h = self.between(x)
        inner = F.silu(self.gate(h)) * self.up(h) if self.gated else F.gelu(self.up(h))
        return self.head((x + self.down(inner)).mean(1))

    def changed(self, x, pack):
        """The same, with the gradient that the pack stands for."""
        q, k, v = self.heads(constant_deviation(self.before, x))
        scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
        if self.causal:
            scores = scores.masked_fill(~torch.ones(TOKENS, TOKENS).tril().bool(), -torch.inf)
        split = pack == "attn_lrp"
        mixed = halved(halved(scores).softmax(-1) @ v) if split else scores.softmax(-1).detach() @ v
        x = x + self.out(mixed.transpose(1, 2).flatten(2))
        h = constant_deviation(self.between, x)
        if not self.gated:
            inner = handed_on(F.gelu, self.up(h))
        elif pack == "cp_lrp":
            inner = F.silu(self.gate(h)).detach() * self.up(h)
        else:
            inner = halved(handed_on(F.silu, self.gate(h)) * self.up(h))
        return self.head((x + self.down(inner)).mean(1))


def awake(model):
    """Healthy weights, those of normalisations around 1."""
    settle(model)
    for module in model.modules():
        if isinstance(module, nn.LayerNorm | nn.RMSNorm):
            module.weight.data = 1 + 0.3 * inputs(WIDTH, seed=7)
    return model


BLOCKS = {
    "ViT": awake(Block(gated=False, rms=False)),
    "GPT": awake(Block(gated=False, rms=False, causal=True)),
    "Llama": awake(Block(gated=True, rms=True, causal=True)),
}
slow = pytest.mark.slow
X = inputs(3, TOKENS, WIDTH)


@pytest.mark.parametrize("block", ["Llama", pytest.param("ViT", marks=slow), pytest.param("GPT", marks=slow)])
@pytest.mark.parametrize("pack", PACKS)
def test_relevance_is_input_times_the_gradient_of_the_changed_block(pack, block):
    model = BLOCKS[block]
    x = X.clone().requires_grad_()
    out = model.changed(x, pack)
    torch.testing.assert_close(out, model(X))
    (gradient,) = torch.autograd.grad(out[:, 1].sum(), x)
    found = lrpfx.explain(model, X, target=1, composite=composites.get(pack, stabilizer=1e-13))
    torch.testing.assert_close(found.relevance, X * gradient, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("pack", ["cp_lrp", pytest.param("libra", marks=slow)])
@pytest.mark.parametrize("block", ["Llama", pytest.param("ViT", marks=slow), pytest.param("GPT", marks=slow)])
def test_where_attention_is_constant_relevance_is_conserved_but_for_biases(pack, block):
    explained = lrpfx.explain(BLOCKS[block], X, target=1, composite=composites.get(pack, stabilizer=1e-13))
    ledger = explained.ledger(bound=float("inf"))
    total = ledger.output - ledger.absorbed["bias"] - sum(ledger.inputs.values())
    assert abs(total).max() < 1e-9 * ledger.greatest.max()


@slow
def test_composites_of_lrp_have_the_pack_libra_unless_another_one_is_put_on_top():
    model, plain = BLOCKS["Llama"], composites.epsilon(1e-13)
    default, named = (
        lrpfx.explain(model, X, target=1, composite=c).relevance
        for c in (plain, composites.libra(stabilizer=1e-13))
    )
    torch.testing.assert_close(default, named)
    for pack in ("attn_lrp", "cp_lrp"):
        top = plain | packs.REGISTRY[pack](1e-13)
        found = lrpfx.explain(model, X, target=1, composite=top).relevance
        wanted = lrpfx.explain(model, X, target=1, composite=composites.get(pack, stabilizer=1e-13)).relevance
        torch.testing.assert_close(found, wanted)
        assert (found - default).abs().max() > 0.001


class Stack(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(WIDTH, HEADS, 12, activation="gelu", batch_first=True)
            for _ in range(2)
        )
        self.head = nn.Linear(WIDTH, 3)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.head(x.mean(1))


STACK = awake(Stack())


def rules_of(composite):
    return lrpfx.compile(STACK, X, composite=composite).rules()


def test_a_pack_can_be_put_on_some_modules_alone():
    table = rules_of(composites.epsilon() | packs.attn_lrp().within("layers.1*"))
    graph = lrpfx.canonize(*lrpfx.trace(STACK, X))[0]
    chosen = {e.module: table[e.out.name] for e in graph.eqns if e.op == "bmm"}
    assert chosen["layers.0.self_attn"].rule.name == "hold"
    assert chosen["layers.1.self_attn"].rule.name == "split"
    assert "in module layers.1*" in chosen["layers.1.self_attn"].why


def test_the_table_of_rules_names_the_pack():
    table = rules_of(composites.epsilon_plus_flat())
    assert {a.why for a in table.values() if a.rule.name == "standardise"} == {"standardisation (attn_lrp)"}
    assert any("attention weights in argument 0 (libra)" in a.why for a in table.values())


@pytest.mark.parametrize("pack", ["attn_lrp", *(pytest.param(p, marks=slow) for p in ("cp_lrp", "libra"))])
@pytest.mark.parametrize("rule", [0.25, pytest.param(rules.zplus(), marks=slow)], ids=str)
def test_the_rule_of_linear_maps_reaches_packed_projections_and_those_of_attention(pack, rule):
    """LXT's γ misses both: they are no calls of modules inside of nn.MultiheadAttention."""
    explainer = lrpfx.compile(STACK, X, composite=composites.get(pack, linear=rule, convolution=rule))
    graph, table = explainer.forward, explainer.rules()
    linear = [e for e in graph.eqns if lrpfx.ops.kind_of(e.op, graph.operands(e), e.attrs) in LINEAR]
    assert len(linear) == 2 * 4 + 1  # packed, output, two of the MLP; the head
    names = {table[e.out.name].rule.name for e in linear}
    assert names == {"zplus" if rule == rules.zplus() else "gamma"}
    assert {e.op for e in linear} == {"linear"}
    assert all(e.args[2] is not None for e in linear)  # the bias takes part in γ


@slow
def test_gamma_of_a_packed_projection_is_gamma_of_three_projections():
    """q, k and v share no output, so that it makes no difference whether they are packed."""
    packed = settle(
        Fn(lambda s, x: s.a(x, x, x, need_weights=False)[0].mean(1), a=nn.MultiheadAttention(8, 2))
    )
    w, b = packed.a.in_proj_weight, packed.a.in_proj_bias

    def apart(s, x):
        q, k, v = (
            F.linear(x, w[i : i + 8], b[i : i + 8]).reshape(3, TOKENS * 2, 4).transpose(0, 1)
            for i in (0, 8, 16)
        )
        mixed = ((q / 2) @ k.transpose(1, 2)).softmax(-1) @ v
        return F.linear(mixed.transpose(0, 1).reshape(3, TOKENS, 8), s.o.weight, s.o.bias).mean(1)

    separate = Fn(apart, o=packed.a.out_proj).eval()
    composite = composites.attn_lrp(linear=0.25)
    found, wanted = (lrpfx.explain(m, X, target=1, composite=composite) for m in (packed, separate))
    torch.testing.assert_close(found.output, wanted.output)
    torch.testing.assert_close(found.relevance, wanted.relevance, rtol=1e-5, atol=1e-7)


def mixed_attention(s, x):
    """Attention to content and to positions in shares, normalised once more, as in ConViT."""
    share = s.share.sigmoid()
    weights = (1 - share) * (s.q(x) @ s.k(x).transpose(1, 2)).softmax(-1) + share * s.places.softmax(-1)
    return (weights / weights.sum(-1, keepdim=True)) @ s.v(x)


@pytest.mark.parametrize("pack", ["libra", "cp_lrp"])
def test_attention_weights_that_are_mixed_with_others_are_attention_weights(pack):
    members = {n: nn.Linear(WIDTH, WIDTH, bias=False) for n in "qkv"}
    members |= {"share": nn.Parameter(torch.zeros(1)), "places": inputs(TOKENS, TOKENS)}
    model = settle(Fn(lambda s, x: mixed_attention(s, x).sum(1), **members))
    explained = lrpfx.explain(model, inputs(2, TOKENS, WIDTH), target=1, composite=composites.get(pack))
    ledger = explained.ledger()
    assert abs(ledger.absorbed["rule"]).max() < 1e-10
    torch.testing.assert_close(explained.relevance.sum((1, 2)), explained.output[:, 1], rtol=1e-4, atol=1e-5)

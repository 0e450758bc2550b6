"""Mixtures of experts: weights that a router chooses are weights, whatever way they are applied."""

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites

X, EXPERTS, CHOSEN = inputs(2, 5, 6), 4, 2


def routed(s, x):
    """The weights of the chosen experts, which add up to one, and their numbers."""
    weights, experts = s.router(x).softmax(-1).topk(CHOSEN)
    return weights / weights.sum(-1, keepdim=True), experts


def gathered(s, x):
    weights, experts = routed(s, x.reshape(-1, 6))
    rows = x.reshape(-1, 6).repeat_interleave(CHOSEN, 0)
    inner = torch.bmm(s.up[experts.reshape(-1)], rows[..., None]).relu()
    outer = torch.bmm(s.down[experts.reshape(-1)], inner)[..., 0]
    return (outer * weights.reshape(-1, 1)).reshape(len(x), 5, CHOSEN, 6).sum(2)


def grouped(s, x):
    """By the operator that has kernels in single and half precision alone: it is traced, and never called."""
    weights, experts = routed(s, x.reshape(-1, 6))
    sorted_experts, order = experts.reshape(-1).sort()
    ends = torch.histc(sorted_experts.float(), EXPERTS, 0, EXPERTS - 1).cumsum(0, dtype=torch.int32)
    rows = x.reshape(-1, 6)[order // CHOSEN]
    inner = F.grouped_mm(rows, s.up.transpose(1, 2), offs=ends).relu()
    outer = F.grouped_mm(inner, s.down.transpose(1, 2), offs=ends) * weights.reshape(-1, 1)[order]
    back = torch.empty_like(order)
    back[order] = torch.arange(len(order))
    return outer[back].reshape(len(x), 5, CHOSEN, 6).sum(2)


def model(f):
    members = {
        "router": nn.Linear(6, EXPERTS),
        "up": inputs(EXPERTS, 8, 6),
        "down": inputs(EXPERTS, 6, 8, seed=2),
    }
    return settle(Fn(lambda s, x: f(s, x).flatten(1), **members))


def one_by_one():
    """The same for the first sample, with its experts and their weights as constants: no router, and no choice."""
    with torch.no_grad():
        weights, experts = (v.tolist() for v in routed(model(gathered), X[0]))

    def f(s, x):
        tokens = [
            sum(
                w * F.linear(F.linear(x[:, t], s.up[e]).relu(), s.down[e]) for w, e in zip(*pair, strict=True)
            )
            for t, pair in enumerate(zip(weights, experts, strict=True))
        ]
        return torch.stack(tokens, 1)

    return f


def relevance(f, composite, x=X):
    return lrpfx.explain(model(f), x, target=lambda z: z, composite=composite).relevance


COMPOSITES = {
    "ε": composites.epsilon(1e-13),
    "γ, libra": composites.libra(linear=0.25, stabilizer=1e-13),
    "γ, cp": composites.cp_lrp(linear=0.25, stabilizer=1e-13),
}


@pytest.mark.parametrize("name", COMPOSITES)
def test_experts_that_a_router_chose_are_dense_layers(name):
    found = relevance(gathered, COMPOSITES[name])
    torch.testing.assert_close(found[:1], relevance(one_by_one(), COMPOSITES[name], X[:1]))


def test_a_grouped_product_is_one_product_for_each_row():
    torch.testing.assert_close(
        relevance(grouped, COMPOSITES["γ, libra"]), relevance(gathered, COMPOSITES["γ, libra"])
    )


@pytest.mark.parametrize("f", [gathered, grouped], ids=["gathered", "grouped"])
def test_relevance_of_the_output_arrives(f):
    explainer = lrpfx.compile(model(f), X, composite=COMPOSITES["γ, libra"])
    ledger = explainer.ledger(X, target=lambda z: z)
    assert abs(ledger.gap).max() < 1e-12 * ledger.greatest.max()
    assert abs(ledger.absorbed["cut"]).max() < 1e-12 * ledger.greatest.max()
    assert {row.kind for row in ledger.rows if row.operator == "bmm"} == {"dense"}

"""flex_attention is the attention that it is spelled as: changed scores, masks, grouped heads, compiled or not."""

import warnings

import pytest
import torch
from nets import inputs, settle
from torch import nn
from torch.nn.attention.flex_attention import create_block_mask, flex_attention

import lrpfx
from lrpfx import composites

pytestmark = pytest.mark.slow

TINY = composites.attn_lrp(stabilizer=1e-13)
X = inputs(3, 4, 6)
DOCUMENT = torch.tensor([[0, 0, 1, 1], [0, 1, 1, 1], [0, 0, 0, 2]])
AWAY = torch.arange(4)[:, None] - torch.arange(4) + 3
CAUSAL = AWAY >= 3


class Attention(nn.Module):
    """Two heads of three over four tokens, with a table of what a distance adds to a score."""

    def __init__(self, attend):
        super().__init__()
        self.l, self.far, self.attend = nn.Linear(6, 18), nn.Embedding(2, 7), attend

    def forward(self, x, document):
        q, k, v = (h.reshape(len(x), 4, 2, 3).transpose(1, 2) for h in self.l(x).chunk(3, -1))
        return self.attend(self, q, k, v, document).flatten(1)


def by_hand(change):
    def attend(s, q, k, v, document):
        return change(s, q @ k.transpose(-1, -2) / 3**0.5, document).softmax(-1) @ v

    return attend


def causal(b, h, q, k):
    return q >= k


def same_document(document):
    return lambda b, h, q, k: document[b, q] == document[b, k]


def hidden(scores, seen):
    return scores.masked_fill(~seen, -torch.inf)


OUTSIDE = create_block_mask(causal, None, None, 4, 4, device="cpu")
PAIRS = {
    "plain": (
        lambda s, q, k, v, d: flex_attention(q, k, v),
        lambda s, c, d: c,
    ),
    "a learned table of distances": (
        lambda s, q, k, v, d: flex_attention(q, k, v, lambda c, b, h, i, j: c + s.far.weight[h, i - j + 3]),
        lambda s, c, d: c + s.far.weight[:, AWAY],
    ),
    "a soft cap": (
        lambda s, q, k, v, d: flex_attention(q, k, v, lambda c, b, h, i, j: torch.tanh(c / 2) * 2),
        lambda s, c, d: (c / 2).tanh() * 2,
    ),
    "a vector for every place": (
        lambda s, q, k, v, d: flex_attention(
            q, k, v, lambda c, b, h, i, j: c + (s.l.weight[i] * s.l.weight[j]).sum()
        ),
        lambda s, c, d: c + s.l.weight[:4] @ s.l.weight[:4].T,
    ),
    "a mask": (
        lambda s, q, k, v, d: flex_attention(q, k, v, block_mask=OUTSIDE),
        lambda s, c, d: hidden(c, CAUSAL),
    ),
    "documents in the input": (
        lambda s, q, k, v, d: flex_attention(
            q, k, v,
            block_mask=create_block_mask(same_document(d), len(q), None, 4, 4, device="cpu"),
        ),
        lambda s, c, d: hidden(c, (d[:, :, None] == d[:, None])[:, None]),
    ),
    "grouped heads, scaled": (
        lambda s, q, k, v, d: flex_attention(q * 3, k[:, :1], v[:, :1], scale=3**-1.5, enable_gqa=True),
        None,
    ),
}  # fmt: skip


def grouped(s, q, k, v, document):
    scores = q * 3 @ k[:, :1].expand_as(k).transpose(-1, -2) * 3**-1.5
    return scores.softmax(-1) @ v[:, :1].expand_as(v)


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("composite", [TINY, composites.libra(stabilizer=1e-13)], ids=["attn_lrp", "libra"])
def test_flex_attention_is_explained_as_the_attention_that_it_is(name, composite):
    flexible, change = PAIRS[name]
    models = [settle(Attention(f)) for f in (flexible, grouped if change is None else by_hand(change))]
    explainers = [lrpfx.compile(m, (X, DOCUMENT), composite=composite) for m in models]
    for x, document in ((X, DOCUMENT), (inputs(2, 4, 6, seed=5), DOCUMENT[1:])):  # the batch is left open
        found, wanted = (e((x, document), target=lambda z: z) for e in explainers)
        torch.testing.assert_close(found.output, models[1](x, document).detach())
        torch.testing.assert_close(found.relevance, wanted.relevance)


def test_rows_that_see_nothing_attend_to_nothing():
    nothing = settle(
        Attention(
            lambda s, q, k, v, d: flex_attention(
                q, k, v, lambda c, b, h, i, j: torch.where(i > 0, c, -torch.inf)
            )
        )
    )
    found = lrpfx.explain(nothing, (X, DOCUMENT), target=lambda z: z, composite=TINY)
    y = found.output.reshape(3, 2, 4, 3)
    assert not y[:, :, 0].any()
    assert y[:, :, 1:].any()
    assert torch.isfinite(found.relevance[0]).all()


def test_a_compiled_flex_attention_and_the_real_one_agree():
    """The model itself is run by torch, compiled; the trace is of what is written."""
    compiled = torch.compile(flex_attention, backend="eager")
    model = settle(Attention(lambda s, q, k, v, d: compiled(q, k, v, block_mask=OUTSIDE)))
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        real = model(X, DOCUMENT)
    found = lrpfx.explain(model, (X, DOCUMENT), target=lambda z: z, composite=TINY)
    torch.testing.assert_close(found.output, real)
    with torch.no_grad():  # what tracing switches off is on again
        torch.testing.assert_close(model(X, DOCUMENT), real)

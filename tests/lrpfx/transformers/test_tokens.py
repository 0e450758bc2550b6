"""Words that language models predict, as targets."""

import pytest
import torch
from nets import inputs, settle
from torch import nn

import lrpfx
from lrpfx.errors import TargetError


class Bigram(nn.Module):
    """Every position predicts the next word from its own token alone."""

    def __init__(self):
        super().__init__()
        self.embedding, self.head = nn.Embedding(9, 6), nn.Linear(6, 9, bias=False)

    def forward(self, ids):
        return self.head(self.embedding(ids))


IDS = torch.tensor([[1, 4, 2], [7, 7, 3]])
MODEL = settle(Bigram())


@pytest.mark.parametrize(("position", "word"), [(-1, 5), (0, 2), (1, None)])
def test_a_word_at_a_position_is_explained_by_the_tokens_that_it_comes_from(position, word):
    explained = lrpfx.explain(MODEL, IDS, target=lrpfx.token(position, word), composite="epsilon")
    logits = MODEL(IDS).detach()[:, position]
    wanted = torch.zeros(2, 3, dtype=torch.float64)
    wanted[:, position] = logits.amax(1) if word is None else logits[:, word]
    torch.testing.assert_close(explained.relevance, wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("position", "word"), [(3, 0), (-4, 0), (0, 9), (0, -1)])
def test_what_is_not_there_is_no_target(position, word):
    with pytest.raises(TargetError, match=r"there is no word"):
        lrpfx.token(position, word)(inputs(2, 3, 9))


def test_an_output_of_classes_has_no_tokens():
    with pytest.raises(TargetError, match=r"a token is a target in \(batch, positions, words\)"):
        lrpfx.token()(inputs(2, 9))

"""What the reference does to the model that it explains, shown; and that nothing of the kind happens here.

Each test lets the reference damage a model of its own, a twin of ours.
"""

import copy
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import torch
from nets import Fn, cnn, dense, images, inputs, settle
from oracle import distance, in_place_of
from torch import nn
from torchvision.models import DenseNet

import lrpfx
from lrpfx.canonize import REGISTRY

pytestmark = pytest.mark.usefixtures("zennit")


def plus(*canonizers):
    import zennit.composites

    return zennit.composites.EpsilonPlus(canonizers=[make() for make in canonizers])


def merge():
    import zennit.canonizers

    return zennit.canonizers.SequentialMergeBatchNorm()


R4 = inputs(2, 4, seed=2)


def test_parameters_stay_the_same_objects():
    ours, theirs = cnn(), cnn()
    before, theirs_before = list(ours.parameters()), list(theirs.parameters())
    in_place_of(theirs, images(), R4, plus())
    lrpfx.explain(ours, images(), target=R4, composite="epsilon_plus")
    assert any(a is not b for a, b in zip(theirs.parameters(), theirs_before, strict=True))
    assert all(a is b for a, b in zip(ours.parameters(), before, strict=True))


def losses(model, explain, steps=5):
    """The loss of each step, with an explanation after the optimizer is built."""
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    explain(model)
    found = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(images(8)), torch.arange(8) % 4)
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return found


def test_an_optimizer_built_before_an_explanation_trains_on():
    alone = losses(cnn(), lambda model: None)
    after_ours = losses(cnn(), lambda model: lrpfx.explain(model, images(), composite="epsilon_plus"))
    bare = [nn.Conv2d(3, 6, 3), nn.ReLU(), nn.Flatten(), nn.Linear(216, 4)]
    after_theirs = losses(
        settle(nn.Sequential(*bare)), lambda model: in_place_of(model, images(), R4, plus())
    )
    assert len(set(after_theirs)) == 1, "the reference lets an optimizer train what no longer exists"
    assert after_ours == alone
    assert alone[-1] < alone[0]


def test_tied_weights_stay_tied():
    def tied():
        model = dense(4, 4, 4)
        model[2].weight = model[0].weight
        return model

    ours, theirs = tied(), tied()
    in_place_of(theirs, inputs(2, 4), R4, plus())
    lrpfx.explain(ours, inputs(2, 4), target=R4)
    assert theirs[2].weight is not theirs[0].weight
    assert ours[2].weight is ours[0].weight


def test_the_state_dict_of_a_model_with_batch_norm_is_what_it_was():
    ours, theirs = cnn(), cnn()
    theirs[0] = settle(nn.Conv2d(3, 6, 3, padding=1, bias=False))
    before, theirs_before = copy.deepcopy(ours.state_dict()), copy.deepcopy(theirs.state_dict())
    in_place_of(theirs, images(), R4, plus(merge))
    lrpfx.explain(ours, images(), target=R4, composite="epsilon_plus")
    assert theirs.state_dict().keys() - theirs_before.keys() == {"0.bias"}
    assert not torch.equal(theirs.state_dict()["0.weight"], theirs_before["0.weight"])
    assert ours.state_dict().keys() == before.keys()
    assert all(torch.equal(ours.state_dict()[k], v) for k, v in before.items())


def test_a_model_can_be_converted_after_an_explanation():
    ours, theirs = cnn().float(), cnn().float()
    x = images().float()
    in_place_of(theirs, x, R4.float(), plus(merge))
    lrpfx.explain(ours, x, composite="epsilon_plus")
    with pytest.raises(RuntimeError, match=r"(?i)double"):
        theirs.double()(x.double())
    assert torch.isfinite(ours.double()(x.double())).all()


def small_densenet():
    return settle(DenseNet(4, (2, 2), 8, 2, num_classes=4))


def test_a_densenet_is_explained_and_works_afterwards():
    ours, theirs, x = small_densenet(), small_densenet(), inputs(2, 3, 32, 32)
    with pytest.raises(RuntimeError):
        in_place_of(theirs, x, R4, plus(merge))
    with pytest.raises(RuntimeError):  # and the model stays broken
        theirs(x)
    before = ours(x)
    explained = lrpfx.explain(ours, x, composite="epsilon_plus")
    assert torch.equal(ours(x), before)
    torch.testing.assert_close(explained.output, before, rtol=1e-10, atol=1e-10)


def test_a_canonizer_that_raises_midway_leaves_the_model_alone(monkeypatch):
    def raises(*_):
        raise ArithmeticError("midway")

    model, x = cnn(), images()
    before, state = model(x), copy.deepcopy(model.state_dict())
    monkeypatch.setitem(REGISTRY, list(REGISTRY)[-1], raises)
    with pytest.raises(ArithmeticError, match="midway"):
        lrpfx.explain(model, x)
    monkeypatch.undo()
    assert torch.equal(model(x), before)
    assert all(torch.equal(model.state_dict()[k], v) for k, v in state.items())
    assert torch.equal(lrpfx.explain(model, x).output, lrpfx.explain(cnn(), x).output)


def in_two_threads(work):
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, range(2)))


def test_two_threads_explain_one_model_at_once():
    model, batches = cnn(), [images(seed=1), images(seed=2)]
    wanted = [in_place_of(copy.deepcopy(model), x, R4, plus(merge)) for x in batches]

    theirs, gate = copy.deepcopy(model), Barrier(2)

    def meet(*_):
        gate.wait(20)

    theirs.register_forward_pre_hook(meet)  # both contexts are open
    theirs.register_forward_hook(meet)  # both forwards are done

    def by_theirs(i):
        try:
            return in_place_of(theirs, batches[i], R4, plus())
        except RuntimeError as error:
            return error

    found = in_two_threads(by_theirs)
    assert not all(
        isinstance(r, torch.Tensor) and distance(r, w) < 1e-9 for r, w in zip(found, wanted, strict=True)
    )

    explainer = lrpfx.compile(model, batches[0], composite="epsilon_plus")
    found = in_two_threads(lambda i: [explainer(batches[i], target=R4).relevance for _ in range(40)])
    assert all(distance(r, wanted[i]) < 1e-9 for i in range(2) for r in found[i])
    assert all(torch.equal(p, q) for p, q in zip(model.parameters(), cnn().parameters(), strict=True))


def test_a_traced_model_can_be_saved_and_loaded(tmp_path):
    """A model registered with the reference cannot be saved: its hooks cannot be pickled."""
    ours, theirs = settle(nn.Sequential(nn.Linear(4, 4))), dense(4, 4)
    with plus().context(theirs), pytest.raises(Exception, match="pickle"):
        torch.save(theirs, tmp_path / "theirs.pt")
    lrpfx.explain(ours, inputs(2, 4))
    torch.save(ours, tmp_path / "ours.pt")
    loaded = torch.load(tmp_path / "ours.pt", weights_only=False)
    assert torch.equal(loaded(inputs(2, 4)), ours(inputs(2, 4)))


def test_a_model_of_plain_functions_is_left_alone_too():
    model = settle(Fn(lambda s, x: torch.relu(x @ s.w), w=nn.Parameter(torch.zeros(4, 4))))
    before = (model.w, model.w.clone(), model.w._version)
    lrpfx.explain(model, inputs(2, 4))
    assert model.w is before[0]
    assert torch.equal(model.w, before[1])
    assert model.w._version == before[2]

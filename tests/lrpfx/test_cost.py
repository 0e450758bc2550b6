"""The cost of an explanation, from its graph alone."""

import weakref

import pytest
import torch
from nets import Fn, cnn, images, inputs
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import FlopCounterMode

import lrpfx
from lrpfx import composites
from lrpfx.cost import cost, peak
from lrpfx.errors import UnknownNameError
from lrpfx.optimize import NAMES


def three(width=8):
    """Convolutions of one size, the first on an image, and a dense layer."""
    conv = [nn.Conv2d(width, width, 3, padding=1) for _ in range(2)]
    layers = [
        nn.Conv2d(3, width, 3, padding=1),
        nn.ReLU(),
        conv[0],
        nn.ReLU(),
        conv[1],
        nn.ReLU(),
        nn.Flatten(),
    ]
    return nn.Sequential(*layers, nn.Linear(64 * width, 5)).eval()


FIRST, LATER, DENSE = 2 * 64 * 8 * 27, 2 * 64 * 8 * 72, 2 * 5 * 512
EXACT = {  # forward and backward passes of the first convolution, the later two, and the dense layer
    "epsilon": (2, 2, 2),
    "epsilon_plus": (4, 3, 2),
    "epsilon_alpha2_beta1": (7, 4, 2),
    "guided_backprop": (2, 2, 2),
    "deconvnet": (2, 2, 2),
}


@pytest.mark.parametrize("name", EXACT)
def test_arithmetic_is_counted_exactly(name):
    first, later, dense = EXACT[name]
    found = lrpfx.compile(three(), torch.zeros(2, 3, 8, 8), composite=name).cost(3)
    assert found.flops == 3 * (first * FIRST + later * 2 * LATER + dense * DENSE)
    assert found.forward == 3 * (FIRST + 2 * LATER + DENSE)
    assert found.gradient.flops == 2 * found.forward


def test_the_box_costs_two_of_each_and_flat_one_channel():
    model, x = three(), torch.zeros(2, 3, 8, 8)
    box = lrpfx.compile(model, x, composite=composites.epsilon_gamma_box(-1, 1)).cost()
    assert box.flops == 4 * FIRST + 3 * 2 * LATER + 2 * DENSE
    flat = lrpfx.compile(model, x, composite="epsilon_plus_flat").cost()
    assert flat.flops == FIRST + 2 * 64 * 9 + 3 * 2 * LATER + 2 * DENSE


@pytest.mark.parametrize("name", ["epsilon_plus_flat", "epsilon_alpha2_beta1"])
@pytest.mark.parametrize("optimize", [True, False])
def test_it_counts_what_torch_counts_when_the_graph_runs(name, optimize):
    explainer = lrpfx.compile(cnn(), images(3), composite=name, optimize=optimize)
    with FlopCounterMode(display=False) as counter:
        lrpfx.evaluate(explainer.graph, explainer.params, images(3), inputs(3, 4))
    assert explainer.cost(images(3)).flops == counter.get_total_flops()


def test_a_model_without_memory_is_planned():
    with torch.device("meta"):
        model, x = three(), torch.empty(1000, 3, 8, 8)
    found = lrpfx.compile(model, x, composite="epsilon_plus").cost(x)
    assert found.flops == 1000 * (4 * FIRST + 3 * 2 * LATER + 2 * DENSE)


def test_peak_grows_with_the_batch_and_shrinks_with_the_optimizer():
    def held(**options):
        return lrpfx.compile(three(), torch.zeros(2, 3, 8, 8), composite="epsilon_alpha2_beta1", **options)

    fast, plain = held(), held(optimize=False)
    assert peak(fast.graph, 8) == 2 * peak(fast.graph, 4)
    assert fast.cost(4).peak < plain.cost(4).peak


def test_peak_of_a_chain_is_what_two_neighbours_take():
    """x, then z beside it, then the ReLU in the memory of z."""
    graph, _ = lrpfx.trace(nn.Sequential(nn.Conv2d(3, 4, 1), nn.ReLU()), torch.zeros(2, 3, 5, 5))
    assert peak(graph, 2) == 4 * 2 * 25 * (3 + 4)


@pytest.mark.parametrize(
    ("order", "copies"), [((0, 2, 1), 1), ((0, 1, 2), 0)], ids=["moved: a copy", "in order: a view"]
)
def test_a_reshape_takes_memory_where_it_has_to_copy(order, copies):
    """x, and exp(x), whose axes are merged: its numbers do not lie as they are read, or they do."""
    model = Fn(lambda s, x: x.exp().permute(order).flatten(1).sum(1))
    graph, _ = lrpfx.trace(model, torch.zeros(2, 6, 50))
    assert peak(graph, 3) // (4 * 3 * 300) == 2 + copies


class Held(TorchDispatchMode):
    """How many bytes of tensors are held, of those that are made while it is on."""

    def __init__(self, given):
        super().__init__()
        self.now = self.most = 0
        self.known = {t.untyped_storage()._cdata for t in given}

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        for made in tree_leaves(result):
            if isinstance(made, torch.Tensor):
                self._enter(made.untyped_storage())
        return result

    def _enter(self, storage):
        if storage._cdata not in self.known:
            self.known.add(storage._cdata)
            self.now += storage.nbytes()
            self.most = max(self.most, self.now)
            weakref.finalize(storage, self._leave, storage._cdata, storage.nbytes())

    def _leave(self, number, size):
        self.known.discard(number)
        self.now -= size


def encoder():
    """Two blocks of a transformer over the patches of an image."""

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.patches, self.head = nn.Conv2d(3, 96, 8, 8), nn.Linear(96, 5)
            self.blocks = nn.Sequential(
                *(nn.TransformerEncoderLayer(96, 4, 192, batch_first=True) for _ in range(2))
            )

        def forward(self, x):
            return self.head(self.blocks(self.patches(x).flatten(2).transpose(1, 2)).mean(1))

    return Model().eval()


def wide():
    """Convolutions, and a skip past one of them."""

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.stem, self.mid, self.head = (
                nn.Conv2d(3, 24, 3, padding=1),
                nn.Conv2d(24, 24, 3, padding=1),
                nn.Linear(24, 5),
            )

        def forward(self, x):
            h = self.stem(x).relu()
            return self.head(nn.functional.max_pool2d((self.mid(h) + h).relu(), 2).mean((2, 3)))

    return Model().eval()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gradient", "epsilon_plus_flat", "epsilon_alpha2_beta1"])
@pytest.mark.parametrize("make", [encoder, wide])
def test_the_peak_is_what_a_run_holds(make, name):
    """To a tenth, scratch of kernels aside; from the graph alone, on networks where values are large."""
    model, x = make().double(), images(16, size=112 if make is encoder else 32)
    explainer = lrpfx.compile(model, x, composite=name)
    R = torch.ones_like(explainer.predict(x))
    with Held((*explainer.params.values(), x, R)) as held:
        lrpfx.evaluate(explainer.graph, explainer.params, x, R)
    wanted = held.most + sum(t.nbytes for t in (x, R))
    assert peak(explainer.graph, len(x)) == pytest.approx(wanted, rel=0.1)


def test_it_prints_as_a_table_beside_the_gradient():
    text = str(lrpfx.compile(three(), torch.zeros(2, 3, 8, 8), composite="epsilon_plus").cost(2))
    assert text.splitlines()[0].split() == ["this", "gradient"]
    assert "in forward passes" in text
    assert "2.00" in text


def test_passes_are_shown_one_by_one(capsys):
    explainer = lrpfx.compile(three(), torch.zeros(2, 3, 8, 8), composite="epsilon_plus")
    explainer.show(passes=True)
    heads = [line for line in capsys.readouterr().out.splitlines() if line.startswith("----")]
    assert heads[0].startswith("---- as written: ")
    assert heads[-1].startswith("---- what is run: ")
    assert {h.split(":")[0].removeprefix("---- ") for h in heads[1:-1]} == set(NAMES) - {"fold", "layout"}
    assert heads[-1].endswith("forward passes")
    explainer.show()
    assert capsys.readouterr().out == f"{explainer.graph}\n"


def test_passes_are_chosen_by_name():
    def equations(*names):
        return len(lrpfx.compile(three(), torch.zeros(2, 3, 8, 8), optimize=names).graph.eqns)

    assert equations() > equations("sign", "dead") > equations(*NAMES)
    with pytest.raises(
        UnknownNameError, match=r"no pass is called `sing`; valid: addends, dead, denominators"
    ):
        equations("sing")


WHOLE = {  # at most so many forward passes on VGG16 and ResNet50
    "epsilon": (2.05, 2.05),
    "epsilon_plus": (3.05, 3.05),
    "epsilon_plus_flat": (3.05, 3.05),
    "epsilon_gamma_box": (3.1, 3.35),
    "epsilon_alpha2_beta1": (4.1, 4.1),
    "epsilon_alpha2_beta1_flat": (4.1, 4.1),
    "guided_backprop": (2.0, 2.0),
    "deconvnet": (2.0, 2.0),
}
FLOPS = {  # of one sample
    "vgg16": {
        "epsilon": 61_881_057_280,
        "epsilon_plus": 92_747_726_848,
        "epsilon_plus_flat": 92_228_405_248,
        "epsilon_gamma_box": 92_747_726_848,
        "epsilon_alpha2_beta1": 123_787_804_672,
        "epsilon_alpha2_beta1_flat": 122_748_258_304,
        "guided_backprop": 61_881_057_280,
        "deconvnet": 61_881_057_280,
    },
    "resnet50": {
        "epsilon": 16_356_737_024,
        "epsilon_plus": 24_767_037_440,
        "epsilon_plus_flat": 24_060_183_040,
        "epsilon_gamma_box": 27_130_527_744,
        "epsilon_alpha2_beta1": 33_413_365_760,
        "epsilon_alpha2_beta1_flat": 31_998_427_648,
        "guided_backprop": 16_356_737_024,
        "deconvnet": 16_356_737_024,
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("architecture", ["vgg16", "resnet50"])
def test_arithmetic_of_whole_networks(architecture):
    models = pytest.importorskip("torchvision.models")
    with torch.device("meta"):
        model, x = getattr(models, architecture)().eval(), torch.empty(2, 3, 224, 224)
    for name, most in WHOLE.items():
        box = {"low": -3.0, "high": 3.0} if name == "epsilon_gamma_box" else {}
        found = lrpfx.compile(model, x, composite=composites.get(name, **box)).cost()
        assert found.passes <= most[architecture == "resnet50"], name
        assert found.flops == FLOPS[architecture][name], name
        assert cost(lrpfx.trace(model, x)[0]).flops == found.forward


def test_a_second_target_costs_the_backward_half_alone():
    """Convolutions that run: forward once, and what depends on the target once for each."""
    explainer = lrpfx.compile(three().double(), torch.zeros(2, 3, 8, 8).double(), composite="epsilon_plus")
    counts = []
    for targets in ([0], [0, 1], [0, 1, 2]):
        with FlopCounterMode(display=False) as counter:
            explainer.each(torch.ones(1, 3, 8, 8).double(), targets)
        counts.append(counter.get_total_flops())
    assert counts[2] - counts[1] == counts[1] - counts[0] == 2 * FIRST + 2 * LATER + DENSE

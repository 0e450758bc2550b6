"""The user's model is bit for bit what it was, whatever happens; and an explainer is a value of its own."""

import contextlib
import copy
import random
import subprocess
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from named import needed
from nets import Fn, Residual, cnn, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites, rules
from lrpfx.errors import LrpfxError, ModelChangedError

HOOKS = (
    "_forward_hooks",
    "_forward_pre_hooks",
    "_backward_hooks",
    "_backward_pre_hooks",
    "_state_dict_hooks",
)


def fingerprint(model):
    """Everything of a model that a user could notice."""
    return {
        "state": {k: (v.dtype, v.clone()) for k, v in model.state_dict().items()},
        "tensors": {k: (id(v), v.data_ptr(), v._version) for k, v in
                    [*model.named_parameters(), *model.named_buffers()]},
        "modules": {k: (id(m), type(m), m.training, sorted(vars(m))) for k, m in model.named_modules()},
        "hooks": {(k, h): list(getattr(m, h).items()) for k, m in model.named_modules() for h in HOOKS},
        "grad": {k: (p.requires_grad, p.grad) for k, p in model.named_parameters()},
        "plain": {(k, n): v for k, m in model.named_modules() for n, v in vars(m).items()
                  if isinstance(v, int | str | float | tuple)},
    }  # fmt: skip


def assert_untouched(model, before):
    now = fingerprint(model)
    assert now["state"].keys() == before["state"].keys()
    for name, (dtype, value) in before["state"].items():
        assert now["state"][name][0] == dtype
        assert torch.equal(now["state"][name][1].nan_to_num(7), value.nan_to_num(7)), name
    for what in ("tensors", "modules", "hooks", "grad", "plain"):
        assert now[what] == before[what], what


class Counting(nn.Module):
    """A forward that writes to the module, as many do: counters, caches, last activations, buffers."""

    def __init__(self):
        super().__init__()
        self.conv, self.bn, self.head = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Linear(4, 3)
        self.register_buffer("seen", torch.zeros(()))
        self.calls, self.cache = 0, None

    def forward(self, x):
        self.calls += 1
        self.seen += 1
        self.cache = self.bn(self.conv(x)).relu_()
        return self.head(self.cache.mean((2, 3)))


def hooked():
    model = cnn()
    model[2].register_forward_hook(lambda module, args, output: output * 2)
    model[0].register_full_backward_hook(lambda module, grads, outs: None)
    return model


def frozen():
    model = cnn()
    model[0].requires_grad_(False)
    return model


def part_training():
    model = cnn()
    model[3].train()
    return model


MODELS = {
    "cnn": cnn, "residual": lambda: settle(Residual()), "counting": lambda: settle(Counting()), "hooked": hooked,
    "frozen": frozen, "part in training mode": part_training,
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*is in training mode")
@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_untouched_by_an_explanation(name):
    model, x = MODELS[name](), images()
    x_before, before = x.clone(), fingerprint(model)
    explainer = lrpfx.compile(model, x, composite="epsilon_plus")
    explainer(x)
    assert explainer.key
    assert_untouched(model, before)
    assert torch.equal(x, x_before)
    assert not x.requires_grad


WAYS = {
    "composites by turns": lambda model, x: [
        lrpfx.explain(model, x, composite=composites.get(name, **needed(name, model, x)))
        for name in composites.names()
    ],
    "several targets": lambda model, x: lrpfx.compile(model, x).each(x, [0, 1, None]),
    "layers recorded": lambda model, x: lrpfx.explain(model, x, record=["conv", "head"]),
    "from a layer": lambda model, x: lrpfx.explain(model, x, start="conv", target=1),
    "through some units": lambda model, x: lrpfx.explain(model, x, mask={"conv": [0, 2]}),
    "the output alone": lambda model, x: lrpfx.compile(model, x).predict(x),
    "differentiable": lambda model, x: lrpfx.explain(model, x, differentiable=True).relevance.detach(),
    "not optimized": lambda model, x: lrpfx.explain(model, x, optimize=False),
    "printed": lambda model, x: (str(lrpfx.compile(model, x).graph), lrpfx.compile(model, x).key),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_model_is_untouched_by_every_way_to_explain_it(way):
    model, x = settle(Residual()), images()
    model.stem.register_full_backward_hook(lambda module, grads, outs: None)
    model.stem.weight.register_hook(lambda grad: grad)
    model(images().requires_grad_()).sum().backward()
    before, world = fingerprint(model), state_of_the_world()
    WAYS[way](model, x)
    assert_untouched(model, before)
    assert state_of_the_world() == world


def state_of_the_world():
    """What of torch, Python and NumPy a library might leave in another state."""
    return {
        "random": (torch.get_rng_state().tolist(), random.getstate(), np.random.get_state()[1].tolist()),
        "modes": (torch.is_grad_enabled(), torch.is_inference_mode_enabled(), torch.is_autocast_enabled("cpu"),
                  torch.is_anomaly_enabled()),
        "defaults": (torch.get_default_dtype(), torch.get_default_device(), torch.get_num_threads(),
                     torch.get_float32_matmul_precision(), torch.are_deterministic_algorithms_enabled()),
        "kernels": (torch.backends.mha.get_fastpath_enabled(), torch.backends.cuda.flash_sdp_enabled(),
                    torch.backends.cuda.math_sdp_enabled(), torch.backends.cuda.mem_efficient_sdp_enabled(),
                    torch.backends.mkldnn.enabled),
        "patches": (nn.Module.__call__, nn.Module.__getattr__, vars(torch.autograd.Function).get("apply"),
                    nn.functional.relu, nn.functional.linear, torch.Tensor.__getitem__, torch.relu, torch.lstm),
        "warnings": list(warnings.filters),
        "hooks": (nn.modules.module._global_forward_hooks.copy(), nn.modules.module._global_backward_hooks.copy()),
        "printing": torch._tensor_str.PRINT_OPTS.precision,
    }  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*is in training mode")
def test_a_model_in_training_mode_is_untouched():
    model = cnn().train()
    before = fingerprint(model)
    lrpfx.explain(model, images())
    assert_untouched(model, before)


def raising(self, x):
    raise RuntimeError("the user's own")


FAILURES = {
    "the forward raises": (lambda: Fn(raising, l=nn.Linear(3, 2)), images(), {}),
    "a branch on values": (lambda: Fn(lambda s, x: x if x.sum() > 0 else -x), inputs(2, 3), {}),
    "numpy": (lambda: Fn(lambda s, x: torch.from_numpy(x.numpy())), inputs(2, 3), {}),
    "no rule": (lambda: settle(nn.Sequential(nn.Linear(3, 3), nn.LogSoftmax(1))), inputs(2, 3), {}),
    "output of a wrong shape": (lambda: settle(nn.Conv2d(3, 4, 3)), images(), {}),
    "input of a wrong shape": (lambda: settle(nn.Linear(4, 4)), inputs(2, 3), {}),
    "nan": (lambda: settle(nn.Linear(3, 4)), inputs(2, 3) / 0 * 0, {}),
    "target": (lambda: settle(nn.Linear(3, 4)), inputs(2, 3), {"target": 7}),
    "composite": (lambda: settle(nn.Linear(3, 4)), inputs(2, 3), {"composite": "nope"}),
    "a rule that raises": (
        lambda: settle(nn.Linear(3, 4)), inputs(2, 3),
        {"composite": lrpfx.Composite("bad", ((composites.by_kind("dense"), rules.pass_through()),))}),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", FAILURES)
def test_a_model_is_untouched_by_a_failure_and_explains_afterwards(name):
    make, x, arguments = FAILURES[name]
    model = make().eval()
    before, mode, rng = fingerprint(model), torch.is_grad_enabled(), torch.get_rng_state()
    with pytest.raises(LrpfxError):
        lrpfx.explain(model, x, **arguments)
    assert_untouched(model, before)
    assert torch.is_grad_enabled() == mode
    assert torch.equal(torch.get_rng_state(), rng)
    lrpfx.explain(cnn(), images())  # nothing was left locked or patched


def test_the_state_of_torch_is_untouched():
    model = cnn()
    rng, deterministic = torch.get_rng_state(), torch.are_deterministic_algorithms_enabled()
    call, getter = nn.Module.__call__, nn.Module.__getattr__
    lrpfx.explain(model, images())
    assert torch.equal(torch.get_rng_state(), rng)
    assert torch.is_grad_enabled()
    assert torch.are_deterministic_algorithms_enabled() == deterministic
    assert nn.Module.__call__ is call
    assert nn.Module.__getattr__ is getter


@pytest.mark.slow
@pytest.mark.parametrize(
    "context", [torch.no_grad, torch.inference_mode, torch.enable_grad, contextlib.nullcontext]
)
def test_the_grad_mode_of_the_caller_does_not_matter(context):
    model, x = cnn(), images()
    wanted = lrpfx.explain(model, x).relevance
    with context():
        found = lrpfx.explain(model, x).relevance
    assert torch.equal(found, wanted)
    assert not found.requires_grad


def test_an_input_that_requires_grad_collects_none():
    x = images().requires_grad_()
    explained = lrpfx.explain(cnn(), x)
    assert x.grad is None
    assert not explained.relevance.requires_grad
    assert not explained.output.requires_grad


def test_an_optimizer_built_before_still_trains():
    model, x = cnn(), images(8)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    twin = copy.deepcopy(model)
    twin_optimizer = torch.optim.SGD(twin.parameters(), lr=0.1)
    labels = torch.arange(8) % 4
    for _ in range(3):
        lrpfx.explain(model, x)
        for m, o in ((model, optimizer), (twin, twin_optimizer)):
            o.zero_grad()
            nn.functional.cross_entropy(m(x), labels).backward()
            o.step()
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), twin.parameters(), strict=True))
    assert not torch.equal(model[0].weight, cnn()[0].weight)


def by_optimizer(model):
    with torch.no_grad():
        for p in model.parameters():
            p.mul_(-1.5)


def by_data(model):
    for p in model.parameters():
        p.data.mul_(
            -1.5
        )  # unseen by autograd's version counter: averages of weights and clipping are written so


def by_loading(model):
    model.load_state_dict(cnn(seed=5).state_dict())


def by_plain_attribute(model):
    model.scale.mul_(-1.5)


class Scaled(nn.Sequential):
    """With a tensor that is neither a parameter nor a buffer."""

    def __init__(self):
        super().__init__(*cnn())
        self.scale = torch.full((), 2.0, dtype=torch.float64)

    def forward(self, x):
        return super().forward(x) * self.scale


@pytest.mark.slow
@pytest.mark.parametrize("change", [by_optimizer, by_data, by_loading, by_plain_attribute])
def test_an_explainer_never_mixes_the_model_as_it_was_and_as_it_is(change):
    """It refuses, or shows the model that it was compiled from; folded weights must not meet new ones."""
    model, x = Scaled() if change is by_plain_attribute else cnn(), images()
    explainer = lrpfx.compile(model.eval(), x)
    before, key = explainer(x), explainer.key
    change(model)
    with contextlib.suppress(ModelChangedError):
        after = explainer(x)
        assert torch.equal(after.output, before.output)
        assert torch.equal(after.relevance, before.relevance)
        assert explainer.key == key
    torch.testing.assert_close(lrpfx.explain(model, x).output, model(x))


def test_training_statistics_are_not_updated_even_if_such_a_normalisation_is_given_a_rule():
    def forward(self, x):
        return nn.functional.batch_norm(self.c(x), self.mean, self.var, training=True).flatten(1)

    model = settle(Fn(forward, c=nn.Conv2d(3, 4, 3), mean=torch.zeros(4), var=torch.ones(4)))
    before = fingerprint(model)
    names = ("native_batch_norm", "_native_batch_norm_legit_functional", "_native_batch_norm_legit")
    composite = composites.epsilon_plus() | (composites.by_operator(*names), rules.pass_through())
    lrpfx.explain(model, images(), composite=composite)
    assert_untouched(model, before)


def test_results_may_be_written_to():
    """No result shares memory with the model, the input, another result, or itself."""
    unused = settle(Fn(lambda s, x: s.l(x[:, :3]), l=nn.Linear(3, 2)))
    for model, x in ((cnn(), images()), (nn.Identity().eval(), inputs(2, 3)), (unused, inputs(2, 6))):
        explainer = lrpfx.compile(model, x)
        wanted, x_before, before = explainer(x), x.clone(), fingerprint(model)
        wanted = (wanted.output.clone(), wanted.relevance.clone())
        explained = explainer(x)
        explained.relevance.add_(1)
        explained.output.add_(1)
        again = explainer(x)
        assert torch.equal(x, x_before)
        assert torch.equal(again.output, wanted[0])
        assert torch.equal(again.relevance, wanted[1])
        assert_untouched(model, before)


# ---- threads ----------------------------------------------------------------------------------------------------


def in_threads(work, threads=2):
    """Run `work(i)` in several threads that start together; their results, or the first exception."""
    gate = threading.Barrier(threads)

    def task(i):
        gate.wait()
        return work(i)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(task, range(threads)))


def test_one_explainer_called_from_two_threads_gives_what_one_thread_gives():
    model = settle(Residual())
    batches = [images(3, seed=s) for s in (1, 2)]
    explainer = lrpfx.compile(model, batches[0])
    wanted = [explainer(x).relevance for x in batches]
    before = fingerprint(model)
    found = in_threads(lambda i: [explainer(batches[i]).relevance for _ in range(40)])
    assert all(torch.equal(r, wanted[i]) for i in range(2) for r in found[i])
    assert_untouched(model, before)


def test_one_model_compiled_explained_and_called_in_threads_gives_what_one_thread_gives():
    model, x = cnn(), images()
    wanted, output = lrpfx.explain(model, x).relevance, model(x).detach()
    before = fingerprint(model)

    def work(i):
        if i == 2:
            return [model(x).detach() for _ in range(100)]
        return [lrpfx.explain(model, x).relevance for _ in range(5)]

    *explained, outputs = in_threads(work, threads=3)
    assert all(torch.equal(r, wanted) for rs in explained for r in rs)
    assert all(torch.equal(o, output) for o in outputs)
    assert_untouched(model, before)


def test_a_failing_trace_in_one_thread_does_not_disturb_another():
    model, x = cnn(), images()
    wanted = lrpfx.explain(model, x).relevance
    bad = nn.Sequential(nn.Flatten(), Fn(raising)).eval()

    def work(i):
        if i == 0:
            return [lrpfx.explain(model, x).relevance for _ in range(4)]
        for _ in range(8):
            with pytest.raises(LrpfxError):
                lrpfx.explain(bad, x)
        return []

    assert all(torch.equal(r, wanted) for r in in_threads(work)[0])


@pytest.mark.slow
def test_a_forward_that_traces_another_model_does_not_lock_itself_out():
    """In a process of its own, which can be stopped."""
    program = """
import torch, lrpfx
class Curious(torch.nn.Module):
    def forward(self, x):
        lrpfx.trace(torch.nn.Flatten().eval(), torch.ones(2, 3))
        return x
try:
    lrpfx.trace(Curious().eval(), torch.ones(2, 3))
except lrpfx.errors.LrpfxError:
    pass  # whether it works is another matter
"""
    where = str(Path(lrpfx.__file__).parents[1])
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, cwd=where)

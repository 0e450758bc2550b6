"""Whatever of torch is switched on around an explanation, it is the same explanation."""

import contextlib

import pytest
import torch
from laws import distance
from nets import Residual, cnn, images, settle
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import lrpfx


@contextlib.contextmanager
def default_dtype(dtype):
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


@contextlib.contextmanager
def deterministic():
    torch.use_deterministic_algorithms(True)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(False)


@contextlib.contextmanager
def a_hook_on_every_module():
    calls = []
    handle = nn.modules.module.register_module_forward_hook(lambda *args: calls.append(1) and None)
    try:
        yield
    finally:
        handle.remove()


AROUND = {
    "half as the default dtype": lambda: default_dtype(torch.float16),
    "double as the default dtype": lambda: default_dtype(torch.float64),
    "a default device": lambda: torch.device("cpu"),
    "deterministic algorithms": deterministic,
    "anomaly detection": lambda: torch.autograd.set_detect_anomaly(True),
    "no gradients": torch.no_grad,
    "inference": torch.inference_mode,
    "autocast": lambda: torch.autocast("cpu", dtype=torch.bfloat16),
    "saved tensors on disk": torch.autograd.graph.save_on_cpu,
    "a flop counter": lambda: FlopCounterMode(display=False),
    "a profiler": torch.profiler.profile,
    "another random seed": torch.random.fork_rng,
    "hooks on every module": a_hook_on_every_module,
    "no kernels of oneDNN": lambda: torch.backends.mkldnn.flags(enabled=False),
    "tensors of the surroundings on meta": lambda: torch.device("meta"),
}


@pytest.mark.filterwarnings("ignore:Anomaly Detection has been enabled")
@pytest.mark.filterwarnings("ignore:.*rofiler", "ignore:TF32 acceleration")
@pytest.mark.parametrize("name", AROUND)
def test_the_surroundings_do_not_matter(name):
    model, x = settle(Residual()).float(), images().float()
    wanted = lrpfx.explain(model, x, target=1).relevance
    compiled = lrpfx.compile(model, x)
    with AROUND[name]():
        found = lrpfx.explain(model, x, target=1)
        again = compiled(x, target=1)
        ledger = again.ledger(bound=float("inf"))
    for explanation in (found, again):
        assert explanation.relevance.dtype == torch.float32
        assert explanation.relevance.device.type == "cpu"
        assert distance(explanation.relevance, wanted) < 1e-4
    assert ledger.closing_error < 1e-4


def test_an_explainer_made_in_one_process_state_works_in_another():
    with torch.inference_mode():
        explainer = lrpfx.compile(cnn(), images())
    with torch.enable_grad():
        inside = explainer(images(), target=1)
    assert torch.equal(inside.relevance, lrpfx.explain(cnn(), images(), target=1).relevance)

"""Every rule of Zennit 1.0.0 on single modules of torch.nn, with its options."""

import copy

import pytest
import torch
from nets import inputs, settle
from torch import nn

import lrpfx
from lrpfx import Stabilizer, composites, rules

pytestmark = [
    pytest.mark.usefixtures("zennit"),
    pytest.mark.filterwarnings(
        "ignore:Using padding='same' with even kernel lengths"
    ),  # torch's own, of a copy
]

MODULES = {
    "linear": (nn.Linear(5, 4), (5,)),
    "no bias": (nn.Linear(5, 4, bias=False), (5,)),
    "tokens": (nn.Linear(5, 4), (3, 5)),
    "conv1d": (nn.Conv1d(2, 3, 3, stride=2, padding=1), (2, 7)),
    "conv2d": (nn.Conv2d(2, 3, (3, 2), stride=(2, 1), padding=(1, 2), dilation=(1, 2)), (2, 6, 5)),
    "conv3d": (nn.Conv3d(2, 3, 2), (2, 3, 4, 3)),
    "grouped": (nn.Conv2d(4, 6, 3, groups=2, padding=1), (4, 4, 4)),
    "depthwise": (nn.Conv2d(3, 6, 3, groups=3), (3, 4, 4)),
    "transposed 1d": (nn.ConvTranspose1d(2, 3, 3, stride=2), (2, 4)),
    "transposed 2d": (nn.ConvTranspose2d(4, 4, 3, stride=2, padding=1, output_padding=1, groups=2), (4, 3, 3)),
    "transposed 3d": (nn.ConvTranspose3d(2, 2, 2), (2, 2, 3, 2)),
    "same": (nn.Conv2d(2, 3, 3, padding="same"), (2, 4, 4)),
    "same, even": (nn.Conv2d(2, 3, (2, 4), padding="same"), (2, 4, 4)),
    **{mode: (nn.Conv2d(2, 3, 3, padding=1, padding_mode=mode), (2, 4, 4))
       for mode in ("reflect", "replicate", "circular")},
}  # fmt: skip
HOW = {"epsilon": 0.1, "clip": True}
SETTINGS = {
    "epsilon": ("Epsilon", {}), "epsilon 0.5": ("Epsilon", {"epsilon": 0.5}), "clipped": ("Epsilon", {"epsilon": HOW}),
    "zero bias": ("Epsilon", {"zero_params": "bias"}), "zero weight": ("Epsilon", {"zero_params": ["weight"]}),
    "gamma": ("Gamma", {}), "gamma 2": ("Gamma", {"gamma": 2.0, "stabilizer": HOW}),
    "gamma, zero bias": ("Gamma", {"zero_params": ["bias"]}),
    "gamma, zero both": ("Gamma", {"zero_params": ["bias", "weight"]}),
    "zplus": ("ZPlus", {}), "zplus, zero bias": ("ZPlus", {"zero_params": "bias", "stabilizer": 0.1}),
    "alpha_beta": ("AlphaBeta", {}), "alpha 1": ("AlphaBeta", {"alpha": 1.0, "beta": 0.0}),
    "alpha_beta, zero bias": ("AlphaBeta", {"zero_params": "bias", "stabilizer": HOW}),
    "zbox": ("ZBox", {"low": -3.0, "high": 4.0}),
    "zbox, zero bias": ("ZBox", {"low": -3.0, "high": 4.0, "zero_params": "bias"}),
    "wsquare": ("WSquare", {}), "wsquare, zero bias": ("WSquare", {"zero_params": "bias", "stabilizer": HOW}),
    "flat": ("Flat", {}), "flat, zero": ("Flat", {"zero_params": ["bias"], "stabilizer": 0.1}), "norm": ("Norm", {}),
}  # fmt: skip
NAMES = {"Epsilon": "epsilon", "Gamma": "gamma", "ZPlus": "zplus", "AlphaBeta": "alpha_beta", "ZBox": "zbox",
         "WSquare": "wsquare", "Flat": "flat", "Norm": "norm"}  # fmt: skip


def stabilized(parameters, kind):
    return {k: kind(**v) if isinstance(v, dict) else v for k, v in parameters.items()}


def by_zennit(module, x, R, hook):
    """Relevance by a rule of Zennit, which replaces the parameters of the module that it is given."""
    module = copy.deepcopy(module)
    handle = hook.register(module)
    variable = x.clone().requires_grad_()
    (found,) = torch.autograd.grad(module(variable), variable, R)
    handle.remove()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", MODULES)
def test_rule_on_a_module_is_zennits(name, setting):
    import zennit.core
    import zennit.rules

    module, shape = MODULES[name]
    module, x = settle(module), inputs(3, *shape)
    R = inputs(*module(x).shape, seed=2)
    rule, parameters = SETTINGS[setting]
    wanted = by_zennit(
        module, x, R, getattr(zennit.rules, rule)(**stabilized(parameters, zennit.core.Stabilizer))
    )
    ours = rules.REGISTRY[NAMES[rule]](**stabilized(parameters, Stabilizer))
    composite = composites.epsilon() | (composites.by_kind("convolution", "dense"), ours)
    found = lrpfx.explain(module, x, target=R, composite=composite).relevance
    torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-10 * float(wanted.abs().max()))


@pytest.mark.parametrize("name", ["Pass", "ReLUDeconvNet", "ReLUGuidedBackprop", "ReLUBetaSmooth"])
def test_rule_of_relu_is_zennits(name):
    import zennit.rules

    ours = {"Pass": rules.pass_through, "ReLUDeconvNet": rules.relu_deconvnet, "ReLUBetaSmooth": rules.relu_beta_smooth,
            "ReLUGuidedBackprop": rules.relu_guided_backprop}[name]()  # fmt: skip
    x, R = inputs(3, 7), inputs(3, 7, seed=2)
    x[0, 0] = 0.0
    composite = composites.gradient() | (composites.by_operator("relu"), ours)
    found = lrpfx.explain(nn.ReLU().eval(), x, target=R, composite=composite).relevance
    torch.testing.assert_close(found, by_zennit(nn.ReLU(), x, R, getattr(zennit.rules, name)()))


def test_where_zennit_names_a_part_of_a_parameter_it_is_refused_here():
    """Zennit takes `zero_params="bi"` for no name and "bias_weight" for both, as `in` on a string does."""
    import zennit.rules

    module, x, R = settle(nn.Linear(5, 4)), inputs(3, 5), inputs(3, 4, seed=2)
    both = by_zennit(module, x, R, zennit.rules.Epsilon(zero_params="bias_weight"))
    assert both.abs().max() == 0
    with pytest.raises(lrpfx.errors.ParameterError, match="zero_params names"):
        rules.epsilon(zero_params="bias_weight")


def test_where_a_box_of_one_number_per_channel_is_per_sample_for_zennit():
    """Three numbers and a batch of three images: for Zennit one for each image, here one for each channel."""
    import zennit.rules

    module, x = settle(nn.Conv2d(3, 2, 3)), inputs(3, 3, 4, 4).clamp(-1, 1)
    R = inputs(3, 2, 2, 2, seed=2)
    low, high = torch.tensor([-1.0, -2.0, -3.0]).double(), torch.tensor([1.0, 2.0, 3.0]).double()
    wrong = by_zennit(module, x, R, zennit.rules.ZBox(low, high))
    right = by_zennit(module, x, R, zennit.rules.ZBox(low.reshape(1, 3, 1, 1), high.reshape(1, 3, 1, 1)))
    composite = composites.epsilon_gamma_box(low, high)
    found = lrpfx.explain(module, x, target=R, composite=composite).relevance
    torch.testing.assert_close(found, right)
    assert (found - wrong).abs().max() > 0.01

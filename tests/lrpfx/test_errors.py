"""Bad input: each message states the fact, the place in the user's model, and the mend."""

import re

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from nets import Fn, cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import colormaps, composites, errors, rules

L = nn.Linear


def raises(error, *parts):
    """The error is raised, and its message holds the parts in this order."""
    return pytest.raises(error, match="(?s)" + ".*".join(map(re.escape, parts)))


def test_every_error_has_one_base():
    found = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, Exception)]
    classes = [c for c in found if not issubclass(c, Warning)]
    assert all(issubclass(c, errors.LrpfxError) for c in classes)
    assert len(classes) >= 10


# ---- a forward that cannot be traced ----------------------------------------------------------------------------

UNTRACEABLE = {
    "if": lambda s, x: s.l(x) if x.sum() > 0 else s.l(-x),
    "while": lambda s, x: next(s.l(x) for _ in iter(lambda: bool(x.max() < 0), True)),
    "item": lambda s, x: s.l(x) * x.max().item(),
    "float": lambda s, x: s.l(x) * float(x.max()),
    "int": lambda s, x: s.l(x)[:, : int(x.argmax())],
    "tolist": lambda s, x: s.l(x) + torch.tensor(x[:, :4].tolist()).to(x),
    "numpy": lambda s, x: torch.from_numpy(s.l(x).numpy()),
    "asarray": lambda s, x: torch.as_tensor(np.asarray(x)) @ s.l.weight.T,
    "boolean mask": lambda s, x: s.l(x[x[:, 0] > 0]),
}


@pytest.mark.parametrize("how", UNTRACEABLE)
def test_a_forward_that_looks_at_values_cannot_be_traced(how):
    with raises(
        errors.TraceError, "the forward of Fn cannot be traced", "test_errors.py:", "Tracing follows one path for all",
        "must not depend on the values of tensors", "Use `torch.where`",
    ):  # fmt: skip
        lrpfx.trace(settle(Fn(UNTRACEABLE[how], l=L(6, 4))), inputs(3, 6))


def test_a_forward_that_raises_says_where_and_what():
    class Deep(nn.Module):
        def forward(self, x):
            raise ValueError("kernel of size seven")

    model = nn.Sequential(nn.Flatten(), nn.Sequential(Deep())).eval()
    with raises(errors.TraceError, "module `1.0`, test_errors.py:", "ValueError: kernel of size seven",
                "Does the model run on an input of shape (2, 6)", "Call the model on it to see"):  # fmt: skip
        lrpfx.trace(model, inputs(2, 6))


def test_an_example_of_the_wrong_size_says_so():
    with raises(errors.TraceError, "module `0`", "same reduction dim", "an input of shape (2, 5)"):
        lrpfx.trace(dense(6, 4), inputs(2, 5))


def test_a_model_that_cannot_be_copied_says_so():
    import threading

    model = dense(6, 4)
    model.lock = threading.Lock()
    with raises(errors.TraceError, "the structure of Sequential cannot be copied", "lock", "__deepcopy__"):
        lrpfx.trace(model, inputs(2, 6))


def test_a_result_computed_outside_the_input_says_so():
    with raises(errors.TraceError, "the output does not depend on the input"):
        lrpfx.trace(
            settle(Fn(lambda s, x: torch.ones(x.shape[0], 4) * s.l.weight.sum(), l=L(6, 4))), inputs(2, 6)
        )


# ---- a wrong output ---------------------------------------------------------------------------------------------

OUTPUTS = {
    "none": (lambda s, x: None, "the model returns NoneType, without any tensor in it"),
    "number": (lambda s, x: 3.0, "the model returns float, without any tensor in it"),
    "tuple": (lambda s, x: (s.l(x), x), "the model returns 2 tensors; choose one: output=0, output=1"),
    "dict": (
        lambda s, x: {"logits": s.l(x), "deep": [x, s.l(x)]},
        "choose one: output='logits', output=('deep', 0), output=('deep', 1)",
    ),
    "no axis": (lambda s, x: s.l(x).sum(), "a tensor of shape (), whose first axis is not the batch; wrap"),
    "classes first": (
        lambda s, x: s.l(x).t(),
        "a tensor of shape (4, batch), whose first axis is not the batch; wrap",
    ),
}


@pytest.mark.parametrize("what", OUTPUTS)
def test_an_output_that_cannot_be_explained_is_refused_with_the_mend(what):
    forward, message = OUTPUTS[what]
    with raises(errors.OutputShapeError, message):
        lrpfx.explain(settle(Fn(forward, l=L(6, 4))), inputs(3, 6))


def test_an_output_that_is_not_there_lists_those_that_are():
    model = settle(Fn(lambda s, x: {"logits": s.l(x), "hidden": x}, l=L(6, 4)))
    with raises(errors.OutputShapeError, "no `scores`; choose one: output='logits', output='hidden'"):
        lrpfx.explain(model, inputs(3, 6), output="scores")


def test_an_output_of_whole_numbers_is_refused():
    with pytest.raises(errors.LrpfxError, match=r"i(nt)?64"):
        lrpfx.explain(settle(Fn(lambda s, x: s.l(x).long(), l=L(6, 4))), inputs(3, 6))


# ---- a wrong input ----------------------------------------------------------------------------------------------


def explainer(dtype=torch.float32):
    return lrpfx.compile(settle(L(6, 4), dtype=dtype), inputs(2, 6, dtype=dtype))


INPUTS = {
    "a list": ([[1.0]], "the input is ((float,),), not a torch.Tensor, nor a tuple or dict"),
    "two": ((torch.ones(2, 6),) * 2, "the input is (Tensor, Tensor); the explainer was compiled for Tensor"),
    "an array": (np.ones((2, 6), np.float32), "the input is ndarray, not a torch.Tensor"),
    "whole numbers": (torch.ones(2, 6, dtype=torch.int64), "torch.int64"),
    "another dtype": (torch.ones(2, 6, dtype=torch.float64), "torch.float64"),
    "too narrow": (torch.ones(2, 5), "shapes: `x` (2, 5); compiled for (N, 6)", "linear.py"),
    "one sample without batch": (torch.ones(6), "`x` has shape (6,); the graph was traced for (N, 6)"),
    "a number": (torch.tensor(1.0), "shape ()"),
    "too many axes": (torch.ones(2, 6, 1), "`x` has shape (2, 6, 1); the graph was traced for (N, 6)"),
    "empty": (torch.ones(0, 6), "the input has shape (0, 6)", "at least one sample"),
    "nan": (torch.full((3, 6), torch.nan), "the input holds NaN or infinity, in sample 0, 1, 2 of the batch"),
    "infinite in one sample": (
        torch.cat([torch.ones(1, 6), torch.full((1, 6), -torch.inf)]), "NaN or infinity, in sample 1 of the batch"),
}  # fmt: skip


def test_an_input_without_numbers_is_refused_with_what_it_is_good_for():
    meta = lrpfx.compile(L(6, 4).to("meta").eval(), torch.ones(2, 6, device="meta"))
    with raises(errors.InputError, "on the device meta", "explainer.cost(x)"):
        meta(torch.ones(2, 6, device="meta"))
    assert meta.cost(torch.ones(2, 6, device="meta")).flops > 0


@pytest.mark.parametrize("what", INPUTS)
def test_an_explainer_refuses_an_input_that_does_not_fit(what):
    x, *message = INPUTS[what]
    with raises(errors.InputError, *message):
        explainer()(x)


COMPILED = {
    "whole numbers": (
        torch.ones(2, 6, dtype=torch.int64),
        "Whole numbers are taken for addresses, such as token ids: `x.float()` makes them values",
    ),
    "another dtype": (torch.ones(2, 6, dtype=torch.float64), "float64"),
    "empty": (torch.ones(0, 6), "the input has shape (0, 6); it needs a batch axis first and no empty axis"),
    "no batch": (torch.ones(6), "the input has shape (6,); it needs a batch axis first"),
    "a list": (
        [1.0],
        "the input is (float,), not a torch.Tensor, nor a tuple or dict of tensors; use `torch.as_tensor`",
    ),
}


@pytest.mark.parametrize("what", COMPILED)
def test_compiling_refuses_an_example_that_does_not_fit(what):
    x, message = COMPILED[what]
    with raises(errors.LrpfxError, message):
        lrpfx.compile(settle(L(6, 4), dtype=torch.float32), x)


def test_a_function_is_not_a_model():
    with raises(errors.InputError, "the model is a function, not a torch.nn.Module"):
        lrpfx.explain(lambda x: x, inputs(2, 6))


# ---- not finite -------------------------------------------------------------------------------------------------


def test_nan_in_the_weights_names_the_first_equation_of_the_forward():
    model = dense(6, 5, 5, 4)
    with torch.no_grad():
        model[2].weight[0, 0] = torch.nan
    with raises(errors.NonFiniteError, "NaN in the forward pass first appears in `linear`, module `2`"):
        lrpfx.explain(model, inputs(2, 6))


def test_an_overflow_names_the_first_equation_of_the_forward():
    model = settle(nn.Sequential(L(6, 5), nn.ReLU(), Fn(lambda s, x: x * 1e30 * 1e30), L(5, 4)),
                   dtype=torch.float32)  # fmt: skip
    with raises(
        errors.NonFiniteError,
        "infinity in the forward pass first appears in `mul",
        "module `2`",
        "test_errors.py",
    ):
        lrpfx.explain(model, inputs(2, 6, dtype=torch.float32))


def test_a_negative_variance_is_found_in_the_merged_layer():
    model = cnn()
    model[1].running_var.fill_(-1)
    with raises(errors.NonFiniteError, "NaN in the forward pass first appears in `convolution`, module `0`"):
        lrpfx.explain(model, images())


def test_a_division_by_zero_names_the_rule():
    model = settle(nn.Sequential(L(6, 5, bias=False), nn.ReLU(), L(5, 4, bias=False)))
    composite = composites.epsilon_plus(epsilon=0.0, stabilizer=0.0)
    x = torch.zeros(2, 6, dtype=torch.float64)
    with raises(
        errors.NonFiniteError,
        "infinity in the relevance first appears in `div",
        "rule `epsilon(epsilon=0",
        "module `2`",
    ):
        lrpfx.explain(model, x, composite=composite, target=torch.ones(2, 4))


# ---- a wrong target ---------------------------------------------------------------------------------------------

TARGETS = {
    "too large": (4, "target class 4 is outside the model's classes 0 to 3"),
    "negative": (-1, "target class -1 is outside the model's classes 0 to 3"),
    "one of two too large": ([0, 9], "target class 9 is outside"),
    "too few": ([1], "the target has shape (1,); needed is one class for each of 2 samples"),
    "too many": (torch.tensor([0, 1, 2]), "the target has shape (3,)"),
    "a column": ([[0], [1]], "the target has shape (2, 1)"),
    "a float": (1.0, "target classes must be integers, not torch.float"),
    "floats": ([0.5, 1.0], "target classes must be integers, not torch.float"),
    "nan": (float("nan"), "target classes must be integers"),
    "a bool": (True, "target classes must be integers, not torch.bool"),
    "a word": ("cat", "the target 'cat' is neither a class, classes, a tensor nor a function"),
    "a mixture": ([None, 1], "is neither a class, classes, a tensor nor a function"),
    "huge": (2**70, "the target 1180591620717411303424"),
    "relevance of a wrong shape": (torch.zeros(2, 5), "the target is of shape (2, 5)", "its shape (2, 4)"),
    "a function to a wrong shape": (
        lambda o: o[0],
        "the target function returns",
        "(4,)",
        "its shape (2, 4)",
    ),
    "a function to a number": (lambda o: 3, "the target function returns int"),
}


@pytest.mark.parametrize("what", TARGETS)
def test_a_target_that_does_not_fit_is_refused(what):
    target, *message = TARGETS[what]
    with raises(errors.TargetError, *message):
        explainer()(inputs(2, 6, dtype=torch.float32), target=target)


# ---- unknown names and parameters -------------------------------------------------------------------------------


def test_an_unknown_composite_lists_the_valid_ones():
    with raises(errors.UnknownNameError, "no composite is called `epsilom`; valid: ", *composites.names()):
        lrpfx.explain(dense(6, 4), inputs(2, 6), composite="epsilom")


@pytest.mark.parametrize(
    "composite",
    [3, composites.epsilon_plus, rules.epsilon()],
    ids=["a number", "not called", "a rule"],
)
def test_what_is_not_a_composite_is_refused_with_the_valid_names(composite):
    with raises(errors.LrpfxError, "epsilon_plus"):
        lrpfx.explain(dense(6, 4), inputs(2, 6), composite=composite)


def test_an_unknown_method_lists_the_valid_ones():
    with raises(errors.UnknownNameError, "no method is called `nope`; valid: ", *lrpfx.methods.names()):
        lrpfx.explain(dense(6, 4), inputs(2, 6), method="nope")


def test_an_unknown_colour_map_lists_the_valid_ones():
    with raises(
        errors.UnknownNameError, "no colour map is called `viridis`; valid: ", *sorted(colormaps.names())
    ):
        colormaps.palette("viridis")


def test_an_unknown_kind_lists_the_valid_ones():
    with raises(errors.UnknownNameError, "conv", "convolution"):
        composites.by_kind("conv")


def test_missing_parameters_of_a_composite_are_named():
    with raises(errors.ParameterError, "composite `epsilon_gamma_box`", "'low' and 'high'"):
        composites.get("epsilon_gamma_box")


def test_unknown_parameters_of_a_composite_are_named():
    with raises(errors.ParameterError, "composite `epsilon_plus`", "gama"):
        composites.get("epsilon_plus", gama=1)


@pytest.mark.parametrize(("name", "parameters"), [
    ("epsilon", {"epsilon": -1.0}), ("gamma", {"gamma": -0.5}), ("zplus", {"stabilizer": -1e-6}),
    ("alpha_beta", {"alpha": 2.0, "beta": 0.5}),
    ("zbox", {"low": 1.0, "high": -1.0}), ("zbox", {"low": (0.0, 1.0), "high": (1.0, 0.5)}),
])  # fmt: skip
def test_a_parameter_out_of_its_range_is_refused(name, parameters):
    with raises(errors.ParameterError, f"rule `{name}"):
        rules.REGISTRY[name](**parameters)


def test_a_box_of_the_wrong_number_of_channels_says_so():
    with raises(errors.LrpfxError, "zbox", "2", "3"):
        lrpfx.explain(cnn(), images(), composite=composites.epsilon_gamma_box((0, 0), (1, 1)))


def test_a_rule_that_was_not_called_says_so():
    with raises(errors.LrpfxError, "flat"):
        lrpfx.explain(
            dense(6, 4),
            inputs(2, 6),
            composite=composites.epsilon_plus() | (composites.by_module("0"), rules.flat),
        )


# ---- operators without a rule -----------------------------------------------------------------------------------


class Gated(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.norm = L(6, 4), nn.LayerNorm(4)

    def forward(self, x):
        gate = x + 1
        x = x * gate
        return F.log_softmax(torch.atan2(self.a(x), gate[:, :4]).cumprod(1), dim=1)


def test_operators_without_a_rule_are_all_listed_with_their_place_and_the_mend():
    with pytest.raises(errors.NoRuleError) as caught:
        lrpfx.explain(nn.Sequential(settle(Gated())).eval(), inputs(2, 6), composite="epsilon_plus")
    message = str(caught.value)
    assert "composite `epsilon_plus` has no rule for 3 equations:" in message
    for operator, module in (("atan2", "0"), ("cumprod", "0"), ("_log_softmax", "0")):
        assert re.search(
            rf"`{re.escape(operator)}` in module `{module}`, test_errors.py:\d+\n +\w+:f64\[N,", message
        )
    assert 'by_operator("cumprod", "_log_softmax")' in message
    assert "lrpfx.rules.pass_through()" in message
    assert "values that all depend on the input" in message


def test_the_mend_of_the_message_mends():
    model = nn.Sequential(L(6, 4), nn.LogSoftmax(1)).double().eval()
    mended = composites.epsilon_plus() | (
        composites.by_operator("_log_softmax"),
        rules.pass_through(),
    )
    explained = lrpfx.explain(model, inputs(2, 6), composite=mended)
    torch.testing.assert_close(explained.output, model(inputs(2, 6)))


def test_a_long_list_of_operators_is_cut_and_says_how_many_are_left():
    model = nn.Sequential(*[nn.LogSoftmax(1) for _ in range(25)]).eval()
    with raises(errors.NoRuleError, "no rule for 25 equations", "... and 5 more"):
        lrpfx.explain(model, inputs(2, 6))


def test_gelu_has_a_rule():
    lrpfx.explain(settle(nn.Sequential(L(6, 5), nn.GELU(), L(5, 4))), inputs(2, 6))


def test_a_rule_that_would_give_each_factor_of_a_product_everything_is_refused():
    composite = composites.epsilon_plus() | (composites.by_operator("mul"), rules.epsilon())
    model = settle(Fn(lambda s, x: s.l(x) * torch.sigmoid(s.l(x.flip(1))), l=L(6, 4)))
    with raises(
        errors.RuleMismatchError, "`mul.Tensor`", "depend on the input", "rule `epsilon", "test_errors.py"
    ):
        lrpfx.explain(model, inputs(2, 6), composite=composite)


def test_a_rule_for_another_kind_of_operator_says_where():
    composite = composites.epsilon_plus() | (composites.by_kind("activation"), rules.zplus())
    with raises(errors.RuleMismatchError, "`relu` has no weights", "rule `zplus", "module `1`"):
        lrpfx.explain(dense(6, 5, 4), inputs(2, 6), composite=composite)


def test_pass_through_where_shapes_differ_says_where():
    composite = composites.epsilon_plus() | (composites.by_kind("dense"), rules.pass_through())
    with raises(errors.RuleMismatchError, "needs input and output of one shape", "`linear`", "module `0`"):
        lrpfx.explain(dense(6, 4), inputs(2, 6), composite=composite)


def test_a_rule_that_returns_the_wrong_shape_says_where():
    @lrpfx.rule
    def wrong(op, x, params, R):
        """R_x = R."""
        return R

    composite = composites.epsilon_plus() | (composites.by_kind("dense"), wrong())
    with raises(errors.RuleMismatchError, "not relevance of shape (N, 6)", "wrong()", "module `0`"):
        lrpfx.explain(dense(6, 4), inputs(2, 6), composite=composite)


def test_dropout_that_is_always_on_has_no_rule_and_says_so():
    model = settle(Fn(lambda s, x: F.dropout(s.l(x), 0.5), l=L(6, 4)))
    with raises(errors.NoRuleError, "test_errors.py"):
        lrpfx.explain(model, inputs(2, 6))


def test_complex_numbers_are_named_with_what_to_write_and_no_rule_is_proposed_for_them():
    model = settle(Fn(lambda s, x: torch.fft.fft(s.l(x)).real, l=L(6, 4)))
    with raises(errors.NoRuleError, "test_errors.py", "takes complex numbers", "cosines and") as caught:
        lrpfx.explain(model, inputs(2, 6))
    assert "by_operator" not in str(caught.value)

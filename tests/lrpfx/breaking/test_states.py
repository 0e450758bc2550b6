"""Whatever state a model is in, it is explained in evaluation semantics and left in that state, bit for bit."""

import copy
import gc
import pickle
import warnings
import weakref

import pytest
import torch
from laws import distance
from nets import Fn, Residual, cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites
from lrpfx.errors import InputError, LrpfxError, ModelChangedError, TraceError

X = inputs(2, 4)


# ---- training mode ----------------------------------------------------------------------------------------------


def regularised():
    return settle(
        nn.Sequential(
            nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Dropout2d(0.5), nn.Flatten(), nn.AlphaDropout(0.3),
            nn.Linear(144, 8), nn.BatchNorm1d(8), nn.RReLU(), nn.Dropout(0.5), nn.Linear(8, 3),
        )
    )  # fmt: skip


def test_a_model_in_training_mode_is_explained_in_evaluation_mode_with_a_warning():
    model = regularised()
    wanted = lrpfx.explain(model, images(), target=1)
    model.train()
    model[3].eval()
    modes = [m.training for m in model.modules()]
    statistics = copy.deepcopy(dict(model.named_buffers()))
    state = torch.get_rng_state()
    with pytest.warns(UserWarning, match="training mode"):
        found = lrpfx.explain(model, images(), target=1)
    assert torch.equal(found.relevance, wanted.relevance)
    assert torch.equal(found.output, wanted.output)
    assert [m.training for m in model.modules()] == modes
    assert torch.equal(torch.get_rng_state(), state)
    assert all(torch.equal(b, statistics[n]) for n, b in model.named_buffers())


@pytest.mark.parametrize("part", ["1", "3", "8"])
def test_a_part_in_training_mode_is_told_too(part):
    """A model in evaluation mode with one module that is not: the user would not expect its dropout to be off."""
    model = regularised()
    model.get_submodule(part).train()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        explanation = lrpfx.explain(model, images(), target=1)
    assert model.get_submodule(part).training
    assert torch.equal(explanation.relevance, lrpfx.explain(regularised(), images(), target=1).relevance)
    assert any("training mode" in str(w.message) for w in told)


def test_an_explainer_can_be_used_in_a_training_loop_that_does_not_step():
    model = regularised()
    explainer = lrpfx.compile(model, images())
    model.train()
    first = explainer(images(), target=1)
    model.eval()
    assert torch.equal(explainer(images(), target=1).relevance, first.relevance)


# ---- parameters -------------------------------------------------------------------------------------------------


def test_parameters_on_the_meta_device_are_refused_in_words():
    with torch.device("meta"):
        model = nn.Sequential(nn.Linear(4, 3)).eval()
    with pytest.raises(LrpfxError, match="meta"):
        lrpfx.explain(model, inputs(2, 4).float())


def test_one_parameter_on_the_meta_device_is_refused_in_words():
    model = dense(4, 5, 3)
    model[2] = nn.Linear(5, 3, device="meta", dtype=torch.float64).eval()
    with pytest.raises(LrpfxError, match="meta"):
        lrpfx.explain(model, X)


def test_lazy_parameters_are_refused_in_words():
    with pytest.raises(InputError, match="lazy"):
        lrpfx.explain(nn.Sequential(nn.LazyLinear(3)).eval(), inputs(2, 4).float())


def test_an_input_elsewhere_than_the_model_is_refused_in_words():
    with pytest.raises(LrpfxError, match=r"meta|device"):
        lrpfx.compile(dense(4, 3), X)(X.to("meta"))


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode])
def test_a_model_made_without_gradients(mode):
    wanted = lrpfx.explain(cnn(), images(), target=1).relevance
    with mode():
        model, x = cnn(), images()
        inside = lrpfx.explain(model, x, target=1).relevance
    assert torch.equal(inside, wanted)
    assert torch.equal(lrpfx.explain(model, x, target=1).relevance, wanted)
    explainer = lrpfx.compile(model, x)
    with mode():
        assert torch.equal(explainer(x, target=1).relevance, wanted)


def test_frozen_and_trainable_parameters_are_explained_alike():
    model = cnn()
    wanted = lrpfx.explain(model, images(), target=1).relevance
    model[0].requires_grad_(False)
    assert torch.equal(lrpfx.explain(model, images(), target=1).relevance, wanted)
    assert [p.requires_grad for p in model.parameters()].count(False) == 2


def test_gradients_that_wait_for_an_optimizer_stay():
    model = cnn()
    model(images()).sum().backward()
    before = [p.grad.clone() for p in model.parameters()]
    lrpfx.explain(model, images())
    assert all(torch.equal(p.grad, g) for p, g in zip(model.parameters(), before, strict=True))


def test_an_explanation_between_forward_and_backward_of_the_user():
    model = cnn()
    loss = model(images()).square().sum()
    lrpfx.explain(model, images())
    loss.backward()
    twin = cnn()
    twin(images()).square().sum().backward()
    assert all(
        torch.equal(p.grad, q.grad) for p, q in zip(model.parameters(), twin.parameters(), strict=True)
    )


class Mixed(nn.Module):
    """Buffers, constants and whole numbers of every sort."""

    def __init__(self):
        super().__init__()
        self.register_buffer("steps", torch.tensor(3))
        self.register_buffer("order", torch.tensor([2, 0, 1, 3]))
        self.register_buffer("keep", torch.tensor([True, True, False, True]))
        self.register_buffer("hidden", torch.ones(4).double(), persistent=False)
        self.register_buffer("absent", None)
        self.register_parameter("none", None)
        self.scale, self.name, self.sizes = 2, "mixed", {"a": (1, 2)}
        self.plain = torch.full((4,), 0.5, dtype=torch.float64)
        self.in_a_list = [torch.full((4,), 0.25, dtype=torch.float64)]
        self.l = nn.Linear(4, 3)

    def forward(self, x):
        x = x[:, self.order] * self.scale + self.hidden * self.steps
        x = torch.where(self.keep, x, self.plain) + self.in_a_list[0]
        return self.l(x + torch.tensor([1.0, 2.0, 3.0, 4.0], dtype=x.dtype) + torch.arange(4))


def test_buffers_constants_and_whole_numbers():
    model = settle(Mixed())
    with torch.no_grad():
        model.hidden.fill_(1.0)
    explanation = lrpfx.explain(model, X, target=1)
    torch.testing.assert_close(explanation.output, model(X).detach(), rtol=1e-10, atol=1e-10)
    assert explanation.relevance[:, 1].abs().sum() == 0  # input 1 goes to place 2, which is not kept


def test_a_tensor_in_a_list_that_changes_is_noticed_or_stays_as_it_was():
    model = settle(Mixed())
    explainer = lrpfx.compile(model, X)
    before = explainer(X, target=1)
    model.in_a_list[0].mul_(100)
    try:
        after = explainer(X, target=1)
    except ModelChangedError:
        return
    assert torch.equal(after.output, before.output)
    assert torch.equal(after.relevance, before.relevance)


# ---- exceptions -------------------------------------------------------------------------------------------------


class Trap(nn.Module):
    def __init__(self, error):
        super().__init__()
        self.l, self.error, self.count = nn.Linear(4, 3), error, 0

    def forward(self, x):
        self.count += 1
        x = self.l(x)
        raise self.error


@pytest.mark.parametrize(
    "error",
    [
        ValueError("user"),
        KeyError("user"),
        AssertionError("user"),
        StopIteration("user"),
        ZeroDivisionError("user"),
        RecursionError("user"),
        torch.OutOfMemoryError("user"),
    ],
)
def test_an_exception_in_the_forward_is_told_with_its_place_and_leaves_the_model_alone(error):
    model = nn.Sequential(nn.Identity(), Trap(error)).double().eval()
    before = {k: v.clone() for k, v in model.state_dict().items()}
    with pytest.raises(TraceError, match=r"(?s)module `1`.*test_states\.py:\d+.*user"):
        lrpfx.explain(model, X)
    assert model[1].count == 0
    assert all(torch.equal(v, before[k]) for k, v in model.state_dict().items())


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_interrupt_in_the_forward_is_an_interrupt(error):
    with pytest.raises(error):
        lrpfx.explain(Trap(error()).double().eval(), X)
    assert lrpfx.explain(dense(4, 3), X).relevance.shape == X.shape  # nothing stays locked


def test_a_target_that_raises_says_what_it_said_and_the_explainer_goes_on():
    explainer = lrpfx.compile(dense(4, 3), X)
    with pytest.raises(ZeroDivisionError):
        explainer(X, target=lambda z: z / 0 if False else 1 // 0)
    assert torch.isfinite(explainer(X).relevance).all()


# ---- hooks and wrappers -----------------------------------------------------------------------------------------


def test_hooks_of_the_user_are_part_of_the_model():
    """What a hook changes is explained; what it counts is not counted by an explanation... of a copy."""
    model, seen = dense(4, 5, 3), []
    model[0].register_forward_pre_hook(lambda m, args: (args[0] * 2,))
    model[1].register_forward_hook(lambda m, args, out: out + 1)
    model.register_forward_hook(lambda m, args, kwargs, out: {"wrapped": out}, with_kwargs=True)
    model[2].register_forward_hook(lambda m, args, out: seen.append(type(out).__name__))
    explanation = lrpfx.explain(model, X, target=1)
    torch.testing.assert_close(explanation.output, model(X)["wrapped"].detach(), rtol=1e-10, atol=1e-10)
    plain = Fn(lambda s, x: s.net[2](s.net[1](s.net[0](x * 2)) + 1), net=dense(4, 5, 3)).eval()
    assert distance(explanation.relevance, lrpfx.explain(plain, X, target=1).relevance) < 1e-9


class Counting(nn.Sequential):
    """Overrides `__call__`, as wrappers of other libraries do."""

    calls = 0

    def __call__(self, *args, **kwargs):
        Counting.calls += 1
        return super().__call__(*args, **kwargs) * 3


def test_a_module_with_a_call_of_its_own_is_called_by_it():
    inner = Counting(*dense(4, 5)).eval()
    model = nn.Sequential(inner, nn.ReLU(), settle(nn.Linear(5, 3))).eval()
    wanted = model(X).detach()
    torch.testing.assert_close(lrpfx.explain(model, X, target=1).output, wanted, rtol=1e-10, atol=1e-10)


def test_a_forward_that_was_replaced_on_the_instance():
    model = dense(4, 5, 3)
    plain = model.forward
    model.forward = lambda x: plain(x) * 2
    wanted = model(X).detach()
    explanation = lrpfx.explain(model, X, target=1)
    torch.testing.assert_close(explanation.output, wanted, rtol=1e-10, atol=1e-10)


def test_a_submodule_whose_forward_was_replaced_by_a_bound_method():
    """As canonizers and adapters of other libraries do; the copy must not call back into the original."""
    model = cnn()

    def doubled(self, x):
        return nn.functional.conv2d(x, self.weight * 2, self.bias, padding=1)

    model[0].forward = doubled.__get__(model[0])
    wanted = model(images()).detach()
    before = copy.deepcopy(model.state_dict())
    explanation = lrpfx.explain(model, images(), target=1)
    torch.testing.assert_close(explanation.output, wanted, rtol=1e-10, atol=1e-10)
    explainer = lrpfx.compile(model, images())
    with torch.no_grad():
        model[0].weight.mul_(2)
    with pytest.raises(ModelChangedError):
        explainer(images())
    with torch.no_grad():
        model[0].weight.div_(2)
    assert all(torch.equal(model.state_dict()[k], v) for k, v in before.items())


def test_a_model_wrapped_for_several_devices():
    plain = dense(4, 5, 3)
    explanation = lrpfx.explain(nn.DataParallel(plain).eval(), X, target=1)
    assert distance(explanation.relevance, lrpfx.explain(plain, X, target=1).relevance) < 1e-12


def test_an_averaged_model():
    plain = cnn()
    averaged = torch.optim.swa_utils.AveragedModel(plain).eval()
    explanation = lrpfx.explain(averaged, images(), target=1)
    assert distance(explanation.relevance, lrpfx.explain(plain, images(), target=1).relevance) < 1e-12


def test_a_symbolically_traced_model():
    plain = settle(Residual())
    traced = torch.fx.symbolic_trace(plain)
    explanation = lrpfx.explain(traced, images(), target=1)
    assert distance(explanation.relevance, lrpfx.explain(plain, images(), target=1).relevance) < 1e-12


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*is in training mode")  # what it is in, torch does not let one change
def test_an_exported_model():
    plain = cnn()
    module = torch.export.export(plain, (images(),)).module()
    explanation = lrpfx.explain(module, images(), target=1)
    assert distance(explanation.relevance, lrpfx.explain(plain, images(), target=1).relevance) < 1e-12


# ---- life of an explainer ---------------------------------------------------------------------------------------


def test_an_explainer_dies_with_its_last_explanation():
    """An explanation knows how it was made, for its ledger; nothing else holds on to explainer or model."""
    model = cnn()
    explainer = lrpfx.compile(model, images())
    explanation = explainer(images())
    explanation.ledger()
    relevance = explanation.relevance
    ghosts = weakref.ref(explainer), weakref.ref(model), weakref.ref(explanation)
    del explainer, model, explanation
    gc.collect()
    assert [g() for g in ghosts] == [None, None, None]
    assert relevance.shape == images().shape


def test_a_result_holds_on_to_nothing_but_itself():
    explanation = lrpfx.explain(cnn(), images())
    for tensor in (explanation.relevance, explanation.output):
        assert tensor.untyped_storage().nbytes() == tensor.numel() * tensor.element_size()
        assert tensor.grad_fn is None
        assert not tensor.is_inference()


def test_an_explanation_can_be_pickled():
    explanation = lrpfx.explain(cnn(), images(), target=1)
    again = pickle.loads(pickle.dumps(explanation))  # noqa: S301, of our own making
    assert torch.equal(again.relevance, explanation.relevance)
    assert torch.equal(again.target, explanation.target)


def test_rules_and_composites_can_be_sent_to_another_process():
    for value in (lrpfx.rules.gamma(0.3), composites.epsilon_plus()):
        again = pickle.loads(pickle.dumps(value))  # noqa: S301, of our own making
        assert str(again) == str(value)
        copied = copy.deepcopy(value)
        assert str(copied) == str(value)
    composite = copy.deepcopy(composites.epsilon_plus())
    wanted = lrpfx.explain(cnn(), images(), target=1, composite="epsilon_plus").relevance
    assert torch.equal(lrpfx.explain(cnn(), images(), target=1, composite=composite).relevance, wanted)


def test_an_explainer_survives_its_model_being_forgotten_moved_or_wrapped():
    model = cnn()
    explainer = lrpfx.compile(model, images())
    wanted = explainer(images(), target=1).relevance
    holder = nn.Sequential(model)
    del model
    assert torch.equal(explainer(images(), target=1).relevance, wanted)
    holder.float()
    with pytest.raises(ModelChangedError):
        explainer(images(), target=1)

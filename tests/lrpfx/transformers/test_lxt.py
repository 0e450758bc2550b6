"""Agreement with LXT, the library of AttnLRP's authors, on small transformers with random weights; float64.

LXT changes gradients and multiplies them by inputs, without stabilizers, so ours are put close to zero. Its patches are
of classes and modules, and have no undo: what they overwrite is put back here. LXT 2.1 is older than transformers 5:

- it imports a helper for the pruning of heads that is gone, and is given a stand-in, which nothing calls
- `patch_attention` replaces transformers' table of attention functions by a plain dict, which has lost its methods;
  here LXT's wrapper is put around the eager attention function, and models use that
- its BERT replaces the whole module by an old copy, which does not run; LXT's functions are put where the copy has them
"""

import warnings
from contextlib import contextmanager
from functools import partial

import pytest
import torch
from nets import inputs
from torch import nn

import lrpfx
from lrpfx import composites

transformers = pytest.importorskip("transformers", reason="pip install '.[test]'")
pytest.importorskip("lxt", reason="pip install '.[test]'")
pytestmark = pytest.mark.slow
TINY = 1e-12
IDS = torch.tensor([[5, 17, 3, 42, 8, 23, 11]])
SMALL = {
    "vocab_size": 50, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
    "max_position_embeddings": 32, "initializer_range": 0.3,
}  # fmt: skip
GPT2 = {
    "vocab_size": 50, "n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 32, "initializer_range": 0.3,
    "bos_token_id": 1, "eos_token_id": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def lxt():
    import transformers.pytorch_utils as utilities

    missing = [n for n in ("find_pruneable_heads_and_indices",) if not hasattr(utilities, n)]
    for name in missing:
        setattr(utilities, name, None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import lxt.efficient
        import lxt.efficient.models
    yield lxt.efficient
    for name in missing:
        delattr(utilities, name)


@contextmanager
def patched(lxt, patches):
    """LXT's patches, for a while."""
    names = ("forward", "original_forward", "eager_attention_forward")
    before = {
        (target, name): vars(target)[name] for target in patches for name in names if name in vars(target)
    }
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            lxt.monkey_patch(None, patches)
        yield
    finally:
        for target in patches:
            for name in names:
                if (target, name) in before:
                    setattr(target, name, before[target, name])
                elif name in vars(target):
                    delattr(target, name)


def eager(lxt, module):
    """LXT's uniform rule around a module's eager attention."""
    module.eager_attention_forward = lxt.patches.wrap_attention_forward(module.eager_attention_forward)
    return True


def eager_cp(lxt, module):
    module.eager_attention_forward = lxt.patches.cp_wrap_attention_forward(module.eager_attention_forward)
    return True


def drawn(model):
    """Weights of normalisation around 1, biases that are not zero; eager attention; float64."""
    model.set_attn_implementation("eager")
    model = model.double().eval().requires_grad_(False)
    for i, (name, p) in enumerate(model.named_parameters()):
        if p.ndim == 1:
            scale = 0.0 if name.endswith("bias") else 1.0
            p.copy_(scale + 0.2 * inputs(*p.shape, seed=i))
    return model


def language_model(kind, config):
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return drawn(kind(config))


def score(logits):
    return logits[:, -1, 3] if logits.ndim == 3 else logits[:, 1]


def theirs(model, given):
    """Input times gradient of the patched model, one value per token."""
    embeddings = model.get_input_embeddings()(IDS).detach().requires_grad_()
    output = score(model(inputs_embeds=embeddings, **given).logits)
    (gradient,) = torch.autograd.grad(output.sum(), embeddings)
    return output.detach(), (embeddings * gradient).sum(-1).detach()


def ours(model, given, composite):
    def target(logits):
        relevance = torch.zeros_like(logits)
        at = (slice(None), -1, 3) if logits.ndim == 3 else (slice(None), 1)
        relevance[at] = logits[at]
        return relevance

    found = lrpfx.explain(
        model, {"input_ids": IDS, **given}, output="logits", target=target, composite=composite
    )
    return score(found.output), found.relevance["input_ids"]


def assert_agree(model, given, composite, lxt, patches, bound=1e-5):
    output, relevance = ours(model, given, composite)
    with patched(lxt, patches):
        wanted_output, wanted = theirs(model, given)
    torch.testing.assert_close(output, wanted_output)
    difference = (relevance - wanted).abs().max() / wanted.abs().max()
    assert difference < bound


def decoder(name):
    if name == "GPT-2":
        return language_model(transformers.GPT2LMHeadModel, transformers.GPT2Config(**GPT2))
    grouped = {**SMALL, "num_key_value_heads": 2}
    kind, config = {
        "Llama": (transformers.LlamaForCausalLM, transformers.LlamaConfig),
        "Qwen2": (transformers.Qwen2ForCausalLM, transformers.Qwen2Config),
    }[name]
    return language_model(kind, config(**grouped))


def patches_of(lxt, name, pack):
    """LXT's own table, with its attention patch as these versions need it."""
    table = getattr(lxt.models, {"GPT-2": "gpt2", "Llama": "llama", "Qwen2": "qwen2"}[name])
    chosen = table.attnLRP if pack == "attn_lrp" else table.cp_LRP
    wrap = eager if pack == "attn_lrp" else eager_cp
    own = (lxt.patches.patch_attention, lxt.patches.patch_cp_attention)
    return {target: partial(wrap, lxt) if patch in own else patch for target, patch in chosen.items()}


@pytest.mark.parametrize("pack", ["attn_lrp", "cp_lrp"])
@pytest.mark.parametrize("name", ["GPT-2", "Llama", "Qwen2"])
def test_language_models_agree(lxt, name, pack):
    composite = composites.get(pack, stabilizer=TINY)
    assert_agree(decoder(name), {"use_cache": False}, composite, lxt, patches_of(lxt, name, pack))


def bert():
    model = language_model(
        transformers.BertForSequenceClassification, transformers.BertConfig(**SMALL, num_labels=3)
    )
    return model, transformers.models.bert.modeling_bert


def bert_patches(lxt, module, tanh=True):
    rules = lxt.patches
    keep = partial(rules.patch_method, rules.non_linear_forward, keep_original=True)
    patches = {
        nn.LayerNorm: partial(rules.patch_method, rules.layer_norm_forward),
        transformers.activations.GELUActivation: keep,
        module: partial(eager, lxt),
    }
    return patches | ({nn.Tanh: keep} if tanh else {})


def test_bert_agrees(lxt):
    model, module = bert()
    assert_agree(model, {}, composites.attn_lrp(stabilizer=TINY), lxt, bert_patches(lxt, module))


def test_an_activation_that_lxt_does_not_patch_has_its_gradient_there_and_hands_relevance_on_here(lxt):
    """LXT's copy of BERT patches the pooler's tanh; without that patch the two differ there, and only there."""
    model, module = bert()
    patches = bert_patches(lxt, module, tanh=False)
    composite = composites.attn_lrp(stabilizer=TINY)
    with pytest.raises(AssertionError):
        assert_agree(model, {}, composite, lxt, patches)

    @lrpfx.rule
    def slope(op, x, params, R):
        """R_x = x ⊙ (∂z/∂x)ᵀ (R / z)."""
        return x * op.T(R / op.outs[0], *params)

    plain = composite | (composites.by_operator("tanh"), slope())
    assert_agree(model, {}, plain, lxt, patches)


def vit(lxt):
    from torchvision.models import VisionTransformer

    torch.manual_seed(0)
    model = VisionTransformer(16, 4, 2, 4, 32, 48, num_classes=7).double().eval().requires_grad_(False)
    for i, (name, p) in enumerate(model.named_parameters()):
        scale = 1.0 if "ln" in name and name.endswith("weight") else 0.0
        p.copy_(scale + 0.2 * inputs(*p.shape, seed=i))
    return model, lxt.models.vit_torch.cp_LRP


def pixels(model, x):
    variable = x.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(model(variable)[:, 2].sum(), variable)
    return x * gradient


def test_torchvisions_vit_agrees(lxt):
    """LXT's table for it is CP-LRP inside attention, AttnLRP outside: our pack `libra`, and our default."""
    model, patches = vit(lxt)
    x = inputs(2, 3, 16, 16)
    plain = composites.epsilon(TINY)
    found = [
        lrpfx.explain(model, x, target=2, composite=c) for c in (composites.libra(stabilizer=TINY), plain)
    ]
    with patched(lxt, patches):
        wanted = pixels(model, x)
    for explained in found:
        assert (explained.relevance - wanted).abs().max() < 1e-5 * wanted.abs().max()


def test_a_stabilizer_takes_what_lxt_hands_on(lxt):
    """With our default ε the two differ by what denominators close to zero lose: more than 1e-9, less than 1e-3."""
    model, patches = vit(lxt)
    x = inputs(1, 3, 16, 16)
    explained = lrpfx.explain(model, x, target=2, composite="libra")
    with patched(lxt, patches):
        wanted = pixels(model, x)
    difference = (explained.relevance - wanted).abs().max() / wanted.abs().max()
    assert 1e-9 < difference < 1e-3

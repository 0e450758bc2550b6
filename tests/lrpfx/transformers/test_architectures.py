"""Published architectures in small: traced, every node with a rule, accounted for, and no warning by default."""

import warnings

import pytest
import torch
from nets import inputs
from torchvision.models import MaxVit, VisionTransformer
from torchvision.models.convnext import CNBlockConfig, ConvNeXt
from torchvision.models.swin_transformer import PatchMergingV2, SwinTransformer, SwinTransformerBlockV2

import lrpfx

slow = pytest.mark.slow


def vit():
    model = VisionTransformer(16, 4, 2, 2, 16, 24, num_classes=20)
    torch.nn.init.normal_(model.heads.head.weight, std=0.02)  # zero before training
    return model


VISION = {
    "ViT": (vit, 16),
    "Swin": (lambda: SwinTransformer([2, 2], 8, [2, 2], [1, 2], [4, 4], num_classes=20), 16),
    "Swin v2": (
        lambda: SwinTransformer([2, 2], 8, [2, 2], [1, 2], [4, 4], num_classes=20, block=SwinTransformerBlockV2,
                                downsample_layer=PatchMergingV2), 16,
    ),
    "MaxViT": (lambda: MaxVit((32, 32), 8, 2, [8, 16], [1, 1], 8, 0.0, num_classes=20), 32),
    "ConvNeXt": (lambda: ConvNeXt([CNBlockConfig(8, 16, 1), CNBlockConfig(16, None, 1)], num_classes=20), 32),
}  # fmt: skip


def checked(model, x, **options):
    """The explanation, after all of the above; `options` are those of `lrpfx.explain`."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", lrpfx.errors.RelevanceWarning)
        explained = lrpfx.explain(model, x, **options)
        ledger = explained.ledger()
    assert ledger.closing_error < 1e-10
    assert ledger.findings == ()
    return explained


@pytest.mark.parametrize("name", ["ViT", *(pytest.param(n, marks=slow) for n in VISION if n != "ViT")])
def test_a_vision_transformer_of_torchvision(name):
    make, size = VISION[name]
    torch.manual_seed(0)
    model, x = make().double().eval(), inputs(2, 3, size, size)
    explained = checked(model, x)
    torch.testing.assert_close(explained.output, model(x).detach())
    assert explained.relevance.abs().amax((1, 2, 3)).min() > 0


TIMM = {
    "vit_tiny_patch16_224": 32, "deit_tiny_distilled_patch16_224": 32, "swin_tiny_patch4_window7_224": 224,
    "pvt_v2_b0": 32, "efficientvit_b0": 32, "mobilevit_xxs": 32, "mobilevitv2_050": 32,
}  # fmt: skip


@slow
@pytest.mark.parametrize("name", TIMM)
def test_a_vision_transformer_of_timm(name):
    timm = pytest.importorskip("timm", reason="pip install '.[test]'")
    torch.manual_seed(0)
    size = TIMM[name]
    keywords = {"img_size": size} if "vit_tiny" in name or "deit" in name else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = timm.create_model(name, pretrained=False, **keywords).double().eval()
    x = inputs(1, 3, size, size)
    explained = lrpfx.explain(model, x)
    torch.testing.assert_close(explained.output, model(x).detach())
    ledger = explained.ledger(bound=1e3)  # where a random logit is close to zero relevance grows at the head
    assert ledger.closing_error < 1e-10
    assert not [f for f in ledger.findings if f.what != "vanishes"]


SMALL = {
    "vocab_size": 50, "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2,
    "max_position_embeddings": 16,
}  # fmt: skip
SPECIAL = {"bos_token_id": 1, "eos_token_id": 1, "pad_token_id": 0}
GROUPED = {**SMALL, **SPECIAL, "num_key_value_heads": 1}
HEADED = {**GROUPED, "head_dim": 8}
LANGUAGE = {
    "GPT2LMHead": {"vocab_size": 50, "n_embd": 16, "n_layer": 2, "n_head": 2, "n_positions": 16, **SPECIAL},
    "LlamaForCausalLM": GROUPED,
    "Qwen2ForCausalLM": GROUPED,
    "Qwen3ForCausalLM": HEADED,
    "GemmaForCausalLM": HEADED,
    "Gemma2ForCausalLM": HEADED,
    "Gemma3ForCausalLM": HEADED,
    "BertForSequenceClassification": {**SMALL, "num_labels": 5},
}
IDS = torch.tensor([[5, 17, 3, 42, 8], [23, 11, 9, 30, 2]])


def language_model(name):
    transformers = pytest.importorskip("transformers", reason="pip install '.[test]'")
    kind = getattr(transformers, "GPT2LMHeadModel" if name == "GPT2LMHead" else name)
    config = {"GPT2LMHead": "GPT2Config", "Gemma3ForCausalLM": "Gemma3TextConfig"}.get(
        name, name.partition("For")[0] + "Config"
    )
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return kind(getattr(transformers, config)(**LANGUAGE[name])).double().eval()


def of_token(position, word):
    """The relevance of one logit at one place, in every sample."""

    def target(logits):
        relevance = torch.zeros_like(logits)
        at = (slice(None), position, word) if logits.ndim == 3 else (slice(None), word)
        relevance[at] = logits[at]
        return relevance

    return target


@slow
@pytest.mark.parametrize("name", LANGUAGE)
def test_a_language_model_has_one_value_per_token_for_any_token_it_predicts(name):
    model = language_model(name)
    x = {"input_ids": IDS} | ({} if name.startswith("Bert") else {"use_cache": False})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        explainer = lrpfx.compile(model, x, output="logits")
    for position, word in ((-1, 3), (2, 4)):
        explained = explainer(x, target=of_token(position, word))
        relevance = explained.relevance["input_ids"]
        torch.testing.assert_close(explained.output, model(**x).logits.detach())
        assert relevance.shape == IDS.shape
        assert explained.ledger(bound=float("inf")).closing_error < 1e-10
        if not name.startswith("Bert"):  # a token does not see those that follow
            assert not relevance[:, 3:].any() or position == -1
    alone = explainer({**x, "input_ids": IDS[:1]}, target=of_token(-1, 3)).relevance["input_ids"]
    torch.testing.assert_close(
        alone, explainer(x, target=of_token(-1, 3)).relevance["input_ids"][:1], rtol=1e-6, atol=1e-9
    )


@slow
def test_padded_tokens_get_nothing():
    model = language_model("BertForSequenceClassification")
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    x = {"input_ids": IDS, "attention_mask": mask}
    relevance = lrpfx.explain(model, x, output="logits", target=1).relevance
    assert not relevance["input_ids"][1, 3:].any()
    assert relevance["input_ids"][1, :3].all()
    short = lrpfx.explain(model, {"input_ids": IDS[1:, :3]}, output="logits", target=1).relevance
    torch.testing.assert_close(relevance["input_ids"][1:, :3], short["input_ids"], rtol=1e-6, atol=1e-9)

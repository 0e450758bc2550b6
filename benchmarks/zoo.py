"""Models of every kind, with random weights, an input and a target each: what `traceable.py` goes through.

Sizes are the smallest that the model takes. Batch normalisation is as after training, layer scales and class heads are
drawn where they are zero or close to it before training, so that every layer has a say.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
import torchvision
from torch import Tensor, nn
from torchvision_models import SIZE, SIZES, build

CLASSES = 1000
TOKENS, VOCABULARY = 12, 100


@dataclass(frozen=True)
class Case:
    """One model: `make` returns it, `x` is made in the dtype asked for, `output` chooses a tensor, `target` a score."""

    group: str
    name: str
    make: Callable[[], nn.Module]
    x: Callable[[torch.dtype], Any]
    output: Any = None
    target: Any = None
    single: bool = False  # whether its forward fixes float32


def cases() -> Iterator[Case]:
    """All of them, by group."""
    yield from _classification()
    yield from _segmentation()
    yield from _video()
    yield from _other_torchvision()
    yield from _timm()
    yield from _huggingface()
    yield from _recurrent()


# ---- torchvision ------------------------------------------------------------------------------------------------


def _images(*shape: int) -> Callable[[torch.dtype], Tensor]:
    return lambda dtype: torch.randn(1, *shape, generator=torch.Generator().manual_seed(1)).to(dtype)


def _awake(model: nn.Module) -> nn.Module:
    """Heads of zero and layer scales of 1e-6 are drawn, as training would change them."""
    generator = torch.Generator().manual_seed(2)
    for name, parameter in model.named_parameters():
        with torch.no_grad():
            if parameter.ndim == 2 and not parameter.any():
                parameter.normal_(std=0.02, generator=generator)
            if "layer_scale" in name or name.endswith((".gamma", "gamma1", "gamma2", "gamma_1", "gamma_2")):
                parameter.fill_(0.1)
    return model.eval().requires_grad_(False)


def _after_training(model: nn.Module, *shape: int) -> nn.Module:
    """Batch normalisation with the statistics of a random batch, and weights that differ."""
    norms = [m for m in model.modules() if isinstance(m, nn.modules.batchnorm._BatchNorm) and m.affine]
    generator = torch.Generator().manual_seed(3)
    for norm in norms:
        norm.weight.uniform_(0.5, 1.5, generator=generator)
        norm.bias.normal_(0, 0.2, generator=generator)
        norm.train().momentum = None  # the plain average
        norm.reset_running_stats()
    if norms:
        with torch.no_grad():
            model(torch.randn(2, *shape, generator=generator))
    return model.eval()


def _classification() -> Iterator[Case]:
    for name in torchvision.models.list_models(module=torchvision.models):
        size = SIZES.get(name, SIZE)
        yield Case(
            "torchvision, classification", name, lambda name=name: _awake(build(name)), _images(3, size, size)
        )


def _plain(name: str, **keywords: Any) -> nn.Module:
    torch.manual_seed(0)
    return _awake(torchvision.models.get_model(name, weights=None, **keywords))


def _segmentation() -> Iterator[Case]:
    names = torchvision.models.list_models(module=torchvision.models.segmentation)
    for name in names:
        make = lambda name=name: _after_training(_plain(name, weights_backbone=None), 3, SIZE, SIZE)  # noqa: E731
        yield Case("torchvision, segmentation", name, make, _images(3, SIZE, SIZE), "out", 1)


def _video() -> Iterator[Case]:
    for name in torchvision.models.list_models(module=torchvision.models.video):
        shape = (3, 16, 224, 224) if name.startswith(("mvit", "s3d")) else (3, 16, 64, 64)
        make = lambda name=name, shape=shape: _after_training(_plain(name), *shape)  # noqa: E731
        yield Case("torchvision, video", name, make, _images(*shape))


class _Detection(nn.Module):
    """The scores of the boxes that are left, in the one image of a batch."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, x: Tensor) -> Tensor:
        scores: Tensor = self.model(list(x))[0]["scores"]
        return scores[None]


def _other_torchvision() -> Iterator[Case]:
    for name in (
        "fasterrcnn_mobilenet_v3_large_320_fpn",
        "ssdlite320_mobilenet_v3_large",
        "fcos_resnet50_fpn",
    ):
        make = lambda name=name: _Detection(_plain(name, weights_backbone=None)).eval()  # noqa: E731
        yield Case("torchvision, detection", name, make, _images(3, 320, 320))
    pair = _images(3, 128, 128)
    yield Case("torchvision, optical flow", "raft_small", lambda: _plain("raft_small"),
               lambda dtype: (pair(dtype), pair(dtype).flip(-1)), -1, 1, True)  # fmt: skip


# ---- timm -------------------------------------------------------------------------------------------------------

TIMM = {
    "vit_tiny_patch16_224": 224, "deit_tiny_patch16_224": 224, "deit_tiny_distilled_patch16_224": 224,
    "swin_tiny_patch4_window7_224": 224, "swinv2_tiny_window8_256": 256, "pvt_v2_b0": 64, "pvt_v2_b2_li": 64,
    "efficientvit_b0": 64, "efficientvit_m0": 224, "mobilevit_xxs": 64, "mobilevitv2_050": 64, "convnextv2_atto": 64,
    "mixer_s32_224": 224, "coatnet_nano_rw_224": 224, "cait_xxs24_224": 224, "beit_base_patch16_224": 224,
    "eva02_tiny_patch14_224": 224, "levit_128s": 224, "xcit_nano_12_p16_224": 64, "edgenext_xx_small": 64,
    "poolformer_s12": 64, "gcvit_xxtiny": 224,
}  # fmt: skip
"""Names and sizes of images."""


def _timm() -> Iterator[Case]:
    import timm

    def make(name: str, size: int) -> nn.Module:
        torch.manual_seed(0)
        return _after_training(_awake(timm.create_model(name, pretrained=False)), 3, size, size)

    for name, size in TIMM.items():
        yield Case("timm", name, lambda name=name, size=size: make(name, size), _images(3, size, size))


# ---- HuggingFace ------------------------------------------------------------------------------------------------


def _huggingface() -> Iterator[Case]:
    import transformers as hf

    small = {
        "vocab_size": VOCABULARY, "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 3,
        "num_attention_heads": 4, "max_position_embeddings": 64,
    }  # fmt: skip
    special = {"bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0}
    grouped = small | {"num_key_value_heads": 2} | special
    headed = grouped | {"head_dim": 16}
    gpt2 = {"vocab_size": VOCABULARY, "n_embd": 64, "n_layer": 3, "n_head": 4, "n_positions": 64, **special}
    decoders = {
        "GPT-2": (hf.GPT2LMHeadModel, hf.GPT2Config(**gpt2)),
        "Llama": (hf.LlamaForCausalLM, hf.LlamaConfig(**grouped)),
        "Mistral": (hf.MistralForCausalLM, hf.MistralConfig(**grouped)),
        "Qwen2": (hf.Qwen2ForCausalLM, hf.Qwen2Config(**grouped)),
        "Qwen3": (hf.Qwen3ForCausalLM, hf.Qwen3Config(**headed)),
        "Gemma": (hf.GemmaForCausalLM, hf.GemmaConfig(**headed)),
        "Gemma 2": (hf.Gemma2ForCausalLM, hf.Gemma2Config(**headed)),
        "Gemma 3": (hf.Gemma3ForCausalLM, hf.Gemma3TextConfig(**headed)),
        "Mixtral": (hf.MixtralForCausalLM, hf.MixtralConfig(**grouped, num_local_experts=4)),
        "Qwen3 MoE": (hf.Qwen3MoeForCausalLM,
                      hf.Qwen3MoeConfig(**headed, num_experts=4, num_experts_per_tok=2, moe_intermediate_size=48)),
    }  # fmt: skip
    labels = {"num_labels": 20}
    encoders = {
        "BERT": (hf.BertForSequenceClassification, hf.BertConfig(**small, **labels)),
        "RoBERTa": (hf.RobertaForSequenceClassification, hf.RobertaConfig(**small | special, **labels)),
        "DistilBERT": (hf.DistilBertForSequenceClassification,
                       hf.DistilBertConfig(vocab_size=VOCABULARY, dim=64, hidden_dim=96, n_layers=3, n_heads=4,
                                           **labels)),
    }  # fmt: skip

    def make(kind: Any, config: Any) -> nn.Module:
        torch.manual_seed(0)
        return kind(config).eval().requires_grad_(False)

    ids = torch.randint(3, VOCABULARY, (1, TOKENS), generator=torch.Generator().manual_seed(1))
    for name, (kind, config) in decoders.items():
        given = {"input_ids": ids, "use_cache": False}
        yield Case("HuggingFace, language models", name, lambda k=kind, c=config: make(k, c),
                   lambda dtype, given=given: given, "logits", next_token)  # fmt: skip
    for name, (kind, config) in encoders.items():
        given = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        yield Case("HuggingFace, text classifiers", name, lambda k=kind, c=config: make(k, c),
                   lambda dtype, given=given: given, "logits")  # fmt: skip


def next_token(logits: Tensor) -> Tensor:
    """The relevance of the greatest logit behind the last token, (batch, tokens, vocabulary)."""
    last = logits[:, -1]
    relevance = torch.zeros_like(logits)
    relevance[:, -1] = torch.where(last == last.amax(1, keepdim=True), last, 0.0)
    return relevance


# ---- recurrent layers -------------------------------------------------------------------------------------------


class _Recurrent(nn.Module):
    """Embedding, a recurrent layer, a dense layer on its last output."""

    def __init__(self, layer: type[nn.Module], **keywords: Any) -> None:
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, 24)
        self.layer = layer(24, 16, batch_first=True, **keywords)
        self.head = nn.Linear(32 if keywords.get("bidirectional") else 16, 10)

    def forward(self, ids: Tensor) -> Tensor:
        scores: Tensor = self.head(self.layer(self.embedding(ids))[0][:, -1])
        return scores


def _recurrent() -> Iterator[Case]:
    def make(layer: type[nn.Module], **keywords: Any) -> nn.Module:
        torch.manual_seed(0)
        return _Recurrent(layer, **keywords).eval().requires_grad_(False)

    ids = torch.randint(0, VOCABULARY, (1, TOKENS), generator=torch.Generator().manual_seed(1))
    for layer in (nn.LSTM, nn.GRU, nn.RNN):
        for what, keywords in (
            ("", {}),
            (", two layers, both ways", {"num_layers": 2, "bidirectional": True}),
        ):
            yield Case("recurrent", layer.__name__ + what, lambda a=layer, k=keywords: make(a, **k),
                       lambda dtype: ids)  # fmt: skip

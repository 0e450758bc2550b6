"""Targets, and what can be done with an explanation."""

import numpy as np
import pytest
import torch
from nets import cnn, dense, images, inputs, settle
from PIL import Image
from safetensors.torch import save_file
from torch import nn

import lrpfx
from lrpfx import Explanation, heatmap, overlay
from lrpfx.errors import ArchiveError, InputError, ParameterError, UnknownNameError

# ---- targets ----------------------------------------------------------------------------------------------------


def net():
    return lrpfx.compile(dense(6, 5, 4), inputs(2, 6))


def from_classes(explainer, x, classes):
    """Relevance that starts as the output values of the classes."""
    output = explainer(x).output
    return explainer(x, target=nn.functional.one_hot(torch.tensor(classes), 4) * output).relevance


@pytest.mark.parametrize(
    "target",
    [2, np.int64(2), torch.tensor(2), [2, 2, 2], (2, 2, 2), np.array([2, 2, 2]), torch.tensor([2, 2, 2]),
     torch.tensor([2, 2, 2], dtype=torch.uint8), [torch.tensor(2)] * 3],
    ids=lambda t: f"{type(t).__name__} {t}",
)  # fmt: skip
def test_every_way_to_name_a_class(target):
    explainer, x = net(), inputs(3, 6)
    explained = explainer(x, target=target)
    assert explained.target.tolist() == [2, 2, 2]
    torch.testing.assert_close(explained.relevance, from_classes(explainer, x, [2, 2, 2]))


def test_a_class_for_each_sample():
    explainer, x = net(), inputs(3, 6)
    explained = explainer(x, target=[3, 0, 1])
    assert explained.target.tolist() == [3, 0, 1]
    torch.testing.assert_close(explained.relevance, from_classes(explainer, x, [3, 0, 1]))


def test_no_target_is_the_class_of_the_greatest_output():
    explainer, x = net(), inputs(5, 6)
    explained = explainer(x)
    assert explained.target.tolist() == explained.output.argmax(1).tolist()
    torch.testing.assert_close(explained.relevance, explainer(x, target=explained.target).relevance)


def test_a_tensor_or_a_function_is_the_relevance_of_the_output():
    explainer, x = net(), inputs(3, 6)
    R = inputs(3, 4, seed=5)
    by_tensor, by_function = explainer(x, target=R), explainer(x, target=lambda output: R)
    assert by_tensor.target is by_function.target is None
    torch.testing.assert_close(by_tensor.relevance, by_function.relevance)
    torch.testing.assert_close(
        explainer(x, target=R.float()).relevance, by_tensor.relevance, rtol=1e-6, atol=1e-6
    )
    torch.testing.assert_close(explainer(x, target=R * 2).relevance, by_tensor.relevance * 2)


def test_relevance_sums_to_the_output_without_bias():
    model = settle(nn.Sequential(nn.Linear(6, 5, bias=False), nn.ReLU(), nn.Linear(5, 4, bias=False)))
    explained = lrpfx.explain(model, inputs(3, 6), composite="epsilon_plus", target=1)
    torch.testing.assert_close(explained.relevance.sum(1), explained.output[:, 1], rtol=1e-4, atol=1e-4)


def test_explaining_is_compiling_and_calling():
    model, x = cnn(), images()
    a, b = lrpfx.explain(model, x, target=1), lrpfx.compile(model, x)(x, target=1)
    assert torch.equal(a.relevance, b.relevance)
    assert torch.equal(a.output, b.output)
    assert torch.equal(a.relevance, lrpfx.explain(model, x, target=1).relevance)


# ---- pictures ---------------------------------------------------------------------------------------------------


def made(relevance, x=None, **more):
    """An explanation of given relevance."""
    R = torch.as_tensor(relevance, dtype=torch.float64)
    x = torch.zeros_like(R) if x is None else x
    return Explanation(x, inputs(len(R), 4), R, torch.zeros(len(R), dtype=torch.int64), **more)


@pytest.mark.slow
@pytest.mark.parametrize("batch", [1, 2, 5])
def test_the_heatmaps_of_a_batch_stand_in_one_picture(batch):
    explained = lrpfx.explain(cnn(), images(batch))
    shown = explained.heatmap("bwr", 2.0)
    columns, rows = {1: (1, 1), 2: (2, 1), 5: (3, 2)}[batch]
    assert (shown.mode, shown.size) == ("P", (columns * 10 - 2, rows * 10 - 2))
    first = heatmap.heatmap(explained.relevance[0].sum(0), "bwr", 2.0)
    assert np.array_equal(np.asarray(shown)[:8, :8], np.asarray(first))
    assert shown.getpalette() == first.getpalette()


def test_heatmaps_have_a_scale_of_their_own_or_share_one():
    explained = made([[[1.0, 0.0]], [[-4.0, 2.0]]])
    assert np.asarray(explained.heatmap()).tolist() == [[255, 128, 128, 128, 1, 192]]
    assert np.asarray(explained.heatmap(scale="shared")).tolist() == [[160, 128, 128, 128, 1, 192]]
    assert np.unique(np.asarray(made(torch.zeros(2, 1, 3)).heatmap(scale="shared"))).tolist() == [128]
    for draw in (explained.heatmap, explained.overlay, explained.show):
        with pytest.raises(ParameterError, match="scale='batch'; valid: 'sample', 'shared'"):
            draw(scale="batch")


def test_an_overlay_lays_each_heatmap_on_its_grey_input():
    explained = lrpfx.explain(cnn(), images(2))
    shown = np.asarray(explained.overlay("bwr", mean=[0.1] * 3, std=[0.3] * 3))
    assert shown.shape == (8, 18, 3)
    ground = overlay.picture(explained.input[1], [0.1] * 3, [0.3] * 3)
    wanted = overlay.overlay(ground, explained.relevance[1].sum(0), "bwr")
    assert np.array_equal(shown[:, 10:], np.asarray(wanted))
    assert np.unique(shown[:, 8:10]).tolist() == [255]
    shared = np.asarray(explained.overlay(scale="shared", opacity=0.5))
    assert shared.shape == shown.shape
    assert not np.array_equal(shared, np.asarray(explained.overlay(opacity=0.5)))


@pytest.mark.parametrize("draw", ["heatmap", "overlay", "pictures"])
def test_a_picture_of_what_is_no_image_is_refused(draw):
    explained = lrpfx.explain(dense(6, 4), inputs(2, 6))
    with pytest.raises(InputError, match=r"a heatmap needs images; the relevance has shape \(2, 6\)"):
        getattr(explained, draw)()


def test_one_picture_of_several_inputs_is_refused_by_their_names():
    R = {"photo": torch.zeros(1, 3, 4, 4), "age": torch.zeros(1, 1)}
    explained = Explanation(R, torch.zeros(1, 2), R, None)
    with pytest.raises(InputError, match=r"the input holds 2 tensors \(`photo`, `age`\): .* `show"):
        explained.heatmap()
    with pytest.raises(InputError, match="2 tensors"):
        np.asarray(explained)


def test_the_only_tensor_of_a_structure_is_drawn():
    R = images(2)
    explained = Explanation({"photo": R, "size": 3}, torch.zeros(2, 2), {"photo": R, "size": None}, None)
    assert np.array_equal(np.asarray(explained.heatmap()), np.asarray(made(R).heatmap()))
    assert np.array_equal(np.asarray(explained), R.numpy())


# ---- arrays -----------------------------------------------------------------------------------------------------


def test_relevance_as_an_array_in_the_order_of_other_libraries():
    R = images(2)
    explained = made(R)
    assert np.array_equal(np.asarray(explained), R.numpy())
    assert np.asarray(explained, dtype=np.float32).dtype == np.float32
    assert np.array_equal(explained.numpy(), R.numpy())
    assert np.array_equal(explained.numpy("last"), R.permute(0, 2, 3, 1).numpy())
    assert made(torch.ones(2, 3)).numpy("last").shape == (2, 3)
    with pytest.raises(ParameterError, match="channels='middle'"):
        explained.numpy("middle")


def test_an_array_is_a_copy():
    explained = made(images(1))
    np.asarray(explained)[:] = 7
    assert not (explained.relevance == 7).any()


def test_relevance_of_a_structure_is_a_structure_of_arrays():
    R = (images(2), {"age": inputs(2, 1), "name": None})
    found = Explanation(R, torch.zeros(2, 2), R, None).numpy("last")
    assert found[0].shape == (2, 8, 8, 3)
    assert np.array_equal(found[1]["age"], R[1]["age"].numpy())
    assert found[1]["name"] is None


def test_half_precision_and_gradients_are_no_hindrance():
    R = images(2).bfloat16().requires_grad_()
    explained = made(R.detach())
    explained = Explanation(R, inputs(2, 4).bfloat16().requires_grad_(), R, explained.target)
    assert explained.numpy().dtype == np.float32
    assert explained.heatmap().size == (18, 8)
    assert "<section>" in explained._repr_html_()


# ---- files ------------------------------------------------------------------------------------------------------

ARRAYS = [".npz", ".safetensors"]


def same(a, b):
    """The same structure of the same tensors, bit for bit."""
    if isinstance(a, torch.Tensor):
        return (
            a.dtype == b.dtype
            and a.shape == b.shape
            and torch.equal(a.view(torch.uint8), b.view(torch.uint8))
        )
    if isinstance(a, dict):
        return type(b) is dict and list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and a == b


@pytest.mark.parametrize("suffix", ARRAYS)
def test_an_explanation_is_read_back_as_it_was(tmp_path, suffix):
    explained = lrpfx.explain(cnn(), images(3), target=[0, 1, 2], record=["4"])
    path = tmp_path / f"explanation{suffix}"
    explained.save(path)
    read = Explanation.load(path)
    for name in ("input", "output", "relevance", "target"):
        assert same(getattr(explained, name), getattr(read, name)), name
    assert list(read.layers) == ["4"]
    assert same(explained.layers["4"].activation, read.layers["4"].activation)
    assert same(explained.layers["4"].relevance, read.layers["4"].relevance)
    assert read._repr_html_() == explained._repr_html_()


@pytest.mark.parametrize("suffix", ARRAYS)
def test_structures_and_every_precision_are_read_back(tmp_path, suffix):
    x = {
        "ids": torch.arange(6).reshape(2, 3),
        "parts": (images(2).half(), [inputs(2, 1).bfloat16(), None, 2, "word", True]),
        "mask": torch.ones(2, 3, dtype=torch.bool),
        "strided": inputs(4, 4).t()[::2],
        "empty": torch.zeros(2, 0),
    }
    explained = Explanation(x, inputs(2, 4), {"ids": inputs(2, 3)}, None)
    explained.save(tmp_path / f"e{suffix}")
    read = Explanation.load(tmp_path / f"e{suffix}")
    assert read.target is None
    assert same({**x, "strided": x["strided"].contiguous()}, read.input)
    assert same(explained.relevance, read.relevance)


@pytest.mark.parametrize("suffix", ARRAYS)
def test_what_no_file_can_hold_is_named(tmp_path, suffix):
    explained = Explanation((images(1), {"when": {1, 2}}), torch.zeros(1, 2), images(1), None)
    with pytest.raises(ArchiveError, match=r"`input.1.when` is a set; what can be stored is tensors"):
        explained.save(tmp_path / f"e{suffix}")


@pytest.mark.parametrize("suffix", ARRAYS)
@pytest.mark.parametrize("content", [b"", b"no such thing", "other arrays"], ids=str)
def test_a_file_that_holds_no_explanation_is_refused(tmp_path, suffix, content):
    path = tmp_path / f"e{suffix}"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif suffix == ".npz":
        np.savez(path, a=np.ones(3))
    else:
        save_file({"a": torch.ones(3)}, path)
    with pytest.raises(ArchiveError, match=r"holds no explanation"):
        Explanation.load(path)


def test_nothing_in_a_file_is_executed(tmp_path):
    class Evil:
        def __reduce__(self):
            return (tmp_path.joinpath("executed").touch, ())

    np.savez(tmp_path / "e.npz", tree=np.array([Evil()], dtype=object))
    with pytest.raises(ArchiveError):
        Explanation.load(tmp_path / "e.npz")
    assert not (tmp_path / "executed").exists()


def test_a_missing_file_and_another_kind_of_file_say_so(tmp_path):
    with pytest.raises(FileNotFoundError):
        Explanation.load(tmp_path / "none.npz")
    with pytest.raises(ArchiveError, match=r"heat.png is none of .npz, .safetensors"):
        Explanation.load(tmp_path / "heat.png")


def test_the_suffix_says_what_is_saved(tmp_path):
    explained = lrpfx.explain(cnn(), images(18))
    explained.save(tmp_path / "heat.png", cmap="bwr", scale="shared")
    with Image.open(tmp_path / "heat.png") as read:
        assert np.array_equal(np.asarray(read), np.asarray(explained.heatmap("bwr", scale="shared")))
        assert read.getpalette() == explained.heatmap("bwr").getpalette()
    explained.save(tmp_path / "all.html", classes=["ant", "bee", "cat", "dog"])
    page = (tmp_path / "all.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.count("<section>") == 18
    with pytest.raises(
        UnknownNameError, match=r"not saved as `e.doc`; valid: .npz, .safetensors, .html, or an image"
    ):
        explained.save(tmp_path / "e.doc")

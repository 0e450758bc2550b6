"""Data sets: what goes in comes out as a person and as the model sees it, and every bad input says so."""

import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from PIL import Image

from spray.choice import choose
from spray.datasets import Dataset, open_dataset
from spray.errors import DamagedSamplesError, DataError, LabelError
from spray.settings import DataSection
from spray.transform import Transform, apply, apply_image

RNG = np.random.default_rng(0)


def picture(path: Path, size: tuple[int, int] = (8, 8), mode: str = "RGB", seed: int | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    shape = (size[1], size[0], 3) if mode == "RGB" else (size[1], size[0])
    rng = RNG if seed is None else np.random.default_rng(seed)
    Image.fromarray(rng.integers(0, 256, shape, dtype=np.uint8), mode=None).save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("cat", "dog"):
        for number in range(3):
            picture(tmp_path / "images" / name / f"{number}.png")
    return tmp_path


def open_images(folder: Path, **settings: Any) -> Dataset:
    return open_dataset(DataSection(images="images", **settings), folder)


def open_hdf5(folder: Path, data: Any, label: Any, **settings: Any) -> Dataset:
    with h5py.File(folder / "data.h5", "w") as file:
        file["data"], file["label"] = data, label
    return open_dataset(DataSection(hdf5="data.h5", **settings), folder)


def write_labels(folder: Path, *entries: dict[str, Any]) -> None:
    (folder / "labels.json").write_text(json.dumps(entries))


# ---- image folders ----------------------------------------------------------------------------------------


def test_folders_in_sorted_order_are_the_classes(folder: Path) -> None:
    dataset = open_images(folder)
    assert dataset.classes == ("cat", "dog")
    assert dataset.id == tuple(f"{name}/{number}.png" for name in ("cat", "dog") for number in range(3))
    assert dataset.label.tolist() == [0, 0, 0, 1, 1, 1]
    assert dataset.shape == (3, 8, 8)
    assert dataset.notes == ()


def test_inputs_are_normalised_and_display_is_what_was_stored(folder: Path) -> None:
    dataset = open_images(folder, mean=(0.1, 0.2, 0.3), std=(0.4, 0.5, 0.6))
    stored = np.asarray(Image.open(folder / "images/dog/1.png"))
    np.testing.assert_array_equal(dataset.display(np.array([4]))[0], stored)
    inputs = dataset.inputs(np.array([4, 0]))
    assert inputs.dtype == np.float32
    assert inputs.strides == (3 * 8 * 8 * 4, 8 * 8 * 4, 8 * 4, 4)
    np.testing.assert_allclose(inputs[0, 2], (stored[..., 2] / 255 - 0.3) / 0.6, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("size", [(20, 13), (13, 20), (31, 31), (9, 40)])
@pytest.mark.parametrize(("resize", "crop"), [(10, None), (10, 8), (None, 7), (16, 15)])
def test_resize_and_crop_are_those_of_torchvision(
    size: tuple[int, int], resize: int | None, crop: int | None
) -> None:
    transforms = pytest.importorskip("torchvision.transforms")
    image = Image.fromarray(RNG.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8))
    steps = [transforms.Resize(resize, antialias=True)] if resize else []
    steps += [transforms.CenterCrop(crop)] if crop else []
    expected = np.asarray(transforms.Compose(steps)(image))
    np.testing.assert_array_equal(apply(Transform(resize, crop), np.asarray(image)), expected)
    np.testing.assert_array_equal(apply_image(Transform(resize, crop), image), expected)
    grey = image.convert("L")
    np.testing.assert_array_equal(
        apply_image(Transform(resize, crop), grey),
        apply(Transform(resize, crop), np.asarray(grey)[..., None]),
    )


def test_grey_images_have_one_channel_unless_told_otherwise(tmp_path: Path) -> None:
    for number in range(2):
        picture(tmp_path / f"images/a/{number}.png", mode="L")
    assert open_images(tmp_path).shape == (1, 8, 8)
    assert open_images(tmp_path, channels=3).shape == (3, 8, 8)
    assert open_images(tmp_path, mean=(0.5, 0.5, 0.5)).shape == (3, 8, 8)
    picture(tmp_path / "images/a/2.png")
    assert open_images(tmp_path).shape == (3, 8, 8)
    assert open_images(tmp_path, mean=(0.5,)).shape == (1, 8, 8)


def test_sixteen_bits_and_palettes_become_eight_bits(tmp_path: Path) -> None:
    (tmp_path / "images/a").mkdir(parents=True)
    Image.fromarray(np.array([[0, 65535], [32768, 256]], dtype=np.uint16)).save(
        tmp_path / "images/a/deep.png"
    )
    palette = Image.fromarray(np.array([[0, 1], [1, 0]], dtype=np.uint8), mode=None).convert("P")
    palette.save(tmp_path / "images/a/palette.png", transparency=b"\0\xff")
    dataset = open_images(tmp_path)
    np.testing.assert_array_equal(dataset.display(np.array([0]))[0, ..., 0], [[0, 255], [128, 1]])
    assert dataset.display(np.array([1])).shape == (1, 2, 2, 3)


def test_nested_files_belong_to_the_class_and_other_files_to_nobody(folder: Path) -> None:
    picture(folder / "images/cat/more/3.jpg")
    picture(folder / "images/stray.png")
    (folder / "images/cat/.hidden.png").write_bytes(b"")
    (folder / "images/cat/notes.txt").write_text("hello")
    dataset = open_images(folder)
    assert [name for name in dataset.id if name.startswith("cat")][-1] == "cat/more/3.jpg"
    assert len(dataset) == 7
    assert dataset.notes == ("1 images in no class folder are left out, 'stray.png' first.",)


def test_an_empty_class_folder_is_a_note_and_keeps_its_index(folder: Path) -> None:
    (folder / "images/bird").mkdir()
    dataset = open_images(folder)
    assert dataset.classes == ("bird", "cat", "dog")
    assert set(dataset.label.tolist()) == {1, 2}
    assert dataset.notes == ("The class folder 'bird' holds no images.",)


def test_a_folder_without_classes_or_images_is_refused(tmp_path: Path) -> None:
    picture(tmp_path / "images/0.png")
    with pytest.raises(DataError, match=r"images holds no sub-folders \(1 images lie in it directly\)"):
        open_images(tmp_path)
    (tmp_path / "images/a").mkdir()
    with pytest.raises(DataError, match="no folder of images holds an image"):
        open_images(tmp_path)


def test_a_truncated_image_stops_the_run_and_is_named(folder: Path) -> None:
    whole = (folder / "images/cat/1.png").read_bytes()
    (folder / "images/cat/1.png").write_bytes(whole[:-40])
    (folder / "images/dog/0.png").write_bytes(b"GIF no more")
    with pytest.raises(DamagedSamplesError) as caught:
        open_images(folder)
    assert str(caught.value).startswith("2 samples cannot be read: cat/1.png (")
    assert "dog/0.png (not an image). Mend or remove them, or set data.on_error" in str(caught.value)
    dataset = open_images(folder, on_error="skip")
    assert "cat/1.png" not in dataset.id
    assert len(dataset) == 4
    assert dataset.notes[0].startswith("Skipped 2 samples: cat/1.png (")
    for path in folder.glob("images/*/*"):
        path.write_bytes(b"")
    with pytest.raises(DamagedSamplesError, match="None of the samples can be read"):
        open_images(folder, on_error="skip")


def test_images_known_to_be_whole_are_not_decoded_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = folder / "index.json"
    first = open_dataset(DataSection(images="images"), folder, index=index)
    picture(folder / "images/dog/9.png")
    decoded: list[int] = []
    from spray import image_folder

    decode = image_folder._decode
    monkeypatch.setattr(image_folder, "_decode", lambda *given: decoded.append(1) or decode(*given))
    second = open_dataset(DataSection(images="images"), folder, index=index)
    assert len(decoded) == 1
    assert second.fingerprint != first.fingerprint
    index.write_text("{")
    assert open_dataset(DataSection(images="images"), folder, index=index).fingerprint == second.fingerprint
    assert len(decoded) == 8


def test_duplicates_are_kept_and_noted(folder: Path) -> None:
    content = (folder / "images/cat/0.png").read_bytes()
    (folder / "images/cat/1.png").write_bytes(content)
    (folder / "images/dog/2.png").write_bytes(content)
    dataset = open_images(folder)
    assert len(dataset) == 6
    assert dataset.notes == (
        "2 samples repeat another one byte for byte, 1 of them under another label (kept): "
        "cat/1.png = cat/0.png, dog/2.png = cat/0.png.",
    )


def test_different_sizes_need_resize_and_crop(folder: Path) -> None:
    picture(folder / "images/dog/wide.png", (12, 8))
    with pytest.raises(
        DataError, match=r"2 different sizes: 8x8 \(6: .*\), 12x8 .* Set data.resize and data.crop"
    ):
        open_images(folder)
    with pytest.raises(DataError, match=r"Set data.crop to make them equal"):
        open_images(folder, resize=6)
    assert open_images(folder, resize=6, crop=5).shape == (3, 5, 5)
    with pytest.raises(DataError, match=r"cat/0.png: data.crop = 9 is larger than an image of 8x8 pixels"):
        open_images(folder, crop=9)


def test_the_fingerprint_changes_with_whatever_changes_the_input(folder: Path) -> None:
    seen = {open_images(folder).fingerprint}
    for settings in (
        {"crop": 7},
        {"mean": (0.5, 0.5, 0.5)},
        {"std": (0.5, 0.5, 0.5)},
        {"channels": 1},
        {"limit": 4},
    ):
        seen.add(open_images(folder, **settings).fingerprint)
    picture(folder / "images/cat/0.png")
    seen.add(open_images(folder).fingerprint)
    assert len(seen) == 7
    assert open_images(folder).fingerprint in seen


# ---- label maps -------------------------------------------------------------------------------------------


def test_folders_are_matched_by_name_then_word_net_id_then_index(folder: Path) -> None:
    picture(folder / "images/n03/0.png")
    picture(folder / "images/5/0.png")
    write_labels(
        folder,
        {"index": 3, "name": "fish", "word_net_id": "n03"},
        {"index": 1, "name": "cat", "word_net_id": None},
        {"index": 0, "name": "dog"},
        {"index": 5, "name": "owl", "extra": 1},
    )
    dataset = open_images(folder, label_map="labels.json")
    assert dict(zip(dataset.id, dataset.label.tolist(), strict=True)) == {
        **{f"cat/{n}.png": 1 for n in range(3)},
        **{f"dog/{n}.png": 0 for n in range(3)},
        "n03/0.png": 3,
        "5/0.png": 5,
    }
    assert dataset.classes == ("dog", "cat", "2", "fish", "4", "owl")


def test_a_folder_outside_the_label_map_is_named(folder: Path) -> None:
    write_labels(folder, {"index": 0, "name": "cat", "word_net_id": ""})
    with pytest.raises(LabelError, match=r"The folder 'dog' is in no entry of labels.json.* It has 'cat'"):
        open_images(folder, label_map="labels.json")


def test_a_name_that_two_classes_share_is_ambiguous(folder: Path) -> None:
    write_labels(folder, *({"index": n, "name": name} for n, name in enumerate(("cat", "dog", "cat"))))
    with pytest.raises(LabelError, match=r"The folder 'cat' could be any of the classes 0, 2"):
        open_images(folder, label_map="labels.json")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ("{}", "must be a list of entries"),
        ('[{"index": "1", "name": "a"}]', "entry 0 of labels.json has index '1'"),
        ('[{"index": true, "name": "a"}]', "has index True"),
        ('[{"index": 0}]', "has name None"),
        ('[{"index": 0, "name": "a"}, {"index": 0, "name": "b"}]', "names class 0 twice, 'a' and 'b'"),
    ],
)
def test_a_bad_label_map_names_its_entry(folder: Path, content: str, message: str) -> None:
    (folder / "labels.json").write_text(content)
    with pytest.raises(DataError, match=message):
        open_images(folder, label_map="labels.json")


# ---- HDF5 -------------------------------------------------------------------------------------------------

GREY = RNG.integers(0, 256, (4, 6, 6), dtype=np.uint8)
COLOUR = RNG.integers(0, 256, (4, 3, 6, 6), dtype=np.uint8)


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        (GREY, (1, 6, 6)),
        (GREY[:, None], (1, 6, 6)),
        (GREY[..., None], (1, 6, 6)),
        (COLOUR, (3, 6, 6)),
        (np.moveaxis(COLOUR, 1, -1), (3, 6, 6)),
    ],
)
def test_the_axes_of_hdf5_data_follow_from_the_shape(
    tmp_path: Path, data: Any, shape: tuple[int, ...]
) -> None:
    dataset = open_hdf5(tmp_path, data, np.arange(4))
    assert dataset.shape == shape
    assert dataset.id == ("0", "1", "2", "3")
    expected = GREY[:, None] if shape[0] == 1 else COLOUR
    np.testing.assert_allclose(dataset.inputs(np.array([3, 1, 1])), expected[[3, 1, 1]] / 255, rtol=1e-6)


def test_axes_that_the_shape_leaves_open_have_to_be_named(tmp_path: Path) -> None:
    data = np.zeros((2, 3, 5, 3), dtype=np.uint8)
    with pytest.raises(DataError, match=r'Set data.layout to "NCHW" or "NHWC"'):
        open_hdf5(tmp_path, data, [0, 1])
    assert open_hdf5(tmp_path, data, [0, 1], layout="NHWC").shape == (3, 3, 5)
    assert open_hdf5(tmp_path, data, [0, 1], layout="NCHW").shape == (3, 5, 3)
    spectral = np.zeros((2, 7, 5, 5), dtype=np.float32)
    assert open_hdf5(tmp_path, spectral, [0, 1], layout="NCHW").display(np.array([0])).shape == (1, 5, 5, 1)


@pytest.mark.parametrize(
    ("low", "high", "black", "noted"),
    [(0.0, 1.0, 0.0, False), (-1.0, 1.0, -1.0, False), (0.0, 200.0, 0.0, True), (-3.0, 5.0, -3.0, True)],
)
def test_float_data_is_shown_on_its_own_scale_and_not_rescaled(
    tmp_path: Path, low: float, high: float, black: float, noted: bool
) -> None:
    data = np.linspace(low, high, 2 * 25, dtype=np.float32).reshape(2, 1, 5, 5)
    dataset = open_hdf5(tmp_path, data, [0, 1])
    np.testing.assert_array_equal(dataset.inputs(np.array([0, 1])), data)
    assert dataset.value_range[0] == black
    assert dataset.display(np.array([0])).min() == 0
    assert bool(dataset.notes) == noted


def test_float_data_is_resized_like_images(tmp_path: Path) -> None:
    data = RNG.integers(0, 256, (1, 1, 12, 9)).astype(np.float32)
    dataset = open_hdf5(tmp_path, data, [0], resize=6, crop=6)
    eight_bits = apply(Transform(6, 6), data[0, 0, ..., None].astype(np.uint8))
    np.testing.assert_allclose(dataset.inputs(np.array([0]))[0, 0], eight_bits[..., 0], atol=1.0)


@pytest.mark.parametrize(
    "label", [np.array([2, 0, 1, 1], np.uint8), np.array([[2], [0], [1], [1]]), np.eye(3)[[2, 0, 1, 1]]]
)
def test_labels_are_numbers_or_one_hot_rows(tmp_path: Path, label: Any) -> None:
    assert open_hdf5(tmp_path, GREY, label).label.tolist() == [2, 0, 1, 1]


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ([0, 1], "4 rows of data, but 2 of label"),
        (np.zeros(4), "label in data.h5 is float64 of shape"),
        ([0, 1, -1, 0], "1 labels in data.h5 are negative or too large: row 2 has -1"),
        ([[1, 1], [1, 0], [0, 0], [0, 1]], "2 samples in data.h5 have no label or several, row 0 first"),
        (np.zeros((4, 2, 2), int), "it must be whole numbers"),
    ],
)
def test_bad_labels_are_named(tmp_path: Path, label: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        open_hdf5(tmp_path, GREY, label)


def test_a_label_outside_the_label_map_is_named(tmp_path: Path) -> None:
    write_labels(tmp_path, *({"index": index, "name": f"c{index}"} for index in range(3)))
    with pytest.raises(LabelError) as caught:
        open_hdf5(tmp_path, GREY, [0, 1, 12, 2], label_map="labels.json")
    assert str(caught.value).startswith(
        "1 label in data.h5 outside of the label map: class 12 (row 2 first), but "
    )
    assert "labels.json names only 0 to 2" in str(caught.value)


def test_values_that_are_not_finite_stop_the_run_or_are_skipped(tmp_path: Path) -> None:
    data = RNG.random((4, 1, 5, 5)).astype(np.float32)
    data[1, 0, 2, 2], data[3, 0, 0, 0] = np.nan, np.inf
    with pytest.raises(
        DamagedSamplesError, match=r"2 samples cannot be read: row 1 \(NaN or infinite\), row 3"
    ):
        open_hdf5(tmp_path, data, [0, 1, 0, 1])
    dataset = open_hdf5(tmp_path, data, [0, 1, 0, 1], on_error="skip")
    assert dataset.id == ("0", "2")
    np.testing.assert_array_equal(dataset.inputs(np.array([1]))[0], data[2])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            np.zeros((4, 6, 6), np.int32),
            r"data in data.h5 has the type int32; it must be uint8 \(0..255\) or a float",
        ),
        (np.zeros((4, 6), np.uint8), r"has the shape \(4, 6\); it must be"),
        (np.zeros((4, 0, 6), np.uint8), "which cannot be images"),
        (np.zeros((4, 2, 6, 6), np.uint8), "does not tell which axis holds the channels"),
    ],
)
def test_data_of_another_form_is_refused(tmp_path: Path, data: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        open_hdf5(tmp_path, data, np.zeros(4, int))


def test_files_that_lead_elsewhere_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.bin").write_bytes(bytes(36))
    with h5py.File(tmp_path / "other.h5", "w") as other:
        other["data"] = GREY
    settings = DataSection(hdf5="data.h5")

    def refuse(message: str) -> None:
        with pytest.raises(DataError, match=message):
            open_dataset(settings, tmp_path)

    for link in (h5py.ExternalLink("other.h5", "data"), h5py.SoftLink("/elsewhere")):
        with h5py.File(tmp_path / "data.h5", "w") as file:
            file["elsewhere"], file["label"] = GREY, np.zeros(4, int)
            file["data"] = link
        refuse("'data' in data.h5 is a link to elsewhere")
    with h5py.File(tmp_path / "data.h5", "w") as file:
        file.create_dataset("data", (1, 6, 6), np.uint8, external=[(str(tmp_path / "secret.bin"), 0, 36)])
        file["label"] = [0]
    refuse("'data' in data.h5 is stored in other files")
    with h5py.File(tmp_path / "data.h5", "w") as file:
        layout = h5py.VirtualLayout((4, 6, 6), np.uint8)
        layout[:] = h5py.VirtualSource(str(tmp_path / "other.h5"), "data", (4, 6, 6))
        file.create_virtual_dataset("data", layout)
        file["label"] = np.zeros(4, int)
    refuse("'data' in data.h5 is stored in other files")
    with h5py.File(tmp_path / "data.h5", "w") as file:
        file["data/0"], file["label"] = GREY[0], [0]
    refuse("'data' in data.h5 is a group")
    with h5py.File(tmp_path / "data.h5", "w") as file:
        file["images"] = GREY
    refuse("data.h5 has no 'data'; it holds images")
    (tmp_path / "data.h5").write_bytes(b"PNG")
    refuse("data.h5 cannot be opened as HDF5")


def test_channels_that_do_not_fit_the_statistics_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"data.mean is meant for 3 channels, but data in data.h5 has 1"):
        open_hdf5(tmp_path, GREY, np.zeros(4, int), mean=(0.5, 0.5, 0.5))


# ---- limit and metadata -----------------------------------------------------------------------------------


def test_a_limit_takes_small_classes_whole_and_the_rest_evenly() -> None:
    label = np.repeat([0, 1, 2], [100, 5, 100])
    rows = choose(label, 45, seed=0)
    assert np.bincount(label[rows]).tolist() == [20, 5, 20]
    assert rows.tolist() == sorted(set(rows.tolist()))
    assert len(choose(label, 7, seed=0)) == 7
    assert choose(label, None, seed=0).tolist() == choose(label, 205, seed=0).tolist() == list(range(205))


def test_the_choice_follows_the_seed_alone() -> None:
    label = np.repeat([0, 1], [50, 50])
    assert choose(label, 20, 1).tolist() == choose(label, 20, 1).tolist() != choose(label, 20, 2).tolist()
    both = choose(label, 20, 1)
    smaller = choose(label, 12, 1)
    assert set(smaller.tolist()) < set(both.tolist())


def test_metadata_columns_follow_the_samples(folder: Path) -> None:
    (folder / "metadata.csv").write_text(
        "file,tagged,by\ndog/2.png,yes,anna\ncat/0.png,no,ben\nowl/0.png,no,ben\n"
    )
    dataset = open_images(folder, metadata="metadata.csv")
    assert dataset.metadata["tagged"] == ("no", "", "", "", "", "yes")
    assert dataset.notes == (
        "1 row of metadata.csv belong to no sample: owl/0.png.",
        "4 samples have no row in metadata.csv.",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file\ncat/0.png\n", "must name its columns"),
        ("file,a,a\n", "each once"),
        ("file,a\ncat/0.png,1\ncat/0.png,2\n", "has the sample 'cat/0.png' twice"),
        ("file,a\ncat/0.png\n", "row 2 of metadata.csv has 1 columns, not 2"),
        ("file,a\ncat0,1\n", "such as 'cat/0.png', not 'cat0'"),
        ('file,a\n"cat', "is not a CSV file"),
    ],
)
def test_bad_metadata_names_its_row(folder: Path, text: str, message: str) -> None:
    (folder / "metadata.csv").write_text(text)
    with pytest.raises(DataError, match=message):
        open_images(folder, metadata="metadata.csv")


# ---- what changes in the middle of a run ------------------------------------------------------------------


def test_an_image_that_was_changed_after_the_check_is_not_explained_as_another(folder: Path) -> None:
    dataset = open_images(folder)
    picture(folder / "images" / "dog" / "1.png")
    with pytest.raises(DamagedSamplesError, match=r"dog/1\.png: its content has changed\."):
        dataset.inputs(np.array([4]))
    assert dataset.inputs(np.array([0])).shape == (1, 3, 8, 8)


def test_a_row_that_was_changed_after_the_scan_is_not_explained_as_another(tmp_path: Path) -> None:
    dataset = open_hdf5(tmp_path, np.zeros((4, 5, 5), np.uint8), [0, 1, 0, 1])
    with h5py.File(tmp_path / "data.h5", "a") as file:
        file["data"][2] = 7
    with pytest.raises(DamagedSamplesError, match=r"row 2 of data\.h5 has changed since this run began\."):
        dataset.inputs(np.array([3, 2]))


@pytest.mark.parametrize("kind", ["images", "hdf5"])
def test_a_part_of_the_samples_reads_as_the_whole_does(folder: Path, kind: str) -> None:
    data = RNG.integers(0, 256, (6, 5, 5), dtype=np.uint8)
    dataset = open_images(folder) if kind == "images" else open_hdf5(folder, data, [0, 1] * 3)
    rows = np.array([5, 1])
    part = dataset.only(rows)
    assert part.id == tuple(dataset.id[row] for row in rows)
    np.testing.assert_array_equal(part.inputs(np.arange(2)), dataset.inputs(rows))
    np.testing.assert_array_equal(part.label, dataset.label[rows])


def test_postscript_is_no_image_whatever_its_name_says(folder: Path) -> None:
    """Pillow would start another program for it."""
    (folder / "images" / "cat" / "0.png").write_bytes(
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\nshowpage\n"
    )
    with pytest.raises(DamagedSamplesError, match=r"1 sample cannot be read: cat/0.png \(not an image\)"):
        open_images(folder)


def test_a_shape_that_the_file_cannot_hold_is_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "data.h5", "w") as file:
        file.create_dataset("data", (10**12, 3, 8, 8), "u1", chunks=(1, 3, 8, 8))
        file["label"] = np.zeros(4, int)
    with pytest.raises(
        DataError, match=r"data.hdf5: data.h5: data has the shape \(1000000000000, 3, 8, 8\) of uint8"
    ):
        open_dataset(DataSection(hdf5="data.h5"), tmp_path)
    with h5py.File(tmp_path / "data.h5", "w") as file:
        file["data"] = GREY
        file.create_dataset("label", (10**12,), "i8", chunks=(64,))
    with pytest.raises(
        DataError, match=r"data.hdf5: data.h5: label has the shape \(1000000000000,\) of int64"
    ):
        open_dataset(DataSection(hdf5="data.h5"), tmp_path)


def test_a_damaged_chunk_is_named(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "data.h5", "w") as file:
        file.create_dataset("data", data=GREY, chunks=(1, 6, 6), compression="gzip", fletcher32=True)
        file["label"] = np.zeros(4, int)
        chunk = file["data"].id.get_chunk_info(2)
    with (tmp_path / "data.h5").open("r+b") as stream:
        stream.seek(chunk.byte_offset)
        stream.write(b"\0" * chunk.size)
    with pytest.raises(DataError, match=r"data.h5: data cannot be read \(.*\). The file is damaged"):
        open_dataset(DataSection(hdf5="data.h5"), tmp_path)

"""Projects from strangers: nothing is executed, nothing outside is read, and each is told what is wrong with it."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import h5py
import numpy as np
import pytest
from PIL import Image

from spray import virelay
from spray.errors import (
    DataError,
    ForeignFileError,
    ForeignProjectError,
    FormatError,
    LabelError,
    OutsideError,
)
from spray.results import Results

Import = Callable[..., Results]
Refused = Callable[..., str]

ROOT = Path(__file__).parents[3]


@pytest.fixture
def refused(tmp_path: Path, imported: Import) -> Refused:
    """The message with which the project in the test's folder is refused."""

    def message(kind: type[Exception], project: str = "project.yaml", **options: Any) -> str:
        with pytest.raises(kind) as caught:
            imported(tmp_path / project, **options)
        return str(caught.value)

    return message


# ---- HDF5 that leads out of itself or claims what cannot be ----------------------------------------------


@pytest.fixture
def example(tmp_path: Path, projects: ModuleType) -> Path:
    projects.example(tmp_path)
    return tmp_path


def replaced(file: Path, key: str) -> h5py.File:
    """An HDF5 file without one of its members; a new one, as the old may still be open."""
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content)
    opened = h5py.File(file, "a")
    del opened[key]
    return opened


FILES = [
    ("input.h5", "data"),
    ("input.h5", "label"),
    ("attribution.h5", "attribution"),
    ("attribution.h5", "label"),
    ("attribution.h5", "prediction"),
    ("analysis.h5", "00000001/index"),
    ("analysis.h5", "00000001/embedding/tsne"),
    ("analysis.h5", "00000001/cluster/kmeans-02"),
    ("analysis.h5", "00000001"),
]


@pytest.mark.parametrize(("name", "key"), FILES)
def test_links_into_other_files(name: str, key: str, example: Path, refused: Refused) -> None:
    with h5py.File(example / "secret.h5", "w") as secret:
        secret["data"] = np.zeros((24, 3, 12, 12))
    with replaced(example / name, key) as file:
        file[key] = h5py.ExternalLink("secret.h5", "data")
    assert refused(ForeignFileError) == (
        f"{name}: {key} is a link into another file. Copy what it means into this file."
    )


@pytest.mark.parametrize(("name", "key"), FILES)
def test_links_within_the_file_are_followed(
    name: str, key: str, example: Path, imported: Import, projects: ModuleType
) -> None:
    before = imported(example / "project.yaml")
    (example / name).rename(example / "old.h5")
    with h5py.File(example / "old.h5") as old, h5py.File(example / name, "w") as new:
        for member in old:
            old.copy(member, new)
        if name == "analysis.h5":
            new["00000001"]["elsewhere"] = new[key]
            del new[key]
            new[key] = h5py.SoftLink("/00000001/elsewhere" if key != "00000001" else "/lost")
        else:
            new.move(key, "elsewhere")
            new[key] = h5py.SoftLink("elsewhere")
    if key == "00000001":
        with pytest.raises(ForeignFileError, match=r"analysis.h5: lost is missing"):
            imported(example / "project.yaml")
        return
    after = imported(example / "project.yaml")
    rows = np.arange(projects.COUNT)
    np.testing.assert_array_equal(after.pictures.inputs(rows), before.pictures.inputs(rows))
    np.testing.assert_array_equal(after.pictures.relevance(rows), before.pictures.relevance(rows))
    assert [one.name for one in after.categories] == [one.name for one in before.categories]


def test_links_in_circles_and_links_through_another_file(example: Path, refused: Refused) -> None:
    with replaced(example / "input.h5", "data") as file:
        file["data"], file["again"] = h5py.SoftLink("/again"), h5py.SoftLink("/data")
    assert "is a link that leads in circles" in refused(ForeignFileError)
    with h5py.File(example / "secret.h5", "w") as secret:
        secret["inside/data"] = np.zeros(3)
    with replaced(example / "input.h5", "data") as file:
        file["out"] = h5py.ExternalLink("secret.h5", "/")
        file["data"] = h5py.SoftLink("/out/inside/data")
    assert "input.h5: out is a link into another file" in refused(ForeignFileError)


def test_values_that_lie_in_other_files(example: Path, refused: Refused) -> None:
    (example / "secret.bin").write_bytes(bytes(24 * 3 * 12 * 12))
    with replaced(example / "input.h5", "data") as file:
        file.create_dataset("data", (24, 3, 12, 12), "u1", external=[("secret.bin", 0, h5py.h5f.UNLIMITED)])
    expected = (
        "input.h5: data is stored in other files. Copy the values into this file: file[name] = values[...]."
    )
    assert refused(ForeignFileError) == expected
    layout = h5py.VirtualLayout((24, 3, 12, 12), "u1")
    layout[:] = h5py.VirtualSource("secret.h5", "data", (24, 3, 12, 12))
    with replaced(example / "input.h5", "data") as file:
        file.create_virtual_dataset("data", layout)
    assert refused(ForeignFileError) == expected


def test_a_terabyte_in_a_few_kilobytes(example: Path, refused: Refused) -> None:
    with replaced(example / "input.h5", "data") as file:
        file.create_dataset("data", (10**12, 3, 8, 8), "f4", chunks=(1, 3, 8, 8))
    assert "input.h5: data has the shape (1000000000000, 3, 8, 8) of float32: more than" in refused(
        ForeignFileError
    )
    with replaced(example / "input.h5", "data") as file:
        file.create_dataset("data", (10**6, 3, 224, 224), "f4", chunks=(1, 3, 224, 224))
    assert refused(ForeignFileError) == (
        "input.h5: data claims 602 GB by its shape (1000000, 3, 224, 224), but stores 0 bytes of it. Write all of its "
        "rows, or shrink it: array.resize(rows, axis=0)."
    )
    with replaced(example / "input.h5", "data") as file:
        file.create_dataset("data", (24, 3, 1 << 15, 1 << 15), "f4", chunks=(1, 1, 64, 64))
    assert "or 256 MB at once, is no data set of samples" in refused(ForeignFileError)
    with replaced(example / "input.h5", "data") as file:
        file.create_dataset("data", (24, 3, 8, 8), "f4", maxshape=(None, 3, 8, 8), chunks=(1 << 20, 3, 8, 8))
    assert "in chunks of (1048576, 3, 8, 8): more than" in refused(ForeignFileError)
    assert (example / "input.h5").stat().st_size < 1 << 17


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("input.h5", "label"),
        ("attribution.h5", "prediction"),
        ("attribution.h5", "index"),
        ("analysis.h5", "00000001/index"),
        ("analysis.h5", "00000001/embedding/tsne"),
    ],
)
def test_hostile_shapes_of_every_array(name: str, key: str, example: Path, refused: Refused) -> None:
    with h5py.File(example / name, "a") as file:
        if key in file:
            del file[key]
        file.create_dataset(key, (1 << 40, 2) if key.endswith("tsne") else (1 << 40,), "u4", chunks=True)
    assert f"{name}: {key} has the shape (1099511627776" in refused(ForeignFileError)


class Bomb:
    """Runs a command when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, ("touch executed",)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (np.array([pickle.dumps(Bomb())] * 24, dtype=np.void), "of the type |V"),
        (np.array(["<script>"] * 24, dtype=object), "of the type text"),
        (np.zeros(24, dtype=[("a", "f4"), ("b", "i4")]), "of the type [('a', '<f4'), ('b', '<i4')]"),
        (h5py.ref_dtype, "of the type object"),
        (h5py.vlen_dtype(np.float32), "of the type object"),
        (h5py.Empty("f4"), "empty"),
        (np.zeros(24, np.complex64), "of the type complex64"),
    ],
)
def test_objects_where_numbers_belong(
    value: Any, what: str, example: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example)
    for name, key in (
        ("input.h5", "data"),
        ("attribution.h5", "prediction"),
        ("analysis.h5", "00000000/index"),
    ):
        original = (example / name).read_bytes()
        with replaced(example / name, key) as file:
            if isinstance(value, np.dtype):
                file.create_dataset(key, (24,), value)
            else:
                file[key] = value
        message = refused(ForeignFileError)
        assert message.startswith(f"{name}: {key} is {what}")
        assert "numbers belong there, and nothing else is ever loaded" in message
        (example / name).unlink()
        (example / name).write_bytes(original)
    assert not (example / "executed").exists()


def test_groups_and_arrays_in_each_others_place(example: Path, refused: Refused) -> None:
    with replaced(example / "attribution.h5", "prediction") as file:
        for at in range(24):
            file[f"prediction/{at:02d}/b"] = np.zeros(3)
    assert (
        refused(ForeignFileError)
        == "attribution.h5: prediction/00 is a group; an array of numbers belongs there."
    )
    with replaced(example / "analysis.h5", "00000002/cluster") as file:
        file["00000002/cluster"] = np.zeros(3)
    assert refused(ForeignFileError) == (
        "analysis.h5: 00000002/cluster is an array; a group of arrays belongs there."
    )


@pytest.mark.parametrize("name", ["input.h5", "attribution.h5", "analysis.h5"])
def test_files_that_are_cut_short_or_something_else(name: str, example: Path, refused: Refused) -> None:
    whole = (example / name).read_bytes()
    (example / name).write_bytes(whole[: len(whole) // 2])
    assert refused(ForeignFileError).startswith(f"{name} is cut short (")
    (example / name).write_bytes(b"GIF89a")
    assert refused(ForeignFileError).startswith(f"{name} cannot be opened as HDF5 (")
    (example / name).write_bytes(b"")
    assert refused(ForeignFileError).startswith(name)


def test_a_damaged_chunk_is_told_when_it_is_read(
    tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    projects.example(tmp_path)
    (tmp_path / "attribution.h5").unlink()
    with h5py.File(tmp_path / "attribution.h5", "w") as file:
        file.create_dataset(
            "attribution", data=projects.HEAT, chunks=(4, 3, 12, 12), compression="gzip", fletcher32=True
        )
        file["label"], file["prediction"] = projects.LABEL, projects.OUTPUT
        chunk = file["attribution"].id.get_chunk_info(2)
    with (tmp_path / "attribution.h5").open("r+b") as stream:
        stream.seek(chunk.byte_offset + 20)
        stream.write(b"\xff" * 40)
    with pytest.raises(
        ForeignFileError, match=r"attribution.h5: attribution cannot be read \(.*\). The file is damaged"
    ):
        imported(tmp_path / "project.yaml")


FLIPPED = """
import sys
from pathlib import Path
import numpy as np
from spray import virelay
from spray.errors import DataError
from spray.results import SiteOptions

folder = Path(sys.argv[1])
names = ("input.h5", "attribution.h5", "analysis.h5")
whole = {name: (folder / name).read_bytes() for name in names}
site = SiteOptions("", 32, "grey", {"grey": np.zeros((256, 3), np.uint8)})
refused = 0
for seed in range(60):
    random = np.random.default_rng(seed)
    for name in names:
        content = bytearray(whole[name])
        for at in random.integers(0, min(len(content), 6000), 4):
            content[at] = random.integers(256)
        (folder / name).unlink()
        (folder / name).write_bytes(content)
    try:
        with virelay.opened(folder / "project.yaml") as files:
            virelay.results(files, site)
    except DataError as error:
        refused += 1
print(refused)
"""


def test_bytes_that_were_flipped_never_do_more_than_fail(example: Path) -> None:
    """In a process of its own: a library that crashes would take the tests with it."""
    done = subprocess.run(
        [sys.executable, "-c", FLIPPED, str(example)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert 20 < int(done.stdout) <= 60


# ---- YAML -------------------------------------------------------------------------------------------------


def write_project(folder: Path, text: str) -> None:
    (folder / "project.yaml").write_text(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("!!python/object/apply:os.system ['touch executed']", "could not determine a constructor for the tag"),
        ("project: !!python/name:os.system {}", "could not determine a constructor for the tag"),
        ("project: [1, 2", "while parsing a flow sequence"),
        ("[" * 5000, "it is nested too deeply"),
        ("project: &a [*a]", "stands for more than 100,000 values"),
        ("a: &a [1,1,1,1,1,1,1,1,1]\n" + "\n".join(
            f"{chr(98 + at)}: &{chr(98 + at)} [{','.join(['*' + chr(97 + at)] * 9)}]" for at in range(9)
        ), "stands for more than 100,000 values once its aliases"),
        ("# " + "x" * (1 << 20), "has more than 256 kB, and cannot be a project file"),
        ("just a text", "has no section `project:`"),
        ("", "has no section `project:`"),
        ("project:\n", "has no section `project:`"),
    ],
)  # fmt: skip
def test_project_files_that_are_no_plain_data(
    text: str, message: str, tmp_path: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_project(tmp_path, text)
    told = refused(ForeignProjectError)
    assert told.startswith("project.yaml")
    assert message in told
    assert not (tmp_path / "executed").exists()


def test_bytes_that_are_no_text(tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "project.yaml").write_bytes(b"project: \xff\xfe")
    assert refused(ForeignProjectError) == "project.yaml is not UTF-8 text (byte 9)."


def test_aliases_that_are_no_bomb_are_read(example: Path, projects: ModuleType, imported: Import) -> None:
    """As yaml.dump writes them for a list that is used twice."""
    sources = ["analysis.h5"]
    projects.project(example, analyses=[{"analysis_method": name, "sources": sources} for name in ("a", "b")])
    assert "&id001" in (example / "project.yaml").read_text()
    assert len(imported(example / "project.yaml").categories) == 3


def test_every_fault_of_a_project_file_is_listed(
    example: Path, projects: ModuleType, refused: Refused
) -> None:
    dataset = projects.directory_settings(
        input_width="wide", up_sampling_method="stretch", label_index_regex=None
    )
    projects.project(
        example, name=None, model={"a": 1}, dataset=dataset, attributions={"sources": "attribution.h5"}
    )
    assert refused(ForeignProjectError).split("\n  ") == [
        "project.yaml is no project of ViRelAy:",
        "project.name is missing",
        "project.model: input should be a valid string",
        "project.dataset.input_width: input should be a valid integer",
        "project.dataset.up_sampling_method: input should be 'none', 'fill_zeros', 'fill_ones', 'edge_repeat', "
        "'mirror_edge', 'wrap_around' or 'resize'",
        "project.attributions.attribution_method is missing",
        "project.attributions.attribution_strategy is missing",
        "project.attributions.sources: input should be a valid tuple",
    ]


@pytest.mark.parametrize(
    ("dataset", "message"),
    [
        ({"name": "a", "path": "input.h5"}, "project.dataset.type is missing"),
        (
            {"name": "a", "type": "sql", "path": "x"},
            "project.dataset.type is neither 'hdf5' nor 'image_directory'",
        ),
        (
            {"label_word_net_id_regex": "(.*)"},
            "project.dataset: give one of label_index_regex and label_word_net_id_regex, the other null",
        ),
    ],
)
def test_data_sets_of_no_known_kind(
    dataset: dict[str, Any], message: str, example: Path, projects: ModuleType, refused: Refused
) -> None:
    whole = dataset if "name" in dataset else projects.directory_settings(**dataset)
    projects.project(example, dataset=whole)
    assert message in refused(ForeignProjectError)


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("label_map", {"label_map": "../label-map.json"}),
        ("dataset.path", {"dataset": {"name": "a", "type": "hdf5", "path": "/etc/passwd"}}),
        (
            "attributions.sources",
            {
                "attributions": {
                    "attribution_method": "",
                    "attribution_strategy": "",
                    "sources": ["sub/../../a.h5"],
                }
            },
        ),
        ("analyses.sources", {"analyses": [{"analysis_method": "a", "sources": ["link.h5"]}]}),
    ],
)
def test_paths_that_lead_out_of_the_folder(
    key: str, changes: dict[str, Any], tmp_path: Path, projects: ModuleType, refused: Refused
) -> None:
    projects.example(tmp_path)
    (tmp_path / "link.h5").symlink_to("/etc/hostname")
    projects.project(tmp_path, **changes)
    message = refused(OutsideError)
    assert message.startswith(f"project.yaml: {key} = ")
    assert "leads out of the folder of the project. If you know who made it, allow that: --outside" in message


def test_files_outside_are_read_when_that_is_allowed(
    tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    projects.example(tmp_path)
    (tmp_path / "projects").mkdir()
    sources = {"attribution_method": "", "attribution_strategy": "", "sources": ["../attribution.h5"]}
    project = projects.project(
        tmp_path / "projects",
        label_map="../label-map.json",
        dataset={"name": "", "type": "hdf5", "path": str(tmp_path / "input.h5")},
        attributions=sources,
        analyses=[{"analysis_method": "a", "sources": ["../analysis.h5"]}],
    )
    with pytest.raises(OutsideError):
        imported(project)
    assert len(imported(project, outside=True).categories) == 3


def test_images_outside_are_not_read(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    projects.example(folder)
    projects.image_directory(folder)
    projects.image_directory(tmp_path, name="private")
    project = projects.project(folder, dataset=projects.directory_settings())
    (folder / "images_paths.txt").write_text("../private/label-0/image-0.png")
    with pytest.raises(OutsideError, match=r"dataset.path = .*private/label-0/image-0.png' leads out"):
        imported(project)
    (folder / "images_paths.txt").unlink()
    (folder / "images" / "label-0" / "link.png").symlink_to(tmp_path / "private" / "label-0" / "image-0.png")
    with pytest.raises(OutsideError, match=r"dataset.path = .*link.png' leads out"):
        imported(project)
    assert len(imported(project, outside=True).samples.id) == projects.COUNT


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"label_map": "label-mop.json"}, "label_map = 'label-mop.json': no such file. Did you mean label-map.json?"),
        ({"dataset": {"name": "", "type": "hdf5", "path": "input.hdf5"}}, "no such file. Did you mean input.h5?"),
        ({"analyses": [{"analysis_method": "a", "sources": ["gone.h5"]}]}, "sources = 'gone.h5': no such file"),
    ],
)  # fmt: skip
def test_missing_files(
    changes: dict[str, Any], message: str, example: Path, projects: ModuleType, refused: Refused
) -> None:
    projects.project(example, **changes)
    assert message in refused(ForeignProjectError)


def test_a_folder_in_the_place_of_a_file(example: Path, refused: Refused) -> None:
    (example / "attribution.h5").unlink()
    (example / "attribution.h5").mkdir()
    assert "attributions.sources = 'attribution.h5': no such file" in refused(ForeignProjectError)


def test_what_might_block_for_ever_is_no_file(example: Path, projects: ModuleType, refused: Refused) -> None:
    (example / "label-map.json").unlink()
    os.mkfifo(example / "label-map.json")
    assert "label_map = 'label-map.json': no such file" in refused(ForeignProjectError)
    projects.project(example, label_map="/dev/zero")
    assert "label_map = '/dev/zero': no such file" in refused(ForeignProjectError, outside=True)
    (example / "label-map.json").unlink()
    projects.label_map(example)
    paths = projects.image_directory(example)
    paths[0].unlink()
    os.mkfifo(paths[0])
    projects.project(example, dataset=projects.directory_settings())
    assert "sample 0, label-0/image-0.png: no such file" in refused(FormatError)


# ---- content that does not fit ----------------------------------------------------------------------------


def test_labels_out_of_the_label_map(example: Path, projects: ModuleType, refused: Refused) -> None:
    label = projects.LABEL.copy()
    label[5] = 7
    projects.dataset(example, label=label)
    assert refused(LabelError) == (
        "The label 7 of sample 5 (5) is in no entry of label-map.json. Add the entry, or mend the label."
    )


@pytest.mark.parametrize(
    ("label", "message"),
    [
        (np.int32(-1), "input.h5: label has -1 in row 5; class indices are 0 to 999,999."),
        (
            np.uint64(2**63),
            "input.h5: label has 9223372036854775808 in row 5; class indices are 0 to 999,999.",
        ),
        (np.float32(1), "input.h5: label is float32; class indices are whole numbers of any integer type."),
        (np.bool_(True), "input.h5: label is bool; class indices are whole numbers of any integer type."),
    ],
)
def test_labels_that_are_no_class_indices(
    label: Any, message: str, example: Path, projects: ModuleType, refused: Refused
) -> None:
    labels = projects.LABEL.astype(label.dtype)
    labels[5] = label
    projects.dataset(example, label=labels)
    assert refused(LabelError) == message


def test_labels_of_another_shape(example: Path, projects: ModuleType, refused: Refused) -> None:
    projects.dataset(example, label=projects.LABEL[:-1])
    assert refused(FormatError) == (
        "input.h5 has 24 samples in data, but 23 in label. Every sample needs its label."
    )
    projects.dataset(example, label=np.zeros((24, 2, 2), int))
    assert "input.h5: label has the shape (24, 2, 2); it must be class indices (n,)" in refused(FormatError)
    projects.dataset(
        example, data=projects.grouped(projects.DATA), label=projects.grouped(np.zeros((24, 2, 2), int))
    )
    assert "label/sample-00000 has the shape (2, 2) of int64; it must be one class index, or" in refused(
        FormatError
    )


@pytest.mark.parametrize("name", ["attribution.h5", "analysis.h5"])
def test_samples_that_do_not_exist(name: str, example: Path, projects: ModuleType, refused: Refused) -> None:
    if name == "attribution.h5":
        projects.attribution(example, index=np.arange(24) + 1)
        assert refused(LabelError) == (
            "attribution.h5: index names sample 24 in row 23, but the data set has the samples 0 to 23. Mend index, or "
            "dataset.path."
        )
    else:
        projects.analysis(example, **{"00000000": projects.category(np.array([3, 24]))})
        assert refused(FormatError) == (
            "analysis.h5: 00000000/index names sample 24 in row 1, but the data set has the samples 0 to 23. Mend "
            "index, or dataset.path."
        )


def test_samples_that_are_named_twice(example: Path, projects: ModuleType, refused: Refused) -> None:
    index = np.arange(24)
    index[9] = 4
    projects.attribution(example, index=index)
    assert refused(FormatError) == (
        "attribution.h5: index names sample 4 twice, in rows 4 and 9. Keep one heatmap of each sample."
    )
    projects.attribution(example)
    projects.analysis(example, **{"00000000": projects.category(np.array([3, 1, 3]))})
    assert refused(FormatError) == (
        "analysis.h5: 00000000/index names sample 3 twice, in rows 0 and 2. Keep one row of each sample."
    )


def test_parts_of_different_lengths(example: Path, projects: ModuleType, refused: Refused) -> None:
    projects.attribution(example, label=projects.LABEL[:-2])
    assert refused(FormatError) == (
        "attribution.h5 has 24 heatmaps in attribution, but 22 entries in label. They have to agree."
    )
    projects.attribution(example, prediction=projects.OUTPUT[:-1])
    assert refused(FormatError) == (
        "attribution.h5 has 24 heatmaps in attribution, but 23 entries in prediction. They have to agree."
    )
    projects.attribution(example)
    stored = projects.category(projects.members(0))
    stored["embedding"]["short"] = np.zeros((3, 2))
    projects.analysis(example, **{"00000000": stored})
    assert refused(FormatError) == (
        "analysis.h5: 00000000/embedding/short has the shape (3, 2), but index has 8 samples. One row for each belongs "
        "there."
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            np.linspace(0, 1, 8),
            "cluster/odd is float64 of shape (8,); a clustering is one whole number per sample",
        ),
        (
            np.full(8, np.nan),
            "cluster/odd is float64 of shape (8,); a clustering is one whole number per sample",
        ),
        (
            np.full(8, 2**40),
            "cluster/odd is int64 of shape (8,); a clustering is one whole number per sample",
        ),
        (
            np.zeros((8, 2)),
            "cluster/odd is float64 of shape (8, 2); a clustering is one whole number per sample",
        ),
    ],
)
def test_clusterings_that_are_none(
    values: Any, message: str, example: Path, projects: ModuleType, refused: Refused
) -> None:
    stored = projects.category(projects.members(0))
    stored["cluster"]["odd"] = values
    projects.analysis(example, **{"00000000": stored})
    assert message in refused(FormatError)


def test_a_category_without_index(example: Path, projects: ModuleType, refused: Refused) -> None:
    stored = projects.category(projects.members(0))
    del stored["index"]
    projects.analysis(example, **{"00000000": stored})
    assert refused(ForeignFileError) == (
        "analysis.h5: 00000000/index is missing; beside it there is 'cluster', 'embedding'."
    )


def test_an_attribution_file_with_data_for_attribution(
    example: Path, projects: ModuleType, refused: Refused
) -> None:
    """As the script that demonstrates ViRelAy's format writes it, and ViRelAy cannot read."""
    projects.write(example / "attribution.h5", data=projects.HEAT, label=projects.LABEL)
    assert refused(ForeignFileError) == (
        "attribution.h5: attribution is missing; beside it there is 'data', 'label'."
    )


@pytest.mark.parametrize("shape", [(24, 5), (24, 2, 3, 4, 4), (24, 0, 4, 4)])
def test_samples_that_are_no_pictures(
    shape: tuple[int, ...], example: Path, projects: ModuleType, refused: Refused
) -> None:
    projects.dataset(example, data=np.zeros(shape, np.float32))
    told = refused(FormatError)
    assert (
        f"sample 0 has the shape {shape[1:]}, and is no picture; pictures are (C, H, W), (H, W, C) or (H, W)"
        in told
    )


def test_embeddings_that_are_not_finite_are_left_out(
    example: Path, projects: ModuleType, imported: Import
) -> None:
    stored = projects.category(projects.members(0))
    stored["embedding"]["umap"] = np.full((8, 2), np.nan)
    stored["embedding"]["umap"][2:] = 0
    projects.analysis(example, **{"00000000": stored})
    results = imported(example / "project.yaml")
    assert [one.name for one in results.categories[0].analyses[0].embeddings] == ["spectral", "tsne"]
    assert results.notes == (
        "analysis.h5: 00000000/embedding/umap is not finite for sample 0, sample 1, and left out: points without "
        "coordinates cannot be drawn.",
    )


def test_heatmaps_that_are_not_finite_are_zero_and_told(
    example: Path, projects: ModuleType, imported: Import
) -> None:
    heat = projects.HEAT.copy()
    heat[3, 1, 2, 2] = np.nan
    projects.attribution(example, attribution=heat)
    results = imported(example / "project.yaml")
    assert (results.pictures.relevance(np.array([3])) == 0).all()
    (first,) = [one for one in results.categories if one.name == "Class 0"]
    assert first.notes == ("1 sample without finite, non-zero relevance.",)


def test_more_clusters_than_make_sense(example: Path, projects: ModuleType, imported: Import) -> None:
    count = 2000
    index = np.arange(count)
    projects.dataset(example, data=np.zeros((count, 3, 4, 4), np.uint8), label=index % 3)
    projects.attribution(
        example,
        attribution=np.ones((count, 3, 4, 4), np.float32),
        prediction=np.ones((count, 3), np.float32),
        label=index % 3,
    )
    stored = {
        "index": index,
        "embedding": {"tsne": projects.rng().normal(size=(count, 2))},
        "cluster": {"own": index},
    }
    projects.analysis(example, all=stored)
    (only,) = imported(example / "project.yaml").categories
    assert len(only.analyses[0].clusterings[0].clusters) == count
    assert only.suspect is None


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ("{", "project.label_map: label-map.json is not JSON"),
        ({"a": 1}, "project.label_map: label-map.json must be a list of entries"),
        ([{"index": "0", "name": "a"}], "entry 0 of label-map.json has index '0'; it must be a whole number"),
        ([3], "entry 0 of label-map.json is not an object with index and name"),
    ],
)
def test_bad_label_maps(entries: Any, message: str, example: Path, refused: Refused) -> None:
    text = entries if isinstance(entries, str) else json.dumps(entries)
    (example / "label-map.json").write_text(text)
    assert message in refused(DataError)


def test_label_maps_that_virelay_takes(example: Path, projects: ModuleType, imported: Import) -> None:
    """Of two entries for one class the first counts; a class without a name is called by what else is known."""
    entries = [
        {"index": 2, "word_net_id": None, "name": "c"},
        {"index": 0, "word_net_id": "", "name": "a", "more": 1},
        {"index": 0, "word_net_id": "x", "name": "b"},
        {"index": 1, "word_net_id": "n01", "name": ""},
    ]
    projects.label_map(example, entries)
    assert imported(example / "project.yaml").classes == ("a", "n01", "c")


# ---- images -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regex", "error", "message"),
    [
        (r".*/label-(", FormatError, "label_index_regex is no regular expression"),
        (r".*/label-\d/.*", FormatError, r"has no group (...) to capture"),
        (r".*/(label)-\d/.*", LabelError, "label_index_regex captures 'label', which is no whole number"),
        (r".*/image-(\d+)\.png", LabelError, "The label 3 of sample"),
    ],
)
def test_expressions_for_labels(
    regex: str, error: type[Exception], message: str, example: Path, projects: ModuleType, refused: Refused
) -> None:
    projects.image_directory(example)
    projects.project(example, dataset=projects.directory_settings(label_index_regex=regex))
    assert message in refused(error)


def test_images_without_a_label(example: Path, projects: ModuleType, imported: Import) -> None:
    projects.image_directory(example)
    project = projects.project(
        example, dataset=projects.directory_settings(label_index_regex=r".*/label-([01])/.*")
    )
    results = imported(project)
    assert results.samples.label.tolist() == [0] * 8 + [1] * 8 + [-1] * 8
    assert results.notes[0].startswith(
        "8 images without a label, as label_index_regex does not match: label-2/"
    )


def test_images_that_cannot_be_decoded(example: Path, projects: ModuleType, refused: Refused) -> None:
    paths = projects.image_directory(example)
    projects.project(example, dataset=projects.directory_settings())
    whole = paths[4].read_bytes()
    paths[4].write_bytes(b"GIF89a")
    assert refused(FormatError) == (
        "sample 4, label-0/image-4.png: not an image. Mend the image, or the list."
    )
    paths[4].write_bytes(whole)
    Image.new("1", (20_000, 20_000)).save(paths[4])
    assert "sample 4, label-0/image-4.png: Image size (400000000 pixels) exceeds limit" in refused(
        FormatError
    )


def test_images_for_which_pillow_would_start_a_program(
    example: Path, projects: ModuleType, refused: Refused
) -> None:
    """PostScript, whatever its name says."""
    paths = projects.image_directory(example)
    paths[0].write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\n%%EndComments\nshowpage\n")
    with Image.open(paths[0]) as image:
        assert image.format == "EPS"
    projects.project(example, dataset=projects.directory_settings())
    assert "sample 0, label-0/image-0.png: not an image" in refused(FormatError)


def test_a_list_that_names_an_image_twice(example: Path, projects: ModuleType, refused: Refused) -> None:
    paths = projects.image_directory(example)
    names = [path.relative_to(example).as_posix() for path in [*paths, paths[2]]]
    (example / "images_paths.txt").write_text("\n".join(names))
    projects.project(example, dataset=projects.directory_settings())
    assert refused(FormatError) == ("images_paths.txt lists 'label-0/image-2.png' twice. List it once.")


def test_a_closed_file_says_so(example: Path) -> None:
    with virelay.AttributionFile(example / "attribution.h5") as file:
        pass
    with pytest.raises(FormatError, match=r"attribution.h5 was closed. Read it within its `with` block"):
        next(file.outputs())

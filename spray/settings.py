"""The sections of the project file: their keys, defaults and meanings, written down here and nowhere else.

`spray init`, the error messages and the README follow from these fields.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic.fields import FieldInfo

from spray.space import PATTERN

Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(gt=0, strict=True)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
PositiveNumber = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]


class Section(BaseModel):
    """A table of the project file: frozen, and without any key that is not declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProjectSection(Section):
    """Names the project."""

    name: Text | None = Field(default=None, description="shown on the page; the folder's name when left out")


class ModelSection(Section):
    """The classifier: a callable that returns a torch.nn.Module, and its weights."""

    factory: Annotated[str, Field(pattern=r"^[\w.]+:[\w.]+$")] = Field(
        description='"module:callable"; the module is also found in the folder of this file'
    )
    arguments: dict[str, Any] = Field(default={}, description="keyword arguments of the callable")
    checkpoint: Text | None = Field(
        default=None, description="a .safetensors file, or a .pt / .pth state dict (loaded with weights only)"
    )


class DataSection(Section):
    """The samples, and what is done to them before the model sees them."""

    images: Text | None = Field(default=None, description="a folder with one sub-folder of images per class")
    hdf5: Text | None = Field(
        default=None, description="or an HDF5 file: data (n, C, H, W), (n, H, W, C) or (n, H, W); label (n,)"
    )
    label_map: Text | None = Field(
        default=None,
        description='a JSON file [{"index": 0, "name": "cat", "word_net_id": "n02121620"}, ...]; without it, '
        "the folder names in sorted order are the classes 0, 1, ...",
    )
    metadata: Text | None = Field(
        default=None,
        description="a CSV file: first column the sample (path below images, or row number), "
        "other columns yours",
    )
    resize: Count | None = Field(
        default=None, description="length of the shorter side, in pixels, before the crop"
    )
    crop: Count | None = Field(
        default=None, description="side of the square that is cut from the centre, in pixels"
    )
    mean: Annotated[tuple[Number, ...], Field(min_length=1)] | None = Field(
        default=None, description="subtracted per channel, after 8-bit images were scaled to 0..1"
    )
    std: Annotated[tuple[PositiveNumber, ...], Field(min_length=1)] | None = Field(
        default=None, description="then divided by this, per channel"
    )
    channels: Literal[1, 3] | None = Field(
        default=None,
        description="1 (grey) or 3 (colour); when left out, as long as mean, else as the images are",
    )
    layout: Literal["NCHW", "NHWC"] | None = Field(
        default=None, description="order of the axes of an HDF5 file, where its shape leaves that open"
    )
    limit: Count | None = Field(
        default=None,
        description="most samples to explain: a seeded choice, as many from each class as possible",
    )
    on_error: Literal["stop", "skip"] = Field(
        default="stop",
        description='samples that cannot be read: "stop" with a list, or "skip" them with a note',
    )

    @model_validator(mode="after")
    def _one_source(self) -> "DataSection":
        if (self.images is None) == (self.hdf5 is None):
            raise ValueError(
                "give one of data.images (a folder with one sub-folder per class) and data.hdf5 (a file)"
                + (", not both" if self.images else "")
            )
        return self

    @model_validator(mode="after")
    def _one_value_per_channel(self) -> "DataSection":
        lengths = {name: len(value) for name in ("mean", "std") if (value := getattr(self, name))}
        if self.channels:
            lengths["channels"] = self.channels
        allowed = {self.channels or max(lengths.values(), default=1), 1}  # one value serves every channel
        if not set(lengths.values()) <= allowed:
            counts = " and ".join(f"data.{name} ({count})" for name, count in lengths.items())
            raise ValueError(f"{counts} disagree on the number of channels; give one value per channel")
        return self


class ExplainSection(Section):
    """How relevance is computed, and for which output."""

    method: Text = Field(
        default="lrp", description='or another: "smoothgrad", "integrated_gradients", "occlusion", ...'
    )
    options: dict[str, Any] = Field(default={}, description="of the method, such as { samples = 50 }")
    composite: Text = Field(
        default="epsilon_plus_flat",
        description="which rule each layer gets; another method goes over the gradient unless one is named",
    )
    parameters: dict[str, Any] = Field(default={}, description="of the composite")
    target: Literal["true_label", "predicted_label"] = Field(
        default="true_label",
        description='the explained output: the one of the label, or "predicted_label", the largest one',
    )
    batch_size: Count | Literal["auto"] = Field(
        default="auto", description='samples at a time; "auto" follows from their shape'
    )
    device: Annotated[str, Field(pattern=r"^(auto|cpu|mps|xpu|cuda(:\d+)?)$")] = Field(
        default="auto",
        description='"cpu", "cuda", "cuda:1", "mps"; "auto" is the first accelerator, or the CPU',
    )


class AnalyzeSection(Section):
    """SpRAy: which samples form a category, and how each category is embedded and clustered."""

    categories: Literal["label", "prediction"] = Field(
        default="label",
        description='samples are analysed together that share their label, or their "prediction"',
    )
    space: Annotated[str, Field(pattern=PATTERN)] = Field(
        default="attributions",
        description='what is grouped: "attributions", "inputs", or what a layer has: a number for every channel, '
        '"activations:layer3", or its relevance, "concepts:layer3"; or relevance at its positions, "relevance:layer3"',
    )
    preprocessing: Texts = Field(
        default=("spectral",),
        description='of heatmaps; each one is an analysis of its own ("flatten" in the space of a layer)',
    )
    distances: Texts = Field(default=("euclidean",), description="between heatmaps, for neighbours")
    affinities: Texts = Field(
        default=("knn",), description='weights of the graph: "knn", "knn:32", "rbf", ...'
    )
    laplacians: Texts = Field(default=("symmetric",), description='of the graph, or "randomwalk"')
    embeddings: Texts = Field(default=("spectral", "tsne"), description="coordinates of the heatmaps")
    clusterings: Texts = Field(default=("kmeans:2-10", "hdbscan"), description="groups of the heatmaps")
    cluster_on: Texts = Field(default=("spectral",), description="the embeddings that are clustered")
    scores: tuple[Text, ...] = Field(
        default=("silhouette", "fisher", "agreement"),
        description='of clusters; also "region", "stability", "fisher_null", "outlyingness", and your own: '
        '"module:function"',
    )
    seed: Annotated[int, Field(ge=0, lt=2**32, strict=True)] = Field(
        default=0, description="of every random choice"
    )


class SiteSection(Section):
    """How the page looks."""

    title: Text | None = Field(default=None, description="of the page; the project's name when left out")
    image_size: Annotated[int, Field(ge=16, le=1024, strict=True)] = Field(
        default=128, description="longer side of the pictures on the page, in pixels"
    )
    colormap: Text = Field(default="coldnhot", description="of the heatmaps, when the page opens")
    also: tuple[Text, ...] = Field(
        default=(), description="further project files, shown in the same site: other data, or another method"
    )
    single_file: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="everything in one index.html, however large"
    )
    max_size: Annotated[str, Field(pattern=r"^\d+(\.\d+)? ?([kKmMgGtT]?[bB])?$")] | None = Field(
        default=None, description='what the site may take, such as "1GB": pictures are stored smaller then'
    )


class Settings(Section):
    """All sections; everything but the model's factory and the source of the data may be left out."""

    project: ProjectSection = ProjectSection()
    model: ModelSection
    data: DataSection
    explain: ExplainSection = ExplainSection()
    analyze: AnalyzeSection = AnalyzeSection()
    site: SiteSection = SiteSection()

    @field_validator("*", mode="before")
    @classmethod
    def _tables(cls, value: object) -> object:
        if not isinstance(value, Mapping | Section):
            raise ValueError("must be a table")
        return value


def keys(section: str) -> Mapping[str, FieldInfo]:
    """The keys of a section by name, or none if there is no such section."""
    field = Settings.model_fields.get(section)
    annotation = field.annotation if field else None
    return annotation.model_fields if isinstance(annotation, type) and issubclass(annotation, Section) else {}

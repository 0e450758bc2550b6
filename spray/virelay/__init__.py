"""ViRelAy's files, both ways: projects become explorers, results become projects, arrays become either.

opened(project.yaml) -> results(...) -> report.build       `spray import virelay`
export(results, folder)                                    `spray export virelay`
DatasetWriter, AttributionWriter, AnalysisWriter, write_project       arrays -> a project, streamed
AttributionFile, AnalysisFile                                         a project's files -> arrays, lazily
"""

from spray.virelay.analysis_file import AnalysisFile, StoredCategory, StoredClustering, StoredEmbedding
from spray.virelay.attribution_file import AttributionFile
from spray.virelay.exporter import export, refuse_foreign
from spray.virelay.importer import Opened, opened, results
from spray.virelay.projects import write_project
from spray.virelay.writers import AnalysisWriter, AttributionWriter, DatasetWriter

__all__ = [
    "AnalysisFile",
    "AnalysisWriter",
    "AttributionFile",
    "AttributionWriter",
    "DatasetWriter",
    "Opened",
    "StoredCategory",
    "StoredClustering",
    "StoredEmbedding",
    "export",
    "opened",
    "refuse_foreign",
    "results",
    "write_project",
]

"""What a person selected on the page, exported as JSON, read in Python: `load(path) -> Selection`.

The file is one JSON object in UTF-8. It has the keys of a ViRelAy export, in its order and with its meaning:

    projectId                        position of the project on the page, from 0
    projectName, modelName, datasetName
    selectedAnalysisMethod           name of the analysis
    selectedAnalysisCategory         name of the category; selectedCategoryHumanReadableName as well
    selectedEmbeddingName, selectedClustering
    numberOfClusters                 of that clustering, noise included
    selectedColorMap, selectedImageMode                     "input", "overlay", "attribution"; of ours also "pair"
    selectedEmbeddingVectorsIndices  row of every selected sample in the data set, ascending
    selectedEmbeddingVectorsClusters its cluster, -1 is noise
    allEmbeddingVectorsIndices, allEmbeddingVectorsClusters         the same of every sample of the category

and, in a file of ours, these after them; ViRelAy reads past them:

    selectionVersion                 1; raised when the meaning of a key changes. Without it, the file is ViRelAy's
    created                          time, ISO 8601 in UTC
    categoryKey, projectKey          as in the manifest of the page
    embeddingAxes                    [x, y], dimensions of the embedding, from 0
    address                          state of the page, from "#"
    provenance                       {group: {name: text}} of the project, as in the manifest
    selectedSamples                  for every selected sample, in the order of the indices: {"id": text,
                                     "label": name or null, "prediction": name or null, "score": number or null}
    note                             text of the person, may be ""
    findings                         [{"name", "note", "created", "address", "project", "method", "category",
                                     "embedding", "clustering": texts, "indices": [row], "ids": [text]}]

A reader takes further keys for what a later version adds, and leaves them. Files come from anyone: their size is
limited, every value is checked, nothing in them is executed, and what they contain is never a path that is opened.
"""

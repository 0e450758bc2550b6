"""The real ViRelAy, asked for everything that it serves of a project. Runs in its own environment:

    python oracle.py result.npz project.yaml
    python oracle.py result.npz one.yaml two.yaml ...       only the samples, as <number of the project>-pixels-...

Prints JSON: every route that did not answer with 200, how many did, and what ViRelAy says the project holds. The
pixels and labels that it makes of every sample, and the heatmaps, go to the NPZ file.
"""

import json
import sys
import urllib.parse
import warnings

import numpy as np
from virelay.model import Workspace
from virelay.server import Server

SAMPLES = 6  # of which every route is asked; of the others the values are kept


def main(out: str, *project_files: str) -> None:
    warnings.simplefilter("ignore")
    if len(project_files) == 1:
        everything(project_files[0], out)
        return
    arrays = {}
    for number, file in enumerate(project_files):
        workspace = Workspace()
        workspace.add_project(file)
        (name,) = workspace.get_project_names()
        held = held_arrays(workspace.get_project(name), set())
        arrays |= {f"{number}-{key}": value for key, value in held.items()}
    np.savez(out, **arrays)
    print("{}")


def everything(project_file: str, out: str) -> None:
    workspace = Workspace()
    workspace.add_project(project_file)
    server = Server(workspace)
    server.app.config["PROPAGATE_EXCEPTIONS"] = False
    client = server.app.test_client()
    asked: dict[str, int] = {}
    failed: list[list[object]] = []

    def get(url: str):
        answer = client.get(url)
        asked[url] = answer.status_code
        if answer.status_code != 200:
            failed.append([url, answer.status_code, answer.get_data(as_text=True)[:300]])
            return None
        return json.loads(answer.data) if answer.is_json else answer.data

    for url in ("/", "/index.html", "/api/projects", "/api/color-maps"):
        get(url)
    maps = [one["name"] for one in get("/api/color-maps")]
    for name in maps:
        get(f"/api/color-maps/{name}?width=20&height=4")
    (described,) = get("/api/projects")
    base = f"/api/projects/{described['id']}"
    held = get(base)
    project = workspace.get_project(described["name"])
    shown: set[int] = set()
    clusters = {}
    for method in held["analysisMethods"]:
        for category in method["categories"]:
            for clustering in method["clusterings"]:
                for embedding in method["embeddings"]:
                    query = urllib.parse.urlencode(
                        {"category": category["name"], "clustering": clustering, "embedding": embedding}
                    )
                    found = get(f"{base}/analyses/{urllib.parse.quote(method['name'])}?{query}")
                    if found:
                        shown |= {point["attributionIndex"] for point in found["embedding"]}
                        key = "/".join((method["name"], category["name"], clustering, embedding))
                        clusters[key] = found
    count = len(project.dataset)
    some = sorted({int(at) for at in np.linspace(0, count - 1, SAMPLES)})
    for sample in some:
        get(f"{base}/dataset/{sample}")
        get(f"{base}/dataset/{sample}/image")
        if sample not in shown:
            continue
        get(f"{base}/attributions?indices={sample}&imageMode=overlay")
        for mode in ("input", "overlay", "attribution"):
            answer = get(f"{base}/attributions/{sample}?imageMode={mode}")
            for url in (answer or {"urls": {}})["urls"].values():
                get(url)
    arrays = held_arrays(project, shown)
    np.savez(out, **arrays)
    print(json.dumps({"asked": len(asked), "failed": failed, "project": held, "analyses": clusters}))


def held_arrays(project, shown: set[int]) -> dict[str, np.ndarray]:
    arrays = {}
    for sample in range(len(project.dataset)):
        stored = project.get_sample(sample)
        arrays[f"pixels-{sample}"] = stored.data
        arrays[f"label-{sample}"] = np.array([label.index for label in stored.labels], np.int64)
        if sample in shown:
            arrays[f"heat-{sample}"] = project.get_attribution(sample).data
    return arrays


if __name__ == "__main__":
    main(*sys.argv[1:])

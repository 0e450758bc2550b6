"""`spray init --pages`: a GitHub workflow that builds a project's site and publishes it on Pages."""

from collections.abc import Callable
from pathlib import Path

from spray.errors import OutputError

PLACE = Path(".github", "workflows", "pages.yml")

WORKFLOW = """\
# Builds the explorer of this project and publishes it. Choose "GitHub Actions" under Settings, Pages.
name: Pages

on:
  push:
    branches: [main]
  workflow_dispatch:

permissions:
  contents: read
  pages: write
  id-token: write

concurrency:
  group: pages
  cancel-in-progress: false

jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 350
    steps:
      - uses: actions/checkout@v4
        with:
          lfs: true
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - uses: actions/cache@v4 # what was explained and analysed before is not computed again
        with:
          path: .spray
          key: spray-${{ github.sha }}
          restore-keys: spray-
      - run: pip install lrpfx
      - run: test ! -f requirements.txt || pip install -r requirements.txt
      - run: spray build . --out public --max-size 1GB # the limit of Pages
      - uses: actions/configure-pages@v5
      - uses: actions/upload-pages-artifact@v3
        with:
          path: public

  deploy:
    needs: build
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
"""


def write_workflow(folder: Path, force: bool, say: Callable[[str], None]) -> Path:
    """Write the workflow into `folder`, a repository with the project file in it.

    Raises: `OutputError` if there is one, unless `force`.
    """
    file = folder / PLACE
    if file.exists() and not force:
        raise OutputError(f"{file} exists. Edit it, or replace it with --force.")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(WORKFLOW, encoding="utf-8")
    say(f"Wrote {file}. Commit it with the project, and choose “GitHub Actions” under Settings → Pages.")
    return file

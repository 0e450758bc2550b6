"""Style, scripts and templates, from the checkout or from the installed package; Vega, once per site."""

import hashlib
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent
TEMPLATES = next(
    folder for folder in (_HERE / "templates", _HERE.parent / "templates") if (folder / "page.html").is_file()
)


def style() -> str:
    """The style sheet."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


def script() -> str:
    """The page's behaviour: the modules of `templates/js` in one classic script, built by `npm run build`."""
    return (TEMPLATES / "page.js").read_text(encoding="utf-8")


@cache
def vega() -> str:
    """Vega, Vega-Lite and Vega-Embed in one classic script, about 0.9 MB, under their licences."""
    import vl_convert

    licences = (TEMPLATES / "vega-licences.txt").read_text(encoding="utf-8")
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return f"/*\n{licences}*/\n{_inlinable(bundle)}"


def parts() -> dict[str, str]:
    """What the page needs besides its data, by name."""
    return {"vega.js": vega(), "page.js": script(), "page.css": style()}


def size() -> int:
    """Bytes of all of it."""
    return sum(len(text.encode()) for text in parts().values())


def _inlinable(script: str) -> str:
    # Inside a script element these two would end it or begin a comment; in JavaScript they occur in strings only.
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def digest(data: bytes) -> str:
    """A short name for this content."""
    return hashlib.sha256(data).hexdigest()[:12]


def hashed(name: str, data: bytes) -> str:
    """`vega.js` -> `vega-0123456789ab.js`: a changed file has a changed name, so no browser shows an old one."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}-{digest(data)}.{suffix}"

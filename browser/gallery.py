"""One page with every picture of `make screenshots`, to look at all of it at once."""

from collections import defaultdict
from html import escape
from pathlib import Path

PAGE = """<!doctype html>
<html lang="es">
<meta charset="utf-8">
<title>Galería</title>
<style>
body {{ font: 1rem/1.4 system-ui; margin: 1rem; }}
div {{ display: flex; gap: 1rem; align-items: start; overflow-x: auto; }}
figure {{ margin: 0; flex: none; }}
img {{ height: 30rem; object-fit: contain; object-position: top; border: 1px solid #999; }}
</style>
<h1>{total} pictures of {pages} pages</h1>
{body}
</html>
"""


def write_gallery(folder: Path) -> Path:
    """Writes `index.html` beside the pictures, a line for each page; gives where it is."""
    pages: dict[str, list[Path]] = defaultdict(list)
    for picture in sorted(folder.glob("*.png")):
        pages[picture.stem.rsplit("--", 1)[0]].append(picture)
    lines = [
        f'<h2 id="{escape(name)}">{escape(name)}</h2>\n<div>{"".join(map(_figure, pictures))}</div>'
        for name, pictures in pages.items()
    ]
    total = sum(map(len, pages.values()))
    target = folder / "index.html"
    target.write_text(PAGE.format(total=total, pages=len(pages), body="\n".join(lines)))
    return target


def _figure(picture: Path) -> str:
    name, look = escape(picture.name), escape(picture.stem.rsplit("--", 1)[-1])
    image = f'<img loading="lazy" src="{name}" alt="{escape(picture.stem)}">'
    return f'<figure><a href="{name}">{image}</a><figcaption>{look}</figcaption></figure>'

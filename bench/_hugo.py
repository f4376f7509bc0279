"""The same programme as a Hugo site, with a theme cut from one of our own pages.

Records are pages with YAML front matter, which is Hugo's fastest way in. Head, header and footer
are our own bytes; a record's page has the same blocks as ours, a list has the same rows, and the
home page writes a search index. Hugo cannot weave, so each record gets one ready cloth.
"""

from __future__ import annotations

import re
from pathlib import Path

from _programme import Record

MAIN = '<main id="main" tabindex="-1">'
SECTIONS = {"hosts": "Hosts", "clusters": "Partners", "visits": "Visits"}

CONFIG = """\
baseURL: http://localhost:8000/
title: Synthetic
disableKinds: [taxonomy, term, RSS, "404"]
outputs: {home: [HTML, JSON]}
markup: {goldmark: {renderer: {unsafe: false}}}
"""

SINGLE = """\
{{ define "main" }}<div class="wrap"><nav class="crumb" aria-label="Where you are"><ol>
<li><a href="/{{ .Section }}/">{{ .Section }}</a></li><li aria-current="page">{{ .Title }}</li>
</ol></nav><div class="page-head"><h1 class="size-mid">{{ .Title }}</h1></div></div>
{{ partial "cloth" (dict "class" "cover weave" "name" .File.ContentBaseName) }}
<div class="wrap page flow"><p class="lead">{{ .Params.summary }}</p>
<dl class="facts"><dt>Where</dt><dd>{{ .Params.place.name }}, {{ .Params.country }}</dd>
{{ with .Params.organisation_type }}<dt>Kind</dt><dd>{{ . }}</dd>{{ end }}
{{ with .Params.technologies }}<dt>Technologies</dt><dd>{{ delimit . ", " }}</dd>{{ end }}
{{ with .Params.offers }}<dt>You can see</dt><dd>{{ delimit . ", " }}</dd>{{ end }}
{{ with .Params.sectors }}<dt>Sectors</dt><dd>{{ delimit . ", " }}</dd>{{ end }}
{{ with .Params.limits }}<dt>Stays secret</dt><dd>{{ . }}</dd>{{ end }}
{{ with .Params.helps }}<dt>Who should come</dt><dd>{{ . }}</dd>{{ end }}
{{ with .Params.cluster }}<dt>Partner cluster</dt><dd><a href="/clusters/{{ . }}/">{{ . }}</a></dd>{{ end }}
{{ with .Params.website }}<dt>Website</dt><dd class="break"><a href="{{ . }}">{{ . }}</a></dd>{{ end }}
</dl><div class="prose">{{ .Content }}</div>
{{ with .Params.agenda }}<section class="flow"><h2>Day by day</h2><ol class="agenda">{{ range . }}
<li><div class="day">{{ .day }}</div><div class="what"><h3>{{ .title }}</h3><ul>
{{ range .items }}<li>{{ with .host }}<a href="/hosts/{{ . }}/">{{ . }}</a>{{ end }}{{ .words }}</li>{{ end }}
</ul></div></li>{{ end }}</ol></section>{{ end }}
<details class="small quiet"><summary>Where these facts come from</summary><ul>{{ range .Params.sources }}
<li><a href="{{ .url }}">{{ .title }}</a></li>{{ end }}</ul></details></div>{{ end }}
"""

LIST = """\
{{ define "main" }}<div class="wrap page flow"><h1 class="size-mid">{{ .Title }}</h1><ul class="rows">
{{ range .Pages }}<li>{{ partial "cloth" (dict "class" "chip weave" "name" .File.ContentBaseName) }}
<div class="what"><h2 class="size-0"><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p class="small quiet">{{ .Params.place.name }}, {{ .Params.country }}</p><p>{{ .Params.summary }}</p></div></li>
{{ end }}</ul></div>{{ end }}
"""

HOME = """\
{{ define "main" }}<div class="wrap page flow"><h1>{{ .Title }}</h1><ul class="cards">
{{ range first 6 (where .Site.RegularPages "Section" "visits") }}<li class="card">
<a href="{{ .RelPermalink }}">{{ .Title }}</a><p>{{ .Params.summary }}</p></li>{{ end }}</ul></div>{{ end }}
"""

INDEX = """\
{{ $docs := slice }}{{ range .Site.RegularPages }}{{ $docs = $docs | append (dict "location" .RelPermalink
"title" .Title "text" .Params.summary) }}{{ end }}{{ dict "docs" $docs | jsonify }}
"""


def write(records: list[Record], our_page: str, folder: Path) -> Path:
    """Write the Hugo site; `our_page` is the HTML of one host of our own build."""
    layouts = {
        "_default/baseof.html": _base(our_page),
        "_default/single.html": SINGLE,
        "_default/list.html": LIST,
        "index.html": HOME,
        "index.json": INDEX,
        "partials/cloth.html": _cloth(our_page),
    }
    for name, text in layouts.items():
        _put(folder / "layouts" / name, text)
    _put(folder / "hugo.yaml", CONFIG)
    for section, title in SECTIONS.items():
        _put(folder / "content" / section / "_index.md", f"---\ntitle: {title}\n---\n")
    for record in records:
        front = "".join(
            line for line in record.rest.splitlines(keepends=True) if not line.startswith("title:")
        )
        text = f"---\ntitle: {record.title}\nsummary: {record.summary}\n{front}---\n"
        _put(
            folder / "content" / record.folder / f"{record.slug}.md",
            f"{text}{record.description}\n",
        )
    return folder


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _base(page: str) -> str:
    """Our page around its main part, with Hugo's fields for title, description and address."""
    head, rest = page.split(MAIN)
    foot = rest.split("</main>")[1]
    head = re.sub(r"<title>.*?</title>", "<title>{{ .Title }} · Synthetic</title>", head)
    head = re.sub(
        r'(name="description" content=)"[^"]*"', r'\1"{{ .Params.summary }}"', head, count=1
    )
    head = re.sub(r'(rel="canonical" href=)"[^"]*"', r'\1"{{ .Permalink }}"', head, count=1)
    return f'{head}{MAIN}{{{{ block "main" . }}}}{{{{ end }}}}</main>{foot}'


def _cloth(page: str) -> str:
    """The cloth of our page, with its class and id as fields."""
    cloth = next(
        found for found in re.findall(r"<svg.*?</svg>", page, re.DOTALL) if "cover" in found
    )
    cloth = re.sub(r'class="[^"]*"', 'class="{{ .class }}"', cloth, count=1)
    return re.sub(r"w-[a-z0-9-]+", "w-{{ .name }}", cloth)

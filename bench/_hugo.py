"""The same programme as a Hugo site, with a theme cut from one of our own pages.

Records are pages with YAML front matter, which is Hugo's fastest way in. Head, header and footer
are our own bytes; a record's page has the same blocks as ours, with the visits that call on a host
and the hosts of a visit. Besides, as a good theme would make them with what Hugo has: lists in
groups with facets and their counts, a page that lists all records, the index for the search, a
catalogue of all records, a feed of the notices, a calendar for each visit and one for all, the
sitemap. What visits call on a host is gathered once, not asked on every page.

Hugo does not: check the content (no file is validated beyond its YAML), weave or draw maps (each
record gets one ready cloth and one ready map), draw the share picture, work out amounts and
answers, make a snapshot for the form service, or say the same in other words for schema.org.
"""

from __future__ import annotations

import re
from pathlib import Path

from _programme import Record

MAIN = '<main id="main" tabindex="-1">'
SECTIONS = {"hosts": "Hosts", "clusters": "Partners", "visits": "Visits"}

VISIT_OUTPUTS = """\
outputs: [HTML, RSS, Calendar]
cascade: {outputs: [HTML, Calendar]}
"""

CONFIG = """\
baseURL: http://localhost:8000/
title: Synthetic
disableKinds: [taxonomy, term, "404"]
outputs: {home: [HTML, JSON, Catalogue], section: [HTML], page: [HTML]}
outputFormats:
  Catalogue: {mediaType: application/json, baseName: catalogue, isPlainText: true}
  RSS: {baseName: news}
markup: {goldmark: {renderer: {unsafe: false}}}
"""

SINGLE = """\
{{ define "main" }}<div class="wrap"><nav class="crumb" aria-label="Where you are"><ol>
<li><a href="/{{ .Section }}/">{{ .Section }}</a></li><li aria-current="page">{{ .Title }}</li>
</ol></nav><div class="page-head"><div><h1 class="size-mid">{{ .Title }}</h1><p class="lead">{{ .Params.summary }}</p></div></div></div>
{{ partial "cloth" (dict "class" "cover weave" "name" .File.ContentBaseName) }}
<div class="wrap page"><div class="cols"><div class="span-8 flow"><div class="prose">{{ .Content }}</div>
<dl class="facts"><dt>Where</dt><dd>{{ .Params.place.name }}, {{ .Params.country }}</dd>
{{ with .Params.ecosystem }}<dt>Ecosystem</dt><dd><a href="/hosts/?ecosystem={{ . }}">{{ . }}</a></dd>{{ end }}
{{ with .Params.organisation_type }}<dt>Kind</dt><dd>{{ . }}</dd>{{ end }}
{{ with .Params.technologies }}<dt>Technologies</dt><dd>{{ delimit . ", " }}</dd>{{ end }}
{{ with .Params.offers }}<dt>You can see</dt><dd>{{ delimit . ", " }}</dd>{{ end }}
{{ with .Params.capacity }}<dt>Visitors at a time</dt><dd>{{ . }}</dd>{{ end }}
{{ with .Params.languages }}<dt>Languages</dt><dd>{{ delimit . ", " }}</dd>{{ end }}
{{ with .Params.sectors }}<dt>Sectors</dt><dd>{{ delimit . ", " }}</dd>{{ end }}
{{ with .Params.limits }}<dt>Stays secret</dt><dd>{{ . }}</dd>{{ end }}
{{ with .Params.helps }}<dt>Who should come</dt><dd>{{ . }}</dd>{{ end }}
{{ with .Params.cluster }}{{ with site.GetPage (printf "/clusters/%s" .) }}<dt>Partner cluster</dt><dd><a href="{{ .RelPermalink }}">{{ .Params.short_name }}</a></dd>{{ end }}{{ end }}
{{ with .Params.website }}<dt>Website</dt><dd class="break"><a href="{{ . }}">{{ (urls.Parse .).Host }}</a></dd>{{ end }}
</dl>
{{ with .Params.agenda }}<section class="flow"><h2>Day by day</h2><ol class="agenda">{{ range . }}
<li><div class="day">{{ .day }}</div><div class="what"><h3>{{ .title }}</h3><ul>
{{ range .items }}<li>{{ with .host }}<a href="/hosts/{{ . }}/">{{ . }}</a>{{ end }}{{ .words }}</li>{{ end }}
</ul></div></li>{{ end }}</ol></section>{{ end }}
{{ with .Params.hosts }}<section class="flow"><h2>Hosts and places</h2><ul class="rows">{{ range . }}
{{ with site.GetPage (printf "/hosts/%s" .) }}{{ partial "row" . }}{{ end }}{{ end }}</ul></section>{{ end }}
<details class="small quiet"><summary>Where these facts come from</summary><ul>{{ range .Params.sources }}
<li><a href="{{ .url }}">{{ .title }}</a></li>{{ end }}</ul></details></div>
<aside class="span-4 aside" aria-label="Next steps"><div class="small-map">{{ partial "map" .File.ContentBaseName }}</div><div class="panel stack"><h2 class="size-1">Would you like to call here?</h2>
<p>Join a visit that calls on this host, or ask your reference cluster for a day of your own.</p>
<p><a href="/partners/">Find your reference cluster</a></p></div>
<p class="small"><a href="/host-a-visit/">Host a visit yourself</a></p></aside></div>
{{ with index (partialCached "called" site) .File.ContentBaseName }}<section class="flow after-head"><h2>Visits</h2>
<ul class="cards">{{ range . }}{{ partial "card" . }}{{ end }}</ul></section>{{ end }}</div>{{ end }}
"""

# Which visits call on a host, and which a cluster leads: gathered once, as a good theme would.
CALLED = """\
{{ $found := newScratch }}{{ range where site.RegularPages "Section" "visits" }}{{ $visit := . }}
{{ range .Params.hosts }}{{ $found.Add . (slice $visit) }}{{ end }}
{{ with .Params.lead }}{{ $found.Add . (slice $visit) }}{{ end }}{{ end }}{{ return $found.Values }}
"""

CARD = """\
<li class="card">{{ partial "cloth" (dict "class" "weave" "name" .File.ContentBaseName) }}<div class="in">
<h3 class="name"><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3><p class="when">{{ .Params.dates.first_on }}</p>
<p class="quiet small">{{ .Params.place.name }}, {{ .Params.country }}</p></div></li>
"""

ROW = """\
<li data-facets="country:{{ .Params.country }} ecosystem:{{ .Params.ecosystem }}{{ range .Params.technologies }} technology:{{ . | urlize }}{{ end }}"><div class="what"><h3><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3>
<p class="small quiet">{{ .Params.place.name }}, {{ .Params.country }}</p><p>{{ .Params.summary }}</p></div></li>
"""

LIST = """\
{{ define "main" }}<div class="wrap page flow"><h1 class="size-mid">{{ .Title }}</h1>
<form class="facets" method="get"><select name="country">{{ range .Pages.GroupByParam "country" }}
<option value="{{ .Key }}">{{ .Key }} ({{ len .Pages }})</option>{{ end }}</select></form>
{{ if eq .Section "visits" }}<ul class="cards">{{ range .Pages }}{{ partial "card" . }}{{ end }}</ul>
{{ else }}{{ range .Pages.GroupByParam "country" }}<section><h2 class="size-1">{{ .Key }}</h2><ul class="rows">
{{ range .Pages }}{{ partial "row" . }}{{ end }}</ul></section>{{ end }}{{ end }}</div>{{ end }}
"""

SEARCH = """\
{{ define "main" }}<div class="wrap page flow"><h1 class="size-mid">{{ .Title }}</h1><div class="index">
{{ range site.Sections }}<section><h3>{{ .Title }}</h3><ul class="tight">{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{ end }}</ul></section>{{ end }}</div></div>{{ end }}
"""

HOME = """\
{{ define "main" }}<div class="wrap page flow"><h1>{{ .Title }}</h1><ul class="cards">
{{ range first 3 (where .Site.RegularPages "Section" "visits") }}{{ partial "card" . }}{{ end }}</ul></div>{{ end }}
"""

INDEX = """\
{{ $docs := slice }}{{ range .Site.RegularPages }}{{ $docs = $docs | append (dict "location" .RelPermalink
"title" .Title "text" (printf "%s %s %s %s" .Params.summary .Params.place.name .Params.country (delimit (.Params.technologies | default slice) ". "))) }}{{ end }}{{ dict "docs" $docs | jsonify }}
"""

CATALOGUE = """\
{{ $all := slice }}{{ range .Site.RegularPages }}{{ $all = $all | append (dict "slug" .File.ContentBaseName "url" .Permalink
"name" .Title "summary" .Params.summary "country" .Params.country "place" .Params.place "ecosystem" .Params.ecosystem
"website" .Params.website "cluster" .Params.cluster) }}{{ end }}{{ dict "records" $all | jsonify }}
"""

NEWS = """\
{{ `<?xml version="1.0" encoding="utf-8"?>` | safeHTML }}<rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
{{ range .Pages }}{{ $visit := . }}{{ range .Params.notices }}<item><title>{{ $visit.Title }}</title><link>{{ $visit.Permalink }}</link>
<description>{{ .words }}</description></item>{{ end }}{{ end }}</channel></rss>
"""

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//synthetic//EN
BEGIN:VEVENT
UID:{{ .File.ContentBaseName }}@localhost
DTSTART;VALUE=DATE:{{ replace .Params.dates.first_on "-" "" }}
DTEND;VALUE=DATE:{{ replace .Params.dates.last_on "-" "" }}
SUMMARY:{{ .Title }}
DESCRIPTION:{{ .Params.summary }}
URL:{{ .Permalink }}
END:VEVENT
END:VCALENDAR
"""

CALENDARS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//synthetic//EN
{{ range .Pages }}BEGIN:VEVENT
UID:{{ .File.ContentBaseName }}@localhost
DTSTART;VALUE=DATE:{{ replace .Params.dates.first_on "-" "" }}
DTEND;VALUE=DATE:{{ replace .Params.dates.last_on "-" "" }}
SUMMARY:{{ .Title }}
URL:{{ .Permalink }}
END:VEVENT
{{ end }}END:VCALENDAR
"""


def write(records: list[Record], our_page: str, folder: Path) -> Path:
    """Write the Hugo site; `our_page` is the HTML of one host of our own build."""
    layouts = {
        "_default/baseof.html": _base(our_page),
        "_default/single.html": SINGLE,
        "_default/list.html": LIST,
        "index.html": HOME,
        "index.json": INDEX,
        "index.catalogue.json": CATALOGUE,
        "search/single.html": SEARCH,
        "visits/list.rss.xml": NEWS,
        "visits/list.ics": CALENDARS,
        "visits/single.ics": CALENDAR,
        "partials/called.html": CALLED,
        "partials/card.html": CARD,
        "partials/row.html": ROW,
        "partials/cloth.html": _cloth(our_page),
        "partials/map.html": _map(our_page),
    }
    for name, text in layouts.items():
        _put(folder / "layouts" / name, text)
    _put(folder / "hugo.yaml", CONFIG)
    for section, title in SECTIONS.items():
        more = VISIT_OUTPUTS if section == "visits" else ""
        _put(folder / "content" / section / "_index.md", f"---\ntitle: {title}\n{more}---\n")
    _put(folder / "content" / "search.md", "---\ntitle: Search\ntype: search\n---\n")
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


def _map(page: str) -> str:
    """The map of our page, with its id as a field."""
    drawn = re.search(r'<svg class="map".*?</svg>', page, re.DOTALL)
    return re.sub(r"map-host-[0-9]+", "map-{{ . }}", drawn[0]) if drawn else ""

"""A synthetic programme of any size: 2 % visits, 8 % partner clusters, 90 % hosts.

Every record is a YAML file of about 2.5 kB with the fields that a real one has: a description of
about 150 words with a heading, a list, a quote and a link, technologies, offers, sources. The
names are numbers; nothing here is a fact.
"""

from __future__ import annotations

import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MIDDLES = {
    "AT": (47.4, 14.1), "BG": (42.7, 25.2), "CZ": (49.7, 15.3), "DE": (51.0, 10.0),
    "ES": (40.2, -3.6), "FI": (62.8, 26.0), "FR": (46.6, 2.4), "HU": (47.0, 19.4),
    "IT": (42.9, 12.6), "PL": (52.1, 19.3), "RO": (45.9, 24.9), "SE": (60.2, 15.2),
}  # fmt: skip
"""A place well inside each country; the records stand around it."""
COUNTRIES = tuple(MIDDLES)
ECOSYSTEMS = "textiles digital health construction electronics agri-food".split()
KINDS = "sme scaling-up large-company training-provider public-authority".split()
RECORD_LINK = re.compile(r"\]\(/(visits|hosts|partners)/[a-z0-9-]+/[^)]*\)")
WORDS = (
    "weaving knitting fibre yarn loom dyeing finishing coating testing recycling process "
    "sample laboratory sensor machine workshop quality energy water waste design product "
    "customer market method training skill project partner region study meeting result plan "
    "shared careful short open small useful new modern local daily simple early"
).split()
TECHNOLOGIES = tuple(
    f"{process.capitalize()} {thing}"
    for process in WORDS[4:12]
    for thing in ("lines", "robots", "software")
)
"""A directory's technologies are a short list that many hosts share."""


@dataclass(frozen=True)
class Record:
    """One synthetic record: its folder and slug, its YAML, and the words of its page."""

    folder: str
    slug: str
    title: str
    summary: str
    description: str
    rest: str

    @property
    def yaml(self) -> str:
        """The file that an editor would write."""
        body = "".join(f"  {line}".rstrip() + "\n" for line in self.description.splitlines())
        return f"{self.rest}summary: {self.summary}\ndescription: |-\n{body}"


def records(count: int) -> list[Record]:
    """Make the records of a programme; the same count gives the same records."""
    visits, clusters = max(1, count * 2 // 100), max(1, count * 8 // 100)
    hosts = count - visits - clusters
    made = [_cluster(n) for n in range(clusters)]
    made += [_host(n, clusters) for n in range(hosts)]
    return made + [_visit(n, clusters, hosts) for n in range(visits)]


def write(count: int, folder: Path) -> Path:
    """Write a programme of `count` records below a folder; give its content folder."""
    content = folder / "content"
    shutil.copytree(ROOT / "content", content)
    for name in ("hosts", "clusters", "visits"):
        shutil.rmtree(content / name)
        (content / name).mkdir()
    shutil.rmtree(content / "translations", ignore_errors=True)
    for page in (content / "pages").glob("*.md"):  # they link to records that are not here
        page.write_text(RECORD_LINK.sub(r"](/\1/)", page.read_text("utf-8")), "utf-8")
    settings = (ROOT / "site_config.yml").read_text("utf-8")
    one_language = re.sub(r"^languages: .*$", "languages: [en]", settings, flags=re.MULTILINE)
    (folder / "site_config.yml").write_text(one_language, "utf-8")
    for record in records(count):
        (content / record.folder / f"{record.slug}.yml").write_text(record.yaml, "utf-8")
    return content


def _sentence(dice: random.Random, length: int) -> str:
    return " ".join(dice.sample(WORDS, length)).capitalize() + "."


def _description(dice: random.Random) -> str:
    def paragraph() -> str:
        return " ".join(_sentence(dice, dice.randint(9, 14)) for _ in range(4))

    items = "\n".join(f"- {_sentence(dice, 6)}" for _ in range(4))
    link = f"[more about {dice.choice(WORDS)}](https://example.org/{dice.randint(1, 999)})"
    return (
        f"{paragraph()}\n\n## What you can see\n\n{items}\n\n> {_sentence(dice, 14)}\n\n"
        f"{paragraph()} There is {link}. {paragraph()}"
    )


def _country(n: int) -> str:
    return COUNTRIES[n % len(COUNTRIES)]


def _place(dice: random.Random, country: str, name: str) -> str:
    latitude, longitude = (degrees + dice.uniform(-0.4, 0.4) for degrees in MIDDLES[country])
    return f"country: {country}\nplace: {{name: {name}, latitude: {latitude:.4f}, longitude: {longitude:.4f}}}\n"


def _sources(name: str) -> str:
    return (
        f"sources:\n  - title: The website of {name}\n    url: https://example.org/source/a\n"
        "  - title: A report about it\n    url: https://example.org/source/b\n"
    )


def _list(dice: random.Random, key: str, count: int, length: int) -> str:
    return _items(key, [_sentence(dice, length)[:-1] for _ in range(count)])


def _items(key: str, items: list[str]) -> str:
    return f"{key}:\n" + "".join(f"  - {item}\n" for item in items)


def _host(n: int, clusters: int) -> Record:
    dice, name = random.Random(f"host {n}"), f"Host {n:05}"
    rest = (
        f"name: {name}\norganisation_type: {dice.choice(KINDS)}\n"
        f"{_place(dice, _country(n), f'Town {dice.randint(1, 900)}')}"
        f"website: https://example.org/hosts/{n}\necosystem: {dice.choice(ECOSYSTEMS)}\n"
        f'nace: ["13.{dice.randint(10, 99)}", "28.{dice.randint(10, 99)}"]\n'
        f"{_items('technologies', dice.sample(TECHNOLOGIES, 4))}{_list(dice, 'offers', 4, 5)}"
        f"languages: [en, {dice.choice(('cs', 'it', 'de', 'fr', 'es'))}]\n"
        f"capacity: {dice.randint(2, 20)}\nlimits: {_sentence(dice, 9)}\n"
        f"cluster: cluster-{n % clusters:05}\n{_sources(name)}"
    )
    return Record("hosts", f"host-{n:05}", name, _sentence(dice, 14), _description(dice), rest)


def _cluster(n: int) -> Record:
    dice, name = random.Random(f"cluster {n}"), f"Cluster {n:05}"
    rest = (
        f"name: {name}\nshort_name: C{n:05}\n"
        f"{_place(dice, _country(n), f'City {dice.randint(1, 900)}')}website: https://example.org/clusters/{n}\n"
        f"ecosystem: {dice.choice(ECOSYSTEMS)}\n{_list(dice, 'sectors', 5, 3)}"
        f"founded: {dice.randint(1950, 2020)}\nmembers: {_sentence(dice, 6)}\n"
        f"helps: {_sentence(dice, 12)}\n{_sources(name)}"
        f"coordinator: {'true' if n == 0 else 'false'}\n"
    )
    return Record(
        "clusters", f"cluster-{n:05}", name, _sentence(dice, 16), _description(dice), rest
    )


def _visit(n: int, clusters: int, hosts: int) -> Record:
    dice, name = random.Random(f"visit {n}"), f"Visit {n:05}"
    # The hosts of a visit are in its country: every twelfth host.
    there = range(n % len(COUNTRIES), hosts, len(COUNTRIES))
    called = [f"host-{there[(n + k) % len(there)]:05}" for k in range(5)]
    days = "".join(
        f"  - day: {day}\n    title: {_sentence(dice, 5)[:-1]}\n    kinds: [study-visit]\n"
        f"    items:\n      - host: {host}\n      - words: {_sentence(dice, 7)}\n"
        for day, host in enumerate(called, 1)
    )
    month = 7 + n % 5
    first = {7: 5, 8: 2, 9: 6, 10: 4, 11: 1}[month]  # Mondays of 2021
    rest = (
        f"title: {name} to a region\nshort_title: {name}\n"
        f"{_place(dice, _country(n), f'Town {dice.randint(1, 900)}')}where: {_sentence(dice, 5)}\n"
        f"call: extratex-2021\nlead: cluster-{n % clusters:05}\nhosts: [{', '.join(called)}]\n"
        f"dates: {{first_on: 2021-{month:02}-{first:02}, last_on: 2021-{month:02}-{first + 4:02}}}\n"
        f"closes_on: 2021-06-{20 + n % 9}\nstays: {{sme: 3, cluster: 3, scaling-up: 5}}\n"
        f"seats: {dice.randint(8, 30)}\nagenda:\n{days}"
        f"notices:\n  - kind: news\n    from: 2021-05-{1 + n % 28:02}\n    words: {_sentence(dice, 9)}\n"
        f"{_sources(name)}"
    )
    return Record("visits", f"visit-{n:05}", name, _sentence(dice, 14), _description(dice), rest)

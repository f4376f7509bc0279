"""The plain values that the theme's header and footer show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from markupsafe import Markup

from generator.look.emblem import emblem
from generator.look.formats import formats
from generator.look.texts import Texts, texts
from generator.look.weave import Loom
from generator.programme.programme import Programme
from generator.site.addresses import root, service_root

MARK = Path(__file__).parent.parent / "look" / "mark.svg"


def theme_values(programme: Programme, language: str, today: date) -> dict[str, object]:
    """Give the values of `config.extra.xchange` for one language (list in header.html)."""
    t, site, funding = texts(language), programme.site, programme.about.funding
    home = root(language)
    shown = t("Example programme, shown as of %(day)s.", day=formats(language).day(today))
    return {
        "t": t,
        "root": home,
        "address": site.public_url.rstrip("/"),
        "languages": _languages(site.languages) if len(site.languages) > 1 else [],
        "name": site.title,
        "tagline": site.tagline.say(language).words,
        "summary": programme.about.summary.say(language).words,
        "mark": Markup(MARK.read_text().strip()),  # noqa: S704 - our own file
        "selvedge": Loom(site.dyes).cloth(
            "selvedge",
            draft="twill",
            warp=["indigo"] * 4 + ["linen"] * 4,
            weft=["indigo"] * 4 + ["linen"] * 4,
            cell=3,
            css="selvedge weave",
        ),
        "cloth": lambda name: Loom(site.dyes).cloth(
            name or "home",
            warp=["indigo"],
            weft=["linen"],
            cell=6,
            css="cover slim weave",
            uid="page",
        ),
        "strip": shown if site.today else "",
        "nav": [
            {"title": t("Visits"), "url": f"{home}visits/", "key": "visits"},
            {"title": t("Hosts"), "url": f"{home}hosts/", "key": "hosts"},
            {"title": t("Partners"), "url": f"{home}partners/", "key": "partners"},
            {"title": t("How it works"), "url": f"{home}how-it-works/", "key": "how"},
            {"title": t("Apply"), "url": service_root(language), "key": "apply"},
            {"title": t("Search"), "url": f"{home}search/", "key": "search"},
        ],
        "action": {"title": t("May we go?"), "url": f"{home}may-i-go/", "key": "may-i-go"},
        "funding": {
            "statement": funding.statement.say(language).words,
            "disclaimer": funding.disclaimer.say(language).words,
            "emblem": Markup(emblem(t("Emblem of the European Union"))) if funding.emblem else "",  # noqa: S704
        },
        "footer": _footer(t, home, service_root(language)),
    }


def _languages(codes: tuple[str, ...]) -> list[dict[str, str]]:
    """Name each language in itself: English, Čeština, Italiano."""
    names = {code: formats(code).language_name(code) for code in codes}
    return [
        {"code": code, "name": name[:1].upper() + name[1:], "root": root(code)}
        for code, name in names.items()
    ]


def _footer(t: Texts, home: str, service: str) -> list[dict[str, object]]:
    columns = {
        t("Programme"): {
            t("Visits"): f"{home}visits/",
            t("Hosts"): f"{home}hosts/",
            t("Partners"): f"{home}partners/",
            t("Rules"): f"{home}rules/",
            t("News"): f"{home}news/",
        },
        t("Help"): {
            t("May we go, and for how much?"): f"{home}may-i-go/",
            t("How it works"): f"{home}how-it-works/",
            t("Questions"): f"{home}faq/",
            t("Host a visit"): f"{home}host-a-visit/",
            t("Your candidature"): service,
        },
        t("About"): {
            t("Documents"): f"{home}documents/",
            t("Privacy"): f"{home}privacy/",
            t("Accessibility"): f"{home}accessibility/",
            t("Legal notice"): f"{home}legal/",
        },
    }
    return [
        {
            "title": title,
            "links": [{"title": name, "url": url} for name, url in links.items()],
        }
        for title, links in columns.items()
    ]

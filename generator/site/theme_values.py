"""The plain values that the theme's header and footer show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from markupsafe import Markup

from generator.look.emblem import emblem
from generator.look.formats import formats
from generator.look.texts import texts
from generator.look.weave import Loom
from generator.programme.programme import Programme

MARK = Path(__file__).parent.parent / "look" / "mark.svg"


def theme_values(programme: Programme, language: str, today: date) -> dict[str, object]:
    """Give the values of `config.extra.xchange` for one language (list in header.html)."""
    t, site, funding = texts(language), programme.site, programme.about.funding
    shown = t("Example programme, shown as of %(day)s.", day=formats(language).day(today))
    return {
        "t": t,
        "root": "/",
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
        "strip": shown if site.today else "",
        "nav": [
            {"title": t("Visits"), "url": "/visits/", "key": "visits"},
            {"title": t("Hosts"), "url": "/hosts/", "key": "hosts"},
            {"title": t("Partners"), "url": "/partners/", "key": "partners"},
            {"title": t("How it works"), "url": "/how-it-works/", "key": "how"},
            {"title": t("Rules"), "url": "/rules/", "key": "rules"},
            {"title": t("Apply"), "url": "/apply/", "key": "apply"},
        ],
        "funding": {
            "statement": funding.statement.say(language).words,
            "disclaimer": funding.disclaimer.say(language).words,
            "emblem": Markup(emblem(t("Emblem of the European Union"))) if funding.emblem else "",  # noqa: S704
        },
        "footer": [
            {
                "title": t("Programme"),
                "links": [
                    {"title": t("Visits"), "url": "/visits/"},
                    {"title": t("Hosts"), "url": "/hosts/"},
                    {"title": t("Partners"), "url": "/partners/"},
                    {"title": t("Rules"), "url": "/rules/"},
                ],
            },
            {
                "title": t("Help"),
                "links": [
                    {"title": t("How it works"), "url": "/how-it-works/"},
                    {"title": t("Questions"), "url": "/faq/"},
                    {"title": t("Host a visit"), "url": "/host-a-visit/"},
                    {"title": t("Documents"), "url": "/documents/"},
                ],
            },
            {
                "title": t("About"),
                "links": [
                    {"title": t("Privacy"), "url": "/privacy/"},
                    {"title": t("Accessibility"), "url": "/accessibility/"},
                    {"title": t("Legal notice"), "url": "/legal/"},
                ],
            },
        ],
    }

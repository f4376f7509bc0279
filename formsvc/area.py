"""The applicants' part of the service, at /apply/ in English and /apply/LANG/ in the others.

The language stands behind the first part of the address, because the cookie lives at /apply.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, abort, g, request, url_for
from werkzeug.routing import BaseConverter

from formsvc.snapshot import current_programme
from generator.programme.text import ENGLISH

ENGLISH_AREA, OTHER_AREA = "apply", "apply-in"


class LanguageConverter(BaseConverter):
    """Two small letters; whether the site speaks that language is looked up in the request."""

    regex = "[a-z]{2}"


def attach(app: Flask, *features: Blueprint) -> None:
    """Register the features of applicants below /apply/, in every language."""
    app.url_map.converters["language"] = LanguageConverter
    for name, prefix in ((ENGLISH_AREA, "/apply"), (OTHER_AREA, "/apply/<language:language>")):
        part = Blueprint(name, __name__, url_prefix=prefix)
        for feature in features:
            part.register_blueprint(feature)
        app.register_blueprint(part)
    app.url_value_preprocessor(_take_language)


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    wanted = values.pop("language", None) if values else None
    if wanted == ENGLISH or (wanted and wanted not in current_programme().site.languages):
        abort(404)
    g.language = wanted or ENGLISH


def to(endpoint: str, **values: Any) -> str:
    """Give the address of an applicant's page (`candidatures.status`) in the current language."""
    spoken = g.get("language", ENGLISH)
    return address(endpoint, spoken, **values)


def address(endpoint: str, language: str, **values: Any) -> str:
    """Give the path of an applicant's page in a language, for links in mails too."""
    if language == ENGLISH:
        return url_for(f"{ENGLISH_AREA}.{endpoint}", **values)
    return url_for(f"{OTHER_AREA}.{endpoint}", language=language, **values)


def site_root(language: str) -> str:
    """Give where the public site begins in a language."""
    return "/" if language == ENGLISH else f"/{language}/"


def language_href(language: str) -> str:
    """Give the address of this very page in another language."""
    area, dot, name = (request.endpoint or "").partition(".")
    if area not in (ENGLISH_AREA, OTHER_AREA) or not dot:
        return address("candidatures.index", language)
    return address(name, language, **(request.view_args or {}), **request.args.to_dict())

"""The dyes: colours of the cloths, and the tokens another programme's dyes give.

The tokens of the default dyes stand in look.css, tuned by eye. A programme that names
its own dyes in ``site_config.yml`` gets tokens computed here, readable in both schemes.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.look.colour import luminance, mix, readable, rgb

DYES: dict[str, str] = {
    "indigo": "#26357f",
    "woad": "#5b8ac4",
    "madder": "#b53a2d",
    "weld": "#dca72a",
    "verdigris": "#2f8377",
    "walnut": "#6a5340",
    "logwood": "#67457a",
    "linen": "#ece7da",
    "chalk": "#fbfaf6",
    "slate": "#8d93a3",
}

#: Dyes that colour the pages too, by tokens of look.css; the others colour only cloths.
SPEAKING = ("indigo", "madder", "weld", "verdigris", "logwood")

_LIGHT_GROUND = "#f4f1ea"
_DARK_GROUND = "#12152a"


def palette(overrides: Mapping[str, str] | None = None) -> dict[str, str]:
    """All dyes by name as ``#rrggbb``, a programme's own in front of ours.

    Raises ValueError when a colour cannot be read.
    """
    own = {name: mix(colour, colour, 0) for name, colour in (overrides or {}).items()}
    return DYES | own


def override_css(overrides: Mapping[str, str] | None) -> str:
    """CSS to append to look.css for a programme's own dyes; empty when there are none."""
    own = {name: colour for name, colour in (overrides or {}).items() if name in SPEAKING}
    if not own:
        return ""
    light = "".join(_light(name, colour) for name, colour in own.items())
    dark = "".join(_dark(name, colour) for name, colour in own.items())
    return f":root {{{light}}}\n@media (prefers-color-scheme: dark) {{ :root {{{dark}}} }}\n"


def _light(name: str, colour: str) -> str:
    wash = mix(colour, "#ffffff", 0.9)
    ink = readable(colour, on=mix(wash, _LIGHT_GROUND, 0.5), towards="#000000")
    if name == "weld":
        return _rules({"weld": colour, "weld-wash": wash, "weld-ink": ink})
    tokens = {name: ink, f"{name}-wash": wash}
    if name == "indigo":
        tokens |= {"link": ink, "on-indigo": "#ffffff", "indigo-deep": _deep(colour)}
    return _rules(tokens)


def _dark(name: str, colour: str) -> str:
    wash = mix(_DARK_GROUND, colour, 0.25)
    ink = readable(colour, on=mix(wash, "#ffffff", 0.05), towards="#ffffff")
    if name == "weld":
        return _rules({"weld": ink, "weld-wash": wash, "weld-ink": ink})
    tokens = {name: ink, f"{name}-wash": wash}
    if name == "indigo":
        tokens |= {
            "link": ink,
            "on-indigo": _DARK_GROUND,
            "indigo-deep": mix(colour, "#000000", 0.8),
        }
    return _rules(tokens)


def _deep(colour: str) -> str:
    """The dark ground of the footer, on which white must read."""
    return next(
        shade
        for shade in (mix(colour, "#000000", step / 20) for step in range(6, 21))
        if luminance(shade) < 0.04
    )


def _rules(tokens: Mapping[str, str]) -> str:
    return "".join(f" --{name}: #{_digits(colour)};" for name, colour in tokens.items())


def _digits(colour: str) -> str:
    return "".join(f"{part:02x}" for part in rgb(colour))

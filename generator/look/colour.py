"""Colour sums for dyes: mixing, and contrast as WCAG 2.2 defines it."""

from __future__ import annotations

Rgb = tuple[int, int, int]


def rgb(hex_colour: str) -> Rgb:
    """Read ``#rgb`` or ``#rrggbb``; raise ValueError for anything else."""
    digits = hex_colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) != 6:
        raise ValueError(f"{hex_colour!r} is no colour; write it as #rrggbb")
    number = int(digits, 16)
    return (number >> 16, number >> 8 & 255, number & 255)


def mix(one: str, other: str, share: float) -> str:
    """Mix `share` (0 to 1) of `other` into `one`."""
    parts = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white); WCAG 2.2, "relative luminance"."""
    red, green, blue = (_linear(part / 255) for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21; WCAG 2.2, "contrast ratio"."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, *, on: str, towards: str, ratio: float = 5.0) -> str:
    """Mix `colour` towards black or white just until it reads on the ground `on`."""
    for step in range(21):
        candidate = mix(colour, towards, step / 20)
        if contrast(candidate, on) >= ratio:
            return candidate
    return towards


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

"""The process that lets limited children look at files (`limited.Ready`).

It has loaded the parsers before the first file comes: that takes longer than to look at a file.
"""

from __future__ import annotations

from ..limited import serve
from . import LIMITS, answer, images, pdf

LOADED = (images, pdf)

serve(answer, LIMITS)

"""The stencil and the shell: cut once, stamped for every page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from generator.site.shell import shell
from generator.site.stencil import REQUIRED, Stencil, StencilBroken

PAGE = (
    "<title>@@title@@</title>@@description@@ @@canonical@@ @@head@@<body class='@@bodyclass@@'>"
    "<a href='/visits/'@@current:visits@@>Visits</a>{{ not a field }}<main>@@main@@</main>"
)
PARTS = dict.fromkeys(REQUIRED, "")


def test_a_page_gets_its_parts_at_the_markers():
    parts = {**PARTS, "title": "Lyon", "main": "<h1>Lyon</h1>"}

    stamped = Stencil.cut(PAGE).stamp(parts).decode()

    assert "<title>Lyon</title>" in stamped
    assert "<main><h1>Lyon</h1></main>" in stamped
    assert "@@" not in stamped


def test_only_the_current_section_is_marked():
    stencil = Stencil.cut(PAGE)

    assert b'aria-current="page"' in stencil.stamp(PARTS, current="visits")
    assert b"aria-current" not in stencil.stamp(PARTS, current="hosts")


def test_a_theme_that_lost_a_marker_stops_the_build():
    with pytest.raises(StencilBroken, match="lost these markers: main"):
        Stencil.cut(PAGE.replace("@@main@@", ""))


def test_a_broken_marker_stops_the_build():
    with pytest.raises(StencilBroken, match="not a marker: '@@Titel@@"):
        Stencil.cut(PAGE + "@@Titel@@")


def test_a_part_that_is_missing_stops_the_build():
    with pytest.raises(StencilBroken, match="nothing to put at the marker title"):
        Stencil.cut(PAGE).stamp(dict.fromkeys(REQUIRED - {"title"}, ""))


@given(st.text(st.characters(codec="utf-8")))
def test_what_is_stamped_is_never_read_as_a_marker(words):
    stamped = Stencil.cut(PAGE).stamp({**PARTS, "main": words}).decode()

    assert f"<main>{words}</main>" in stamped


def test_the_shell_is_a_template_with_blocks_around_the_literal_page():
    template = shell(Stencil.cut(PAGE), {"description": "", "canonical": ""})
    env = Environment(
        loader=DictLoader(
            {"shell": template, "form": "{% extends 'shell' %}{% block main %}Send{% endblock %}"}
        ),
        autoescape=True,
    )

    page = env.get_template("form").render()

    assert "<main>Send</main>" in page
    assert "{{ not a field }}" in page

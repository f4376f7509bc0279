"""A quick look for signs never hides what a slow look at every text finds."""

from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import meta, nodes

from generator.programme.mails import MAILS
from generator.reader.checks.glance import glance
from generator.reader.checks.links import links_in
from generator.reader.checks.mail_templates import PLAIN, TEMPLATES
from generator.reader.checks.mail_words import plain_fields
from generator.reader.checks.passages import Passage
from generator.reader.checks.texts import LOOKS, tree_findings
from generator.reader.checks.wording import doubled_mistakes, placeholder_mistakes
from generator.reader.nodes import parse

TELLING = st.lists(
    st.sampled_from(
        ["the", "The", "word", " ", " ", "\n", "\n\n", "\t", "# ", "## Title", "- ", "**", "_", ":", "：", "[", "](",
         "][", "]:", "[a](", "[here](", "[Read  more](", "https://x.org", "http://x.org", "/visits/", ")", "<b>",
         "<img src='x'>", "![", "!", "[^1]", "[^1]:", "[2]", "¹", "TODO", "todo", "Tbc", "XXX", "lorem ıpsum", "FİXME",
         "Lorem ipsum", "New block", "your text here", "…", "...", "??", "n.n.", "30 February 2021",
         "will be held in spring 2021", "2021", "EUR 305", "€ 1,100", "europe", "eurocent", "305 euros", "K", "ſ", "recieve", "adress", "programe",
         "here", "dolor", "block", "-", "«", "’", "ß", "é", "(", "]", "/", ".", ",", "www.x.org", "`code`", "\0", "\u00a0"]
    ),
    max_size=14,
).map("".join)  # fmt: skip
RECORD = parse("name: x")


def slowly(steps):
    """Look at every text in every way."""
    found = []
    for path, said, language in steps:
        passage = Passage(said, "name: x", RECORD, path, language).without_code()
        ways = dict.fromkeys([look.at for look in LOOKS.looks] + [doubled_mistakes])
        if " " not in said and "\n" not in said:  # a name or an address, not a text
            ways = {placeholder_mistakes: None, **({links_in: None} if "http:" in said else {})}
        for at in ways:
            found += at(passage)
    return found


@settings(max_examples=1000)
@given(st.lists(TELLING, max_size=5))
def test_no_sign_is_missing(said):
    steps = [(("name", n), words, "en") for n, words in enumerate(said)]

    quickly = tree_findings(glance({"name": said}), RECORD, "name: x")

    assert sorted(map(repr, slowly(steps))) == sorted(
        repr(each) for kind in quickly for each in kind
    )


FIELDS = frozenset().union(*(mail.fields for mail in MAILS.values()))
OF_A_MAIL = st.sampled_from(
    ["Subject: ", "\n\n", "{{ ", " }}", "{{", "}}", "{", "}", "{%", "{#", "#}", "-", "words", " ", "|upper"]
)  # fmt: skip


@settings(max_examples=1000)
@given(st.lists(OF_A_MAIL | st.sampled_from(sorted(FIELDS)).map("{{{{ {} }}}}".format)))
def test_fields_are_found_quickly_as_the_parser_finds_them(pieces):
    text = "".join(pieces)

    quickly = plain_fields(text)

    if quickly is not None and quickly <= FIELDS:
        tree = TEMPLATES.parse(text)
        assert quickly == meta.find_undeclared_variables(tree)
        assert {type(node) for node in tree.find_all(nodes.Node)} <= set(PLAIN)


def test_every_field_is_a_plain_name():
    for name in FIELDS:
        text = f"{{{{ {name} }}}}"

        assert plain_fields(text) == {name} == meta.find_undeclared_variables(TEMPLATES.parse(text))

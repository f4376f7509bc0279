"""A record that is made small is the record that it was."""

from pathlib import Path

from generator.reader.folder import read
from generator.reader.kinds import FOLDERS
from generator.reader.small import made_small

CONTENT = Path(__file__).parents[2] / "content"


def test_a_record_made_small_is_the_same():
    programme = read(CONTENT)
    records = [record for name, _ in FOLDERS.values() for record in getattr(programme, name)]

    for record in records:
        small = made_small(record)

        assert small == record
        assert repr(small) == repr(record)
        assert small.model_fields_set == record.model_fields_set
        assert small.model_dump_json(by_alias=True) == record.model_dump_json(by_alias=True)


def test_records_made_small_share_the_words_that_are_equal():
    first, second, *_ = read(CONTENT).hosts

    assert made_small(first).country is made_small(second).country

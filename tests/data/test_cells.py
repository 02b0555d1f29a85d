"""From words to typed columns (faults 20-24)."""

import numpy as np
import pytest

from glassgrad.data.cells import column_from_words, is_number
from glassgrad.graph import DataError


def column(*cells, **settings):
    return column_from_words("c", cells, **settings)[0]


def test_missing_markers_are_counted(read_text):
    table = read_text("a,b\n1,x\nNA,y\n,z\nNaN,w\n?,v\n none ,u\nN/A,t\nNULL,s\n")
    assert table["a"].missing == 7
    assert table["a"].kind == "number"


@pytest.mark.parametrize("word", ["inf", "-inf", "Infinity", "+INF"])
def test_infinities_among_numbers_are_refused_by_column_and_row(read_text, word):
    with pytest.raises(DataError, match=r'column "a", row 2 \(line 3\): ".*" is infinite'):
        read_text(f"a,b\n1,x\n{word},y\n")


@pytest.mark.parametrize("word", ["1e400", "-1e400", "9" * 400])
def test_a_number_beyond_64_bits_is_refused_by_column_and_row(read_text, word):
    with pytest.raises(DataError, match=r'column "a", row 2 \(line 3\): the number is too large for 64 bits'):
        read_text(f"a,b\n1,x\n{word},y\n")


def test_the_largest_and_the_smallest_numbers_are_read(read_text):
    assert read_text("a\n1e308\n5e-324\n-1.7976931348623157e308\n")["a"].values.tolist() == [1e308, 5e-324, -1.7976931348623157e308]


@pytest.mark.parametrize("word", ["9007199254740993", "9223372036854775808", "-18446744073709551617", "1" + "0" * 30])
def test_whole_numbers_beyond_2_53_do_not_wrap_and_are_noted(read_text, word):
    table = read_text(f"id,b\n1,x\n{word},y\n")
    assert table["id"].values[1] == float(int(word))
    assert any('column "id": 1 whole number beyond 2^53 (the first in row 2 (line 3))' in note for note in table.notes)


def test_an_identifier_read_as_a_category_is_exact(read_text):
    table = read_text("id,b\n9007199254740993,x\n007,y\n", kinds={"id": "category"})
    assert table["id"].values.tolist() == ["9007199254740993", "007"]


def test_one_word_among_numbers_is_an_error_that_names_it(read_text):
    with pytest.raises(DataError, match=r'column "a", row 3 \(line 4\): "abc" is not a number, but 3 of 4 filled cells are numbers; correct it'):
        read_text("a,b\n1,x\n2,y\nabc,z\n4,w\n")


def test_one_word_far_down_a_column_of_numbers_is_found(read_text):
    with pytest.raises(DataError, match=r'row 100000 \(line 100001\): "oops"'):
        read_text("a,b\n" + "1,x\n" * 99_999 + "oops,y\n" + "2,z\n" * 10)


def test_a_column_of_many_words_and_some_numbers_is_a_category_with_a_note(read_text):
    table = read_text("ticket,b\n" + "".join(f"{row if row % 3 else f'A{row}'},x\n" for row in range(60)))
    assert table["ticket"].kind == "category"
    assert any('column "ticket" is read as words: 40 of 60 filled cells are numbers, but "A0" in row 1 (line 2) is not' in note for note in table.notes)


def test_words_that_begin_after_many_numbers_are_all_kept(read_text, monkeypatch):
    monkeypatch.setattr("glassgrad.data.csv_rows.CELLS_PER_BLOCK", 20)
    rows = [str(row) if row < 250 else f"w{row % 5}" for row in range(600)]
    values = read_text("a,b\n" + "".join(f"{word},1\n" for word in rows))["a"].values
    assert values.tolist() == rows


@pytest.mark.parametrize(
    ("cells", "values", "spelling"),
    [
        (["true", "FALSE", "True"], [1, 0, 1], ("FALSE", "true")),
        (["yes", "No", "?"], [1, 0, np.nan], ("No", "yes")),
        (["yes", "yes"], [1, 1], ("no", "yes")),
    ],
)
def test_word_booleans_keep_their_spelling(cells, values, spelling):
    boolean = column(*cells)
    assert (boolean.kind, boolean.words) == ("boolean", spelling)
    np.testing.assert_array_equal(boolean.values, values)


def test_a_mixture_of_word_booleans_is_a_category():
    assert column("yes", "true").kind == "category"


def test_dates_possible_or_not_are_words_with_a_note():
    dates, notes = column_from_words("when", ["2024-02-29", "2023-02-30", "31.04.2020"])
    assert dates.values.tolist() == ["2024-02-29", "2023-02-30", "31.04.2020"]
    assert notes == ('column "when" holds dates, read as words; make numbers of them (year, month, days since …) if time matters',)


def test_markers_in_a_column_of_words_are_missing_and_noted():
    category, notes = column_from_words("garage", ["big", "None", "small", "NA"])
    assert category.values.tolist() == ["big", None, "small", None]
    assert notes == ('column "garage": 2 cells reading "NA", "None" taken as missing',)


@pytest.mark.parametrize("word", ["1_000", "٣", "0x10", "1,5", "inf", "nan", "", "1e", "--1", "1 2", "１"])
def test_only_plain_digits_are_numbers(word):
    assert not is_number(word)


@pytest.mark.parametrize("word", ["1", " 1 ", "-1.5", "+.5", "7.", "1e5", "1E-5", "00012"])
def test_every_usual_spelling_is_a_number(word):
    assert is_number(word)
    assert column(word).values.tolist() == [float(word)]


def test_a_kind_that_is_asked_for_is_checked():
    with pytest.raises(DataError, match='"x" is not a number, but the column is to be read as a number'):
        column("1", "x", "y", "z", kind="number")
    with pytest.raises(DataError, match='"1" is not true/false or yes/no'):
        column("1", "0", kind="boolean")
    assert column("1", "?", kind="category").values.tolist() == ["1", None]


def test_an_all_missing_column_is_numbers_without_values():
    assert column("", "NA").missing == 2
    assert column("", "NA").kind == "number"

"""Rows and fields of CSV text (faults 6, 7, 16-19, 32, 33, 35)."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassgrad.data.csv_file import read_csv
from glassgrad.data.csv_rows import Dialect
from glassgrad.data.dialects import find_dialect
from glassgrad.data.fast_csv import plain_number_columns
from glassgrad.graph import DataError


def test_a_short_row_is_an_error_with_its_line(read_text):
    with pytest.raises(DataError, match=r'table\.csv", line 4: 1 field, too few; the header has 2'):
        read_text("a,b\n1,x\n2,y\n3\n4,z\n")


def test_a_long_row_is_an_error_with_its_line(read_text):
    with pytest.raises(DataError, match="line 3: 3 fields, too many; the header has 2"):
        read_text("a,b\n1,x\n2,y,z\n")


def test_lines_are_counted_through_quoted_line_breaks_blank_lines_and_comments(read_text):
    with pytest.raises(DataError, match="line 8: 1 field"):
        read_text('a,b\n\n"two\nlines",1\n# comment\n\nx,2\ny\n')


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_rows(read_text, end):
    assert read_text(end.join(["a,b", "1,x", "2,y", ""])).fingerprint == read_text("a,b\n1,x\n2,y\n").fingerprint


def test_mixed_line_ends_give_the_same_rows(read_text):
    assert read_text("a,b\r\n1,x\n2,y\r3,z").fingerprint == read_text("a,b\n1,x\n2,y\n3,z\n").fingerprint


def test_quotes_commas_and_line_breaks_inside_a_field_are_exact(read_text):
    table = read_text('a,b\n1,"say ""hi"", then\r\ngo"\n2," two  spaces "\n')
    assert table["b"].values.tolist() == ['say "hi", then\r\ngo', " two  spaces "]


def test_an_open_quote_names_the_line_it_opens_on(read_text):
    with pytest.raises(DataError, match=r'line 3: a quote \("\) opens here and is not closed; close it'):
        read_text('a,b\n1,x\n2,"y\n3,z\n4,w\n')


def test_an_open_quote_late_in_a_row_of_several_lines_names_its_own_line(read_text):
    with pytest.raises(DataError, match=r'line 4: a quote \("\) opens here'):
        read_text('a,b\n1,x\n"two ""quoted""\nlines","y\n3,z\n')


def test_an_open_quote_in_a_long_file_is_found_before_the_end(read_text):
    with pytest.raises(DataError, match=r"line 2: a quote .* opens here and is not closed within 131,072 characters"):
        read_text('a,b\n1,"x\n' + "2,y\n" * 100_000)


def test_text_after_a_closing_quote_is_refused(read_text):
    with pytest.raises(DataError, match="line 2: there is text after a closing quote"):
        read_text('a,b\n"x"y,1\n')


def test_a_field_over_the_limit_is_refused(read_text):
    with pytest.raises(DataError, match="line 2: a field is longer than 131,072 characters"):
        read_text("a,b\n" + "x" * 10_000_000 + ",1\n")


def test_20_000_columns_are_read(read_text):
    width = 20_000
    table = read_text(",".join(f"c{place}" for place in range(width)) + "\n" + (",".join(["1.5"] * width) + "\n") * 3)
    assert (len(table.columns), table.rows) == (width, 3)


def test_too_many_columns_name_the_limit(read_text):
    with pytest.raises(DataError, match="100,001 columns; the most that is read is 100,000"):
        read_text("a" + "," * 100_000 + "\n1" + "," * 100_000 + "\n")


@pytest.mark.parametrize("text", ["a,b,\n1,x,\n2,y,\n", "a,b\n1,x,\n2,y,,\n", "a,b,,\n1,x,,\n2,y,,\n"])
def test_trailing_commas_make_no_phantom_feature(read_text, text):
    table = read_text(text)
    assert table.names == ("a", "b")
    assert table.notes == ()


def test_comment_lines_make_no_rows_and_are_counted(read_text):
    table = read_text("# made by hand\na,b\n1,x\n#2,y\n3,z\n")
    assert table.rows == 2
    assert any("2 lines starting with # skipped as comments, the first is line 1" in note for note in table.notes)


def test_a_quoted_cell_or_a_continued_line_may_start_with_a_number_sign(read_text):
    assert read_text('a,b\n"#1",x\n"two\n#lines",y\n')["a"].values.tolist() == ["#1", "two\n#lines"]


@pytest.mark.parametrize("delimiter", ["\t", ";", "|", ","])
def test_the_separator_is_found(read_text, delimiter):
    table = read_text(delimiter.join(["a", "b", "c"]) + "\n" + delimiter.join(["1", "x y", "2.5"]) + "\n")
    assert table.names == ("a", "b", "c")


def test_commas_inside_quotes_do_not_decide_the_separator():
    assert find_dialect(b'a;b\n"1,2,3";"4,5,6"\n', "t").delimiter == ";"


def test_a_space_after_every_separator_belongs_to_it(read_text):
    assert read_text("name, city\nAnna, Rome\nBob, New York\n")["city"].values.tolist() == ["Rome", "New York"]


def test_decimal_commas_are_read_and_noted(read_text):
    table = read_text("a;b\n1,5;x\n-2,25e1;y\n3;z\n")
    assert table["a"].values.tolist() == [1.5, -22.5, 3.0]
    assert table.notes == ('column "a": decimal commas were read as decimal points',)


def test_points_and_commas_as_decimals_in_one_column_are_refused(read_text):
    with pytest.raises(DataError, match=r'column "a", row 2 \(line 3\): "2.5" has a decimal point, other cells have a decimal comma'):
        read_text("a;b\n1,5;x\n2.5;y\n")


def test_thousands_separators_are_refused_and_the_way_out_works(read_text):
    text = 'price,x\n"1,234",1\n"12,345.50",2\n'
    with pytest.raises(DataError, match=r'"1,234" looks like a number with thousands separators'):
        read_text(text)
    assert read_text(text, kinds={"price": "category"})["price"].values.tolist() == ["1,234", "12,345.50"]


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(words, min_size=2, max_size=2), min_size=1, max_size=8))
def test_what_the_csv_module_writes_is_read_back_exactly(rows):
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["first", "second"], *rows])
    table = read_csv(text.getvalue().encode(), "t", header=True, kinds={"first": "category", "second": "category"})
    for place, column in enumerate(table.columns):
        for cell, value in zip([row[place] for row in rows], column.values, strict=True):
            assert value == cell or (value is None and cell.strip().lower() in {"", "na", "n/a", "#n/a", "<na>", "nan", "-nan", "null", "none", "?"})


numbers = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(numbers, st.none() | numbers), min_size=1, max_size=8))
def test_numbers_are_read_back_to_the_last_bit(rows):
    text = "a,b\n" + "".join(f"{a!r},{'' if b is None else repr(b)}\n" for a, b in rows)
    table = read_csv(text.encode(), "t")
    assert table["a"].values.tolist() == [a for a, _ in rows]
    np.testing.assert_array_equal(table["b"].values, [np.nan if b is None else b for _, b in rows])


cells = st.sampled_from(["", "1", "-2.5", "+.5", "7.", "1e5", "2E-3", "5e-324", "0.1", "00012", "e", "--1", "1e999", "9007199254740993", "1-2"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_the_quick_road_gives_the_same_bits_as_the_slow_one_or_steps_aside(rows, end):
    contents = end.join(["a,b", *(f"{a},{b}" for a, b in rows), ""]).encode()
    quick = plain_number_columns(contents, Dialect(","), 2, headed=True, from_bytes=0)
    if quick is not None:
        slow = read_csv(contents, "t", header=True)
        for column, values in zip(slow.columns, quick, strict=True):
            np.testing.assert_array_equal(column.values, values)


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n3\n",
        "a,b\n1,2,3\n",
        "a,b\n1,x\n",
        'a,b\n"1",2\n',
        "a,b\n1,2\n\n3,4\n",
        "a,b\n1,1e400\n",
        "a,b\n1,9007199254740993\n",
        "a,b\n1,1_0\n",
        "a,b\n1,2\r3,4\n",
    ],
)
def test_the_quick_road_steps_aside_for_anything_unusual(text):
    assert plain_number_columns(text.encode(), Dialect(","), 2, headed=True, from_bytes=0) is None


def test_the_quick_road_is_taken_for_a_large_plain_file(read_text, monkeypatch):
    monkeypatch.setattr("glassgrad.data.csv_file.read_blocks", None)
    table = read_text("a;b\n" + "1.25;-3e2\n;4\n" * 500_000)
    assert table.rows == 1_000_000
    assert table["a"].missing == 500_000
    assert table["b"].values[:2].tolist() == [-300.0, 4.0]

"""Names of columns (faults 8-10, 28, 30, 31)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassgrad.data.headers import named_apart
from glassgrad.data.words import quoted
from glassgrad.graph import DataError


def test_duplicate_names_are_both_kept_and_the_second_is_renamed(read_text):
    table = read_text("a,a,b,a\n1,2,3,4\n5,6,7,8\n")
    assert table.names == ("a", "a (2)", "b", "a (3)")
    assert table["a (2)"].values.tolist() == [2.0, 6.0]
    assert 'column 2 repeats the name "a" and is called "a (2)"' in table.notes


def test_a_blank_name_is_the_columns_place(read_text):
    table = read_text(",a,  \n1,2,3\n4,5,6\n")
    assert table.names == ("column 1", "a", "column 3")
    assert 'column 1 has no name in the header and is called "column 1"' in table.notes


@given(st.lists(st.sampled_from(["a", "a (2)", "", " ", "column 1", "a (3)", "column 3 (2)"]), max_size=8))
def test_every_column_gets_a_name_of_its_own(given_names):
    names, _ = named_apart(given_names)
    assert len(set(names)) == len(given_names)
    assert all(name.strip() for name in names)
    assert named_apart(names)[0] == names


@pytest.mark.parametrize("text", ["1,2\n3,4\n", "5.1,3.5,setosa\n4.9,3.0,setosa\n", "red,small\nblue,small\n", "a,2019\nx,5\n"])
def test_a_first_row_that_may_be_data_is_asked_about(read_text, text):
    with pytest.raises(DataError, match=r"a header or data\?.*header=True \(command line: --header\).*header=False \(--no-header\)"):
        read_text(text)


def test_the_answer_is_followed_and_row_1_is_never_lost(read_text):
    table = read_text("1,2\n3,4\n", header=False)
    assert (table.names, table["x1"].values.tolist()) == (("x1", "x2"), [1.0, 3.0])
    table = read_text("1,2\n3,4\n", header=True)
    assert (table.names, table["1"].values.tolist()) == (("1", "2"), [3.0])


def test_names_are_only_ever_text(read_text):
    names = ("<b>x</b>", r"$\frac{a}{b}$", "../../etc/passwd", "a'; DROP TABLE x; --", "=1+1")
    table = read_text(",".join(f'"{name}"' for name in names) + "\n" + "1,2,3,4,x\n" * 2)
    assert table.names == names


def test_look_alike_names_stay_apart(read_text):
    composed, decomposed = unicodedata.normalize("NFC", "café"), unicodedata.normalize("NFD", "café")
    table = read_text(f"{composed},{decomposed},שלום,👩‍🔬\n1,2,3,x\n")
    assert table.names == (composed, decomposed, "שלום", "👩‍🔬")


def test_right_to_left_names_are_isolated_in_messages_and_control_characters_are_escaped():
    assert quoted("שלום") == '"\u2068שלום\u2069"'
    assert quoted("\x1b[31mred\u202e") == '"\\x1b[31mred\\u202e"'
    assert len(quoted("x" * 10_000_000)) < 100


def test_an_unknown_column_names_the_closest(read_text):
    with pytest.raises(DataError, match=r'has no column "specis"; its columns are "species", "x"\. Did you mean "species"\?'):
        read_text("species,x\na,b\n")["specis"]

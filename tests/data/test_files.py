"""The door for files: what is refused before a single cell is read, and how bytes become text (faults 1, 11-15, 36-40)."""

import gzip
import os
import random
import zipfile
from pathlib import Path

import pytest

from glassgrad.data import read_table
from glassgrad.data.snapshot import snapshot, unpack_gzip
from glassgrad.graph import DataError, SettingError

PLAIN = "name,age\nAnna,31\nBob,25\n"


def test_an_empty_file_is_called_empty(read_text):
    with pytest.raises(DataError, match=r'table\.csv": the file is empty; a table needs a header row'):
        read_text("")


@pytest.mark.parametrize("text", ["\n\n  \n", "# only a comment\n", "\ufeff"])
def test_a_file_without_rows_is_called_empty(read_text, text):
    with pytest.raises(DataError, match="the file is empty"):
        read_text(text)


@pytest.mark.parametrize("text", ["name,age\n", "name,age", "# c\nname,age\n\n"])
def test_a_header_alone_has_no_data_rows(read_text, text):
    with pytest.raises(DataError, match=r'there are no data rows, only the header "name", "age"'):
        read_text(text)


def test_one_row_loads(read_text):
    assert read_text("name,age\nAnna,31\n").rows == 1


def test_a_missing_file_names_the_path_and_the_data_sets():
    with pytest.raises(DataError, match=r'there is no file "nowhere\.csv" and no data set of that name; the data sets are iris, wine'):
        read_table("nowhere.csv")
    with pytest.raises(DataError, match=r'digits, moons, circles, spirals, xor\. Did you mean "iris"'):
        read_table("irs")
    with pytest.raises(DataError, match="No such file"):
        read_table(Path("nowhere.csv"))


def test_a_web_address_is_not_downloaded():
    with pytest.raises(DataError, match="nothing is downloaded"):
        read_table("https://example.org/iris.csv")


def test_a_path_with_a_nul_is_refused():
    with pytest.raises(DataError, match="NUL"):
        read_table("a\0b")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="is a folder, not a file"):
        read_table(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(DataError, match="is a pipe, not a file"):
        read_table(tmp_path / "pipe.csv")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero here")
def test_an_endless_device_is_refused():
    with pytest.raises(DataError, match="is a device, not a file"):
        read_table("/dev/zero")


def test_a_path_with_spaces_emoji_and_a_line_break_works(read_text):
    assert read_text(PLAIN, name="my täble 🌸\n.csv").rows == 2


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)  # a hole: it takes no room on the disk
    with pytest.raises(DataError, match="has 3,221,225,472 bytes; the most that is read is 2,147,483,648"):
        read_table(path)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "growing.csv"
    path.write_text(PLAIN)
    true_fstat, calls = os.fstat, []

    def fstat(descriptor):
        if calls:
            with path.open("a") as file:
                file.write("Carl,40\n")
        calls.append(descriptor)
        return true_fstat(descriptor)

    monkeypatch.setattr("glassgrad.data.snapshot.os.fstat", fstat)
    with pytest.raises(DataError, match="changed while it was read"):
        snapshot(path)


def test_gzip_is_known_by_content_not_by_name(read_text):
    assert read_text(gzip.compress(PLAIN.encode()), name="table.csv").names == ("name", "age")
    assert read_text(PLAIN, name="table.csv.gz").names == ("name", "age")


def test_gzip_members_follow_each_other():
    assert unpack_gzip(gzip.compress(b"a,b\n") + gzip.compress(b"x,y\n") + b"\0" * 10, "t.gz", 100) == b"a,b\nx,y\n"


def test_a_gzip_bomb_stops_at_the_byte_limit(tmp_path):
    bomb = gzip.compress(bytes(20_000_000))
    assert len(bomb) < 30_000
    with pytest.raises(DataError, match=r"unpacks to more than 1,000,000 bytes"):
        unpack_gzip(bomb, "bomb.csv.gz", 1_000_000)
    assert len(unpack_gzip(bomb, "bomb.csv.gz", 20_000_000)) == 20_000_000


def test_a_gzip_file_cut_short_or_damaged_is_refused(read_text):
    packed = gzip.compress(PLAIN.encode() * 100)
    with pytest.raises(DataError, match="ends in the middle"):
        read_text(packed[:-12])
    damaged = packed[:-6] + bytes([packed[-6] ^ 1]) + packed[-5:]
    with pytest.raises(DataError, match="is damaged"):
        read_text(damaged)


def test_a_zip_archive_is_refused_whatever_its_entries_are_called(tmp_path):
    path = tmp_path / "slip.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../escape.csv", PLAIN)
    with pytest.raises(DataError, match="a zip archive or an Excel workbook"):
        read_table(path)


@pytest.mark.parametrize(
    ("start", "what"),
    [(b"\x89PNG\r\n\x1a\n", "a PNG image"), (b"%PDF-1.7", "a PDF document"), (b"\xff\xd8\xff\xe0", "a JPEG image"), (b"\x80\x04\x95", "a pickle")],
)
def test_other_files_named_csv_are_not_text(read_text, start, what):
    with pytest.raises(DataError, match=f"is not text: its first bytes are those of {what}"):
        read_text(start + bytes(range(256)))


def test_a_byte_order_mark_is_not_part_of_the_first_name(read_text):
    table = read_text(b"\xef\xbb\xbf" + PLAIN.encode())
    assert table.names == ("name", "age")
    assert any("byte-order mark" in note for note in table.notes)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_decoded_with_or_without_a_mark(read_text, encoding):
    table = read_text("name,city\nAnna,Zürich\n".encode(encoding))
    assert table["city"].values.tolist() == ["Zürich"]
    assert any("UTF-16" in note for note in table.notes)


def test_latin_1_names_the_offset_and_makes_no_mojibake(read_text):
    with pytest.raises(DataError, match=r"line 2: byte 0xfc at offset 11 is not UTF-8; if the file is in Latin-1"):
        read_text("name,city\nZürich,1\n".encode("latin-1"))


def test_a_bad_byte_in_the_middle_names_its_offset_and_line(read_text):
    rows = b"".join(b"row %d,%d\n" % (row, row) for row in range(10_000))
    contents = b"name,number\n" + rows[:50_000] + b"\xff" + rows[50_000:]
    with pytest.raises(DataError, match=f"line {contents[:50_012].count(10) + 1}: byte 0xff at offset 50,012"):
        read_text(contents)


def test_a_nul_names_its_line(read_text):
    with pytest.raises(DataError, match="line 3: a NUL character"):
        read_text(b"a,b\n1,2\n3,\x004\n")


def test_random_bytes_give_a_message_and_nothing_else(read_text):
    chance = random.Random(0)
    for _ in range(200):
        contents = chance.randbytes(chance.randrange(1, 200))
        try:
            read_text(contents)
        except (DataError, SettingError) as error:
            assert len(str(error)) < 1_000


def test_a_gzip_file_out_of_all_proportion_is_refused_whatever_the_limit(tmp_path):
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"a,b,y\n" + b"1,2,p\n" * 12_000_000))
    assert path.stat().st_size < 200_000
    with pytest.raises(DataError, match="unpacks to more than 67,108,864 bytes"):
        read_table(path)

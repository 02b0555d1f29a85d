"""Tables with faults, as files: those that nobody can learn from, and those that are survived."""

LETTERS = "".join(f"{row % 7},{row * 5 % 11},{'ab'[row % 2]}\n" for row in range(24))
PLAIN = "p,q,y\n" + LETTERS


def table(line, header="p,q,y"):
    """24 rows, each made from its number."""
    return "\n".join([header, *map(line, range(24)), ""])


REFUSED = {
    "empty": "",
    "a header only": "p,q,y\n",
    "one row": "p,q,y\n1,2,a\n",
    "one class": table(lambda row: f"{row},{row * row % 7},a"),
    "a number that never changes": table(lambda row: f"{row},{row % 3},7"),
    "a short row": PLAIN + "3,3\n",
    "a long row": PLAIN + "3,3,a,9\n",
    "no header": LETTERS,
    "Latin-1": (PLAIN + "1,2,ä\n").encode("latin-1"),
    "bytes that are no text": PLAIN.encode() + b"1,2,\xff\xfe\n",
    "a NUL": PLAIN.encode() + b"1,\x00,a\n",
    "an open quote": PLAIN + '1,"2,a\n',
    "an infinity": PLAIN + "inf,2,a\n",
    "a number beyond 64 bits": PLAIN + "1e400,2,a\n",
    "a word among numbers": PLAIN + "oops,2,a\n",
    "nothing but gaps": table(lambda row: f",,{'ab'[row % 2]}"),
    "a field of 200,000 characters": PLAIN + f"1,{'x' * 200_000},a\n",
    "each row its own class": table(lambda row: f"{row},{row % 4},id{row}"),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "an archive": b"PK\x03\x04" + bytes(100),
    "nothing beside the target": "y\n" + "a\nb\n" * 12,
    "no such target": "p,q\n1,2\n3,4\n",
}
SURVIVED = {
    "a class with one row": PLAIN + "3,3,c\n",
    "names twice": PLAIN.replace("p,q", "p,p", 1),
    "a column without a name": PLAIN.replace("p,q", "p,", 1),
    "a byte-order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "UTF-16": PLAIN.encode("utf-16"),
    "mixed line ends": PLAIN.replace("\n", "\r\n", 5),
    "names with commas and line breaks": PLAIN.replace("p,q", '"p,1","q\n2"', 1),
    "semicolons and decimal commas": PLAIN.replace(",", ";").replace("1;5", "1,5;5", 1),
    "gaps": PLAIN + "NA,,a\nnan,2,b\n",
    "huge and tiny inputs": table(lambda row: f"{row % 7 - 3}e307,{row % 5}e-310,{'ab'[row % 2]}"),
    "a huge target": table(lambda row: f"{row},{row % 5},{(row * 7 % 24 - 12) * 1.4}e307"),
    "a target far from all others": table(lambda row: f"{row},{row % 3},{1e40 if row == 3 else row / 2}"),
    "a tiny target": table(lambda row: f"{row},{row % 5},{row * 7 % 24 - 12}e-310"),
    "whole numbers beyond 64 bits": table(lambda row: f"{2**63 + row},{row % 5},{'ab'[row % 2]}"),
    "a target beyond 64 bits": table(lambda row: f"{row},{row % 5},{2**63 + 5000 * row}"),
    "words for yes and no, and dates that are none": table(lambda row: f"{('yes', 'no')[row % 2]},2024-02-3{row % 3},{'ab'[row % 3 % 2]}"),
    "a column that never changes": table(lambda row: f"7,{row},{'ab'[row % 2]}"),
    "no column that changes": table(lambda row: f"7,8,{'ab'[row % 2]}"),
    "no column that changes, and numbers": table(lambda row: f"7,8,{1.5 * row}"),
    "a column of gaps": table(lambda row: f",{row},{'ab'[row % 2]}"),
    "rows that contradict each other": "p,q,y\n" + "1,1,a\n1,1,b\n" * 12,
    "names of HTML and LaTeX": PLAIN.replace("p,q", "<b>p</b>,$q_1$", 1),
    "cells with formulas": table(lambda row: f"=1+{row % 3},@x,{'ab'[row % 2]}"),
    "names like paths": PLAIN.replace("p,q", "../../p,C:\\q", 1),
    "names that look alike": PLAIN.replace("p,q", "\u00e9,e\u0301", 1),
    "ids as numbers": table(lambda row: f"{row % 5},{row % 4},{row}"),
    "commas at the end, and a comment": "# made by hand\n" + PLAIN.replace("\n", ",\n"),
    "the target beside itself": table(lambda row: f"{'ab'[row % 2]},{row},{'ab'[row % 2]}"),
    "the target beside itself, as numbers": table(lambda row: f"{1.5 * row},{row % 3},{1.5 * row}"),
    "a target with gaps": PLAIN + "1,2,\n2,3,\n",
    "one column": table(lambda row: f"{row},{'ab'[row % 2]}", header="p,y"),
    "words only": table(lambda row: f"{'xyz'[row % 3]},{'uv'[row % 2]},{'ab'[row % 4 // 2]}"),
    "four rows": "p,q,y\n1,2,a\n3,4,b\n3,1,a\n5,1,b\n",
}


def written(folder, content):
    """The path of a file with that content."""
    path = folder / "rows.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path

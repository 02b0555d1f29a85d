"""A story as a LaTeX document."""

from __future__ import annotations

import re
from itertools import groupby

from glassgrad.writing.mathematics import Words
from glassgrad.writing.plain import latex_words
from glassgrad.writing.symbols import LETTERS

from .blocks import UNSEEN, Aside, Block, Caution, Figure, Heading, Listing, Step, Table, Told
from .displayed import displayed, inline

PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb,booktabs,longtable}
\usepackage[margin=25mm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.6ex}
"""
FITTED = r"""\usepackage{graphicx}
\newcommand{\fitted}[1]{\sbox0{\(\displaystyle #1\)}\ifdim\wd0>\linewidth\resizebox{\linewidth}{!}{\usebox0}\else\usebox0\fi}
"""
WIDEST = 80
"""Characters, as counted in text, of a part of a formula that may be wider than the page: nothing breaks it, so it is printed smaller."""
UNKNOWN = re.compile("[^\\x00-\u017f–—‘’“”„†‡•€™]")
"""What a plain LaTeX font cannot print and our sentences do not use: letters of other scripts, in names from data."""
SIGNS = {"∂": "partial", "∞": "infty", "√": "surd", "≤": "le", "≥": "ge", "≠": "ne", "≈": "approx", "←": "leftarrow", "→": "to", "·": "cdot", "×": "times"}
SIGNS |= {"⊙": "odot", "∇": "nabla", "⟨": "langle", "⟩": "rangle", "∈": "in", "⋅": "cdot"}
OTHERS = {"ᵗ": "{}^t", "⁺": "{}^+", "ᶻ": "{}^z", "⁻": "{}^-", "½": r"\tfrac12", "−": "-", "ŷ": r"\hat{y}", "…": r"\ldots"}
OTHERS |= {raised: f"{{}}^{digit}" for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {lowered: f"{{}}_{digit}" for digit, lowered in enumerate("₀₁₂₃₄₅₆₇₈₉")}
OTHERS |= {"′": "{}'", "ᵀ": r"{}^{\mathsf{T}}", "√": r"\surd", "‖": r"\|"}
OTHERS |= {block: rf"\rule{{0.55em}}{{{height}ex}}" for block, height in {"█": 1.4, "▓": 1.0, "▒": 0.6, "░": 0.2}.items()}
IN_PROSE = str.maketrans({one: rf"\(\{name}\)" for one, name in (LETTERS | SIGNS).items()} | {one: rf"\({latex}\)" for one, latex in OTHERS.items()})
"""Characters that our sentences use and a plain LaTeX font does not have."""


def latex(story: Told) -> str:
    """The story as a whole document."""
    parts = [rf"\section*{{{words_latex(story.title)}}}"]
    for is_given, group in groupby(story.blocks, key=lambda block: isinstance(block, Step) and block.given):
        blocks = list(group)
        parts += [_given(blocks)] if is_given else [_block(block) for block in blocks]
    parts += [UNSEEN] if story.has_pictures else []
    fitted = FITTED if any(isinstance(block, Step) and _is_wide(block) for block in story.blocks) else ""
    document = PREAMBLE + fitted + "\\begin{document}\n" + "\n\n".join(parts) + "\n\\end{document}\n"
    return UNKNOWN.sub(lambda found: rf"\mbox{{U+{ord(found[0]):04X}}}", document)


def words_latex(words: Words) -> str:
    """A sentence."""
    return "".join(latex_words(part).translate(IN_PROSE) if isinstance(part, str) else rf"\({part.latex}\)" for part in words)


def _block(block: Block) -> str:
    match block:
        case Step():
            return _step(block)
        case Heading(words, level):
            return rf"\{'sub' * (level - 1)}section*{{{words_latex(words)}}}"
        case Aside(words):
            return words_latex(words)
        case Caution(words):
            return rf"\textbf{{Caution.}} {words_latex(words)}"
        case Table():
            return _table(block)
        case Figure(shows=shows):
            return rf"\emph{{Picture: {words_latex((shows,))}}}"
        case Listing():
            return _listing(block)


def _given(blocks: list[Block]) -> str:
    return ", \\quad ".join(rf"\({inline(block)}\)" for block in blocks if isinstance(block, Step))


def _step(step: Step) -> str:
    if step.described:
        return rf"\({step.symbol.latex}\) ({words_latex((step.shape,))}): {words_latex(step.summary)}."
    line = rf"\fitted{{{displayed(step)}}}" if _is_wide(step) else displayed(step)
    lines = [f"\\[\n{line}\n\\]"]
    told = "".join(f"({words_latex(words)}) " for words in ((step.shape,), step.summary) if words != ("",) and words)
    if told or step.because:
        lines.append(rf"{told}\emph{{{words_latex(step.because)}}}")
    return "\n".join(lines)


def _is_wide(step: Step) -> bool:
    return not step.given and any(len(piece.text) > WIDEST for _, part in step.links() for piece in part.pieces)


def _table(table: Table) -> str:
    rows = [" & ".join(words_latex(cell) for cell in row) + r" \\" for row in table.rows]
    head = " & ".join(words_latex(cell) for cell in table.header) + r" \\ \midrule \endhead"
    caption = [words_latex(table.caption)] if table.caption else []
    sides = "".join("r" if one else "l" for one in table.of_numbers)
    return "\n".join([*caption, rf"\begin{{longtable}}{{{sides}}}", r"\toprule", head, *rows, r"\bottomrule", r"\end{longtable}"])


def _listing(listing: Listing) -> str:
    """Line by line, every letter and space as it is."""
    lines = [words_latex((line,)).replace(" ", r"\ ") + r"\\" for line in listing.lines]
    caption = [words_latex(listing.caption)] if listing.caption else []
    return "\n".join([*caption, r"\begin{flushleft}\ttfamily\scriptsize", *(r"\mbox{}" + line for line in lines), r"\end{flushleft}"])

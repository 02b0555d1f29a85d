"""What an instruction does, as a line one can read: `vaddps %zmm1, %zmm16, %zmm17` is `zmm17 = zmm16 + zmm1`.

Instructions that are not in the tables are left without a word: better nothing than a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .operands import Known, said_arm, said_x86, split, vector_number

SIGNS = {"add": "+", "sub": "−", "mul": "·", "div": "/", "and": "and", "or": "or", "xor": "xor"}
BETWEEN = {
    "eq": "=", "lt": "<", "le": "≤", "neq": "≠", "nlt": "not <", "nle": "not ≤", "gt": ">", "ge": "≥", "ngt": "not >", "nge": "not ≥",
    "l": "<", "g": ">", "e": "=", "ne": "≠", "a": ">", "ae": "≥", "b": "<", "be": "≤",
    "s": "negative", "ns": "not negative", "p": "not-a-number", "np": "no not-a-number", "hi": ">", "lo": "<", "hs": "≥", "ls": "≤",
}  # fmt: skip
"""How compared numbers lie, by the letters that comparisons and jumps end with."""

Rule = tuple[str, str]
X86: tuple[Rule, ...] = (
    (r"v?xorp[sd]|v?pxor[dq]?|xor[lq]", "{0} = 0|{1}={2}"),
    (r"v?(add|sub|mul|div)(ps|pd|ss|sd)", "{0} = {1} {sign} {2}"),
    (r"v?(and|or|xor)(ps|pd)", "{0} = {1} {sign} {2}, bit by bit"),
    (r"vp(and|or|xor)[dq]?", "{0} = {1} {sign} {2}, bit by bit"),
    (r"vp(add|sub)[bwdq]|vp(?:mul)l[dq]", "{0} = {1} {sign} {2}, as whole numbers"),
    (r"v?andnp[sd]|vpandn[dq]?", "{0} = {2} and not {1}, bit by bit"),
    (r"v?(max|min)(ps|pd|ss|sd)", "{0} = the {larger} of {1} and {2}"),
    (r"vfmadd132(ps|pd|ss|sd)", "{0} = {0}·{2} + {1}"),
    (r"vfmadd213(ps|pd|ss|sd)", "{0} = {1}·{0} + {2}"),
    (r"vfmadd231(ps|pd|ss|sd)", "{0} = {1}·{2} + {0}"),
    (r"vfmsub132(ps|pd|ss|sd)", "{0} = {0}·{2} − {1}"),
    (r"vfmsub213(ps|pd|ss|sd)", "{0} = {1}·{0} − {2}"),
    (r"vfmsub231(ps|pd|ss|sd)", "{0} = {1}·{2} − {0}"),
    (r"vfnmadd132(ps|pd|ss|sd)", "{0} = −{0}·{2} + {1}"),
    (r"vfnmadd213(ps|pd|ss|sd)", "{0} = −{1}·{0} + {2}"),
    (r"vfnmadd231(ps|pd|ss|sd)", "{0} = −{1}·{2} + {0}"),
    (r"vfnmsub132(ps|pd|ss|sd)", "{0} = −{0}·{2} − {1}"),
    (r"vfnmsub213(ps|pd|ss|sd)", "{0} = −{1}·{0} − {2}"),
    (r"vfnmsub231(ps|pd|ss|sd)", "{0} = −{1}·{2} − {0}"),
    (r"v?sqrt(ps|pd)", "{0} = the square root of {1}"),
    (r"v?sqrt(ss|sd)", "{0} = the square root of {2}"),
    (r"v?cmpunord(_\w+)?(ps|pd|ss|sd)", "{0} = which lanes of {1} or {2} hold not-a-number"),
    (r"v?cmp(neq|nlt|nle|ngt|nge|eq|lt|le|gt|ge)(_\w+)?(ps|pd|ss|sd)", "{0} = which lanes have {1} {between} {2}"),
    (r"vpcmp(eq|gt|lt|le|neq|nlt|nle)u?[bwdq]", "{0} = which lanes have {1} {between} {2}"),
    (r"v?u?comis[sd]", "compare {0} with {1}"),
    (r"vblendmp[sd]|vpblendm[dq]", "{0} = {2} where {mask}, {1} elsewhere"),
    (r"v?blendvp[sd]", "{0} = {2} where {3}, {1} elsewhere"),
    (r"vp?ternlog[dq]", "{0} = {0}, {1} and {2}, combined bit by bit"),
    (r"vp?broadcast(ss|sd|[bwdq])|vmovddup", "{0} = {1} in every lane"),
    (r"vrndscale(ps|pd)|v?round(ps|pd)", "{0} = {1} rounded to whole numbers"),
    (r"vrndscale(ss|sd)|v?round(ss|sd)", "{0} = {1} rounded to a whole number"),
    (r"v?cvtt?(?:ps|pd|ss|sd)2u?(?:dq|qq|si)[lq]?", "{0} = {1} as whole numbers"),
    (r"v?cvtu?(?:dq|qq|si)2(ps|pd|ss|sd)[lq]?", "{0} = {1} as numbers with fractions"),
    (r"v?cvt(ps2pd|ss2sd)", "{0} = {1} in double precision"),
    (r"v?cvt(pd2ps|sd2ss)[xyz]?", "{0} = {1} rounded to single precision"),
    (r"vpsll[dq]", "{0} = the bits of {1}, {2} places to the left"),
    (r"vpsrl[dq]", "{0} = the bits of {1}, {2} places to the right"),
    (r"vpsra[dq]", "{0} = the bits of {1}, {2} places to the right, the sign kept"),
    (r"v?perm\w*|vperm\w*|v?p?unpck\w+|v?shuf\w+|vpshuf\w+|vpack\w+", "{0} = entries of {rest}"),
    (r"vextract\w+|vinsert\w+|valign\w+|vmov[hl][hl]ps|vmovs[hl]dup|vps[rl]ldq", "{0} = entries of {rest}"),
    (r"v?movs[sd]", "{0} = the first entry of {2}"),
    (r"v?mov[ua]p[sd]|v?movdq[ua]\d*|v?movs[sd]|v?mov[dq]|mov[bwlq]|movabsq|kmov[bwdq]|movz\w\w|movs[bwl][wlq]", "{0} = {1}"),
    (r"(add|sub)[lqwb]", "{0} = {0} {sign} {1}"),
    (r"(and|or|xor)[lqwb]", "{0} = {0} {sign} {1}, bit by bit"),
    (r"k(and|or|xor)[bwdq]", "{0} = {1} {sign} {2}"),
    (r"knot[bwdq]", "{0} = not {1}"),
    (r"imul[lq]", "{0} = {0}·{1}|{0} = {1}·{2}"),
    (r"lea[lq]", "{0} = {1}|address"),
    (r"inc[lq]", "{0} = {0} + 1"),
    (r"dec[lq]", "{0} = {0} − 1"),
    (r"neg[lq]", "{0} = −{0}"),
    (r"shl[lq]", "{0} = {0}, {1} places to the left"),
    (r"s[ha]r[lq]", "{0} = {0}, {1} places to the right"),
    (r"cmp[bwlq]", "compare {0} with {1}"),
    (r"(?:test|kortest|ktest)[bwlqd]", "look at the bits that {0} and {1} share"),
    (r"jmp", "go to {0}"),
    (r"j(\w+)", "go to {0} if {between}"),
    (r"set(\w+)", "{0} = 1 if {between}"),
    (r"cmov(ne|ae|be|le|ge|ns|np|e|l|g|a|b|s|p)[lq]", "{0} = {1} if {between}"),
    (r"call[q]?", "call {0}"),
    (r"ret[q]?", "return"),
    (r"push[q]?", "put {0} aside"),
    (r"pop[q]?", "fetch {0} back"),
    (r"vzeroupper", "clear the upper halves of the vector registers"),
    (r"prefetch\w+", "ask for {0} ahead of time"),
)  # fmt: skip
"""A pattern for the name, and what it does; operands are numbered as in the processor's manual, the result first."""

ARM: tuple[Rule, ...] = (
    (r"f(add|sub|mul|div)", "{0} = {1} {sign} {2}"),
    (r"(add|sub|mul)s?", "{0} = {1} {sign} {2}"),
    (r"and|orr|eor|bic", "{0} = {1} and {2}, combined bit by bit"),
    (r"fmla", "{0} = {1}·{2} + {0}"),
    (r"fmls", "{0} = −{1}·{2} + {0}"),
    (r"fmadd", "{0} = {1}·{2} + {3}"),
    (r"fmsub", "{0} = −{1}·{2} + {3}"),
    (r"fnmsub", "{0} = {1}·{2} − {3}"),
    (r"f(max|min)(?:nm)?", "{0} = the {larger} of {1} and {2}"),
    (r"fabs", "{0} = {1} without its sign"),
    (r"f?neg", "{0} = −{1}"),
    (r"fsqrt", "{0} = the square root of {1}"),
    (r"frint\w", "{0} = {1} rounded to whole numbers"),
    (r"[fc]cm(eq|gt|ge|hi|hs|lt|le)", "{0} = which lanes have {1} {between} {2}"),
    (r"f?cmp", "compare {0} with {1}"),
    (r"bsl", "{0} = {1} where {0}, {2} elsewhere"),
    (r"bit", "{0} = {1} where {2}"),
    (r"bif", "{0} = {1} except where {2}"),
    (r"shl|lsl", "{0} = {1}, {2} places to the left"),
    (r"[us]shr|lsr|asr", "{0} = {1}, {2} places to the right"),
    (r"dup", "{0} = {1} in every lane"),
    (r"fcvtz[su]", "{0} = {1} as whole numbers"),
    (r"[su]cvtf", "{0} = {1} as numbers with fractions"),
    (r"fcvt[ln]?2?", "{0} = {1} in the other precision"),
    (r"f?mov|movi", "{0} = {1}"),
    (r"ldu?r[bhs]?w?|ld1r?", "{0} = {1}"),
    (r"ldp", "{0} and {1} = {2}"),
    (r"stu?r[bh]?|st1", "{1} = {0}"),
    (r"stp", "{2} = {0} and {1}"),
    (r"zip[12]|uzp[12]|trn[12]|ext|tbl|rev64", "{0} = entries of {rest}"),
    (r"b\.(\w+)", "go to {0} if {between}"),
    (r"b", "go to {0}"),
    (r"cbn?z", "look at {0}, and perhaps go to {1}"),
    (r"bl", "call {0}"),
    (r"ret", "return"),
    (r"prfm", "ask for {1} ahead of time"),
)
FUSED = re.compile(r"vfn?m(add|sub)\d+\w+|fmla|fmls|fn?madd|fn?msub")
DIVISION = re.compile(r"v?div(ps|pd|ss|sd)|fdiv")


def reading(mnemonic: str, operands: str, known: Known, *, arm: bool) -> str:
    """What one instruction does; empty if that is not known.

    >>> reading("vfmadd231ps", "%zmm6, %zmm18, %zmm16", Known(), arm=False)
    'zmm16 = zmm18·zmm6 + zmm16'
    >>> reading("vmovups", "%zmm0, 384(%rax) {%k1}", Known(), arm=False)
    '[rax + 384] = zmm0, where k1'
    >>> reading("fmla", "v8.4s, v5.4s, v9.4s", Known(), arm=True)
    'v8 = v5·v9 + v8'
    """
    written = split(operands)
    said = [said_arm(one) for one in written] if arm else [said_x86(one, known) for one in reversed(written)]
    if not any(mnemonic.startswith(word) for word in ("vp", "vbroadcast", "vxor")):
        said = [*said[:1], *(_in_brackets(known.numbers.get(vector_number(one), one)) for one in said[1:])]
    for pattern, template in ARM if arm else X86:
        found = re.fullmatch(pattern, mnemonic)
        told = _filled(template, said, found.groups(), operands) if found else ""
        if told:
            return told if "{mask}" in template else told + _masked(operands)
    return ""


def _filled(template: str, said: Sequence[str], groups: Sequence[str | None], operands: str) -> str:
    words = [one for one in groups if one]
    first = words[0] if words else ""
    main, _, other = template.partition("|")
    if other == "{1}={2}":  # a register combined with itself: the usual way to make a zero
        same = len(set(said[-2:])) == 1 and len(said) >= 2
        return main.format(*said) if same else ""
    if other == "address":
        return main.format(said[0], said[1].strip("[]"))
    if other:
        main = other if len(said) == 3 else main
    if len(said) == 2 and "{2}" in main and "sign" in main:  # the old instructions, whose first operand is also the result
        said = [said[0], said[0], said[1]]
    if "{sign}" in main:
        said = [*said[:1], *(f"({one})" if one.startswith("−") else one for one in said[1:])]
    names = {"sign": SIGNS.get(first, ""), "larger": {"max": "larger", "min": "smaller"}.get(first, ""), "between": BETWEEN.get(first, "")}
    mask = re.search(r"\{%(k\d)\}", operands)
    names["mask"] = mask[1] if mask else "the mask"
    if "{between}" in main and not names["between"]:
        return ""
    try:
        return main.format(*said, **names, rest=" and ".join(one for one in dict.fromkeys(said[1:]) if not re.fullmatch(r"−?\d+", one)) or "itself")
    except IndexError:
        return ""


def _in_brackets(number: str) -> str:
    return f"({number.replace('-', '−', 1)})" if number.startswith("-") else number


def _masked(operands: str) -> str:
    found = re.search(r"\{%(k\d)\}(\s*\{z\})?", operands)
    return "" if found is None else f", where {found[1]}" + (" (0 elsewhere)" if found[2] else "")

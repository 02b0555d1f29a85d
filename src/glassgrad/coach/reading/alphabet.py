"""The signs and words of LaTeX, Unicode and typewriting, each made one of few."""

from __future__ import annotations

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "vartheta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
"""Greek letters by their names, as words and as LaTeX commands."""

VARIANTS = {"ϵ": "ε", "ϑ": "θ", "ϕ": "φ", "ϱ": "ρ", "ϖ": "π", "ς": "σ", "\u00b5": "μ", "\u2126": "Ω", "\u2206": "Δ", "ℓ": "l"}
"""Other shapes of the same letters."""

SIGNS = {
    "^": "**", "**": "**", "·": "·", "×": "·", "⋅": "·", "∙": "·", "•": "·", "*": "*", "∗": "*", "⊙": "⊙", "∘": "⊙", "@": "@",
    "−": "-", "–": "-", "-": "-", "+": "+", "/": "/", "÷": "/", "∕": "/", "⁄": "/", "∑": "Σ", "Σ": "Σ", "∏": "∏", "√": "sqrt",
    "∂": "∂", "∇": "∇", "′": "'", "’": "'", "'": "'", "″": "''", "⊤": "T", "∣": "|",
}  # fmt: skip
"""Signs → the one they are read as."""

SIGN_COMMANDS = {
    "cdot": "·", "times": "·", "bullet": "·", "ast": "*", "star": "*", "odot": "⊙", "circ": "⊙", "div": "/", "top": "T", "intercal": "T",
    "transpose": "T", "prime": "'", "partial": "∂", "nabla": "∇", "sum": "Σ", "Sigma": "Σ", "prod": "∏", "sqrt": "sqrt", "frac": "frac", "tfrac": "frac",
    "dfrac": "frac", "cfrac": "frac", "lvert": "|", "rvert": "|", "vert": "|", "mid": "|", "{": "(", "}": ")", "lbrace": "(", "rbrace": ")",
    "lbrack": "[", "rbrack": "]", "lparen": "(", "rparen": ")",
}  # fmt: skip
"""Commands of LaTeX that are signs."""

RELATIONS = {
    "=": "=", "＝": "＝", "﹦": "＝", "≡": "=", "≈": "≈", "≃": "≈", "≅": "≈", "≐": "≈", "~=": "≈", "=~": "≈", "≒": "≈", ":=": ":=", "≔": ":=", "←": "←",
    "<-": "←", "⟵": "←",
    "→": "→", "->": "→", "⟶": "→", "-->": "→", "↦": "→", "➔": "→", "➜": "→", "➝": "→", "+=": "+=", "-=": "-=", "−=": "-=", "*=": "*=", "/=": "/=",
}  # fmt: skip
"""Signs between the sides of a chain → the one they are read as."""

RELATION_COMMANDS = {
    "approx": "≈", "simeq": "≈", "cong": "≈", "doteq": "≈", "equiv": "=", "coloneqq": ":=", "leftarrow": "←", "gets": "←", "longleftarrow": "←",
    "to": "→", "rightarrow": "→", "longrightarrow": "→", "mapsto": "→",
}  # fmt: skip

COMPARISONS = ("<=", ">=", "!=", "<", ">", "≤", "≥", "≠", "≪", "≫", "∝", "∈", "⩽", "⩾")
COMPARISON_COMMANDS = ("ne", "neq", "le", "leq", "leqslant", "ge", "geq", "geqslant", "lt", "gt", "ll", "gg", "propto", "in")

BREAK_COMMANDS = ("quad", "qquad", "Rightarrow", "implies", "Longrightarrow", "iff", "Leftrightarrow", "therefore", "because", "hspace", "checkmark", "newline")
"""Commands of LaTeX that end a statement."""

BLANK_COMMANDS = (
    "left", "right", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "big", "Big", "bigg", "Bigg", "displaystyle", "textstyle",
    "limits", "nolimits", "nonumber", "notag", "hfill", "hline", "noindent", "centering",
)  # fmt: skip
"""Commands of LaTeX that change nothing in what is said."""

WRAPPERS = (
    "mathbf", "boldsymbol", "bm", "mathit", "mathsf", "mathcal", "mathbb", "mathtt", "vec", "boxed", "underline", "underbrace", "ensuremath", "pmb",
    "mathrm", "rm", "bf", "fbox", "emph",
)  # fmt: skip
"""Commands of LaTeX that only change the looks of what they hold."""

TEXT_WRAPPERS = ("text", "textbf", "textit", "textrm", "texttt", "textsf", "mbox", "operatorname", "mathrm")
"""Those that hold words."""

ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303", "widetilde": "\u0303"}
"""Accents of LaTeX → the mark that stands behind a letter in Unicode."""

MATRICES = ("matrix", "bmatrix", "pmatrix", "Bmatrix", "smallmatrix", "array", "bsmallmatrix", "psmallmatrix")
"""Environments of LaTeX that hold rows of entries."""

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵗᵀ", "0123456789+-()nitT", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", "0123456789aeoxhklmnpstijruv", strict=True))

"""How a story looks in a browser: light and dark, on paper, narrow and wide. No font and nothing else is fetched.

The brackets of matrices and the brace of cases are drawn, because they only stretch where a font for mathematics is installed. On paper plots, whose
height is in points, are small enough for two on a page; diagrams, whose height has no unit, keep their size, for their letters are smaller.
"""

STYLE = """
.story {
  --ink: #1d2733; --soft: #5b6877; --line: #dde3ea; --paper: #ffffff; --tint: #f5f7fa; --accent: #0b6e8f; --warn: #8a4b00; --warn-paper: #fff6e6;
  color: var(--ink); background: var(--paper); font: 1.0625rem/1.6 Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif;
  max-width: 54rem; margin: 0 auto; padding: 1rem 1.25rem; overflow-wrap: break-word;
}
@media (prefers-color-scheme: dark) {
  .story {
    --ink: #e3e8ee; --soft: #9dabb9; --line: #33404d; --paper: #14191f; --tint: #1c232b; --accent: #6cc5e0; --warn: #f0c27b; --warn-paper: #33270f;
  }
}
.story h1, .story h2, .story h3 { font-family: system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; line-height: 1.25; text-wrap: balance; }
.story h1 { font-size: 1.75rem; margin: 0.5rem 0 1.25rem; }
.story h2 { font-size: 1.2rem; margin: 2rem 0 0.75rem; padding-bottom: 0.3rem; border-bottom: 1px solid var(--line); }
.story h3 { font-size: 1.05rem; margin: 1.5rem 0 0.5rem; }
.story math { font-family: "STIX Two Math", "Latin Modern Math", "Cambria Math", "Libertinus Math", math; font-size: 1.06em; }
.story .given { display: flex; flex-wrap: wrap; gap: 0.35rem 0.6rem; margin: 0.5rem 0; padding: 0; list-style: none; }
.story .given li { background: var(--tint); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.1rem 0.6rem; }
.story .step { margin: 0.55rem 0; padding: 0.15rem 0 0.15rem 0.9rem; border-left: 3px solid var(--line); }
.story .line { margin: 0; padding: 0.2rem 0 0.2rem 2.2rem; text-indent: -2.2rem; overflow: auto hidden; line-height: 2.1; }
.story .line math { text-indent: 0; }
.story .rows { display: grid; grid-template-columns: auto 1fr; gap: 0.3em 0.35em; align-items: baseline; padding-left: 0; text-indent: 0; }
.story .rows .link, .story .rows .note { grid-column: 2; }
.story .rows .link { padding-left: 1.6em; text-indent: -1.6em; }
.story mo:has(+ mtable + mo), .story mo:has(+ mtable + mo) + mtable + mo { display: none; }
.story mo:has(+ mtable + mo) + mtable {
  margin: 0 0.2em; padding: 0 0.15em; border: solid currentColor; border-width: 0 1.5px; --tick: linear-gradient(currentColor, currentColor);
  background: var(--tick) 0 0, var(--tick) 100% 0, var(--tick) 0 100%, var(--tick) 100% 100%; background-size: 0.3em 1.5px; background-repeat: no-repeat;
}
.story mo + mtable.cases:has(+ mo) {
  border: 0; padding: 0 0.15em 0 0.75em; background-position: 0.3em 0, 0.3em 100%, 0 50%, 0.3em 0;
  background-size: 0.3em 1.5px, 0.3em 1.5px, 0.3em 1.5px, 1.5px 100%;
}
.story .value { font-weight: 600; color: var(--accent); }
.story .note { margin: 0; color: var(--soft); font-size: 0.92em; }
.story .caution { background: var(--warn-paper); color: var(--warn); border-radius: 0.4rem; padding: 0.6rem 0.9rem; margin: 0.75rem 0; }
.story .scroll { overflow-x: auto; margin: 0.75rem 0; }
.story table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.story caption { text-align: left; color: var(--soft); padding-bottom: 0.3rem; }
.story th, .story td { text-align: left; padding: 0.25rem 1rem 0.25rem 0; border-bottom: 1px solid var(--line); }
.story tr > :last-child { padding-right: 0; }
.story th { font-family: system-ui, sans-serif; font-size: 0.88em; color: var(--soft); }
.story .number { text-align: right; }
.story .listing {
  overflow-x: auto; margin: 0.75rem 0; padding: 0.75rem 0.9rem; background: var(--tint); border: 1px solid var(--line); border-radius: 0.4rem;
  font: 0.82rem/1.5 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace; tab-size: 4;
}
.story .listing code { font: inherit; }
.story figure { margin: 1rem 0; }
.story figure svg { max-width: 100%; height: auto; }
@media (prefers-color-scheme: dark) {
  .story figure svg { box-sizing: border-box; padding: 0.7rem; background: #ffffff; border-radius: 0.6rem; filter: brightness(0.86); }
}
.story figcaption { color: var(--soft); font-size: 0.92em; }
@media print {
  .story { max-width: none; padding: 0; font-size: 10.5pt; color: #000; background: none; }
  .story .step, .story tr, .story figure, .story .caution { break-inside: avoid; }
  .story figure { margin: 0.6rem 0; }
  .story figure svg[height$="pt"] { zoom: 0.75; }
  .story figcaption { font-size: 0.85em; line-height: 1.35; }
  .story h2, .story h3 { break-after: avoid; }
  .story .line, .story .scroll { overflow: visible; }
  .story .listing { overflow: visible; white-space: pre-wrap; font-size: 7.5pt; }
}
"""
PAGE_STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; background: #ffffff; }
@media (prefers-color-scheme: dark) { body { background: #14191f; } }
"""

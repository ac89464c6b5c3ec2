"""How a page looks: light and dark, narrow and wide, on paper."""

from __future__ import annotations

SHEET = """
:root {
  --paper: #f6f7f9; --card: #ffffff; --ink: #1b2130; --quiet: #586074; --line: #d9dde5; --link: #0b5cad;
  --good: #0f6b3f; --good-tint: #e2f4ea; --asks: #8a4b00; --asks-tint: #fdf0d9; --bad: #a3182b; --bad-tint: #fde7ea;
  --code: #f0f2f6; --shade: 0 1px 2px rgb(20 30 60 / 6%), 0 4px 16px rgb(20 30 60 / 5%);
  color-scheme: light;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12151c; --card: #1a1f29; --ink: #e7eaf1; --quiet: #a4adc0; --line: #323a4a; --link: #8ec2ff;
    --good: #7ddba8; --good-tint: #163325; --asks: #f5c26b; --asks-tint: #3a2b10; --bad: #ff9aa6; --bad-tint: #41191f;
    --code: #222835; --shade: none;
    color-scheme: dark;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 0 1rem 3rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
code, pre, text { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: .9em; overflow-wrap: anywhere; unicode-bidi: isolate; }
pre {
  margin: .5rem 0; padding: .75rem 1rem; overflow-x: auto; background: var(--code); border-radius: 8px;
  font-size: .875rem; line-height: 1.5; tab-size: 4;
}
pre code { font-size: 1em; overflow-wrap: normal; }
p { margin: .5rem 0; }
ul { padding-left: 1.25rem; margin: .5rem 0; }
.small { color: var(--quiet); font-size: .85rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--card); z-index: 1; }

header { padding: 2rem 0 .5rem; }
.brand {
  margin: 0; color: var(--quiet); font-size: .8rem; font-weight: 600; letter-spacing: .08em; text-transform:
  uppercase;
}
h1 { margin: .25rem 0; font-size: clamp(1.5rem, 5vw, 2.25rem); line-height: 1.2; letter-spacing: -.01em; }
h1 code { font-family: inherit; font-size: 1em; }
h1 .arrow { color: var(--quiet); font-weight: 400; }
.where { margin: 0; color: var(--quiet); overflow-wrap: anywhere; }
.verdict {
  margin: 1.25rem 0 .75rem; padding: .75rem 1rem; border-radius: 10px; border-left: 5px solid; font-weight: 600;
}
.verdict.good { color: var(--good); background: var(--good-tint); }
.verdict.asks { color: var(--asks); background: var(--asks-tint); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 0; }
.tiles > div {
  display: flex; flex-direction: column-reverse; padding: .75rem 1rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shade);
}
.tiles dt { color: var(--quiet); font-size: .85rem; }
.tiles dd { margin: 0; font-size: 1.35rem; font-weight: 650; line-height: 1.3; }
.next { margin-top: 1rem; }
.next p { margin: 0; color: var(--quiet); font-size: .9rem; }

nav { margin: 1rem 0; }
nav ul { display: flex; flex-wrap: wrap; gap: .35rem .5rem; padding: 0; list-style: none; }
nav a {
  display: block; padding: .3rem .75rem; border: 1px solid var(--line); border-radius: 99px; background: var(--card);
  font-size: .875rem; text-decoration: none;
}
nav a:hover { border-color: var(--link); }

section {
  margin: 1rem 0; padding: 1rem 1.25rem 1.25rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 14px; box-shadow: var(--shade); scroll-margin-top: 1rem;
}
h2 { margin: 0 0 .75rem; font-size: 1.2rem; line-height: 1.3; }
h3 { margin: 0 0 .25rem; font-size: 1rem; line-height: 1.4; overflow-wrap: anywhere; }
.card { padding: .75rem 0; border-top: 1px solid var(--line); }
h2 + .card { border-top: 0; padding-top: 0; }
.remedy { color: var(--quiet); }

.changes { padding: 0; list-style: none; }
.changes li { padding: .2rem 0 .2rem 1.75rem; text-indent: -1.75rem; }
.sign {
  display: inline-block; width: 1.4rem; margin-right: .35rem; border-radius: 5px; text-align: center; font-weight: 700;
  text-indent: 0; font-family: ui-monospace, Menlo, Consolas, monospace; line-height: 1.4;
}
.added { color: var(--good); } .removed { color: var(--bad); } .altered { color: var(--asks); }
.sign.added, .key.added { background: var(--good-tint); }
.sign.removed, .key.removed { background: var(--bad-tint); }
.sign.altered, .key.altered { background: var(--asks-tint); }
.key { padding: .1rem .5rem; border-radius: 5px; font-size: .85rem; white-space: nowrap; }

.chip {
  display: inline-block; padding: .05rem .6rem; border-radius: 99px; background: var(--code); font-size: .8rem;
  font-weight: 600; letter-spacing: .01em;
}
.chip.good { color: var(--good); background: var(--good-tint); }
.chip.asks, .chip.hazard { color: var(--asks); background: var(--asks-tint); }
.chip.bad { color: var(--bad); background: var(--bad-tint); }

.facts { margin: .25rem 0; }
.facts > div { display: grid; grid-template-columns: 7.5rem 1fr; gap: .5rem; padding: .1rem 0; }
.facts dt { color: var(--quiet); font-size: .9rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.waits { color: var(--good); }
.waits.writes { color: var(--asks); font-weight: 600; }
.waits.all { color: var(--bad); font-weight: 600; }

.timeline { margin: 0; padding: 0; list-style: none; }
.timeline > li { position: relative; padding: 0 0 1.5rem 3rem; }
.timeline > li::before {
  content: ""; position: absolute; left: .95rem; top: 2rem; bottom: 0; width: 2px; background: var(--line);
}
.timeline > li:last-child::before { display: none; }
.timeline .number {
  position: absolute; left: 0; top: -.15rem; min-width: 2rem; height: 2rem; padding: 0 .4rem; border-radius: 99px;
  background: var(--ink); color: var(--card); text-align: center; line-height: 2rem; font-size: .9rem;
}

details { margin: .4rem 0; }
summary { padding: .2rem 0; color: var(--link); cursor: pointer; }
summary:hover { text-decoration: underline; }
summary code { color: var(--ink); }
summary .small { margin-left: .6rem; }

table { border-collapse: collapse; }
caption { padding: .25rem 0 .5rem; text-align: left; font-weight: 600; }
.locks, .sides { position: relative; overflow-x: auto; }
.locks { margin-top: .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
.locks th, .locks td {
  padding: .35rem .75rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line);
  white-space: nowrap;
}
.locks thead th { color: var(--quiet); font-size: .85rem; }
.locks tr > :first-child { position: sticky; left: 0; background: var(--card); }
.locks tbody th { font-weight: 400; }
.lock { display: block; font-size: .85rem; }
.lock.none { color: var(--good); }
.lock.writes { color: var(--asks); font-weight: 600; }
.lock.all { color: var(--bad); font-weight: 600; }
.mode { color: var(--quiet); font-size: .75rem; }

.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1rem; }
figure { margin: 0; min-width: 0; }
figcaption { margin-bottom: .5rem; font-weight: 600; }
svg { display: block; max-width: 100%; height: auto; }
svg text { font-size: 12px; fill: var(--ink); }
svg .title { font-weight: 700; font-size: 13px; }
svg .quiet, svg .keys { fill: var(--quiet); }
svg .keys { font-size: 10px; font-weight: 700; }
svg .end { text-anchor: end; }
svg text.added { fill: var(--good); } svg text.removed { fill: var(--bad); } svg text.altered { fill: var(--asks); }
.box { fill: none; stroke: var(--line); stroke-width: 1.5; }
.box.added { stroke: var(--good); } .box.removed { stroke: var(--bad); }
.rule { stroke: var(--line); }
.tint.added {
  fill: var(--good-tint); } .tint.removed { fill: var(--bad-tint); } .tint.altered { fill: var(--asks-tint);
}
.arrow { fill: none; stroke: var(--quiet); stroke-width: 1.5; stroke-linejoin: round; }
.tip { fill: var(--quiet); }
.arrow.added { stroke: var(--good); stroke-width: 2; } .tip.added { fill: var(--good); }
.arrow.removed { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 5 3; } .tip.removed { fill: var(--bad); }

.sides { border: 1px solid var(--line); border-radius: 8px; }
.sides table {
  width: 100%; table-layout: fixed; font: .82rem/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
.sides th {
  padding: .3rem .75rem; text-align: left; color: var(--quiet); font: 600 .8rem system-ui, sans-serif; background:
  var(--code);
}
.sides td {
  padding: 0 .75rem 0 1.6rem; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere; position:
  relative;
}
.sides td + td, .sides th + th { border-left: 1px solid var(--line); }
.sides td > * { display: block; padding-left: 4ch; text-indent: -4ch; }
.sides del, .sides ins { text-decoration: none; color: var(--ink); }
.sides td.removed { background: var(--bad-tint); } .sides td.added { background: var(--good-tint); }
.sides td.removed::before, .sides td.added::before { position: absolute; left: .6rem; font-weight: 700; }
.sides td.removed::before { content: "\\2212"; } .sides td.added::before { content: "+"; }
.sides td.nothing { background: var(--code); }
.sides .skipped td { padding-left: 1.6rem; color: var(--quiet); background: var(--code); }
@media (max-width: 48rem) {
  .sides thead, .sides .nothing, .sides .again { display: none; }
  .sides table, .sides tbody, .sides tr, .sides td { display: block; }
  .sides td + td { border-left: 0; }
  section { padding: .9rem 1rem 1rem; border-radius: 12px; }
  .facts > div { grid-template-columns: 5.5rem 1fr; }
  .tiles > :last-child:nth-child(odd) { grid-column: 1 / -1; }
}

footer { margin-top: 1.5rem; color: var(--quiet); font-size: .85rem; }
@media print {
  body { background: none; } nav, .skip { display: none; }
  section, .tiles > div { box-shadow: none; break-inside: auto; } .timeline > li, .card { break-inside: avoid; }
}
"""

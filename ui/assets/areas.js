// Service areas over the outline of provinces. No tiles: it works without the internet.
(() => {
  "use strict";
  const box = document.getElementById("areas");
  if (!box) return;
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.25, minZoom: 5 });
  map.setView([15.5, 101], 6);

  function text(words) {
    const span = document.createElement("span");
    span.textContent = words;
    return span;
  }

  const kilometres = (metres) => (metres === null ? "" : ` · ${(metres / 1000).toFixed(1)} ${box.dataset.km}`);

  function point(feature, at) {
    const one = feature.properties;
    if (one.kind === "school") {
      // A square: told apart by its shape, not by colour alone; markers lie above the circles of villages.
      const square = L.divIcon({ className: "area-school", iconSize: [12, 12] });
      return L.marker(at, { icon: square, keyboard: false }).bindPopup(text(one.name)).bindTooltip(text(one.name));
    }
    const kind = one.over_norm ? "over" : "within";
    const marker = L.circleMarker(at, { radius: one.over_norm ? 6 : 4, className: `area-village ${kind}` });
    const said = `${one.name}${kilometres(one.metres)}${one.over_norm ? ` · ${box.dataset.beyond}` : ""}`;
    return marker.bindPopup(text(said)).bindTooltip(text(said));
  }

  function show(areas) {
    const hull = (feature) => feature.properties.kind === "area";
    const shape = (feature) => ({ className: `area area-${feature.properties.number % 6}` });
    L.geoJSON(areas, { filter: hull, style: shape, interactive: false }).addTo(map);
    const points = L.geoJSON(areas, { filter: (feature) => !hull(feature), pointToLayer: point }).addTo(map);
    if (!points.getLayers().length) return;
    // A phone that is turned: the whole district again, unless somebody has moved the map.
    let moved = false;
    const fit = () => {
      map.fitBounds(points.getBounds().pad(0.05), { animate: false });
      moved = false;
    };
    map.on("dragstart zoomstart", () => { moved = true; });
    map.on("resize", () => { if (!moved) fit(); });
    fit();
  }

  fetch(box.dataset.outline)
    .then((answer) => answer.json())
    .then((outline) => L.geoJSON(outline, { interactive: false, className: "province" }).addTo(map).bringToBack())
    .catch(() => {})
    .then(() => fetch(box.dataset.areas))
    .then((answer) => answer.json())
    .then(show);
})();

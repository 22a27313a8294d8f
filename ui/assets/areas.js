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

  const kilometres = (metres) => (metres === null ? "" : ` · ${(metres / 1000).toFixed(1)} km`);

  function point(feature, at) {
    const one = feature.properties;
    if (one.kind === "school") {
      const marker = L.circleMarker(at, { radius: 8, className: "area-school" });
      return marker.bindTooltip(text(one.name), { permanent: false });
    }
    const kind = one.over_norm ? "over" : "within";
    const marker = L.circleMarker(at, { radius: one.over_norm ? 6 : 4, className: `area-village ${kind}` });
    const said = `${one.name}${kilometres(one.metres)}${one.over_norm ? ` · ${box.dataset.beyond}` : ""}`;
    return marker.bindTooltip(text(said));
  }

  function show(areas) {
    const hull = (feature) => feature.properties.kind === "area";
    const shape = (feature) => ({ className: `area area-${feature.properties.number % 6}` });
    L.geoJSON(areas, { filter: hull, style: shape, interactive: false }).addTo(map);
    const points = L.geoJSON(areas, { filter: (feature) => !hull(feature), pointToLayer: point }).addTo(map);
    if (points.getLayers().length) map.fitBounds(points.getBounds().pad(0.1));
  }

  fetch(box.dataset.outline)
    .then((answer) => answer.json())
    .then((outline) => L.geoJSON(outline, { interactive: false, className: "province" }).addTo(map).bringToBack())
    .catch(() => {})
    .then(() => fetch(box.dataset.areas))
    .then((answer) => answer.json())
    .then(show);
})();

// The map of places over the outline of provinces. No tiles: it works without the internet.
(() => {
  "use strict";
  const box = document.getElementById("map");
  if (!box) return;
  const sprite = document.body.dataset.icons;
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.25, minZoom: 5 });
  const markers = new Map();
  let etag = "";
  let fitted = false;

  function escaped(text) {
    const span = document.createElement("span");
    span.textContent = text;
    return span.innerHTML;
  }

  function icon(place) {
    const html =
      `<svg class="shape" aria-hidden="true"><use href="${sprite}#s-${place.shape}"/></svg>` +
      `<span class="place-name">${escaped(place.name)}</span>`;
    return L.divIcon({ className: `place st-${place.shape}`, html, iconSize: [22, 22] });
  }

  // The worst lies on top, and a name is shown for it from far away.
  const height = { down: 1000, degraded: 800, unknown: 600, maintenance: 400, closed: 100, up: 200 };

  function show(places) {
    for (const place of places) {
      const old = markers.get(place.code);
      if (old?.shape === place.shape) continue;
      old?.marker.remove();
      const title = `${place.name} · ${place.word}`;
      const marker = L.marker(place.at, { icon: icon(place), title, alt: title, zIndexOffset: height[place.shape], keyboard: true });
      const open = () => (location.href = `/schools/${place.code}`);
      marker.on("click", open).on("keypress", (event) => event.originalEvent.key === "Enter" && open());
      marker.addTo(map);
      markers.set(place.code, { marker, shape: place.shape });
    }
    if (!fitted && places.length) {
      const wanted = places.find((place) => place.code === location.hash.slice(1));
      if (wanted) map.setView(wanted.at, 11);
      else map.fitBounds(L.latLngBounds(places.map((place) => place.at)).pad(0.1));
      fitted = true;
    }
  }

  async function refresh() {
    if (document.hidden) return;
    try {
      const answer = await fetch(box.dataset.places, { headers: etag ? { "If-None-Match": etag } : {} });
      if (answer.status !== 200) return;
      etag = answer.headers.get("ETag") ?? "";
      show(await answer.json());
    } catch {
      // The next round tries again; the banner of old data comes from the shell.
    }
  }

  const zoomed = () => box.classList.toggle("names", map.getZoom() >= 10.5);
  map.setView([15.5, 101], 6).on("zoomend", zoomed);
  fetch(box.dataset.outline)
    .then((answer) => answer.json())
    .then((outline) => L.geoJSON(outline, { interactive: false, className: "province" }).addTo(map).bringToBack());
  refresh().then(zoomed);
  setInterval(refresh, 15_000);
})();

// The annual inspection on a phone: what is to be looked at is kept here, records wait in IndexedDB and are sent when
// there is a connection. Each bears an id made here, so that sending it twice doubles nothing.
(() => {
  "use strict";
  const root = document.getElementById("inspect");
  if (!root) return;
  const said = root.dataset;
  const ROUND = Number(said.round);
  const PERSON = Number(said.person);
  const RETRY_MS = 20_000;
  const MOST_SHOWN = 60;
  const LONGEST_SIDE = 1600;
  const by = (id) => document.getElementById(id);
  const filled = (text, values) => text.replaceAll(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  // --- what this phone keeps ---
  const asked = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const opened = (() => {
    const request = indexedDB.open("netops-inspect", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("queue", { keyPath: "client_id" });
      request.result.createObjectStore("rounds", { keyPath: "round" });
    };
    return asked(request);
  })();
  const store = async (name, mode) => (await opened).transaction(name, mode).objectStore(name);
  const all = async (name) => asked((await store(name, "readonly")).getAll());
  const put = async (name, value) => asked((await store(name, "readwrite")).put(value));
  const drop = async (name, key) => asked((await store(name, "readwrite")).delete(key));

  let data = null; // as the server told it last
  let queue = []; // all that waits, of every person and round
  const memory = []; // where the browser keeps nothing: until the page is closed

  const mine = () => queue.filter((one) => one.person === PERSON);
  async function readQueue() {
    queue = [...(await all("queue").catch(() => [])), ...memory].sort((a, b) => a.said_at.localeCompare(b.said_at));
  }

  // --- what people see ---
  function note(text, kind = "warning") {
    const box = document.createElement("div");
    box.className = `alert alert-${kind} alert-dismissible`;
    box.textContent = text;
    const known = [...by("notes").children].find((other) => other.textContent === text);
    known?.remove();
    by("notes").prepend(box);
    while (by("notes").children.length > 4) by("notes").lastChild.remove();
  }

  function line(text, isGood) {
    by("line-state").textContent = text;
    by("line-state").className = isGood ? "is-good" : "is-bad";
  }

  const word = (name, value) =>
    by("record").querySelector(`input[name=${name}][value="${CSS.escape(value)}"]`)?.parentElement.textContent.trim() ?? "";

  function told(record) {
    const where = record.whereabouts === "found" ? "" : word("whereabouts", record.whereabouts);
    const how = record.condition ? word("condition", record.condition) : "";
    return [how, where, record.place].filter(Boolean).join(" · ");
  }

  function waiting(item) {
    return mine().findLast((one) => one.round === ROUND && one.item_id === item.id);
  }

  function row(item) {
    const kept = waiting(item);
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.item = item.id;
    const add = (tag, text, name) => {
      const part = document.createElement(tag);
      part.textContent = text;
      if (name) part.className = name;
      button.append(part);
    };
    add("b", item.number, "num");
    add("span", item.name);
    if (item.place) add("small", item.place);
    if (kept) add("em", `${told(kept)} · ${kept.problem || said.waits}`, kept.problem ? "is-bad" : "is-kept");
    else if (item.outcome === "conflict") add("em", said.conflict, "is-bad");
    else if (item.answer) add("em", `${told(item.answer)} · ${item.answer.actor}`, "is-good");
    if (item.sign) add("em", item.sign, item.against ? "is-bad" : "is-kept");
    const entry = document.createElement("li");
    entry.append(button);
    return entry;
  }

  function show() {
    const waits = mine().length;
    by("queue-state").textContent = waits ? filled(said.kept, { count: waits }) : "";
    if (!data) return;
    const wanted = by("typed").value.trim().toLocaleLowerCase();
    const onlyOpen = by("only-open").checked && !wanted;
    const isDone = (item) => item.outcome === "answered" || Boolean(waiting(item));
    const fits = (item) => !wanted || [item.number, item.name, item.place].some((text) => text.toLocaleLowerCase().includes(wanted));
    const found = data.items.filter((item) => fits(item) && !(onlyOpen && isDone(item)));
    by("items").replaceChildren(...found.slice(0, MOST_SHOWN).map(row));
    const answered = data.items.filter(isDone).length;
    by("how-far").max = data.items.length || 1;
    by("how-far").value = answered;
    by("how-far-said").textContent = filled(said.left, { answered, total: data.items.length });
  }

  // --- one asset ---
  let open = null;
  function ask(item) {
    open = item;
    by("record-name").textContent = item.name;
    by("record-number").textContent = item.number;
    by("record-more").textContent = [item.place, item.custodian].filter(Boolean).join(" · ");
    by("record-sign").textContent = item.sign;
    by("record-sign").className = item.against ? "is-bad" : "is-kept";
    for (const name of ["whereabouts", "condition"]) by("record").querySelector(`input[name=${name}]`).checked = true;
    for (const name of ["place", "note", "photo"]) by(`record-${name}`).value = "";
    by("record-problem").textContent = "";
    by("conditions").hidden = false;
    if (!by("record").open) by("record").showModal();
  }

  const chosen = (name) => by("record").querySelector(`input[name=${name}]:checked`).value;

  async function smaller(file) {
    if (!file) return null;
    try {
      const picture = await createImageBitmap(file);
      const by_ = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * by_);
      canvas.height = Math.round(picture.height * by_);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
    } catch {
      return file; // a kind that this browser cannot draw: the server says whether it can
    }
  }

  // randomUUID is for HTTPS only; these bits are for every page.
  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  async function save() {
    const whereabouts = chosen("whereabouts");
    const place = by("record-place").value.trim();
    if (whereabouts === "elsewhere" && !place) {
      by("record-problem").textContent = said.place;
      by("record-place").focus();
      return;
    }
    const record = {
      client_id: newId(),
      round: ROUND,
      person: PERSON,
      item_id: open.id,
      whereabouts,
      condition: whereabouts === "not_found" ? null : chosen("condition"),
      place,
      note: by("record-note").value.trim(),
      said_at: new Date().toISOString(),
      photo: await smaller(by("record-photo").files[0]),
    };
    try {
      await put("queue", record);
    } catch {
      memory.push(record);
      note(said.nostore, "danger");
    }
    by("record").close();
    await readQueue();
    show();
    await send();
  }

  // --- sending ---
  class SignInNeeded extends Error {}

  async function fetched(url, options) {
    const answer = await fetch(url, { credentials: "same-origin", redirect: "follow", ...options });
    if (answer.status === 401 || (answer.redirected && new URL(answer.url).pathname === "/sign-in")) throw new SignInNeeded();
    return answer;
  }

  async function refresh() {
    const answer = await fetched(`/inspections/${ROUND}/phone.json`, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    if (found.person.id !== PERSON) {
      note(filled(said.others, { count: mine().length }), "danger");
      throw new SignInNeeded();
    }
    data = found;
    await put("rounds", { round: ROUND, person: PERSON, data: { ...found, csrf: "" } }).catch(() => {});
  }

  async function deliver(record) {
    const form = new FormData();
    const { round, person, photo, problem, ...plain } = record;
    form.set("record", JSON.stringify({ ...plain, sent_at: new Date().toISOString() }));
    if (photo) form.set("photo", photo, "photo.jpg");
    const answer = await fetched(`/api/v1/inspections/${round}/records`, {
      method: "POST",
      body: form,
      headers: { "X-CSRF-Token": data.csrf },
    });
    if (answer.ok) {
      const became = await answer.json();
      const kept = memory.findIndex((one) => one.client_id === record.client_id);
      if (kept >= 0) memory.splice(kept, 1);
      await drop("queue", record.client_id).catch(() => {});
      if (became.outcome === "conflict") note(`${became.number}: ${said.conflict}`);
    } else if (answer.status === 422 || answer.status === 404) {
      const told = await answer.json().catch(() => ({}));
      const reason = (told.errors ?? []).map((one) => one.reason).join(" ") || told.title || String(answer.status);
      await put("queue", { ...record, problem: filled(said.refused, { reason }) }).catch(() => {});
      note(filled(said.refused, { reason }), "danger");
    } else {
      throw new Error(String(answer.status));
    }
  }

  // Asked for while one is under way, it is done once more: that one may have begun before the line was back, and does
  // not know what was recorded since.
  let sending = null;
  let following = null;
  let withRefused = false;
  function send(again = false) {
    if (sending === null) return (sending = sendAll(again).finally(() => (sending = null)));
    withRefused ||= again;
    following ??= sending.then(() => {
      const wanted = withRefused;
      [following, withRefused] = [null, false];
      return send(wanted);
    });
    return following;
  }

  async function sendAll(again) {
    try {
      await readQueue();
      const waits = mine().filter((one) => again || !one.problem);
      if (waits.length) line(said.sending, true);
      await refresh();
      for (const record of waits) await deliver(record);
      if (waits.length) await refresh();
      line(said.online, true);
    } catch (error) {
      if (error instanceof SignInNeeded) {
        line(said.signin, false);
        note(said.signin, "danger");
      } else line(said.offline, false);
    }
    await readQueue();
    show();
  }

  // --- reading codes ---
  const camera = by("camera");
  let stream = null;
  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    camera.hidden = true;
  }

  function pick(text) {
    const found = /\/a\/(\d+)\/?$/.exec(text.trim().split(/[?#]/)[0]);
    const item = found && data?.items.find((one) => one.asset_id === Number(found[1]));
    if (item) ask(item);
    else note(said.unknown);
    return Boolean(item);
  }

  async function scan() {
    if (stream) return stop();
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices) {
      note(said.nocamera);
      by("typed").focus();
      return undefined;
    }
    try {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      camera.srcObject = stream;
      camera.hidden = false;
      await camera.play();
      while (stream) {
        const codes = await detector.detect(camera);
        if (codes.length) {
          stop();
          pick(codes[0].rawValue);
        } else await new Promise((resolve) => setTimeout(resolve, 200));
      }
    } catch {
      stop();
      note(said.nocamera);
    }
    return undefined;
  }

  function fromAddress() {
    const found = /^#asset=(\d+)$/.exec(location.hash);
    if (found && data) {
      history.replaceState(null, "", location.pathname);
      pick(`/a/${found[1]}`);
    }
  }

  // --- the page itself, kept for when there is no connection ---
  async function keepPage() {
    if (!("serviceWorker" in navigator)) {
      note(said.insecure);
      return;
    }
    await navigator.serviceWorker.register("/inspections/worker.js", { scope: "/" });
    const ready = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType("resource").map((one) => new URL(one.name)).filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/"));
    const icons = document.body.dataset.icons;
    const keep = [location.pathname, icons, ...files.map((url) => url.pathname + url.search)];
    const channel = new MessageChannel();
    channel.port1.onmessage = () => (root.dataset.kept_page = "yes");
    ready.active.postMessage({ keep: [...new Set(keep)] }, [channel.port2]);
  }

  // --- begin ---
  by("items").addEventListener("click", (event) => {
    const button = event.target.closest("[data-item]");
    const item = button && data.items.find((one) => one.id === Number(button.dataset.item));
    if (item) ask(item);
  });
  by("record").addEventListener("change", () => (by("conditions").hidden = chosen("whereabouts") === "not_found"));
  by("record-save").addEventListener("click", save);
  by("scan").addEventListener("click", scan);
  by("send").addEventListener("click", () => send(true));
  by("typed").addEventListener("input", show);
  by("only-open").addEventListener("change", show);
  addEventListener("online", () => send());
  addEventListener("offline", () => line(said.offline, false));
  addEventListener("hashchange", fromAddress);
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : send()));
  setInterval(() => (mine().some((one) => !one.problem) ? send() : undefined), RETRY_MS);

  (async () => {
    navigator.storage?.persist?.();
    await readQueue();
    const kept = (await all("rounds").catch(() => [])).find((one) => one.round === ROUND && one.person === PERSON);
    data = kept?.data ?? null;
    show();
    await send();
    const others = queue.filter((one) => one.person !== PERSON).length;
    if (others) note(filled(said.others, { count: others }), "danger");
    fromAddress();
    await keepPage().catch(() => note(said.insecure));
  })();
})();

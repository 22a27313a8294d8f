// What every page does: menu, theme, "/" for search, toasts for failures, confirmation of acts, warnings before leaving
// unsaved, and polling that costs nothing while nothing changed (If-None-Match, 304).
(() => {
  "use strict";

  const toasts = () => document.getElementById("toasts");

  function toast(text) {
    const box = document.createElement("div");
    box.setAttribute("role", "alert");
    box.textContent = text;
    toasts().append(box);
    setTimeout(() => box.remove(), 8000);
  }

  // --- menu, theme, menus that close when one clicks elsewhere ---
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-toggle]");
    if (button?.dataset.toggle === "menu") {
      const open = document.body.classList.toggle("menu-open");
      button.setAttribute("aria-expanded", String(open));
    }
    if (button?.dataset.toggle === "theme") {
      const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
      document.documentElement.dataset.bsTheme = next;
      document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
      document.dispatchEvent(new Event("themechange"));
    }
    if (event.target.closest("[data-print]")) window.print();
    const copies = document.getElementById(event.target.closest("[data-copy]")?.dataset.copy ?? "");
    if (copies) {
      // Without HTTPS browsers have no clipboard for pages: the words are selected, to be copied by hand.
      getSelection()?.selectAllChildren(copies);
      navigator.clipboard?.writeText(copies.textContent ?? "");
    }
    for (const menu of document.querySelectorAll("details.account[open], details.drop[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (!event.target.closest(".find")) document.getElementById("found")?.replaceChildren();
  });

  // --- keyboard ---
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      const find = document.getElementById("find");
      if (find) {
        event.preventDefault();
        find.focus();
        find.select();
      }
    }
    if (event.key === "Escape") {
      document.getElementById("found")?.replaceChildren();
      for (const menu of document.querySelectorAll("details[open].account, details[open].drop")) menu.open = false;
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest(".find")) {
      const links = [...document.querySelectorAll("#found a")];
      if (!links.length) return;
      event.preventDefault();
      const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      (links[at] ?? document.getElementById("find")).focus();
    }
  });

  // --- tables: a choice is applied at once ---
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-submit-on-change]");
    if (form && event.target.matches("select, input[type=search], input[type=checkbox]")) form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    for (const field of event.target.querySelectorAll("[data-fill=query]")) field.value = location.search.slice(1);
    // Empty choices stay out of the address, so that it can be mailed.
    if (event.target.matches("form[data-submit-on-change]")) {
      for (const field of event.target.elements) if (field.name && field.value === "") field.disabled = true;
    }
  });

  // --- a box that narrows a long choice; options are taken out, for phones show those that are only hidden ---
  const wholeChoices = new Map();
  for (const box of document.querySelectorAll("input[data-narrows]")) {
    const choice = document.getElementById(box.dataset.narrows);
    wholeChoices.set(choice, [...choice.options]);
    box.hidden = false;
    box.addEventListener("input", () => {
      const words = box.value.trim().toLocaleLowerCase().split(/\s+/);
      const fits = (option) => words.every((word) => option.text.toLocaleLowerCase().includes(word));
      choice.replaceChildren(...wholeChoices.get(choice).filter((one) => one.selected || !one.value || fits(one)));
    });
    box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  }

  // --- destructive acts say what will happen; the name typed where it cannot be undone ---
  const confirmed = new WeakSet();
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.dataset.confirm || confirmed.has(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const submitter = event.submitter;
      ask(form.dataset.confirm, form.dataset.confirmName).then((yes) => {
        if (!yes) return;
        confirmed.add(form);
        form.requestSubmit(submitter);
        confirmed.delete(form);
      });
    },
    true,
  );

  function ask(text, name) {
    const dialog = document.getElementById("confirm");
    const typed = dialog.querySelector("input");
    const yes = dialog.querySelector("[value=yes]");
    dialog.querySelector(".confirm-text").textContent = text;
    dialog.querySelector(".confirm-typed").hidden = !name;
    dialog.querySelector(".confirm-typed b").textContent = name ?? "";
    typed.value = "";
    yes.disabled = Boolean(name);
    typed.oninput = () => (yes.disabled = Boolean(name) && typed.value.trim() !== name);
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    });
  }

  // --- forms that warn before leaving unsaved ---
  let unsaved = false;
  document.addEventListener("input", (event) => (unsaved ||= Boolean(event.target.closest("form[data-warn-unsaved]"))));
  document.addEventListener("submit", () => (unsaved = false));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });

  // --- the money of a project: sums beside what is typed, in words too; the server checks them all the same ---
  const typedSatang = (field) => {
    const western = (field?.value ?? "").replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit));
    return Math.round(100 * Number(western.replace(/[,\s]/g, ""))) || 0;
  };
  const baht = (satang) => (satang / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
  function addUp(form) {
    const field = (root, name) => root.querySelector(`[name$="${name}"]`);
    const total = form.querySelector("[data-total]");
    let lines = 0;
    for (const line of form.querySelectorAll("[data-line]")) {
      const amount = (typedSatang(field(line, ".quantity")) / 100) * typedSatang(field(line, ".unit_satang"));
      const quarters = [1, 2, 3, 4].reduce((sum, q) => sum + typedSatang(field(line, `.q${q}_satang`)), 0);
      const shown = line.querySelector("[data-line-sum]");
      shown.hidden = !amount && !quarters;
      shown.classList.toggle("differs", amount !== quarters);
      const said = amount === quarters ? total.dataset.agrees : `${total.dataset.differs} ${baht(Math.abs(amount - quarters))}`;
      shown.textContent = `${baht(amount)} · ${said}`;
      lines += amount;
    }
    const project = typedSatang(form.elements.amount_satang);
    let activities = 0;
    for (const one of form.querySelectorAll('[name^="activities."][name$=".amount_satang"]')) activities += typedSatang(one);
    total.hidden = false;
    total.replaceChildren(
      ...[
        [total.dataset.project, project],
        [total.dataset.activities, activities],
        [total.dataset.lines, lines],
      ].map(([word, satang]) => {
        const part = document.createElement("span");
        part.textContent = `${word}: ${baht(satang)}`;
        part.classList.toggle("differs", satang !== project);
        return part;
      }),
    );
  }
  for (const form of document.querySelectorAll("form[data-sums]")) {
    addUp(form);
    form.addEventListener("input", () => addUp(form));
  }

  // --- Thai words that browsers break in the middle, for want of them in their dictionary, or that read badly in two ---
  const WHOLE = new RegExp(
    "ผู้(?:ให้บริการ|รับเรื่อง|สร้าง|เขียน|ใช้งาน|ดูแลระบบ)|เราเตอร์|แพ็กเก็ต|แพ็กเกจ|โทเคน|โพรโทคอล|ซับเน็ต|คิวอาร์โค้ด|ฮอตสปอต|" +
      "อัปโหลด|ดาวน์โหลด|เอนจิน|เว็บฮุก|โครงข่าย|เครือข่าย|ต่อเนื่อง|ประจำปี|บทเรียน|ความเร่งด่วน|ค่าเริ่มต้น|เลขที่|วัน(?:จันทร์|อังคาร|พุธ|" +
      "พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)|หน่วยประมวลผล|การวนลูป",
    "g",
  );
  const UNTOUCHED = "script, style, textarea, select, svg, pre, code, title, .text-nowrap, .to-copy";

  function keepWhole(root) {
    if (document.documentElement.lang !== "th") return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.search(WHOLE) >= 0 && !node.parentElement?.closest(UNTOUCHED)) found.push(node);
    }
    for (const node of found) {
      const pieces = document.createDocumentFragment();
      let at = 0;
      for (const match of node.data.matchAll(WHOLE)) {
        const word = document.createElement("span");
        word.className = "text-nowrap";
        word.textContent = match[0];
        pieces.append(node.data.slice(at, match.index), word);
        at = match.index + match[0].length;
      }
      pieces.append(node.data.slice(at));
      node.replaceWith(pieces);
    }
  }
  keepWhole(document.body);
  document.addEventListener("htmx:afterSettle", (event) => keepWhole(event.target));

  // --- htmx: conditional polling, failures as toasts ---
  document.addEventListener("htmx:configRequest", (event) => {
    const seen = event.target.dataset.etag;
    if (seen) event.detail.headers["If-None-Match"] = seen;
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const etag = event.detail.xhr.getResponseHeader("ETag");
    if (etag && event.target.hasAttribute("data-etag")) event.target.dataset.etag = etag;
    document.body.classList.remove("offline");
  });
  document.addEventListener("htmx:responseError", (event) => {
    const type = event.detail.xhr.getResponseHeader("Content-Type") ?? "";
    if (type.startsWith("text/plain")) toast(event.detail.xhr.responseText);
  });
  document.addEventListener("htmx:sendError", () => {
    if (!document.body.classList.contains("offline")) toast(toasts().dataset.offline);
    document.body.classList.add("offline");
  });
})();

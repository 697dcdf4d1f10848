// Progressive enhancement only: every page works without this file.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// A second press of a submit button does nothing. Pages kept in the back-forward cache come back ready.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get" || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  event.submitter?.setAttribute("data-busy", "");
  setTimeout(() => settle(form), 8000);
});
const settle = (form) => {
  delete form.dataset.sent;
  all("[data-busy]", form).forEach((button) => button.removeAttribute("data-busy"));
};
addEventListener("pageshow", () => all("form[data-sent]").forEach(settle));
document.addEventListener("htmx:afterRequest", (event) => event.target.closest?.("form") && settle(event.target.closest("form")));

// Characters left under a text field.
const count = (field) => {
  const note = document.getElementById(field.dataset.counter);
  if (!note) return;
  const left = note.dataset.limit - [...field.value].length;
  const word = left < 0 ? note.dataset.overWord : note.dataset.word;
  note.textContent = word.replace("{n}", Math.abs(left).toLocaleString());
  note.toggleAttribute("data-over", left < 0);
};
document.addEventListener("input", (event) => event.target.dataset?.counter && count(event.target));

// A half-written form (data-draft="key") survives a closed tab; it is forgotten when it is sent, or on request.
const unkept = (field) => !field.name || field.name === "csrfmiddlewaretoken" || ["password", "file", "hidden", "submit"].includes(field.type);
const draftKey = (form) => `madang-draft:${form.dataset.draft}`;
const store = {
  read: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private mode: nothing is kept */ } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};
const keepDraft = (form) => {
  const kept = {};
  for (const field of form.elements) {
    if (unkept(field) || (["radio", "checkbox"].includes(field.type) && !field.checked)) continue;
    (kept[field.name] ??= []).push(field.value);
  }
  store.write(draftKey(form), kept);
};
const bringBack = (form) => {
  const kept = store.read(draftKey(form));
  const untouched = [...form.elements].every((f) => unkept(f) || !["text", "textarea"].includes(f.type) || !f.value);
  if (!kept || !untouched) return;
  for (const field of form.elements) {
    const values = kept[field.name];
    if (unkept(field) || !values) continue;
    if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
    else field.value = values.shift() ?? "";
  }
  form.querySelector("[data-draft-note]")?.removeAttribute("hidden");
};
let waiting;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.draft) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => keepDraft(form), 400);
});
document.addEventListener("submit", (event) => {
  if (event.target.dataset.draft) { clearTimeout(waiting); keepDraft(event.target); }
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-draft-drop]");
  if (!button) return;
  store.drop(draftKey(button.form));
  button.form.reset();
  button.closest("[data-draft-note]").hidden = true;
});
// The page after a successful submission names what is done: <div data-draft-done="key">
all("[data-draft-done]").forEach((done) => store.drop(`madang-draft:${done.dataset.draftDone}`));

// Keyboard in a queue: j and k move, Enter opens the row's primary action, x ticks it.
const queue = document.querySelector("[data-queue]");
if (queue) {
  const rows = () => all("tbody tr, [data-queue-row]", queue);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]")) return;
    const list = rows();
    const at = list.findIndex((row) => row.matches("[data-at], :focus-within"));
    const step = { j: 1, k: -1 }[event.key];
    if (step && list.length) {
      const next = list[Math.max(0, Math.min(list.length - 1, at < 0 ? 0 : at + step))];
      list.forEach((row) => row.toggleAttribute("data-at", row === next));
      next.querySelector("[data-primary], a")?.focus();
      next.scrollIntoView({ block: "nearest" });
      event.preventDefault();
    } else if (event.key === "x" && at >= 0) {
      list[at].querySelector("input[type=checkbox]")?.click();
    }
  });
}

// A drawer: <button data-opens="id"> shows the <dialog id>; any [data-closes] inside, or a press beside it, shuts it.
document.addEventListener("click", (event) => {
  const opens = event.target.closest("[data-opens]");
  if (opens) {
    const drawer = document.getElementById(opens.dataset.opens);
    if (drawer instanceof HTMLDialogElement) { event.preventDefault(); drawer.showModal(); }
  }
  const drawer = event.target.closest("dialog[open]");
  if (drawer && (event.target === drawer || event.target.closest("[data-closes]"))) drawer.close();
});

// Live sentence: what is typed in a blank shows in [data-echo="name"] beside it.
document.addEventListener("input", (event) => {
  if (!event.target.name) return;
  all(`[data-echo="${CSS.escape(event.target.name)}"]`).forEach((echo) => { echo.textContent = event.target.value || "…"; });
});

const arrive = (root) => {
  all("[data-counter]", root).forEach(count);
  all("form[data-draft]", root).forEach(bringBack);
  root.querySelector("[data-focus]")?.focus();
};
arrive(document);
document.addEventListener("htmx:load", (event) => arrive(event.detail.elt));

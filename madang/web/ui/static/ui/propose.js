// Writing a proposal: saved while it is typed, kept here until that is certain, pictures sent up at once.
// Without this file the buttons of the form do the same.

const form = document.querySelector("form[data-autosave]");
const KEPT = "madang-writing";
const store = {
  read: () => { try { return JSON.parse(localStorage.getItem(KEPT)); } catch { return null; } },
  write: (value) => { try { localStorage.setItem(KEPT, JSON.stringify(value)); } catch { /* private mode: the server's copy alone */ } },
  drop: () => { try { localStorage.removeItem(KEPT); } catch { /* nothing was kept */ } },
};
const field = (name) => form.elements.namedItem(name);
const said = form?.querySelector("[data-saved]");
const trouble = form?.querySelector("[data-trouble]");
const restored = form?.querySelector("[data-restored]");
const words = form?.dataset;

const typed = () => {
  const found = {};
  for (const one of form.querySelectorAll("input, textarea")) {
    if (!one.name || ["hidden", "file", "submit"].includes(one.type)) continue;
    if (["radio", "checkbox"].includes(one.type) && !one.checked) continue;
    found[one.name] = one.value;
  }
  return found;
};
const fill = (fields) => {
  for (const one of form.querySelectorAll("input, textarea")) {
    if (!(one.name in fields) || ["hidden", "file", "submit"].includes(one.type)) continue;
    if (["radio", "checkbox"].includes(one.type)) one.checked = one.value === fields[one.name];
    else { one.value = fields[one.name]; one.dispatchEvent(new Event("input", { bubbles: true })); }
  }
};
const keepHere = () => store.write({ key: field("key").value, who: field("who").value, fields: typed() });

const tell = (text) => { if (said) said.textContent = text; };
const alarm = (text, ...links) => {
  trouble.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  const row = Object.assign(document.createElement("p"), { className: "row" });
  links.forEach(({ label, href, act }) => {
    const one = document.createElement(href ? "a" : "button");
    one.textContent = label;
    one.className = "button small";
    if (href) one.href = href;
    else { one.type = "button"; one.addEventListener("click", act); }
    row.append(one);
  });
  if (links.length) trouble.append(row);
  trouble.hidden = false;
};

let waiting, saving = null, stopped = false, dirty = false, later;
const save = async (anew = false) => {
  clearTimeout(waiting);
  if (saving) await saving;
  if (stopped && !anew) return false;
  saving = (async () => {
    dirty = false;
    const body = new FormData(form);
    body.delete("attach");
    if (anew) body.set("anew", "1");
    tell(words.saving);
    try {
      const answer = await fetch(words.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (answer.ok) {
        field("edition").value = told.edition;
        trouble.hidden = true;
        stopped = false;
        tell(told.said);
        clearTimeout(later);
        later = setTimeout(() => tell(told.later), 60_000);
        if (!dirty) store.drop();
        history.replaceState(null, "", words.reopen);
        return true;
      }
      tell("");
      stopped = answer.status !== 422;
      if (answer.status === 401) alarm(told.said, { label: words.signIn, href: told.sign_in });
      else if (answer.status === 409) alarm(told.said, { label: words.mine, act: () => save(true) }, { label: words.theirs, href: told.again });
      else alarm(told.said, ...(told.again ? [{ label: words.again, href: told.again }] : []));
    } catch {
      tell(words.offline);
      waiting = setTimeout(save, 10_000);
    }
    return false;
  })();
  const well = await saving;
  saving = null;
  return well;
};
const soon = () => {
  dirty = true;
  keepHere();
  clearTimeout(waiting);
  waiting = setTimeout(save, 1200);
};

const bringBack = () => {
  const kept = store.read();
  if (!kept?.fields || kept.who !== field("who").value) return;
  const now = typed();
  const same = Object.entries(kept.fields).every(([name, value]) => (now[name] ?? "") === value);
  if (same) return store.drop();
  const blank = !field("title").value && !field("body").value;
  if (kept.key !== field("key").value && !blank) return;
  fill(kept.fields);
  restored.hidden = false;
};

const upload = async (input) => {
  const files = [...input.files];
  if (!files.length) return;
  const note = form.querySelector("[data-upload-said]");
  const bar = form.querySelector(".uploads__progress");
  if (!(await save())) return; // the chosen files stay in their field, and go with the form
  form.querySelector("[data-upload-errors]")?.remove();
  bar.hidden = false;
  for (const file of files) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
    body.set("attach", file);
    note.textContent = `${words.uploading} ${file.name}`;
    try {
      show(await send(body, bar));
      note.textContent = "";
    } catch {
      note.textContent = words.uploadFailed;
    }
  }
  bar.hidden = true;
  input.value = "";
};
const send = (body, bar) => new Promise((done, failed) => {
  const request = new XMLHttpRequest();
  request.open("POST", words.upload);
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = 100 * event.loaded / event.total; });
  request.addEventListener("load", () => (request.status === 200 ? done(request.responseText) : failed()));
  request.addEventListener("error", failed);
  request.send(body);
});
// What is new is added; what was typed beside the others stays.
const show = (html) => {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("attached");
  const here = document.getElementById("attached");
  const errors = [...here.querySelectorAll("[data-upload-errors] li")];
  const before = Object.fromEntries([...here.querySelectorAll("input")].map((one) => [one.name, one.value]));
  fresh.querySelectorAll("input").forEach((one) => { if (one.name in before) one.value = before[one.name]; });
  const list = fresh.querySelector("[data-upload-errors] ul");
  if (list) list.prepend(...errors);
  else if (errors.length) fresh.prepend(here.querySelector("[data-upload-errors]"));
  here.replaceWith(fresh);
  fresh.querySelector("li:last-child input")?.focus();
};

if (form) {
  document.querySelector("[data-add]")?.setAttribute("hidden", "");
  bringBack();
  form.addEventListener("input", (event) => { if (event.target.type !== "file") soon(); });
  form.addEventListener("change", (event) => (event.target.type === "file" ? upload(event.target) : soon()));
  form.querySelector("[data-restored-drop]").addEventListener("click", () => { store.drop(); location.reload(); });
  // A save under way would make this very form look outdated: let it end first. Then this browser's copy waits for the answer.
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    keepHere();
    if (!saving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    saving.then(() => { saving = null; form.requestSubmit(event.submitter); });
  }, true);
  addEventListener("pagehide", () => { if (dirty) keepHere(); });
}
// The page after a publication says that nothing is waiting any more.
if (document.querySelector("[data-draft-done=proposal]")) store.drop();

// Texts that officers write: saved by the page itself while they write, and kept in this browser when that fails.
// Without this file everything works by its buttons.

const PAUSE = 4000;
const forms = [...document.querySelectorAll("form[data-autosave]")];
const memory = {
  read: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private mode */ } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};

const same = (one, other) => one.replace(/\s+/g, " ").trim() === other.replace(/\s+/g, " ").trim();

for (const form of forms) {
  const key = `madang-desk:${form.dataset.autosave}`;
  const text = form.querySelector("textarea");
  const said = form.querySelector("[data-autosave-said]");
  const words = form.querySelector("[data-autosave-words]")?.dataset ?? {};
  const rescue = form.querySelector("[data-rescue]");
  let saved = text.value, timer, stopped = false, busy = false;

  const kept = memory.read(key);
  if (kept?.text && !same(kept.text, text.value)) {
    rescue.hidden = false;
    rescue.querySelector("[data-rescue-take]").addEventListener("click", () => {
      text.value = kept.text;
      rescue.hidden = true;
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.focus();
    });
    rescue.querySelector("[data-rescue-drop]").addEventListener("click", () => { memory.drop(key); rescue.hidden = true; text.focus(); });
  } else memory.drop(key);

  const save = async () => {
    if (stopped || busy || form.dataset.sent || text.value === saved) return;
    const sent = text.value;
    const data = new FormData(form);
    data.set("do", "autosave");
    busy = true;
    try {
      const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body: data, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403) said.textContent = words.signedOut;
      else if (answer.ok) {
        const told = await answer.json();
        form.elements.edition.value = told.edition;
        saved = sent;
        said.textContent = told.said;
        if (text.value === sent) memory.drop(key);
      } else if (answer.status === 409) {
        stopped = true; // the button shows both texts side by side
        said.textContent = (await answer.json()).said;
      } else said.textContent = words.failed;
    } catch { said.textContent = words.failed; }
    busy = false;
    if (!stopped && text.value !== saved) again();
  };
  const again = () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); };
  form.addEventListener("input", () => { memory.write(key, { text: text.value }); again(); });
  form.addEventListener("change", again);
}

// Tick or untick every row of a list.
for (const form of document.querySelectorAll("form[data-ticks]")) {
  const whole = form.querySelector("[data-tick-all]");
  const boxes = () => [...form.querySelectorAll("tbody input[type=checkbox]")];
  if (!whole || !boxes().length) continue;
  whole.hidden = false;
  const box = whole.querySelector("input");
  box.addEventListener("change", () => boxes().forEach((each) => { each.checked = box.checked; }));
  form.addEventListener("change", () => { box.checked = boxes().every((each) => each.checked); });
}

// The visual editor: a textarea with HTML becomes a page one writes on. Without this file the textarea does the same work.
// The server cleans whatever arrives; what is made here is only meant to look like what will stand there.

const BLOCKS = { p: "p", h2: "h2", h3: "h3", quote: "blockquote" };

const run = (command, value = null) => document.execCommand(command, false, value);
const holder = (area) => {
  const at = getSelection().anchorNode;
  return at && area.contains(at) ? (at.nodeType === Node.TEXT_NODE ? at.parentElement : at) : null;
};

class Editor {
  constructor(field) {
    this.field = field;
    const made = document.getElementById("editor-tools").content.cloneNode(true);
    this.box = made.querySelector(".editor");
    this.tools = made.querySelector("[role=toolbar]");
    this.area = made.querySelector("[role=textbox]");
    this.link = made.querySelector("dialog");
    this.area.innerHTML = field.value;
    this.area.lang = field.lang;
    const label = document.querySelector(`label[for="${field.id}"]`);
    label.id ||= `${field.id}_label`;
    this.area.setAttribute("aria-labelledby", label.id);
    this.area.id = `${field.id}_area`;
    if (field.getAttribute("aria-describedby")) this.area.setAttribute("aria-describedby", field.getAttribute("aria-describedby"));
    if (field.getAttribute("aria-invalid")) this.area.setAttribute("aria-invalid", "true");
    this.tools.setAttribute("aria-controls", this.area.id);
    label.addEventListener("click", () => this.area.focus());
    field.after(made);
    field.hidden = true;
    this.listen();
  }

  listen() {
    this.area.addEventListener("input", () => this.keep());
    this.area.addEventListener("focus", () => { run("styleWithCSS", "false"); run("defaultParagraphSeparator", "p"); });
    this.area.addEventListener("paste", (event) => this.paste(event));
    this.area.addEventListener("drop", (event) => event.preventDefault());
    this.area.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); this.askLink(); }
      if (event.altKey && event.key === "F10") { event.preventDefault(); this.buttons()[0].focus(); }
    });
    this.tools.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays where it is
    this.tools.addEventListener("click", (event) => {
      const tool = event.target.closest("[data-tool]");
      if (tool) this.use(tool.dataset.tool);
    });
    this.tools.addEventListener("keydown", (event) => this.rove(event));
    document.addEventListener("selectionchange", () => this.show());
    this.link.addEventListener("close", () => this.linked());
    this.field.form.addEventListener("reset", () => { this.area.innerHTML = this.field.defaultValue; });
  }

  buttons() { return [...this.tools.querySelectorAll("[data-tool]")]; }

  rove(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") this.area.focus();
    if (!step) return;
    const all = this.buttons();
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    all.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
    next.focus();
    event.preventDefault();
  }

  use(tool) {
    this.area.focus();
    if (tool in BLOCKS) {
      const inside = holder(this.area)?.closest(BLOCKS[tool]);
      run("formatBlock", inside ? "p" : BLOCKS[tool]);
    } else if (tool === "link") this.askLink();
    else run({ bold: "bold", italic: "italic", ul: "insertUnorderedList", ol: "insertOrderedList", undo: "undo", redo: "redo" }[tool]);
    this.keep();
    this.show();
  }

  askLink() {
    const found = getSelection();
    this.range = found.rangeCount ? found.getRangeAt(0).cloneRange() : null;
    this.link.querySelector("input").value = holder(this.area)?.closest("a")?.getAttribute("href") ?? "";
    this.link.showModal();
  }

  linked() {
    this.area.focus();
    if (this.range) { getSelection().removeAllRanges(); getSelection().addRange(this.range); }
    const href = this.link.querySelector("input").value.trim();
    if (this.link.returnValue === "remove" || (this.link.returnValue === "set" && !href)) run("unlink");
    else if (this.link.returnValue === "set" && /^(https?:\/\/|\/(?!\/)|mailto:|tel:)/.test(href)) {
      if (getSelection().isCollapsed) run("insertText", href) && getSelection().modify?.("extend", "backward", "word");
      run("createLink", href);
    }
    this.keep();
  }

  // From elsewhere only words and paragraphs are taken; their looks are this house's.
  paste(event) {
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    const [first, ...rest] = text.split(/\n\s*\n/);
    run("insertText", first.replace(/\n/g, " "));
    for (const block of rest) { run("insertParagraph"); run("insertText", block.replace(/\n/g, " ")); }
    this.keep();
  }

  keep() {
    const empty = !this.area.textContent.trim() && !this.area.querySelector("img");
    this.field.value = empty ? "" : this.area.innerHTML;
  }

  show() {
    const at = holder(this.area);
    if (!at) return;
    const on = {
      bold: document.queryCommandState("bold"), italic: document.queryCommandState("italic"), h2: at.closest("h2"), h3: at.closest("h3"),
      quote: at.closest("blockquote"), ul: at.closest("ul"), ol: at.closest("ol"), link: at.closest("a"),
    };
    for (const tool of this.buttons()) if (tool.dataset.tool in on) tool.setAttribute("aria-pressed", String(Boolean(on[tool.dataset.tool])));
  }
}

document.querySelectorAll("textarea[data-editor]").forEach((field) => new Editor(field));

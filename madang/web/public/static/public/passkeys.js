// 패스키: the browser's own ceremony around a form. Without it the form stays hidden, and the other ways remain.
const ways = {
  create: (options) => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) continue;
  const said = form.querySelector("[role=alert]");
  const button = form.querySelector("[type=submit]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    said.hidden = true;
    try {
      const options = JSON.parse(form.dataset.options);
      const credential = await ways[form.dataset.passkey](options.publicKey ?? options);
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.requestSubmit(button);
    } catch {
      said.textContent = form.dataset.wrong;
      said.hidden = false;
    }
  }, { capture: true });
}

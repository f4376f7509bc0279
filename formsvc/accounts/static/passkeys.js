// Passkeys: asks the browser for one, puts its answer into the form, and sends the form.

const form = document.querySelector("form[data-passkey]");
const key = globalThis.PublicKeyCredential;
const parse = { create: key?.parseCreationOptionsFromJSON, get: key?.parseRequestOptionsFromJSON };

/** Says what went wrong, where a screen reader hears it. */
function say(words) {
  form.querySelector("[role=status]").textContent = words;
}

async function ask(event) {
  if (form.elements.answer.value) return; // the second time, the form goes
  event.preventDefault();
  say("Your browser asks you now.");
  const kind = form.dataset.passkey;
  const publicKey = parse[kind].call(key, JSON.parse(form.dataset.options));
  try {
    const answer = await navigator.credentials[kind]({ publicKey });
    form.elements.answer.value = JSON.stringify(answer.toJSON());
  } catch (fault) {
    say(
      fault.name === "InvalidStateError"
        ? "This device or key is here already."
        : "That was stopped, or took too long. Press the button again.",
    );
    return;
  }
  form.submit();
}

if (form && parse[form.dataset.passkey]) {
  form.addEventListener("submit", ask);
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
}

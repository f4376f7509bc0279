// Keeps what is typed into a step on the server and shows what the rules say of it so far. The
// form's own button does the same without this script.

const form = document.querySelector("form[data-typed]");
const line = document.querySelector("[data-saving]");
const panel = document.querySelector("[data-so-far]");
const spoken = document.querySelector("[data-amount-said]");
const PAUSE = 1200; // milliseconds without a key before we save
const PATIENCE = 10_000;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60_000;

let timer = 0;
let saving = null; // the request under way
let retry = 0; // milliseconds until the next try; 0: the last one went through
let stopped = false; // a person must press the button: the page is old, or somebody else saved

function say(what, values = {}) {
  if (!line) return;
  const words = Object.entries(values).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, value),
    line.dataset[what] ?? "",
  );
  if (line.textContent !== words) line.textContent = words;
}

function show(lines) {
  if (!panel || panel.dataset.shown === lines) return;
  panel.dataset.shown = lines;
  const fresh = document.createElement("template");
  fresh.innerHTML = lines; // escaped by the server, and the page's policy runs no script in it
  panel.replaceChildren(fresh.content);
  spoken.textContent = panel.querySelector("[data-amount]")?.textContent ?? "";
}

async function send(keepalive) {
  const asked = await fetch(form.dataset.typed, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    signal: AbortSignal.timeout(PATIENCE),
    keepalive,
  });
  if (asked.status >= 500 || asked.status === 429) throw new Error(asked.status);
  if (!asked.ok) {
    stopped = true;
    return say(asked.status === 409 ? "changed" : "ended");
  }
  const { seen, lines } = await asked.json();
  show(lines);
  if (!seen) return;
  form.elements.seen.value = seen;
  const { lang } = document.documentElement;
  const time = new Date().toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  say("saved", { time });
}

/** One request at a time; what is typed meanwhile is sent afterwards. */
async function save({ keepalive = false } = {}) {
  clearTimeout(timer);
  timer = 0;
  if (saving) await saving;
  if (stopped) return;
  saving = send(keepalive).then(
    () => { retry = 0; },
    () => {
      retry = Math.min(retry * 2 || FIRST_RETRY, LONGEST_RETRY);
      say("offline");
      later(retry);
    },
  );
  await saving;
  saving = null;
}

function later(pause = PAUSE) {
  clearTimeout(timer);
  timer = stopped ? 0 : setTimeout(save, pause);
}

form.addEventListener("input", () => later(retry || PAUSE));
addEventListener("online", () => retry && save());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && timer) save({ keepalive: true });
});
form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  timer = 0;
  if (stopped || !(saving || retry)) return;
  event.preventDefault(); // wait for the request under way; without a network stay on this page
  const { submitter } = event;
  if (saving) await saving;
  if (retry) await save();
  if (!retry) form.requestSubmit(submitter);
});

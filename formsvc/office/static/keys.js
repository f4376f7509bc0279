// Single keys in the office. They press the links and buttons of the page, so whatever a key does
// can be done without it; in a field, and with Ctrl, Alt or Meta, they do nothing.

const sheet = document.getElementById("keys");
const rows = [...document.querySelectorAll(".queue tbody tr")];
let before = "";

const marked = () => rows.findIndex((row) => row.classList.contains("sel"));

/** Marks a row and gives its link the focus, so that a screen reader says it. */
function mark(step) {
  const from = marked();
  const row = rows[from < 0 ? (step > 0 ? 0 : rows.length - 1) : from + step];
  if (!row) return;
  rows[from]?.classList.remove("sel");
  row.classList.add("sel");
  row.querySelector("a").focus();
  row.scrollIntoView({ block: "nearest" });
}

/** Follows the page's link, or goes to its field, that belongs to a key. */
function press(key) {
  const found = document.querySelector(`[data-key="${key}"]`);
  if (found?.matches("input")) found.focus();
  else found?.click();
}

const keys = {
  j: () => mark(1),
  k: () => mark(-1),
  ArrowDown: () => mark(1),
  ArrowUp: () => mark(-1),
  o: () => rows[marked()]?.querySelector("a").click(),
  "/": () => press("/"),
  n: () => press("n"),
  u: () => press("u"),
  "?": () => sheet.showModal(),
};

const isTyping = (at) => at.closest("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || sheet.open) return;
  const key = event.key;
  const goes = before === "g" && key === "q";
  const does = goes ? () => press("q") : keys[key];
  const isArrow = key.startsWith("Arrow");
  before = key;
  if (!does || (isArrow && (!rows.length || marked() < 0))) return;
  event.preventDefault();
  does();
});

// The link to the sheet opens it here; without this script it leads to a page.
document.querySelector('[data-key="?"]')?.addEventListener("click", (event) => {
  event.preventDefault();
  sheet.showModal();
});

for (const row of rows) {
  row.addEventListener("focusin", () => {
    rows[marked()]?.classList.remove("sel");
    row.classList.add("sel");
  });
}

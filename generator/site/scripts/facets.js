// Choosing in a list: hides what does not fit, counts again, and keeps the choice in the address.

const form = document.querySelector("form.facets");
const records = [...document.querySelectorAll("[data-facets]")].map((shown) => ({
  shown,
  values: new Set(shown.dataset.facets.split(" ")),
}));

const fits = ({ values }, wishes) => wishes.every(([name, value]) => values.has(`${name}:${value}`));
const count = (wishes) => records.filter((record) => fits(record, wishes)).length;
const chosen = () => [...new FormData(form)].filter(([, value]) => value);

/** Says beside each choice how many records it would leave. */
function countAgain(select, wishes) {
  const others = wishes.filter(([name]) => name !== select.name);
  for (const option of select.options) {
    if (!option.value) continue;
    const left = count([...others, [select.name, option.value]]);
    option.textContent = `${option.dataset.words} (${left})`;
    option.disabled = left === 0 && !option.selected;
  }
}

function show() {
  const wishes = chosen();
  for (const record of records) record.shown.hidden = !fits(record, wishes);
  for (const select of form.querySelectorAll("select")) countAgain(select, wishes);
  for (const group of document.querySelectorAll("[data-group]")) {
    group.hidden = !group.querySelector("[data-facets]:not([hidden])");
  }
  const left = count(wishes);
  form.querySelector("output").textContent = form.dataset.words
    .replace("{count}", left)
    .replace("{all}", records.length);
  form.querySelector("a").hidden = !wishes.length;
  document.getElementById("none-fits").hidden = left > 0;
}

if (form) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const select = form.elements[name];
    if ([...(select?.options ?? [])].some((option) => option.value === value)) select.value = value;
  }
  form.addEventListener("change", () => {
    const query = new URLSearchParams(chosen());
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}

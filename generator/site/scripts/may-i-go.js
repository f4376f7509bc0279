// May I go, and how much? Every answer was computed by the programme's rules when the site was
// built; this script looks it up in a table and writes it down. What is chosen stands in the
// address, so that it can be shared. Nothing is stored and nothing is sent.

import { element, lookUp, next, others, reasons, receipt } from "./may-i-go-shown.js";

const QUESTIONS = ["type", "country", "to", "days", "near", "cluster"];

async function start(form) {
  const table = await (await fetch(form.dataset.table)).json();
  const find = (id) => document.getElementById(id);
  const asked = () => {
    const data = new FormData(form);
    const given = Object.fromEntries(QUESTIONS.map((name) => [name, data.get(name) ?? ""]));
    return { ...given, days: Number(given.days) };
  };
  const usualStay = () => {
    const { to, type } = asked();
    const usual = table.to[to]?.stays[type];
    if (usual) form.elements.days.value = usual;
  };
  const show = () => {
    const question = asked();
    const answer = lookUp(table, question);
    find("answer").hidden = !answer;
    find("no-answer").hidden = Boolean(answer);
    if (!answer) return;
    const rules = table.rules[answer.to.kind];
    const why = reasons(table, rules, answer);
    const fitting = others(table, question);
    find("receipt").replaceChildren(receipt(table, rules, question, answer));
    find("next").replaceChildren(...next(table, question, answer));
    find("why").hidden = !why.against.length;
    find("why-title").textContent = answer.eligible === false ? table.words.against : table.words.open;
    for (const [list, rows] of Object.entries(why)) find(list).replaceChildren(...rows);
    find("others").replaceChildren(...(fitting.length ? fitting : [element("li", table.words.noneFits)]));
  };
  const query = new URLSearchParams(location.search);
  for (const name of QUESTIONS) {
    if (!query.get(name)) continue;
    const before = form.elements[name].value;
    form.elements[name].value = query.get(name);
    const unknown = form.elements[name].selectedIndex === -1;
    if (unknown && name !== "to") form.elements[name].value = before; // a visit that is over: ask again
  }
  if (!query.get("days")) usualStay();
  // Who comes with a question, from the home page or by a link, reads its answer first on a phone.
  if (query.get("country") && matchMedia("(max-width: 60rem)").matches) {
    form.before(find("answer").parentElement);
  }
  form.addEventListener("change", (event) => {
    if (["to", "type"].includes(event.target.name)) usualStay();
    history.replaceState(null, "", `?${new URLSearchParams(new FormData(form))}`);
    show();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find("receipt").scrollIntoView();
    find("answer").focus();
  });
  show();
}

const form = document.getElementById("may-i-go");
if (form) start(form);

// Search over the index that the build made. All of it happens in the browser: what is looked
// for stands in the address and is sent to nobody.

const MOST = 50;
const form = document.getElementById("search");
const root = new URL("..", location.href);

/** Without accents and capitals, so that "liberec" finds "Liberec" and "plzen" finds "Plzeň". */
const folded = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
const terms = (asked) => folded(asked).split(/[\s,.;:]+/).filter(Boolean);

/** How well an entry fits: 0 when a word is missing; the title counts most. */
function score(entry, words) {
  let sum = 0;
  for (const word of words) {
    const title = entry.title.indexOf(word);
    if (title === -1 && !entry.text.includes(word)) return 0;
    const begins = title === 0 || entry.title[title - 1] === " ";
    sum += title === -1 ? 1 : begins ? 20 : 5;
  }
  return sum;
}

/** The words around the first hit. */
function excerpt(entry, words) {
  const at = Math.max(0, Math.min(...words.map((word) => entry.text.indexOf(word)).filter((n) => n >= 0)));
  const start = Number.isFinite(at) && at > 60 ? entry.words.indexOf(" ", at - 50) + 1 : 0;
  const more = start + 180 < entry.words.length;
  const end = more ? entry.words.lastIndexOf(" ", start + 180) : entry.words.length;
  return `${start ? "… " : ""}${entry.words.slice(start, end)}${more ? " …" : ""}`;
}

function row(entry, words) {
  const link = document.createElement("a");
  link.href = new URL(entry.location, root).pathname + new URL(entry.location, root).hash;
  link.textContent = entry.heading;
  const title = document.createElement("h2");
  title.className = "size-0";
  title.append(link);
  const text = document.createElement("p");
  text.textContent = excerpt(entry, words);
  const what = document.createElement("div");
  what.className = "what";
  what.append(title, text);
  const item = document.createElement("li");
  item.append(what);
  return item;
}

async function start() {
  const { docs } = await (await fetch(form.dataset.index)).json();
  const entries = docs.map(({ location: place, title, text }) => {
    const heading = plain(title);
    const words = plain(text);
    return { location: place, heading, words, title: folded(heading), text: folded(words) };
  });
  const { one, many, none } = form.dataset;
  const show = () => {
    const words = terms(form.elements.q.value);
    const hits = words.length
      ? entries.map((entry) => [score(entry, words), entry]).filter(([points]) => points)
      : [];
    hits.sort(([a], [b]) => b - a);
    document.getElementById("results").replaceChildren(...hits.slice(0, MOST).map(([, entry]) => row(entry, words)));
    const said = hits.length === 1 ? one : hits.length ? many.replace("{count}", hits.length) : none;
    document.getElementById("found").textContent = words.length ? said : "";
    document.getElementById("all").hidden = words.length > 0;
  };
  form.elements.q.value = new URLSearchParams(location.search).get("q") ?? "";
  form.addEventListener("input", () => {
    const asked = form.elements.q.value;
    history.replaceState(null, "", asked ? `?${new URLSearchParams({ q: asked })}` : location.pathname);
    show();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    document.querySelector("#results a")?.focus();
  });
  show();
}

if (form) start();

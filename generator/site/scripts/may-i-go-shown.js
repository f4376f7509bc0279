// What the page "May we go" writes: the receipt, the reasons, the next steps, other visits. The
// answers stand in a table that the programme's rules have filled; nothing is worked out here.

/** Gives the answer to a question, or null while it is not complete. */
export function lookUp(table, asked) {
  const to = table.to[asked.to];
  const seat = table.seats[asked.country];
  const indices = to && [
    to.kind,
    seat,
    asked.country === to.country ? 1 : 0,
    Object.keys(table.types).indexOf(asked.type),
    table.days[asked.days - 1],
    table.near.indexOf(asked.near),
    table.clusters.indexOf(asked.cluster),
  ];
  if (!indices || indices.some((index) => !(index >= 0))) return null;
  const place = indices.reduce((at, index, axis) => at * table.sizes[axis] + index, 0);
  const [eligible, share, letters] = table.answers[table.outcomes[place]];
  return { eligible, share, letters, amount: to.money[share] ?? "", to };
}

export function element(tag, words, more = {}) {
  const made = document.createElement(tag);
  made.append(...[words].flat());
  for (const [name, value] of Object.entries(more)) made.setAttribute(name, value);
  return made;
}

const filled = (words, fields) => words.replace(/\{(\w+)\}/g, (_, name) => fields[name]);
const link = (words, url, css = "") => element("a", words, css ? { href: url, class: css } : { href: url });

/** A line of the receipt: words with their clause, and what stands at the right. */
function line(rule, words, value, css = "") {
  const clause = rule ? [" ", link(rule.clause, rule.url, "clause")] : [];
  const row = element("div", [element("dt", [words, ...clause]), element("dd", value)]);
  if (css) row.className = css;
  return row;
}

function moneyLines(table, rules, answer) {
  const { words } = table;
  const { money } = answer.to;
  return rules.flatMap((rule, n) => {
    const letter = answer.letters[n];
    if (letter === "s") return [line(rule, money.sets, money.full)];
    if (letter === "h") return [line(rule, rule.title, money.less)];
    if (letter === "a") return [line(rule, rule.title, words.a)];
    if (letter === "z") return [line(rule, rule.title, money.zero)];
    return [];
  });
}

export function receipt(table, rules, asked, answer) {
  const { words } = table;
  const verdict = { true: words.yes, false: words.no, null: words.ask }[answer.eligible];
  const who = filled(words.who, {
    type: table.types[asked.type],
    country: table.countries[asked.country],
    days: asked.days,
    to: answer.to.name,
  });
  const head = element("div", [
    element("div", [element("h2", verdict, { class: "size-1" }), element("div", who, { class: "small quiet" })]),
    element("div", answer.amount || words.nothing, { class: "big" }),
  ], { class: "head" });
  const body = element("dl", answer.amount ? moneyLines(table, rules, answer) : []);
  if (answer.amount) {
    const label = answer.eligible ? words.receive : words.wouldReceive;
    body.append(line(null, label, answer.amount, "sum"));
  }
  return element("div", [head, body, ...receiptEnd(table, asked, answer)], { class: "receipt" });
}

/** What stands under the sum: what a longer stay would bring, and that the table is not official. */
function receiptEnd(table, asked, answer) {
  const { words } = table;
  const longer = lookUp(table, { ...asked, days: 5 });
  const more = answer.share === "half" && longer?.share === "full";
  const said = more ? [element("p", filled(words.longer, { amount: longer.amount }))] : [];
  if (answer.amount && answer.to.indicative) said.push(element("p", [link(words.indicative, "#amounts")]));
  return said.length ? [element("div", said, { class: "end" })] : [];
}

export function reasons(table, rules, answer) {
  const order = { f: 0, u: 1, p: 2 };
  const css = { f: "no", u: "unk", p: "ok" };
  const rows = rules
    .map((rule, n) => ({ rule, letter: answer.letters[n] }))
    .filter(({ letter }) => letter in order)
    .sort((one, other) => order[one.letter] - order[other.letter])
    .map(({ rule, letter }) => {
      const halving = letter === "p" && rule.id.startsWith("halved");
      const word = halving ? table.words.full : table.words[letter];
      const wayOut = letter === "u" ? `${table.words.ifNot} ${rule.wayOut}` : rule.wayOut;
      const help = letter !== "p" && rule.wayOut ? [element("span", wayOut, { class: "small quiet" })] : [];
      const what = element("span", [`${rule.title} `, link(rule.clause, rule.url, "clause"), ...help]);
      return { rule, letter, row: element("li", [element("b", word, { class: halving ? "" : css[letter] }), what]) };
    });
  const list = (wanted) => rows.filter(wanted).map(({ row }) => row);
  return {
    against: list(({ letter }) => letter !== "p"),
    checked: list(({ letter, rule }) => letter === "p" && !rule.declared),
    declared: list(({ letter, rule }) => letter === "p" && rule.declared),
  };
}

export function next(table, asked, answer) {
  const { words, visits } = table;
  const visit = visits[asked.to];
  const fields = { visit: visit?.title };
  const parts = [];
  if (answer.eligible === false) parts.push(link(words.host, words.hostUrl, "btn second wide"));
  else if (visit?.apply) {
    const url = form(visit.apply, { visit: asked.to }, asked);
    parts.push(link(filled(words.apply, fields), url, button(answer)));
  }
  const more = (title, url) => element("p", [link(title, url)]);
  if (visit && answer.eligible !== false) parts.push(element("p", visit.next));
  if (visit) parts.push(more(filled(words.see, fields), visit.url));
  else if (answer.eligible !== false) parts.push(...prepared(table, asked.to), ...own(table, asked, answer));
  if (!answer.eligible) parts.push(more(words.cluster, words.clusterUrl + asked.country));
  return parts;
}

/** The address of the form, with what has been answered here. */
function form(url, aim, { type, country, days, cluster }) {
  const query = new URLSearchParams({ ...aim, type, country, days, cluster });
  if (country === "other") query.delete("country");
  return `${url}?${query}`;
}

const button = (answer) => (answer.eligible ? "btn big wide" : "btn plain wide");

/** For a country: the form for an exchange whose host must still be found, or is known already. */
function own({ words, to }, asked, answer) {
  if (!words.ownUrl) return [];
  const url = (route) => form(words.ownUrl, { route }, asked);
  const find = filled(words.findHost, { country: to[asked.to].name });
  return [link(find, url("find-host"), button(answer)), element("p", [link(words.own, url("own"))])];
}

/** For a country without a chosen visit: the visits there, or whom to ask. */
function prepared(table, country) {
  const here = Object.entries(table.visits).filter(([slug]) => table.to[slug].country === country);
  if (!here.length) return [element("p", table.words.alone)];
  const links = here.map(([, visit]) => element("li", [link(visit.title, visit.url), ` ${visit.when}`]));
  return [element("p", table.words.choose), element("ul", links)];
}

/** The other visits that fit the same organisation, each with its usual stay and amount. */
export function others(table, asked) {
  return Object.entries(table.visits).flatMap(([slug, visit]) => {
    if ([slug, table.to[slug].country].includes(asked.to)) return []; // it is named already
    const days = table.to[slug].stays[asked.type];
    const wish = { ...asked, to: slug, days, near: "no" };
    const answer = lookUp(table, wish);
    if (!answer || answer.eligible === false) return [];
    const name = element("span", [link(visit.title, `?${new URLSearchParams(wish)}`), ` ${visit.when}`]);
    return [element("li", [name, element("b", answer.amount || table.words.noRate)])];
  });
}

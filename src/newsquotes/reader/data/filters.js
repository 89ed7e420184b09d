// The report, second part: filters, what can be chosen in each, order, and all of it in the address.

const genderOf = (quote) => (quote.who === UNKNOWN ? "" : speakers[quote.who].gender) || "-";
const kindOf = (quote) => (quote.who === UNKNOWN ? "-" : speakers[quote.who].kind);
// As what the speaker speaks: a source with a name or without, and an official of a state.
function standings(quote) {
  if (quote.who === UNKNOWN) return ["-"];
  const made = [kindOf(quote) === "anonymous" ? "anonymous" : "named"];
  return speakers[quote.who].official ? [...made, "official"] : made;
}
const STANDINGS = { named: tr("named sources"), anonymous: tr("anonymous sources"), official: tr("officials") };
const named = (name) => (name ? [`=${name}`] : ["-"]); // "=" before a name keeps it apart from "-", which stands for none
const bareName = (none) => (value) => (value === "-" ? none : value.slice(1));

// Each choice: what a quotation has of it, the word for a value, and for all of them.
const CHOICES = {
  document: { has: (quote) => [String(quote.doc)], say: (value) => [titleOf(documents[value]), originOf(documents[value])].filter(Boolean).join(" — "), all: tr("all articles") },
  type: { has: (quote) => [quote.type], say: wordFor("type"), all: tr("any type") },
  stance: { has: (quote) => [quote.stance], say: wordFor("stance"), all: tr("any stance") },
  outlet: { has: (quote) => named(documents[quote.doc].outlet), say: bareName(tr("no outlet")), all: tr("any outlet") },
  medium: { has: (quote) => (quote.media.length ? quote.media.map((name) => `=${name}`) : ["-"]), say: bareName(tr("no medium")), all: tr("any medium") },
  kind: { has: (quote) => [kindOf(quote)], say: (value) => (value === "-" ? data.unknown : wordFor("kind")(value)), all: tr("any kind") },
  gender: { has: (quote) => [genderOf(quote)], say: (value) => (value === "-" ? tr("not known") : wordFor("gender")(value)), all: tr("any gender") },
  standing: { has: standings, say: (value) => STANDINGS[value] || data.unknown, all: tr("any source") },
  state: { has: (quote) => [quote.state], say: (value) => STATES[value], all: tr("all") },
};
const STATES = { new: tr("not looked at"), accepted: tr("accepted"), corrected: tr("corrected"), rejected: tr("rejected") };
const MOST_OPTIONS = 400; // of a choice that is counted anew with every filter

const filters = { words: "", confidence: 0, since: "", until: "", period: "", who: new Set(), together: false, order: "text", view: "list" };
for (const name of Object.keys(CHOICES)) filters[name] = "";

// --- what passes --------------------------------------------------------------------------------------------------------

let wanted = [];
let articlesTogether = null;

// The tests that are asked for, by name; a test that every quotation passes is left out.
function tests() {
  const asked = {};
  if (wanted.length) asked.words = (quote) => wanted.every((word) => haystackOf(quote).includes(word));
  for (const [name, { has }] of Object.entries(CHOICES)) {
    const value = filters[name];
    if (name === "state" && value === "") asked.state = (quote) => quote.state !== "rejected";
    else if (value !== "") asked[name] = (quote) => has(quote).includes(value);
  }
  if (filters.confidence) asked.confidence = (quote) => quote.confidence >= filters.confidence;
  if (filters.since) asked.since = (quote) => (documents[quote.doc].day || "") >= filters.since;
  if (filters.until) asked.until = (quote) => documents[quote.doc].day !== null && documents[quote.doc].day <= filters.until;
  if (filters.period) asked.period = (quote) => periodOf(quote) === filters.period;
  if (filters.who.size) {
    const fits = filters.together ? articlesWithAll(Object.values(asked)) : null;
    asked.who = (quote) => filters.who.has(quote.who) && (!fits || fits.has(quote.doc));
  }
  return asked;
}

// The articles in which each of the chosen speakers has a quotation that passes these tests.
function articlesWithAll(others) {
  const there = new Map();
  for (const quote of quotes) {
    if (!filters.who.has(quote.who) || !others.every((test) => test(quote))) continue;
    there.set(quote.doc, (there.get(quote.doc) || new Set()).add(quote.who));
  }
  return new Set([...there].filter(([, who]) => who.size === filters.who.size).map(([doc]) => doc));
}

let selection = [];
let except = {}; // name of a choice → the quotations that pass all tests but its own

// One pass: what passes all tests, and for each choice what would pass without it.
function sift() {
  const asked = Object.entries(tests());
  const choosing = [...Object.keys(CHOICES), "who", "period"];
  selection = [];
  const failing = Object.fromEntries(choosing.map((name) => [name, []]));
  for (const quote of quotes) {
    let failed = null;
    let many = false;
    for (const [name, test] of asked) {
      if (test(quote)) continue;
      many = failed !== null;
      failed = name;
      if (many) break;
    }
    if (failed === null) selection.push(quote);
    else if (!many && failing[failed]) failing[failed].push(quote);
  }
  except = Object.fromEntries(choosing.map((name) => [name, failing[name].length ? selection.concat(failing[name]) : selection]));
  const order = ORDERS[filters.order];
  if (order) selection = [...selection].sort(order);
}

const collator = new Intl.Collator("ru");
const dayOf = (quote) => documents[quote.doc].day;
const byDay = (sign) => (a, b) => (dayOf(a) === null) - (dayOf(b) === null) || sign * (dayOf(a) > dayOf(b)) - sign * (dayOf(a) < dayOf(b)) || a.index - b.index;
const byWords = (of) => (a, b) => !of(a) - !of(b) || (of(a) === of(b) ? 0 : collator.compare(of(a), of(b))) || a.index - b.index;
const ORDERS = {
  oldest: byDay(1),
  newest: byDay(-1),
  speaker: byWords((quote) => (quote.who === UNKNOWN ? "" : quote.name)),
  outlet: byWords((quote) => documents[quote.doc].outlet),
  surest: (a, b) => b.confidence - a.confidence || a.index - b.index,
  doubtful: (a, b) => a.confidence - b.confidence || a.index - b.index,
};

// --- controls -----------------------------------------------------------------------------------------------------------

function drawChoices() {
  for (const [name, choice] of Object.entries(CHOICES)) {
    const select = byId(name);
    if (select.dataset.still) {
      select.value = filters[name];
      continue;
    }
    const counts = new Map();
    for (const quote of except[name]) {
      const values = choice.has(quote);
      for (const value of values.length < 2 ? values : new Set(values)) counts.set(value, (counts.get(value) || 0) + 1);
    }
    if (filters[name] !== "" && !counts.has(filters[name])) counts.set(filters[name], 0);
    const ranked = [...counts].sort((a, b) => b[1] - a[1]);
    const still = ranked.length > MOST_OPTIONS; // so many are written once, without numbers
    if (still) select.dataset.still = "1";
    select.replaceChildren(element("option", { value: "" }, choice.all),
      ...ranked.map(([value, number]) => element("option", { value }, still ? choice.say(value) : `${choice.say(value)} (${count(number)})`)));
    select.value = filters[name];
  }
}

function drawControls() {
  const search = byId("search");
  if (fold(search.value).trim() !== filters.words) search.value = filters.words;
  byId("confidence").value = filters.confidence;
  byId("confidence-shown").textContent = decimal(filters.confidence);
  for (const name of ["since", "until", "order"]) if (byId(name).value !== filters[name]) byId(name).value = filters[name];
  byId("together").checked = filters.together;
  byId("together-choice").hidden = filters.who.size < 2;
}

for (const name of [...Object.keys(CHOICES), "order", "since", "until"]) {
  byId(name).addEventListener("change", () => {
    filters[name] = byId(name).value;
    update();
  });
}
byId("together").addEventListener("change", () => {
  filters.together = byId("together").checked;
  update();
});
byId("search").addEventListener("input", () => {
  filters.words = fold(byId("search").value).trim();
  update();
});
byId("confidence").addEventListener("input", () => {
  filters.confidence = Number(byId("confidence").value);
  update();
});
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("reset", (event) => {
  event.preventDefault(); // from the filters alone
  readAddress("");
  byId("speaker-search").value = "";
  update();
});

// --- the address --------------------------------------------------------------------------------------------------------

const LISTED = [...Object.keys(CHOICES), "words", "since", "until", "period", "order", "view"];

// A choice of an article is written by its id, others as they are; speakers by their names.
function addressOf(state, quote) {
  const parts = new URLSearchParams();
  for (const name of LISTED) {
    const value = name === "document" && state.document !== "" ? documents[state.document].id || state.document : state[name];
    if (value && value !== "text" && value !== "list") parts.append(name, value);
  }
  if (state.confidence) parts.append("confidence", state.confidence);
  if (state.together) parts.append("together", "1");
  for (const who of state.who) parts.append("who", who === UNKNOWN ? "" : nameOf(who));
  const rest = parts.toString();
  return `#${[quote ? `q${quote.index}` : "", rest].filter(Boolean).join("&")}`;
}

function readAddress(hash) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  for (const name of LISTED) filters[name] = parts.get(name) || { order: "text", view: "list" }[name] || "";
  for (const name of ["since", "until"]) if (!/^\d{4}-\d{2}-\d{2}$/.test(filters[name])) filters[name] = "";
  if (!Object.hasOwn(ORDERS, filters.order)) filters.order = "text";
  if (!["list", "corpus"].includes(filters.view)) filters.view = "list";
  if (filters.document !== "") {
    const number = documents.findIndex((doc) => doc.id === filters.document);
    filters.document = number >= 0 ? String(number) : /^\d+$/.test(filters.document) && documents[filters.document] ? filters.document : "";
  }
  filters.words = fold(filters.words);
  filters.confidence = Math.min(1, Math.max(0, Number(parts.get("confidence")) || 0));
  filters.together = parts.get("together") === "1";
  const asked = new Set(parts.getAll("who"));
  filters.who = new Set(asked.size ? speakers.flatMap((speaker, index) => (asked.has(speaker.name) ? [index] : [])) : []);
  if (asked.has("")) filters.who.add(UNKNOWN);
}

const quoteAsked = () => {
  const asked = /^#q(\d+)(?:&|$)/.exec(location.hash);
  return asked ? quotes[Number(asked[1])] : undefined;
};

function writeAddress(quote) {
  const address = addressOf(filters, quote);
  if (address !== (location.hash || "#")) history.replaceState(null, "", address === "#" ? location.pathname + location.search : address);
}

// The report: its data, filters, speakers and timeline; quotations.js goes on. News text only ever becomes text nodes.
const data = JSON.parse(document.getElementById("data").textContent);
const { documents, speakers, quotes, words } = data;
const { tr, trn, count, decimal } = nqSpeak(data.language, data.messages);
const PAGE = 50;
const CONTEXT = 140; // code points of text shown before and after a quotation
const LONGEST = 1500; // code points of one quotation in the list
const UNKNOWN = -1;
const byId = (id) => document.getElementById(id);
const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
const quotations = (number) => trn("{number} quotation", "{number} quotations", number);
const wordFor = (what) => (value) => words[what][value] || value;

function element(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

for (const [index, quote] of quotes.entries()) {
  quote.index = index;
  quote.who = quote.speaker === null ? UNKNOWN : quote.speaker;
  const speaker = quote.speaker === null ? { name: data.unknown, k: "x", p: 0 } : speakers[quote.speaker];
  Object.assign(quote, { name: speaker.name, k: speaker.k, p: speaker.p });
  const doc = documents[quote.doc];
  quote.haystack = fold([quote.text, quote.name, quote.cue, quote.source, ...quote.media, doc.title, doc.id, doc.outlet].join("\n"));
}

const titleOf = (doc) => doc.title || doc.id || tr("Untitled");
const originOf = (doc) => [doc.outlet, doc.date].filter(Boolean).join(", ");

// --- filters ----------------------------------------------------------------------------------------------------------

const filters = { words: [], document: "", type: "", stance: "", medium: "", confidence: 0, who: new Set(), period: "" };

const tests = {
  words: (quote) => filters.words.every((word) => quote.haystack.includes(word)),
  document: (quote) => filters.document === "" || quote.doc === Number(filters.document),
  type: (quote) => filters.type === "" || quote.type === filters.type,
  stance: (quote) => filters.stance === "" || quote.stance === filters.stance,
  medium: (quote) => filters.medium === "" || quote.media.includes(filters.medium.slice(1)) || (filters.medium === "-" && !quote.media.length),
  confidence: (quote) => quote.confidence >= filters.confidence,
  who: (quote) => filters.who.size === 0 || filters.who.has(quote.who),
  period: (quote) => filters.period === "" || periodOf(quote) === filters.period,
};

const passing = (except) => {
  const active = Object.entries(tests).filter(([name]) => name !== except).map(([, test]) => test);
  return quotes.filter((quote) => active.every((test) => test(quote)));
};

let selection = quotes;
let shown = 0;

function update() {
  selection = passing(null);
  byId("count").textContent = selection.length === quotes.length
    ? quotations(quotes.length)
    : trn("{some} of {number} quotation", "{some} of {number} quotations", quotes.length, { some: count(selection.length) });
  drawSpeakers();
  drawTimeline();
  shown = 0;
  byId("quotes").replaceChildren();
  if (!selection.length) byId("quotes").append(element("li", { className: "nothing" }, tr("No quotation fits these filters.")));
  drawMore();
}

function fillSelect(id, all, values, label) {
  const counts = new Map();
  for (const quote of quotes) for (const value of values(quote)) counts.set(value, (counts.get(value) || 0) + 1);
  const options = [...counts].sort((a, b) => b[1] - a[1]);
  byId(id).replaceChildren(
    element("option", { value: "" }, all),
    ...options.map(([value, number]) => element("option", { value }, `${label(value)} (${count(number)})`)),
  );
  byId(id).addEventListener("change", () => {
    filters[id] = byId(id).value;
    update();
  });
  return counts.size;
}

fillSelect("type", tr("any type"), (quote) => [quote.type], wordFor("type"));
fillSelect("stance", tr("any stance"), (quote) => [quote.stance], wordFor("stance"));
// "=" before a name keeps media apart from "-", which stands for none.
fillSelect("medium", tr("any medium"), (quote) => (quote.media.length ? quote.media.map((name) => `=${name}`) : ["-"]),
  (value) => (value === "-" ? tr("no medium") : value.slice(1)));
fillSelect("document", tr("all articles"), (quote) => [quote.doc], (index) => {
  const doc = documents[index];
  return [titleOf(doc), originOf(doc)].filter(Boolean).join(" — ");
});
byId("document-choice").hidden = documents.length < 2;

byId("search").addEventListener("input", () => {
  filters.words = fold(byId("search").value).split(/\s+/).filter(Boolean);
  update();
});
byId("confidence").addEventListener("input", () => {
  filters.confidence = Number(byId("confidence").value);
  byId("confidence-shown").textContent = decimal(filters.confidence);
  update();
});
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("reset", () => {
  Object.assign(filters, { words: [], document: "", type: "", stance: "", medium: "", confidence: 0, period: "" });
  filters.who.clear();
  byId("confidence-shown").textContent = decimal(0);
  byId("speaker-search").value = "";
  update(); // from the filters alone: the browser sets the controls back after this event
});

// --- speakers ---------------------------------------------------------------------------------------------------------

const TOP = 20;
let everySpeaker = false;
byId("find").hidden = speakers.length <= TOP;

function drawSpeakers() {
  const counts = new Map();
  for (const quote of passing("who")) counts.set(quote.who, (counts.get(quote.who) || 0) + 1);
  for (const who of filters.who) if (!counts.has(who)) counts.set(who, 0);
  const wanted = fold(byId("speaker-search").value.trim());
  const nameOf = (who) => (who === UNKNOWN ? data.unknown : speakers[who].name);
  const ranked = [...counts].sort((a, b) => (a[0] === UNKNOWN) - (b[0] === UNKNOWN) || b[1] - a[1])
    .filter(([who]) => !wanted || fold(nameOf(who)).includes(wanted));
  const most = Math.max(1, ...ranked.map(([, number]) => number));
  const visible = everySpeaker ? ranked : ranked.filter(([who], rank) => rank < TOP || filters.who.has(who));
  const focused = document.activeElement && document.activeElement.dataset.who;
  byId("speakers").replaceChildren(...visible.map(([who, number]) => {
    const about = who === UNKNOWN ? "" : speakers[who].about;
    const look = who === UNKNOWN ? "x" : speakers[who].k;
    const button = element("button", { type: "button", className: `nq-out-${look}`, "aria-pressed": String(filters.who.has(who)), "data-who": who },
      element("span", { lang: who === UNKNOWN ? data.language : "ru" }, nameOf(who)), element("span", null, count(number)));
    if (about) button.append(element("small", { lang: "ru" }, about));
    button.style.setProperty("--share", number / most);
    return element("li", null, button);
  }));
  if (focused !== undefined) {
    const again = byId("speakers").querySelector(`[data-who="${focused}"]`);
    if (again) again.focus();
  }
  byId("more-speakers").hidden = ranked.length <= TOP;
  byId("more-speakers").textContent = everySpeaker
    ? tr("Show fewer speakers")
    : trn("Show all {number} speakers", "Show all {number} speakers", ranked.length);
}

byId("speakers").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const who = Number(button.dataset.who);
  if (!filters.who.delete(who)) filters.who.add(who);
  update();
});
byId("speaker-search").addEventListener("input", drawSpeakers);
byId("more-speakers").addEventListener("click", () => {
  everySpeaker = !everySpeaker;
  drawSpeakers();
});

// --- timeline ---------------------------------------------------------------------------------------------------------

const days = documents.map((doc) => doc.day).filter(Boolean).sort();
const [firstDay, lastDay] = [days[0], days[days.length - 1]];
const daysBetween = days.length ? (Date.parse(lastDay) - Date.parse(firstDay)) / 86400000 : 0;
// Days for up to four months, months for up to five years, else years: the length of the part of the date that names one.
const unit = daysBetween <= 122 ? 10 : daysBetween <= 1830 ? 7 : 4;
const periodOf = (quote) => (documents[quote.doc].day || "").slice(0, unit);

function periods() {
  const all = [];
  const step = new Date(`${firstDay}T00:00:00Z`);
  if (unit < 10) step.setUTCDate(1);
  if (unit < 7) step.setUTCMonth(0);
  for (let name = ""; name < lastDay.slice(0, unit); ) {
    name = step.toISOString().slice(0, unit);
    all.push(name);
    if (unit === 10) step.setUTCDate(step.getUTCDate() + 1);
    else if (unit === 7) step.setUTCMonth(step.getUTCMonth() + 1);
    else step.setUTCFullYear(step.getUTCFullYear() + 1);
  }
  return all;
}

const allPeriods = new Set(days).size > 1 ? periods() : [];

function drawTimeline() {
  if (!allPeriods.length) return;
  const counts = new Map();
  for (const quote of passing("period")) counts.set(periodOf(quote), (counts.get(periodOf(quote)) || 0) + 1);
  const most = Math.max(1, ...allPeriods.map((period) => counts.get(period) || 0));
  const focused = document.activeElement && document.activeElement.dataset.period;
  const bars = byId("timeline").querySelector(".bars");
  bars.replaceChildren(...allPeriods.map((period) => {
    const number = counts.get(period) || 0;
    if (!number && filters.period !== period) return element("span");
    const bar = element("i");
    bar.style.setProperty("--share", number / most);
    const label = `${period}: ${quotations(number)}`;
    return element("button", { type: "button", title: label, "aria-label": label, "aria-pressed": String(filters.period === period), "data-period": period }, bar);
  }));
  if (focused) {
    const again = bars.querySelector(`[data-period="${focused}"]`);
    if (again) again.focus();
  }
  const [left, right] = byId("timeline").querySelectorAll(".axis span");
  left.textContent = allPeriods[0];
  right.textContent = allPeriods[allPeriods.length - 1];
  const undated = counts.get("") || 0;
  if (undated) right.textContent += ` · ${trn("{number} without a date", "{number} without a date", undated)}`;
  byId("timeline").hidden = false;
}

byId("timeline").addEventListener("click", (event) => {
  const bar = event.target.closest("button");
  if (!bar) return;
  filters.period = filters.period === bar.dataset.period ? "" : bar.dataset.period;
  update();
});

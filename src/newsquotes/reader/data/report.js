// The report: filters, speakers, timeline, quotations, the article with its marks, export. News text only ever becomes text nodes.
const data = JSON.parse(document.getElementById("data").textContent);
const { documents, speakers, quotes } = data;
const PAGE = 50;
const CONTEXT = 140; // code points of text shown before and after a quotation
const LONGEST = 1500; // code points of one quotation in the list
const UNKNOWN = -1;
const byId = (id) => document.getElementById(id);
const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
const plural = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

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

const titleOf = (doc) => doc.title || doc.id || "Untitled";
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
  const [some, all] = [selection.length.toLocaleString("en"), plural(quotes.length, "quotation")];
  byId("count").textContent = selection.length === quotes.length ? all : `${some} of ${all}`;
  drawSpeakers();
  drawTimeline();
  shown = 0;
  byId("quotes").replaceChildren();
  if (!selection.length) byId("quotes").append(element("li", { className: "nothing" }, "No quotation fits these filters."));
  drawMore();
}

function fillSelect(id, all, values, label) {
  const counts = new Map();
  for (const quote of quotes) for (const value of values(quote)) counts.set(value, (counts.get(value) || 0) + 1);
  const options = [...counts].sort((a, b) => b[1] - a[1]);
  byId(id).replaceChildren(
    element("option", { value: "" }, all),
    ...options.map(([value, count]) => element("option", { value }, `${label(value)} (${count})`)),
  );
  byId(id).addEventListener("change", () => {
    filters[id] = byId(id).value;
    update();
  });
  return counts.size;
}

fillSelect("type", "any type", (quote) => [quote.type], String);
fillSelect("stance", "any stance", (quote) => [quote.stance], String);
// "=" before a name keeps media apart from "-", which stands for none.
fillSelect("medium", "any medium", (quote) => (quote.media.length ? quote.media.map((name) => `=${name}`) : ["-"]),
  (value) => (value === "-" ? "no medium" : value.slice(1)));
fillSelect("document", "all articles", (quote) => [quote.doc], (index) => {
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
  byId("confidence-shown").textContent = filters.confidence.toFixed(2);
  update();
});
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("reset", () => {
  Object.assign(filters, { words: [], document: "", type: "", stance: "", medium: "", confidence: 0, period: "" });
  filters.who.clear();
  byId("confidence-shown").textContent = "0.00";
  byId("speaker-search").value = "";
  setTimeout(update); // when the controls have been reset
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
  const most = Math.max(1, ...ranked.map(([, count]) => count));
  const visible = everySpeaker ? ranked : ranked.filter(([who], rank) => rank < TOP || filters.who.has(who));
  const focused = document.activeElement && document.activeElement.dataset.who;
  byId("speakers").replaceChildren(...visible.map(([who, count]) => {
    const about = who === UNKNOWN ? "" : speakers[who].about;
    const look = who === UNKNOWN ? "x" : speakers[who].k;
    const button = element("button", { type: "button", className: `nq-out-${look}`, "aria-pressed": String(filters.who.has(who)), "data-who": who },
      element("span", { lang: who === UNKNOWN ? "en" : "ru" }, nameOf(who)), element("span", null, count.toLocaleString("en")));
    if (about) button.append(element("small", { lang: "ru" }, about));
    button.style.setProperty("--share", count / most);
    return element("li", null, button);
  }));
  if (focused !== undefined) {
    const again = byId("speakers").querySelector(`[data-who="${focused}"]`);
    if (again) again.focus();
  }
  byId("more-speakers").hidden = ranked.length <= TOP;
  byId("more-speakers").textContent = everySpeaker ? "Show fewer speakers" : `Show all ${ranked.length.toLocaleString("en")} speakers`;
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
    const count = counts.get(period) || 0;
    if (!count && filters.period !== period) return element("span");
    const bar = element("i");
    bar.style.setProperty("--share", count / most);
    const label = `${period}: ${plural(count, "quotation")}`;
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
  if (undated) right.textContent += ` · ${undated.toLocaleString("en")} without a date`;
  byId("timeline").hidden = false;
}

byId("timeline").addEventListener("click", (event) => {
  const bar = event.target.closest("button");
  if (!bar) return;
  filters.period = filters.period === bar.dataset.period ? "" : bar.dataset.period;
  update();
});

// --- quotations -------------------------------------------------------------------------------------------------------

// The text of a document as an array of code points, which offsets count.
function pointsOf(doc) {
  if (!doc.points) doc.points = Array.from(doc.text.map((stretch) => (typeof stretch === "string" ? stretch : stretch[0])).join(""));
  return doc.points;
}

function snippet(quote) {
  const points = pointsOf(documents[quote.doc]);
  const inside = (from, to) => points.slice(from, to).join("");
  const first = Math.min(...quote.parts.map((part) => part[1]));
  const last = Math.max(...quote.parts.map((part) => part[2]));
  const end = Math.min(last, first + LONGEST);
  let from = Math.max(0, first - CONTEXT);
  for (let i = first - 1; i >= from; i--) if (points[i] === "\n") { from = i + 1; break; }
  if (from > 0 && points[from - 1] !== "\n") while (from < first && !/\s/.test(points[from - 1])) from++;
  let to = Math.min(points.length, end + CONTEXT);
  for (let i = end; i < to; i++) if (points[i] === "\n") { to = i; break; }
  if (to < points.length && points[to] !== "\n") while (to > end && !/\s/.test(points[to])) to--;
  const borders = [...new Set([from, to, ...quote.parts.flatMap((part) => [part[1], part[2]])])]
    .filter((border) => border >= from && border <= to).sort((a, b) => a - b);
  const said = element("p", { className: `said nq-out-${quote.k}`, lang: "ru" });
  if (from > 0 && points[from - 1] !== "\n") said.append("… ");
  for (let i = 0; i + 1 < borders.length; i++) {
    const roles = new Set(quote.parts.filter((part) => part[1] <= borders[i] && part[2] >= borders[i + 1]).map((part) => part[0]));
    const names = ["nq-s"];
    if (roles.has("content")) names.push("nq-m", `nq-out-${quote.k}`, `nq-p${quote.p}`, `nq-in-${quote.k}`);
    for (const role of ["cue", "source"]) if (roles.has(role)) names.push(`nq-${role}`, `nq-role-${quote.k}`);
    said.append(element(roles.has("content") ? "mark" : "span", { className: names.join(" ") }, inside(borders[i], borders[i + 1])));
  }
  if (end < last) said.append(` … ${plural(last - end, "more character")}`);
  else if (to < points.length && points[to] !== "\n") said.append(" …");
  return said;
}

function card(quote) {
  const doc = documents[quote.doc];
  const facts = [quote.type, quote.stance, quote.mode].filter((fact) => fact !== "asserted" && fact !== "speech");
  if (quote.media.length) facts.push(`relayed by ${quote.media.join(", ")}`);
  facts.push(`confidence ${quote.confidence.toFixed(2)}`);
  const where = element("p", { className: "where" }, element("a", { href: `#q${quote.index}` }, "Show in the text"));
  const about = [titleOf(doc), originOf(doc)].filter(Boolean).join(" — ");
  where.append(" · ", element("span", { lang: "ru" }, about));
  return element("li", null,
    element("p", { className: "who" }, element("b", { lang: "ru" }, quote.name), element("span", null, facts.join(" · "))),
    snippet(quote), where);
}

function drawMore() {
  const next = selection.slice(shown, shown + PAGE);
  byId("quotes").append(...next.map(card));
  shown += next.length;
  const left = selection.length - shown;
  byId("more").hidden = left === 0;
  byId("more").textContent = `Show ${Math.min(PAGE, left)} more (${plural(left, "quotation")} left)`;
}

byId("more").addEventListener("click", () => {
  const first = shown;
  drawMore();
  const link = byId("quotes").children[first].querySelector("a");
  if (link) link.focus({ preventScroll: true });
});

// --- the article ------------------------------------------------------------------------------------------------------

const article = byId("article");
const text = byId("article-text");
const reader = nqRead(article, text, byId("tip"));
let open = null;

function drawArticle(doc) {
  const own = new Map(quotes.filter((quote) => documents[quote.doc] === doc).map((quote) => [quote.n, quote]));
  text.replaceChildren();
  for (const stretch of doc.text) {
    if (typeof stretch === "string") {
      text.append(element("span", { className: "nq-s" }, stretch));
      continue;
    }
    const [words, content, cue, source, labels] = stretch;
    for (const [id, first] of labels) {
      const quote = own.get(id);
      if (first) {
        text.append(element("button", { type: "button", className: `nq-who nq-out-${quote.k}`, tabIndex: -1, "data-n": id, "data-k": quote.k,
          "data-p": quote.p, "aria-label": quote.about }, quote.name));
      } else {
        text.append(element("span", { className: `nq-who nq-more nq-out-${quote.k}`, "data-more": id },
          element("span", { "aria-hidden": "true" }, "…"), element("span", { className: "nq-hidden" }, `${quote.name} goes on`)));
      }
    }
    const made = element(content.length ? "mark" : "span", null, words);
    if (content.length) made.dataset.q = content.join(" ");
    if (cue.length) made.dataset.cue = cue.join(" ");
    if (source.length) made.dataset.source = source.join(" ");
    text.append(made);
  }
  nqPaint(text, null);
  byId("article-title").textContent = titleOf(doc);
  const origin = byId("article-origin");
  origin.textContent = originOf(doc);
  if (doc.url) origin.append(origin.textContent ? " · " : "", element("a", { href: doc.url, rel: "noreferrer noopener", target: "_blank" }, "original"));
}

function showFromAddress() {
  const asked = /^#q(\d+)$/.exec(location.hash);
  const quote = asked && quotes[Number(asked[1])];
  if (!quote) {
    if (article.open) article.close();
    return;
  }
  const doc = documents[quote.doc];
  if (open !== doc) drawArticle(doc);
  open = doc;
  if (!article.open) article.showModal();
  const label = text.querySelector(`[data-n="${quote.n}"]`);
  label.scrollIntoView({ block: "center" });
  label.focus({ preventScroll: true });
}

article.addEventListener("close", () => {
  const asked = /^#q(\d+)$/.exec(location.hash);
  if (!asked) return;
  history.replaceState(null, "", location.pathname + location.search);
  const link = byId("quotes").querySelector(`a[href="#q${Number(asked[1])}"]`);
  if (link) link.focus();
});
byId("close").addEventListener("click", () => article.close());
article.addEventListener("click", (event) => {
  if (event.target === article) article.close(); // the backdrop
});
window.addEventListener("hashchange", showFromAddress);

// --- export -----------------------------------------------------------------------------------------------------------

// The columns have the names that newsquotes.to_frame() gives them.
function row(quote) {
  const doc = documents[quote.doc];
  const who = quote.speaker === null ? {} : speakers[quote.speaker];
  const content = quote.parts.filter((part) => part[0] === "content");
  return {
    document: doc.id, title: doc.title, date: doc.date, url: doc.url, outlet: doc.outlet,
    quote: quote.n, parent: quote.parent, type: quote.type, stance: quote.stance, mode: quote.mode,
    text: quote.text, start: content[0][1], end: content[content.length - 1][2], cue: quote.cue, source: quote.source,
    speaker: who.name || null, kind: who.kind || null, role: who.role || null, organization: who.organization || null,
    medium: quote.media[0] || null, confidence: quote.confidence,
  };
}

// A cell that a spreadsheet would take for a formula gets an apostrophe, which makes it text.
function cell(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const written = /^[=+\-@\t\r\n'\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value;
  return /[",;\r\n\t]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}

function csv(rows) {
  const columns = Object.keys(row(quotes[0]));
  const lines = [columns, ...rows.map((values) => columns.map((column) => cell(values[column])))];
  return "\ufeff" + lines.map((line) => line.join(",") + "\r\n").join(""); // the mark tells spreadsheets that it is UTF-8
}

function save(name, type, content) {
  const link = element("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

byId("csv").addEventListener("click", () => save("quotations.csv", "text/csv;charset=utf-8", csv(selection.map(row))));
byId("json").addEventListener("click", () => save("quotations.json", "application/json", JSON.stringify(selection.map(row), null, 1)));
byId("csv").disabled = byId("json").disabled = !quotes.length;

if (matchMedia("(max-width: 52rem)").matches) byId("fold").open = false;
update();
showFromAddress();

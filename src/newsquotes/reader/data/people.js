// The report, first part: its data, what stays the same of them, and what corrections change. News text only ever becomes
// text nodes.
const data = JSON.parse(document.getElementById("data").textContent);
const { documents, speakers, quotes, words } = data;
const { tr, trn, count, decimal, percent } = nqSpeak(data.language, data.messages);
const PAGE = 50;
const CONTEXT = 140; // code points of text shown before and after a quotation
const LONGEST = 1500; // code points of one quotation in the list
const UNKNOWN = -1;
const COLOURS = 6;
const PATTERNS = 3;
const byId = (id) => document.getElementById(id);
const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
// As name_key() in Python.
const nameKey = (name) => fold(name).replaceAll(".", " ").split(/\s+/).filter(Boolean).join(" ");
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

const action = (label, run, properties) => {
  const button = element("button", { type: "button", ...properties }, label);
  button.addEventListener("click", run);
  return button;
};

const titleOf = (doc) => doc.title || doc.id || tr("Untitled");
const originOf = (doc) => [doc.outlet, doc.date].filter(Boolean).join(", ");

// The text of a document as an array of code points, which offsets count.
function pointsOf(doc) {
  if (!doc.points) doc.points = Array.from(doc.text);
  return doc.points;
}

// --- who is who -------------------------------------------------------------------------------------------------------

const foundSpeakers = speakers.length;
const foundQuotes = quotes.length;
const placeKey = (doc, content) => `${doc}:${content.map((pair) => pair.join("-")).join(",")}`;
const contentOf = (quote) => quote.parts.filter((part) => part[0] === "content").map((part) => [part[1], part[2]]);

for (const [index, quote] of quotes.entries()) {
  quote.index = index;
  quote.found = quote.parts;
  quote.surest = quote.confidence;
  quote.words = quote.text;
}

const nameOf = (who) => (who === UNKNOWN ? data.unknown : speakers[who].name);

// The speaker of a name in a document: the one who has it there, else one who has it on the page, else a new one.
let byName = null;
function speakerNamed(doc, name, kind) {
  if (!byName) {
    byName = new Map();
    for (const [index, speaker] of speakers.entries()) if (!byName.has(nameKey(speaker.name))) byName.set(nameKey(speaker.name), index);
    for (const quote of quotes.slice(0, foundQuotes)) {
      if (quote.speaker === null) continue;
      const own = `${quote.doc}\n${nameKey(quote.own)}`;
      if (!byName.has(own)) byName.set(own, quote.speaker);
    }
  }
  const key = nameKey(name);
  for (const known of [`${doc}\n${key}`, key]) if (byName.has(known)) return byName.get(known);
  const index = speakers.length;
  speakers.push({ name, kind: kind || "unknown", gender: "", role: "", organization: "", about: "", official: false,
    k: String(index % COLOURS), p: Math.floor(index / COLOURS) % PATTERNS });
  byName.set(key, index);
  return index;
}

// Sets quotations to what was found, and makes all corrections anew; `log` is in corrections.js.
let atPlace = null;
function replay(log) {
  quotes.length = foundQuotes;
  speakers.length = foundSpeakers;
  byName = null;
  for (const quote of quotes) {
    Object.assign(quote, { parts: quote.found, confidence: quote.surest, text: quote.words, state: "new" });
    quote.named = quote.speaker === null ? null : quote.own;
    quote.who = quote.speaker === null ? UNKNOWN : quote.speaker;
  }
  if (!atPlace && log.length) {
    atPlace = new Map();
    for (const quote of [...quotes].reverse()) atPlace.set(placeKey(quote.doc, contentOf(quote)), quote);
  }
  const added = new Map();
  let unfit = 0;
  for (const said of log) if (said.action !== "merge" && !correctOne(said, added)) unfit += 1;
  for (const said of log) if (said.action === "merge") mergeNames(said);
  for (const quote of quotes) {
    const look = quote.who === UNKNOWN ? { k: "x", p: 0 } : speakers[quote.who];
    Object.assign(quote, { name: nameOf(quote.who), k: look.k, p: look.p, haystack: null });
  }
  return unfit;
}

function correctOne(said, added) {
  const numbers = documentsOf(said);
  let fits = false;
  for (const number of numbers) {
    const key = placeKey(number, said.action === "add" ? said.content : said.quotation);
    let quote = added.get(key) || atPlace.get(key);
    if (!quote && said.action === "add" && inside(documents[number], said.content)) {
      quote = newQuote(number, said);
      added.set(key, quote);
    }
    if (!quote) continue;
    if (said.action === "borders") {
      if (!inside(documents[number], said.content)) continue;
      setContent(quote, said.content);
    } else if (said.action === "speaker" || said.action === "add") {
      quote.named = said.speaker;
      quote.who = said.speaker === null ? UNKNOWN : speakerNamed(number, said.speaker, said.kind);
    }
    quote.state = { accept: "accepted", reject: "rejected" }[said.action] || "corrected";
    quote.confidence = 1;
    fits = true;
  }
  return fits;
}

let byText = null;
function documentsOf(said) {
  if (!byText) {
    byText = new Map();
    for (const [number, doc] of documents.entries()) {
      for (const key of [`text ${doc.sha}`, `id ${doc.id}`]) byText.set(key, [...(byText.get(key) || []), number]);
    }
  }
  return byText.get(said.text_sha256 ? `text ${said.text_sha256}` : `id ${said.document}`) || [];
}

const inside = (doc, content) => content.length > 0 && content.every(([start, end]) => start < end && end <= pointsOf(doc).length);

function setContent(quote, content) {
  const points = pointsOf(documents[quote.doc]);
  quote.parts = [...content.map(([start, end]) => ["content", start, end]), ...quote.parts.filter((part) => part[0] !== "content")];
  quote.text = content.map(([start, end]) => points.slice(start, end).join("")).join(" … ");
}

function newQuote(number, said) {
  const quote = { index: quotes.length, doc: number, n: `+${quotes.length}`, parent: null, type: said.type || "direct", stance: "asserted",
    mode: "speech", media: [], cue: "", source: "", parts: [], about: "", speaker: null, own: null, isNew: true };
  setContent(quote, said.content);
  quotes.push(quote);
  return quote;
}

function mergeNames(said) {
  const wanted = nameKey(said.speaker);
  const within = said.documents && said.documents.length ? new Set(said.documents) : null;
  for (const quote of quotes) {
    if (quote.named === null || nameKey(quote.named) !== wanted) continue;
    if (within && !within.has(documents[quote.doc].id) && !within.has(documents[quote.doc].sha)) continue;
    quote.named = said.into;
    quote.who = speakerNamed(-1, said.into, speakers[quote.who].kind);
  }
}

const haystackOf = (quote) => {
  const doc = documents[quote.doc];
  quote.haystack ??= fold([quote.text, quote.name, quote.cue, quote.source, ...quote.media, doc.title, doc.id, doc.outlet].join("\n"));
  return quote.haystack;
};

const aboutOf = (quote) => (quote.state === "new" ? quote.about : `${wordFor("type")(quote.type)}; ${tr("by hand")}`);

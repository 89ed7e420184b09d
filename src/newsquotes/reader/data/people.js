// The report, first part: its data, what stays the same of them, and what corrections change. News text only ever becomes
// text nodes.
const data = JSON.parse(document.getElementById("data").textContent);
const { documents, speakers, words } = data;
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
const dateOf = (doc) => doc.date.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*/s, "$1 $2"); // without seconds
const originOf = (doc) => [doc.outlet, dateOf(doc)].filter(Boolean).join(", ");

// Texts stand in blocks of their own, each read when one of its documents is looked at.
const blocks = [...document.querySelectorAll("script.texts")];
for (const [number, doc] of documents.entries()) doc.number = number;
function textOfDocument(doc) {
  const at = Math.floor(doc.number / data.block);
  if (!Array.isArray(blocks[at])) blocks[at] = JSON.parse(blocks[at].textContent);
  return blocks[at][doc.number % data.block];
}

// The text of a document as an array of code points, which offsets count.
function pointsOf(doc) {
  if (!doc.points) doc.points = Array.from(textOfDocument(doc));
  return doc.points;
}

// Some code points of it, which are code units too where no character takes two of them.
function cut(doc, start, end) {
  doc.plain ??= !/[\ud800-\udbff]/.test(textOfDocument(doc));
  return doc.plain ? textOfDocument(doc).slice(start, end) : pointsOf(doc).slice(start, end).join("");
}

// --- who is who -------------------------------------------------------------------------------------------------------

const ROLES = ["content", "cue", "source"];
const NONE = [];

// A quotation: what was found, of which the page leaves out what is usual, and what corrections make of it.
class Quotation {
  constructor(found, index) {
    this.index = index;
    this.n = found.n;
    this.doc = found.doc;
    this.parent = found.parent ?? null;
    this.type = found.type;
    this.stance = found.stance || "asserted";
    this.mode = found.mode || "speech";
    this.media = found.media || NONE;
    this.speaker = found.speaker ?? null;
    this.own = found.own ?? (this.speaker === null ? null : speakers[this.speaker].name);
    this.surest = this.confidence = found.confidence;
    this.sure = found.sure || NONE;
    this.rules = found.rules ?? -1;
    this.why = found.why;
    this.places = found.places || null;
    this.unpacked = this.changed = this.named = this.haystack = null;
    this.who = UNKNOWN;
    this.state = "new";
    this.name = this.k = "";
    this.p = 0;
  }

  get found() {
    const unpack = (at, role) => Array.from({ length: at.length / 2 }, (_, i) => [role, at[2 * i], at[2 * i + 1]]);
    this.unpacked ??= this.places && this.places.flatMap((at, i) => unpack(at, ROLES[i]));
    return this.unpacked;
  }

  get parts() {
    return this.changed || this.found;
  }

  words(role) {
    const doc = documents[this.doc];
    return this.parts.filter((part) => part[0] === role).map(([, start, end]) => cut(doc, start, end)).join(" … ");
  }

  get text() {
    return this.words("content");
  }

  get cue() {
    return this.words("cue");
  }

  get source() {
    return this.words("source");
  }
}

const quotes = data.quotes.map((found, index) => new Quotation(found, index));
const foundSpeakers = speakers.length;
const foundQuotes = quotes.length;
const placeKey = (doc, content) => `${doc}:${content.map((pair) => pair.join("-")).join(",")}`;
const contentOf = (quote) => quote.parts.filter((part) => part[0] === "content").map((part) => [part[1], part[2]]);

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
    quote.changed = null;
    quote.confidence = quote.surest;
    quote.state = "new";
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
    quote.name = nameOf(quote.who);
    quote.k = look.k;
    quote.p = look.p;
    quote.haystack = null;
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
  quote.changed = [...content.map(([start, end]) => ["content", start, end]), ...(quote.parts || []).filter((part) => part[0] !== "content")];
}

function newQuote(number, said) {
  const quote = new Quotation({ n: `+${quotes.length}`, doc: number, type: said.type || "direct" }, quotes.length);
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

// Type, stance and mode in words, as far as they are not the usual ones, and the outlets that relay it.
function kindWords(quote) {
  const kinds = [wordFor("type")(quote.type)];
  if (quote.stance !== "asserted") kinds.push(wordFor("stance")(quote.stance));
  if (quote.mode !== "speech") kinds.push(wordFor("mode")(quote.mode));
  if (quote.media.length) kinds.push(tr("relayed by {media}", { media: quote.media.join(", ") }));
  return kinds;
}

// As facts() in Python.
function aboutOf(quote) {
  if (quote.state !== "new") return `${wordFor("type")(quote.type)}; ${tr("by hand")}`;
  const [content, speaker] = quote.sure.map((share) => decimal(share));
  const sure = speaker === undefined ? tr("confidence of the content {content}", { content })
    : tr("confidence {both} (content {content}, speaker {speaker})", { both: decimal(quote.confidence), content, speaker });
  return [[...kindWords(quote), sure].join(", "), data.rules[quote.rules]].filter(Boolean).join("; ");
}

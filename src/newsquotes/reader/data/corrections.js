// The report, sixth part: corrections. What people say is a log of records, as newsquotes.corrections reads them; all that
// the page shows follows from the log, so that undoing is taking the last one away.

let log = [];
const AUTHOR = "newsquotes author";
const kept = data.server ? null : `newsquotes corrections ${data.fingerprint}`;

function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function remember(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // a browser without a memory: the file that is saved is what counts
  }
}

byId("author").value = remembered(AUTHOR) || "";
byId("author").addEventListener("change", () => remember(AUTHOR, byId("author").value.trim()));

const lines = (records) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
const tell = (message) => { byId("told").textContent = message; };
const stamp = () => ({ author: byId("author").value.trim(), time: new Date().toISOString().replace(/\.\d+/, "") });
const of = (quote) => ({ document: documents[quote.doc].id, text_sha256: documents[quote.doc].sha });
const foundContent = (quote) => quote.place || contentOf({ parts: quote.found || quote.parts });

// Takes corrections into the log; several at a time are undone together.
let batch = 0;
function say(records, message) {
  batch += 1;
  log.push(...records.map((record) => Object.defineProperty({ ...record, ...stamp() }, "batch", { value: batch })));
  settle(message);
}

function settle(message, everything = false) {
  const before = chosen;
  replay(log);
  if (everything) update();
  else {
    drawPanels();
    redrawCards();
    if (filters.view === "corpus") drawCorpus();
  }
  drawState();
  if (open !== null) {
    const scrolled = text.scrollTop;
    drawArticle(open);
    text.scrollTop = scrolled;
    mark(before && quotes.includes(before) ? before : before && quotes[before.index]);
    if (article.open) byId("editor").querySelector("button:not([disabled])")?.focus({ preventScroll: true });
  }
  tell(message);
  keep();
}

function drawState() {
  byId("corrected").textContent = trn("{number} correction", "{number} corrections", log.length);
  byId("undo").disabled = byId("save-corrections").disabled = !log.length;
}

// --- one quotation ------------------------------------------------------------------------------------------------------

const JUDGEMENTS = { accept: tr("Accepted."), reject: tr("Rejected.") };
const judge = (verdict, quote) => say([{ action: verdict, ...of(quote), quotation: foundContent(quote) }], JUDGEMENTS[verdict]);

// The buttons that stand with a quotation, in the list and in the article.
function judgement(quote) {
  const about = { "aria-label": (label) => `${label}: ${quote.text.slice(0, 60)}` };
  const button = (label, run, name) => action(label, run, { className: `judge ${name}`, "aria-label": about["aria-label"](label) });
  const group = element("span", { className: "judgement" });
  group.append(
    button(tr("Accept"), () => after(quote, "accept", () => judge("accept", quote)), "accept"),
    button(tr("Reject"), () => after(quote, "reject", () => judge("reject", quote)), "reject"),
    button(tr("Other speaker…"), () => group.replaceWith(speakerForm(quote, group)), "other"),
  );
  return group;
}

// Does something and gives the focus back to the button of the same card, which is drawn anew.
function after(quote, name, run) {
  run();
  if (!article.open) byId("quotes").querySelector(`[data-quote="${quote.index}"] .${name}`)?.focus();
}

let forms = 0;
function speakerForm(quote, instead) {
  forms += 1;
  const doc = documents[quote.doc];
  const nearby = [...new Set([...doc.speakers, ...quotesIn(quote.doc).filter((other) => other.named !== null).map((other) => other.named)])];
  const others = speakers.map((speaker) => speaker.name).filter((name) => !nearby.includes(name)).slice(0, 300);
  const list = element("datalist", { id: `names-${forms}` }, ...[...nearby, ...others].map((name) => element("option", { value: name })));
  const input = element("input", { type: "text", id: `name-${forms}`, value: quote.named || "", autocomplete: "off", spellcheck: false, className: "name" });
  input.setAttribute("list", list.id);
  input.lang = "ru";
  const form = element("form", { className: "speaker-form" }, element("label", { htmlFor: input.id }, tr("Speaker")), input, list);
  const close = () => form.replaceWith(instead);
  const choose = (name) => {
    close();
    const known = name === null ? null : speakers[speakerAt(quote.doc, name)];
    const kind = known && known.kind !== "unknown" ? { kind: known.kind } : {};
    after(quote, "other", () => say([{ action: "speaker", ...of(quote), quotation: foundContent(quote), speaker: name, ...kind }], tr("The speaker is corrected.")));
  };
  form.append(element("button", { type: "submit" }, tr("Set the speaker")), action(tr("Nobody is known"), () => choose(null)), action(tr("Cancel"), close));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) choose(input.value.trim());
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  setTimeout(() => { input.focus(); input.select(); });
  return form;
}

// The speaker of that name, if there is one: looking makes none.
function speakerAt(doc, name) {
  const number = speakers.length;
  const index = speakerNamed(doc, name);
  if (speakers.length > number) {
    speakers.length = number;
    byName = null;
    return -1;
  }
  return index;
}

function drawEditor() {
  const editor = byId("editor");
  editor.replaceChildren();
  if (chosen && chosen.state !== "rejected") {
    const quote = chosen;
    editor.append(element("b", { lang: "ru" }, quote.name), " ", judgement(quote), " ",
      action(tr("Set the borders to the selection"), () => withSelection((span) => borders(quote, [span]))), " ",
      action(tr("Add the selection as a part"), () => withSelection((span) => borders(quote, joined([...contentOf(quote), span])))), " ");
  }
  editor.append(action(tr("New quotation from the selection"), () => withSelection(addQuotation)));
}

function withSelection(run) {
  const span = selected();
  if (span) run(span);
  else tell(tr("Select words of the text first."));
}

const borders = (quote, content) => say([{ action: "borders", ...of(quote), quotation: foundContent(quote), content }], tr("The borders are corrected."));

function joined(content) {
  const sorted = content.sort((a, b) => a[0] - b[0]);
  return sorted.reduce((all, [start, end]) => {
    const last = all[all.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else all.push([start, end]);
    return all;
  }, []);
}

function addQuotation(span) {
  const doc = documents[open];
  const speaker = chosen && chosen.doc === open ? chosen.named : null;
  const index = quotes.length;
  say([{ action: "add", document: doc.id, text_sha256: doc.sha, content: [span], speaker }], tr("A quotation is added."));
  if (quotes[index]) look(quotes[index]);
}

// --- two speakers -------------------------------------------------------------------------------------------------------

function drawMerge() {
  const who = [...filters.who].filter((index) => index !== UNKNOWN && index < speakers.length);
  byId("merge").hidden = who.length < 2;
  byId("merge-into").replaceChildren(...who.map((index) => element("option", { value: index }, nameOf(index))));
}

byId("merge").addEventListener("submit", (event) => {
  event.preventDefault();
  const into = nameOf(Number(byId("merge-into").value));
  const there = new Map(); // a name that is used → the documents in which it is
  const concerned = new Set(quotes.filter((quote) => filters.who.has(quote.who) && nameOf(quote.who) !== into).map((quote) => quote.doc));
  for (const quote of quotes) {
    if (!filters.who.has(quote.who) || quote.named === null || quote.named === into || !concerned.has(quote.doc)) continue;
    there.set(quote.named, (there.get(quote.named) || new Set()).add(data.server ? documents[quote.doc].sha : documents[quote.doc].id));
  }
  const ids = new Set(documents.map((doc) => doc.id));
  const within = (those) => (data.server || (ids.size === documents.length && !ids.has("")) ? { documents: [...those] } : {});
  const records = [...there].map(([speaker, those]) => ({ action: "merge", speaker, into, ...within(those) }));
  filters.who.clear();
  filters.together = false;
  say(records, tr("The speakers are merged."));
  readMerged(into);
});

function readMerged(into) {
  const index = speakers.findIndex((speaker) => speaker.name === into);
  if (index >= 0) filters.who.add(index);
  update();
}

// --- undo, save, load ---------------------------------------------------------------------------------------------------

byId("undo").addEventListener("click", () => {
  const last = log[log.length - 1].batch;
  log = log.filter((record, index) => (last === undefined ? index < log.length - 1 : record.batch !== last));
  settle(tr("Undone."), !article.open);
});
byId("save-corrections").addEventListener("click", () => save("corrections.jsonl", "application/x-ndjson", lines(log)));
byId("load").addEventListener("click", () => byId("load-corrections").click());
byId("load-corrections").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  event.target.value = "";
  try {
    const there = new Set(log.map((record) => JSON.stringify(record)));
    const read = parsed(await file.text()).filter((record) => !there.has(JSON.stringify(record)));
    take(read);
  } catch (error) {
    tell(tr("This file holds no corrections: {why}", { why: error.message }));
  }
});

const NEEDED = { accept: ["quotation"], reject: ["quotation"], speaker: ["quotation", "speaker"], borders: ["quotation", "content"], add: ["content", "speaker"], merge: ["speaker", "into"] };
const isContent = (value) => Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((at) => Number.isInteger(at) && at >= 0));
const isName = (value) => value === null || (typeof value === "string" && value.trim() !== "");

function parsed(content) {
  return content.split("\n").filter((line) => line.trim()).map((line, number) => {
    let record = null;
    try {
      record = JSON.parse(line);
    } catch {
      // no JSON is no correction either
    }
    const needed = record && NEEDED[record.action];
    const fits = needed && needed.every((name) => name in record && (name === "quotation" || name === "content" ? isContent(record[name]) : isName(record[name])));
    if (!fits || (record.action === "merge" && (record.speaker === null || record.into === null))) throw new Error(tr("line {number}", { number: number + 1 }));
    return record;
  });
}

function take(records) {
  log = [...log, ...records];
  const unfit = replay(log);
  settle(tr("{loaded} loaded; {unfit} fit nothing here.", { loaded: count(records.length), unfit: count(unfit) }), true);
}

// Keeps the log where the page is: on the server that gave it, else in the browser until the same page is opened again.
let keeping = Promise.resolve();
function keep() {
  if (!data.server) {
    remember(kept, lines(log));
    return;
  }
  const body = lines(log);
  keeping = keeping.then(async () => {
    try {
      const answer = await fetch(data.server.corrections, { method: "PUT", headers: { "Content-Type": "application/x-ndjson" }, body });
      const why = answer.ok ? "" : (await answer.json()).error;
      byId("kept").textContent = answer.ok ? tr("Saved as you go.") : tr("Corrections could not be saved: {why}", { why });
    } catch {
      byId("kept").textContent = tr("Corrections could not be saved: {why}", { why: tr("the server does not answer") });
    }
  });
}

function begin() {
  const before = data.server ? lines(data.corrections || []) : remembered(kept);
  try {
    log = before ? parsed(before) : [];
  } catch {
    log = [];
  }
  replay(log);
  drawState();
  if (!data.server && log.length) byId("kept").textContent = tr("Taken up where you left.");
}

// A press on a button would take the selection away that the button is about.
byId("editor").addEventListener("mousedown", (event) => {
  if (event.target.closest("button")) event.preventDefault();
});

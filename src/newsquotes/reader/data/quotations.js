// The report, second part: quotations in their context, the article with its marks, export; then it starts.

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
  if (end < last) said.append(` … ${trn("{number} more character", "{number} more characters", last - end)}`);
  else if (to < points.length && points[to] !== "\n") said.append(" …");
  return said;
}

function card(quote) {
  const doc = documents[quote.doc];
  const facts = [wordFor("type")(quote.type)];
  if (quote.stance !== "asserted") facts.push(wordFor("stance")(quote.stance));
  if (quote.mode !== "speech") facts.push(wordFor("mode")(quote.mode));
  if (quote.media.length) facts.push(tr("relayed by {media}", { media: quote.media.join(", ") }));
  facts.push(tr("confidence {share}", { share: decimal(quote.confidence) }));
  const where = element("p", { className: "where" }, element("a", { href: `#q${quote.index}` }, tr("Show in the text")));
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
  byId("more").textContent = trn("Show {next} more ({number} quotation left)", "Show {next} more ({number} quotations left)", left, { next: Math.min(PAGE, left) });
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
          element("span", { "aria-hidden": "true" }, "…"), element("span", { className: "nq-hidden" }, tr("{name} goes on", { name: quote.name }))));
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
  if (doc.url) origin.append(origin.textContent ? " · " : "", element("a", { href: doc.url, rel: "noreferrer noopener", target: "_blank" }, tr("original")));
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

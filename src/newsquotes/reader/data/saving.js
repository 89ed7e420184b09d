// The report, last part: the selection as a file and on paper; then it starts.

// The columns have the names that newsquotes.to_frame() gives them.
function row(quote) {
  const doc = documents[quote.doc];
  const who = quote.who === UNKNOWN ? {} : speakers[quote.who];
  const content = contentOf(quote);
  return {
    document: doc.id, title: doc.title, date: doc.date, url: doc.url, outlet: doc.outlet,
    quote: quote.n, parent: quote.parent, type: quote.type, stance: quote.stance, mode: quote.mode,
    text: quote.text, start: content[0][0], end: content[content.length - 1][1], cue: quote.cue, source: quote.source,
    speaker: who.name || null, kind: who.kind || null, gender: who.gender || null, role: who.role || null, organization: who.organization || null,
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
  const written = [columns, ...rows.map((values) => columns.map((column) => cell(values[column])))];
  return "\ufeff" + written.map((line) => line.join(",") + "\r\n").join(""); // the mark tells spreadsheets that it is UTF-8
}

function save(name, type, content) {
  const made = element("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 10000);
}

byId("csv").addEventListener("click", () => save("quotations.csv", "text/csv;charset=utf-8", csv(selection.map(row))));
byId("json").addEventListener("click", () => save("quotations.json", "application/json", JSON.stringify(selection.map(row), null, 1)));

// --- on paper -----------------------------------------------------------------------------------------------------------

// What is printed stands in a part of the page of its own, which is made when it is asked for: the article that is open, with
// its speakers at the margin, or all quotations that fit the filters.
const paper = byId("paper");

function printed() {
  if (article.open) {
    const [title, origin] = [element("h2"), element("p", { className: "faint" })];
    drawHead(title, origin, documents[open]);
    const copy = element("div", { className: "nq-text margin", lang: "ru" }, ...textOf(open));
    nqPaint(copy, null);
    return [title, origin, copy];
  }
  const counted = element("p", { className: "faint" }, `${byId("count").textContent} · ${byId("counted").textContent}`);
  if (filters.view === "corpus") return [counted, ...[...byId("corpus").children].map((part) => part.cloneNode(true))];
  return [counted, element("ol", null, ...selection.map((quote) => {
    const doc = documents[quote.doc];
    return element("li", { className: `is-${quote.state}` },
      element("p", { className: "who" }, element("b", { lang: "ru" }, quote.name), element("span", null, factsOf(quote))),
      snippet(quote), element("p", { className: "where", lang: "ru" }, [titleOf(doc), originOf(doc)].filter(Boolean).join(" — ")));
  }))];
}

window.addEventListener("beforeprint", () => paper.replaceChildren(...printed()));
window.addEventListener("afterprint", () => paper.replaceChildren());
for (const id of ["print", "print-article"]) byId(id).addEventListener("click", () => print());

// --- start --------------------------------------------------------------------------------------------------------------

byId("document-choice").hidden = documents.length < 2;
if (matchMedia("(max-width: 52rem)").matches) for (const id of ["fold", "correct"]) byId(id).open = false;
begin();
{
  const asked = quoteAsked();
  readAddress(location.hash);
  if (asked) look(asked);
  update();
}

// The report, fourth part: the list of quotations in their context.

function snippet(quote, look = quote) {
  const points = pointsOf(documents[quote.doc]);
  const within = (from, to) => points.slice(from, to).join("");
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
  const said = element("p", { className: `said nq-out-${look.k}`, lang: "ru" });
  if (from > 0 && points[from - 1] !== "\n") said.append("… ");
  for (let i = 0; i + 1 < borders.length; i++) {
    const roles = new Set(quote.parts.filter((part) => part[1] <= borders[i] && part[2] >= borders[i + 1]).map((part) => part[0]));
    const names = ["nq-s"];
    if (roles.has("content")) names.push("nq-m", `nq-out-${look.k}`, `nq-p${look.p}`, `nq-in-${look.k}`);
    for (const role of ["cue", "source"]) if (roles.has(role)) names.push(`nq-${role}`, `nq-role-${look.k}`);
    said.append(element(roles.has("content") ? "mark" : "span", { className: names.join(" ") }, within(borders[i], borders[i + 1])));
  }
  if (end < last) said.append(` … ${trn("{number} more character", "{number} more characters", last - end)}`);
  else if (to < points.length && points[to] !== "\n") said.append(" …");
  return said;
}

function factsOf(quote) {
  const sure = quote.state === "new" ? tr("confidence {share}", { share: decimal(quote.confidence) }) : tr("by hand");
  return [...kindWords(quote), sure].join(" · ");
}

// Which rules found a quotation, what was weighed, who else could have spoken.
function reasons(quote) {
  const list = element("dl");
  for (const [heading, said] of quote.why) list.append(element("dt", null, heading), element("dd", null, said));
  return element("details", { className: "why" }, element("summary", null, tr("why?")), list);
}

function card(quote) {
  const doc = documents[quote.doc];
  const where = element("p", { className: "where" }, element("a", { href: addressOf(filters, quote) }, tr("Show in the text")));
  const about = [titleOf(doc), originOf(doc)].filter(Boolean).join(" — ");
  where.append(" · ", element("span", { lang: "ru" }, about));
  const who = element("p", { className: "who" }, element("b", { lang: quote.who === UNKNOWN ? data.language : "ru" }, quote.name), element("span", null, factsOf(quote)));
  if (quote.state !== "new") who.append(element("span", { className: "state" }, STATES[quote.state]));
  const made = element("li", { className: `is-${quote.state}`, "data-quote": quote.index }, who, snippet(quote), where);
  if (quote.why) made.append(reasons(quote));
  made.dataset.seen = signature(quote);
  where.append(judgement(quote));
  return made;
}

let shown = 0;

function drawList() {
  shown = 0;
  byId("quotes").replaceChildren();
  if (!selection.length) byId("quotes").append(element("li", { className: "nothing" }, tr("No quotation fits these filters.")));
  drawMore();
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

// Cards of quotations that have changed, where they stand.
function redrawCards() {
  for (const old of byId("quotes").querySelectorAll("[data-quote]")) {
    const quote = quotes[Number(old.dataset.quote)];
    if (quote && old.dataset.seen !== signature(quote)) old.replaceWith(card(quote));
  }
}

const signature = (quote) => [quote.state, quote.name, placeKey(quote.doc, contentOf(quote))].join("|");

// --- all of it ----------------------------------------------------------------------------------------------------------

function drawPanels() {
  sift();
  const [there, speaking] = tally();
  const all = filters.state === "rejected" ? quotes.length : there;
  byId("summary").textContent = [
    trn("{number} document", "{number} documents", documents.length),
    quotations(there),
    trn("{number} speaker", "{number} speakers", speaking),
  ].join(", ");
  byId("count").textContent = selection.length === all
    ? quotations(all)
    : trn("{some} of {number} quotation", "{some} of {number} quotations", all, { some: count(selection.length) });
  byId("counted").textContent = [
    trn("{number} speaker", "{number} speakers", new Set(selection.map((quote) => quote.who).filter((who) => who !== UNKNOWN)).size),
    trn("{number} article", "{number} articles", new Set(selection.map((quote) => quote.doc)).size),
  ].join(", ");
  for (const id of ["csv", "json", "print"]) byId(id).disabled = !selection.length;
  drawChoices();
  drawControls();
  drawSpeakers();
  drawTimeline();
}

// How many quotations are not rejected, and of how many speakers.
function tally() {
  const who = new Set();
  let left = 0;
  for (const quote of quotes) {
    if (quote.state === "rejected") continue;
    left += 1;
    if (quote.who !== UNKNOWN) who.add(quote.who);
  }
  return [left, who.size];
}

function update() {
  wanted = filters.words.split(/\s+/).filter(Boolean);
  drawPanels();
  const corpus = filters.view === "corpus";
  byId("corpus").hidden = !corpus;
  byId("list").hidden = corpus;
  byId("timeline").hidden = corpus || !allPeriods.length;
  for (const name of ["list", "corpus"]) byId(`view-${name}`).setAttribute("aria-pressed", String(filters.view === name));
  if (corpus) drawCorpus();
  else drawList();
  writeAddress(article.open ? chosen : null);
}

for (const name of ["list", "corpus"]) {
  byId(`view-${name}`).addEventListener("click", () => {
    filters.view = name;
    update();
  });
}

// The report, fifth part: an article with its quotations marked, the one that is looked at, and what is selected in it.

const article = byId("article");
const text = byId("article-text");
const reader = nqRead(article, text, byId("tip"));
let open = null;
let chosen = null;
let opener = null; // the quotation whose link opened the article, which gets the focus back

// Those of an article that are not rejected, and one that is asked for all the same.
const quotesIn = (number, asked) => quotes.filter((quote) => quote.doc === number && (quote.state !== "rejected" || quote === asked));

// Colours within an article: a speaker keeps the one of the page where nobody else in the article has it already.
function looksIn(own) {
  const looks = new Map();
  const taken = new Set();
  for (const { who, k, p } of own) {
    if (looks.has(who)) continue;
    if (who === UNKNOWN) {
      looks.set(who, { k: "x", p: 0 });
      continue;
    }
    const all = Array.from({ length: COLOURS * PATTERNS }, (_, i) => ({ k: String(i % COLOURS), p: Math.floor(i / COLOURS) }));
    const colours = new Set([...taken].map((key) => key[0]));
    const free = [{ k, p }, ...all].find((look) => !colours.has(look.k)) || all.find((look) => !taken.has(look.k + look.p)) || { k, p };
    looks.set(who, free);
    taken.add(free.k + free.p);
  }
  return looks;
}

// The text cut at every border of a part of a quotation, as highlight.segments() cuts it in Python.
function* stretches(doc, own) {
  const points = pointsOf(doc);
  const size = new Map(own.map((quote) => [quote.n, contentOf(quote).reduce((sum, [start, end]) => sum + end - start, 0)]));
  const [starts, ends] = [new Map(), new Map()];
  for (const quote of own) {
    for (const [role, start, end] of quote.parts) {
      starts.set(start, [...(starts.get(start) || []), [role, quote.n]]);
      ends.set(end, [...(ends.get(end) || []), [role, quote.n]]);
    }
  }
  const borders = [...new Set([0, points.length, ...starts.keys(), ...ends.keys()])].sort((a, b) => a - b);
  const openNow = { content: [], cue: [], source: [] };
  const order = (ids) => [...new Set(ids)].sort((a, b) => size.get(b) - size.get(a) || own.findIndex((q) => q.n === a) - own.findIndex((q) => q.n === b));
  for (let i = 0; i + 1 < borders.length; i++) {
    const [left, right] = [borders[i], borders[i + 1]];
    for (const [role, id] of ends.get(left) || []) openNow[role].splice(openNow[role].indexOf(id), 1);
    for (const [role, id] of starts.get(left) || []) openNow[role].push(id);
    const opens = order((starts.get(left) || []).filter(([role]) => role === "content").map(([, id]) => id));
    yield { left, words: points.slice(left, right).join(""), content: order(openNow.content), cue: order(openNow.cue), source: order(openNow.source), opens };
  }
}

function textOf(number, asked) {
  const own = quotesIn(number, asked);
  const looks = looksIn(own);
  const byNumber = new Map(own.map((quote) => [quote.n, quote]));
  const begun = new Set();
  const made = [];
  for (const stretch of stretches(documents[number], own)) {
    for (const id of stretch.opens) {
      const quote = byNumber.get(id);
      const look = looks.get(quote.who);
      if (!begun.has(id)) {
        begun.add(id);
        made.push(element("button", { type: "button", className: `nq-who nq-out-${look.k}`, tabIndex: -1, "data-n": id, "data-k": look.k,
          "data-p": look.p, "data-quote": quote.index, "aria-label": `${quote.name}: ${aboutOf(quote)}` }, quote.name));
      } else {
        made.push(element("span", { className: `nq-who nq-more nq-out-${look.k}`, "data-more": id },
          element("span", { "aria-hidden": "true" }, "…"), element("span", { className: "nq-hidden" }, tr("{name} goes on", { name: quote.name }))));
      }
    }
    const piece = element(stretch.content.length ? "mark" : "span", { className: "nq-s", "data-start": stretch.left }, stretch.words);
    if (stretch.content.length) piece.dataset.q = stretch.content.join(" ");
    if (stretch.cue.length) piece.dataset.cue = stretch.cue.join(" ");
    if (stretch.source.length) piece.dataset.source = stretch.source.join(" ");
    made.push(piece);
  }
  return made;
}

function drawHead(title, origin, doc) {
  title.textContent = titleOf(doc);
  origin.textContent = originOf(doc);
  if (doc.url) origin.append(origin.textContent ? " · " : "", element("a", { href: doc.url, rel: "noreferrer noopener", target: "_blank" }, tr("original")));
}

function drawArticle(number, asked) {
  text.replaceChildren(...textOf(number, asked));
  nqPaint(text, null);
  reader.choose();
  drawHead(byId("article-title"), byId("article-origin"), documents[number]);
  open = number;
}

// Marks the quotation that is looked at, for good: what pointer and focus mark comes and goes.
function mark(quote) {
  chosen = quote;
  for (const old of text.querySelectorAll(".nq-chosen")) old.classList.remove("nq-chosen");
  if (quote) {
    const id = CSS.escape(quote.n);
    for (const piece of text.querySelectorAll(`[data-q~="${id}"], [data-n="${id}"]`)) piece.classList.add("nq-chosen");
  }
  drawEditor();
}

function look(quote) {
  if (open !== quote.doc || quote.state === "rejected") drawArticle(quote.doc, quote);
  if (!article.open) {
    opener = quote;
    article.showModal();
  }
  mark(quote);
  const label = text.querySelector(`[data-quote="${quote.index}"]`);
  if (!label) return;
  label.scrollIntoView({ block: "center", behavior: "instant" });
  label.focus({ preventScroll: true });
}

function showFromAddress() {
  const quote = quoteAsked();
  if (quote) look(quote);
  else if (article.open) article.close();
}

article.addEventListener("close", () => {
  mark(null);
  writeAddress(null);
  const link = opener && byId("quotes").querySelector(`[data-quote="${opener.index}"] a`);
  if (link) link.focus();
});
byId("close").addEventListener("click", () => article.close());
article.addEventListener("click", (event) => {
  if (event.target === article) article.close(); // the backdrop
});
text.addEventListener("focusin", (event) => {
  const quote = event.target.dataset.quote && quotes[Number(event.target.dataset.quote)];
  if (!quote || quote === chosen) return;
  mark(quote);
  writeAddress(quote);
});
text.addEventListener("click", (event) => {
  const piece = event.target.closest("[data-q]");
  if (!piece || String(getSelection())) return;
  const id = piece.dataset.q.split(" ").pop();
  const label = text.querySelector(`[data-n="${CSS.escape(id)}"]`);
  if (label) label.focus({ preventScroll: true });
});
window.addEventListener("hashchange", () => {
  const before = quoteAsked();
  readAddress(location.hash);
  if (before) look(before); // first, so that the address is kept
  else if (article.open) article.close();
  update();
});

// --- what is selected ---------------------------------------------------------------------------------------------------

function offsetAt(node, offset) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!piece || !text.contains(piece) || node.nodeType !== Node.TEXT_NODE) return null;
  return Number(piece.dataset.start) + Array.from(node.data.slice(0, offset)).length;
}

// The code points that are selected in the article, without white space around them; null where there are none.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const points = open === null ? [] : pointsOf(documents[open]);
  let [start, end] = [null, null];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!range.intersectsNode(node) || !node.parentElement.closest("[data-start]")) continue;
    start ??= offsetAt(node, node === range.startContainer ? range.startOffset : 0);
    end = offsetAt(node, node === range.endContainer ? range.endOffset : node.data.length);
  }
  if (start === null) return null;
  while (start < end && /\s/.test(points[start])) start++;
  while (end > start && /\s/.test(points[end - 1])) end--;
  return start < end ? [start, end] : null;
}

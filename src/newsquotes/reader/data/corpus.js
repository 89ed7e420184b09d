// The report, seventh part: the corpus page. Each figure leads to its quotations.

const PAIRS = 30;
const share = (part, all) => (all ? percent(part / all) : "–");

const changed = (changes) => addressOf({ ...filters, view: "list", who: new Set(filters.who), ...changes });
const link = (shown, changes) => element("a", { href: changed(changes) }, shown);

function table(caption, heads, rows) {
  return element("div", { className: "wide", tabIndex: 0, role: "region", "aria-label": caption }, element("table", null,
    element("caption", null, caption),
    element("thead", null, element("tr", null, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", null, ...rows.map((cells) => element("tr", null, ...cells.map((cell, at) =>
      element(at ? "td" : "th", at ? null : { scope: "row", lang: "ru" }, cell)))))));
}

function pairs() {
  const inArticle = new Map();
  for (const quote of selection) {
    if (quote.who === UNKNOWN) continue;
    inArticle.set(quote.doc, (inArticle.get(quote.doc) || new Set()).add(quote.who));
  }
  const found = new Map();
  for (const who of inArticle.values()) {
    const all = [...who].sort((a, b) => a - b).slice(0, 60);
    for (let i = 0; i < all.length; i++) for (let j = i + 1; j < all.length; j++) {
      const key = `${all[i]} ${all[j]}`;
      found.set(key, (found.get(key) || 0) + 1);
    }
  }
  return [...found].sort((a, b) => b[1] - a[1]).slice(0, PAIRS).map(([key, number]) => {
    const two = key.split(" ").map(Number);
    const more = { who: new Set(two), together: true };
    return [nameOf(two[0]), element("span", { lang: "ru" }, nameOf(two[1])), link(count(number), more)];
  });
}

// The figures of some quotations: how many, by women, by unnamed sources, by officials.
function figures(some, changes) {
  const spoken = some.filter((quote) => quote.who !== UNKNOWN);
  const gendered = spoken.filter((quote) => speakers[quote.who].kind === "person" && genderOf(quote) !== "-");
  const women = gendered.filter((quote) => genderOf(quote) === "femn").length;
  const anonymous = spoken.filter((quote) => kindOf(quote) === "anonymous").length;
  const officials = spoken.filter((quote) => speakers[quote.who].official).length;
  const cell = (part, all, more) => (part ? link(`${share(part, all)} (${count(part)})`, { ...changes, ...more }) : share(part, all));
  return [
    link(count(some.length), changes),
    cell(women, gendered.length, { gender: "femn", kind: "person" }),
    cell(spoken.length - anonymous, spoken.length, { standing: "named" }),
    cell(anonymous, spoken.length, { standing: "anonymous" }),
    cell(officials, spoken.length, { standing: "official" }),
  ];
}

function grouped(keyOf) {
  const groups = new Map();
  for (const quote of selection) {
    const key = keyOf(quote);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(quote);
  }
  return [...groups];
}

const lastDayOf = (month) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);
const later = (a, b) => (a > b ? a : b);
const earlier = (a, b) => (!b || a < b ? a : b);

function drawCorpus() {
  const heads = [tr("Quotations"), tr("Women"), tr("Named sources"), tr("Anonymous sources"), tr("Officials")];
  const all = () => [tr("All"), ...figures(selection, {})];
  const outlets = grouped((quote) => documents[quote.doc].outlet || "").sort((a, b) => b[1].length - a[1].length)
    .map(([name, some]) => [name || tr("no outlet"), ...figures(some, { outlet: name ? `=${name}` : "-" })]);
  const byMonth = grouped((quote) => (documents[quote.doc].day || "").slice(0, 7)).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const dated = byMonth.filter(([month]) => month);
  const months = dated
    .map(([month, some]) => [month, ...figures(some, { since: later(`${month}-01`, filters.since), until: earlier(lastDayOf(month), filters.until) })]);
  // What has no date is in no month: then the sum is of the others alone.
  const allMonths = () => (dated.length === byMonth.length ? all()
    : [tr("All with a date"), ...figures(dated.flatMap(([, some]) => some), { since: later(`${dated[0][0]}-01`, filters.since) })]);
  const found = pairs();
  byId("corpus").replaceChildren(
    element("p", { className: "faint" }, tr("Of the quotations that fit the filters; every figure leads to its quotations.")),
    table(tr("Shares by outlet"), [tr("Outlet"), ...heads], [...outlets, all()]),
    ...(months.length ? [table(tr("Shares by month"), [tr("Month"), ...heads], [...months, allMonths()])] : []),
    element("p", { className: "faint" }, tr("Women: of the quotations of people whose gender is known. The others: of all quotations with a speaker. Officials are told by the words for their role or body, so their share is an approximation.")),
    found.length ? table(tr("Who speaks with whom in one article"), [tr("Speaker"), tr("and speaker"), tr("Articles")], found)
      : element("p", null, tr("No two speakers share an article.")),
  );
}

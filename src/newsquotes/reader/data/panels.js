// The report, third part: speakers and timeline.

const TOP = 20;
let everySpeaker = false;

function drawSpeakers() {
  const counts = new Map();
  for (const quote of except.who) counts.set(quote.who, (counts.get(quote.who) || 0) + 1);
  for (const who of filters.who) if (!counts.has(who)) counts.set(who, 0);
  byId("find").hidden = counts.size <= TOP && !byId("speaker-search").value;
  const asked = fold(byId("speaker-search").value.trim());
  const ranked = [...counts].sort((a, b) => (a[0] === UNKNOWN) - (b[0] === UNKNOWN) || b[1] - a[1])
    .filter(([who]) => !asked || fold(nameOf(who)).includes(asked));
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
    : trn("Show all {number} speakers", "Show all {number} speakers", ranked.filter(([who]) => who !== UNKNOWN).length);
  drawMerge();
}

byId("speakers").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const who = Number(button.dataset.who);
  if (!filters.who.delete(who)) filters.who.add(who);
  if (filters.who.size < 2) filters.together = false;
  update();
});
byId("speaker-search").addEventListener("input", drawSpeakers);
byId("more-speakers").addEventListener("click", () => {
  everySpeaker = !everySpeaker;
  drawSpeakers();
});

// --- timeline -----------------------------------------------------------------------------------------------------------

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
byId("days").hidden = !days.length;

function drawTimeline() {
  if (!allPeriods.length) return;
  const counts = new Map();
  for (const quote of except.period) counts.set(periodOf(quote), (counts.get(periodOf(quote)) || 0) + 1);
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
  byId("timeline").hidden = filters.view !== "list";
}

byId("timeline").addEventListener("click", (event) => {
  const bar = event.target.closest("button");
  if (!bar) return;
  filters.period = filters.period === bar.dataset.period ? "" : bar.dataset.period;
  update();
});

// The view of one document in a notebook: its legend filters.
function nqView(root, { tr }) {
  if (!root) return;
  const text = root.querySelector(".nq-text");
  const legend = root.querySelector(".nq-legend");
  const reader = nqRead(root, text, root.querySelector(".nq-tip"));
  if (!legend) return;
  const all = legend.querySelector(".nq-all");
  const choices = [...legend.querySelectorAll("[aria-pressed]")];
  const status = root.querySelector(".nq-status");
  const total = choices.reduce((sum, choice) => sum + choice.dataset.quotes.split(" ").length, 0);

  function filter() {
    const chosen = choices.filter((choice) => choice.getAttribute("aria-pressed") === "true");
    const shown = chosen.length ? new Set(chosen.flatMap((choice) => choice.dataset.quotes.split(" "))) : null;
    all.hidden = shown === null;
    status.textContent = shown === null ? "" : tr("Showing {some} of {all} quotations", { some: shown.size, all: total });
    reader.leave();
    nqPaint(text, shown);
    reader.choose();
    if (shown) scrollTo(text.querySelector("[data-n]:not([hidden])"));
  }

  // Brings what is shown into view within the text's own frame; the notebook itself stays where it is.
  function scrollTo(label) {
    const [frame, place] = [text.getBoundingClientRect(), label.getBoundingClientRect()];
    if (place.top < frame.top || place.bottom > frame.bottom) text.scrollTop += place.top - frame.top - frame.height / 3;
  }

  legend.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button === all) {
      for (const choice of choices) choice.setAttribute("aria-pressed", "false");
      choices[0].focus();
    } else if (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    }
    if (button) filter();
  });
}

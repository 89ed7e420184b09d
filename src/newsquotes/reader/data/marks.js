// Marked text: which quotations are painted, the one that is pointed at, and moving between them by keys.
// A label (button[data-n]) stands where a quotation starts; stretches of text name their quotations in data-q, -cue, -source.

// Paints a text; shown is a Set of ids, or null for all. Gives the same classes as notebook.classes() in Python.
function nqPaint(text, shown) {
  const looks = new Map();
  for (const label of text.querySelectorAll("[data-n]")) {
    looks.set(label.dataset.n, label.dataset);
    label.hidden = shown !== null && !shown.has(label.dataset.n);
  }
  for (const label of text.querySelectorAll("[data-more]")) {
    label.hidden = shown !== null && !shown.has(label.dataset.more);
  }
  const kept = (ids) => (ids || "").split(" ").filter((id) => id && (shown === null || shown.has(id)));
  for (const stretch of text.querySelectorAll("[data-q], [data-cue], [data-source]")) {
    const names = ["nq-s"];
    const content = kept(stretch.dataset.q);
    if (content.length) {
      const outer = looks.get(content[0]);
      const inner = looks.get(content[content.length - 1]);
      names.push("nq-m", `nq-out-${outer.k}`, `nq-p${outer.p}`, `nq-in-${inner.k}`);
      if (content.length > 1) names.push("nq-nested");
    }
    for (const role of ["cue", "source"]) {
      const ids = kept(stretch.dataset[role]);
      if (ids.length) names.push(`nq-${role}`, `nq-role-${looks.get(ids[0]).k}`);
    }
    stretch.className = names.join(" ");
  }
}

// The tooltip for pointer and keyboard, and arrow keys between the labels of a text.
function nqRead(root, text, tip) {
  const labels = () => [...text.querySelectorAll("[data-n]:not([hidden])")];
  let marked = [];

  function leave() {
    for (const stretch of marked) stretch.classList.remove("nq-on");
    marked = [];
    tip.hidden = true;
  }

  function point(id, at) {
    leave();
    const label = text.querySelector(`[data-n="${id}"]`);
    if (!label) return;
    marked = [...text.querySelectorAll(`[data-q~="${id}"], [data-cue~="${id}"], [data-source~="${id}"]`)];
    for (const stretch of marked) stretch.classList.add("nq-on");
    text.style.setProperty("--on", getComputedStyle(label).getPropertyValue("--out"));
    const name = document.createElement("b");
    name.textContent = label.textContent;
    tip.replaceChildren(name, label.getAttribute("aria-label").slice(`${label.textContent}: `.length));
    tip.hidden = false;
    const rect = at.getClientRects()[0] || at.getBoundingClientRect();
    const frame = root.getBoundingClientRect();
    const left = rect.left - frame.left - root.clientLeft + root.scrollLeft;
    tip.style.left = `${Math.max(0, Math.min(left, root.clientWidth - tip.offsetWidth))}px`;
    const below = rect.bottom - frame.top - root.clientTop + root.scrollTop + 6;
    const above = rect.top - frame.top - root.clientTop + root.scrollTop - tip.offsetHeight - 6;
    tip.style.top = `${below + tip.offsetHeight > root.clientHeight && above > 0 ? above : below}px`;
  }

  const idAt = (node) => {
    const label = node.closest("[data-n], [data-more]");
    if (label) return label.dataset.n || label.dataset.more;
    const stretch = node.closest("[data-q], [data-cue], [data-source]");
    if (!stretch) return null;
    const ids = [stretch.dataset.q, stretch.dataset.cue, stretch.dataset.source].filter(Boolean).map((s) => s.split(" "));
    for (const list of ids) {
      const visible = list.filter((id) => text.querySelector(`[data-n="${id}"]:not([hidden])`));
      if (visible.length) return visible[visible.length - 1];
    }
    return null;
  };

  text.addEventListener("mouseover", (event) => {
    const id = idAt(event.target);
    if (id === null) leave();
    else point(id, event.target);
  });
  root.addEventListener("mouseleave", leave);
  text.addEventListener("focusin", (event) => {
    if (!event.target.dataset.n) return;
    choose(event.target);
    point(event.target.dataset.n, event.target);
  });
  text.addEventListener("focusout", leave);
  // What has the focus stays marked.
  text.addEventListener("scroll", () => {
    const label = text.contains(document.activeElement) && document.activeElement.dataset.n;
    if (label) point(label, document.activeElement);
    else leave();
  });

  // One label can be reached by Tab; arrows, Home and End go on from it.
  function choose(label) {
    for (const other of text.querySelectorAll('[data-n][tabindex="0"]')) other.tabIndex = -1;
    if (label) label.tabIndex = 0;
  }

  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !tip.hidden) {
      leave();
      event.preventDefault();
      return;
    }
    if (!event.target.dataset.n) return;
    const all = labels();
    const here = all.indexOf(event.target);
    const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (all[to]) all[to].focus();
  });

  choose(labels()[0]);
  return { point, leave, choose: () => choose(labels()[0]) };
}

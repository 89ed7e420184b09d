// The page of the server: texts are sent file by file, read with progress, and then the report is opened.
const data = JSON.parse(document.getElementById("data").textContent);
const { tr, trn, count } = nqSpeak(data.language, data.messages);
const byId = (id) => document.getElementById(id);
const KINDS = /\.(txt|text|md|html?|xhtml|docx|pdf|rtf|jsonl|ndjson|csv|tsv|parquet)(\.gz|\.zst)?$/i;

let files = []; // { name, file }
let job = null;

function take(found) {
  files = [...files, ...found.filter(({ name }) => !files.some((other) => other.name === name))];
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  byId("chosen").textContent = files.length ? `${trn("{number} file", "{number} files", files.length)}: ${files.slice(0, 5).map(({ name }) => name).join(", ")}${files.length > 5 ? " …" : ""}` : "";
  if (bytes > data.most) tell([tr("These files are {size} MB together; at most {most} MB are taken at a time.", { size: count(Math.ceil(bytes / 1048576)), most: count(data.most / 1048576) })]);
}

const nameOf = (file) => file.webkitRelativePath || file.name;
const readable = (list) => list.filter(({ name }) => KINDS.test(name) && !name.split("/").some((part) => part.startsWith(".")));

byId("choose-files").addEventListener("click", () => byId("files").click());
byId("choose-folder").addEventListener("click", () => byId("folder").click());
byId("files").addEventListener("change", (event) => {
  take([...event.target.files].map((file) => ({ name: nameOf(file), file })));
  event.target.value = "";
});
byId("folder").addEventListener("change", (event) => {
  take(readable([...event.target.files].map((file) => ({ name: nameOf(file), file }))));
  event.target.value = "";
});

// --- dropping -----------------------------------------------------------------------------------------------------------

const drop = byId("drop");
for (const type of ["dragover", "dragleave", "drop"]) {
  window.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", type === "dragover");
  });
}
window.addEventListener("drop", async (event) => {
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
  if (!entries.length) {
    take([...event.dataTransfer.files].map((file) => ({ name: file.name, file })));
    return;
  }
  const found = await Promise.all(entries.map((entry) => opened(entry)));
  take(found.flat());
});

async function opened(entry, within = "") {
  const name = within + entry.name;
  if (entry.isFile) return [{ name, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) }];
  const reader = entry.createReader();
  const inside = [];
  for (;;) { // a reader gives some hundred at a time
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break;
    inside.push(...some);
  }
  return readable((await Promise.all(inside.map((each) => opened(each, `${name}/`)))).flat());
}

// --- reading ------------------------------------------------------------------------------------------------------------

async function ask(method, address, body) {
  const answer = await fetch(address, { method, body, headers: body === undefined ? {} : { "Content-Type": "application/octet-stream" } });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || tr("the server answers {status}", { status: answer.status }));
  return said;
}

const hash = async (text) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))]
  .map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 8);

byId("texts").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = byId("text").value;
  if (!text.trim() && !files.length) {
    byId("text").focus();
    return;
  }
  begin();
  const id = (await ask("POST", "/jobs").catch(failed))?.id;
  if (!id) return;
  job = id;
  try {
    const all = [...files];
    if (text.trim()) all.unshift({ name: `${tr("text")}-${await hash(text)}.txt`, file: new Blob([text]) });
    for (const [number, { name, file }] of all.entries()) {
      if (job !== id) return;
      show(tr("Taking {name}", { name }), number, all.length);
      await ask("PUT", `/jobs/${id}/files/${name.split("/").map(encodeURIComponent).join("/")}`, file);
    }
    await ask("POST", `/jobs/${id}/start`);
    await follow(id);
  } catch (error) {
    if (job === id) failed(error);
  }
});

async function follow(id) {
  for (let pause = 100; job === id; pause = Math.min(1000, pause * 1.5)) {
    const state = await ask("GET", `/jobs/${id}`);
    if (job !== id) return;
    show(trn("{done} of {number} read", "{done} of {number} read", state.total, { done: count(state.done) }), state.done, state.total);
    if (state.state === "done") {
      finished(state);
      return;
    }
    if (state.state !== "reading") return;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function begin() {
  byId("go").disabled = true;
  byId("outcome").hidden = true;
  byId("work").hidden = false;
  byId("cancel").focus();
}

function show(message, done, all) {
  byId("status").textContent = message;
  byId("progress").max = Math.max(1, all);
  byId("progress").value = done;
}

function end() {
  job = null;
  byId("go").disabled = false;
  byId("work").hidden = true;
}

function finished(state) {
  end();
  const address = `/results/${state.result}`;
  if (!state.problems.length) {
    location.assign(address);
    return;
  }
  byId("on").href = address;
  byId("on").hidden = false;
  tell(state.problems);
  byId("on").focus();
}

function failed(error) {
  end();
  byId("on").hidden = true;
  tell([error.message]);
}

function tell(problems) {
  byId("problems").replaceChildren(...problems.map((problem) => Object.assign(document.createElement("li"), { textContent: problem })));
  byId("outcome").hidden = false;
}

byId("cancel").addEventListener("click", async () => {
  const id = job;
  end();
  byId("go").focus();
  if (id) await ask("DELETE", `/jobs/${id}`).catch(() => {});
});
byId("clear").addEventListener("click", () => {
  files = [];
  take([]);
  byId("text").value = "";
  byId("outcome").hidden = true;
  byId("text").focus();
});

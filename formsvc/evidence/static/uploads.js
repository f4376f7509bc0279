// Sends files as they are chosen, in pieces that survive a broken connection. Without this script
// the plain form of the same place does the work. Nothing is stored in the browser: what has not
// arrived whole stands on the page, and choosing the same file again goes on from there.

const TRIES = [0, 1000, 3000, 6000, 12000, 24000]; // milliseconds before each new try
const AT_ONCE = 2;
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

const size = (bytes) =>
  bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${number.format(bytes / 1e6)} MB`;
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const waiting = [];
let running = 0;

/** Recognise a file as the server does: SHA-256 of name, size and the time of its last change. */
async function fingerprint(file) {
  const text = `${file.name}\n${file.size}\n${file.lastModified}`;
  const digest = await crypto.subtle?.digest("SHA-256", new TextEncoder().encode(text));
  return digest && [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("");
}

function startNext() {
  while (running < AT_ONCE && waiting.length) {
    running += 1;
    waiting.shift().start();
  }
}

/** One file on its way, with its row on the page. */
class Sending {
  constructor(place, file) {
    this.place = place;
    this.file = file;
    this.isRunning = false;
    this.row = place.template.content.firstElementChild.cloneNode(true);
    this.part = (name) => this.row.querySelector(`[data-${name}]`);
    this.part("name").textContent = file.name;
    this.part("bar").setAttribute("aria-label", file.name);
    this.part("go").addEventListener("click", () => this.enqueue());
    this.part("stop").addEventListener("click", () => this.giveUp());
    for (const each of this.row.querySelectorAll("[data-of]")) each.textContent = ` ${file.name}`;
    place.rows.append(this.row);
  }

  /** Refuse here what the server would refuse after all of it was sent. */
  begin() {
    const { words, limit } = this.place.about;
    if (this.file.size > limit) return this.refuse(words.large);
    if (!this.file.size) return this.refuse(words.empty);
    if (this.place.isFull()) return this.refuse(words.many);
    this.enqueue();
  }

  enqueue() {
    this.part("go").hidden = true;
    this.show(this.place.about.words.waits);
    waiting.push(this);
    startNext();
  }

  async start() {
    this.isRunning = true;
    const { endpoint, header, token, piece } = this.place.about;
    this.mark ??= await fingerprint(this.file);
    this.upload ??= new tus.Upload(this.file, {
      endpoint,
      uploadUrl: this.place.unfinished(this.mark),
      headers: { [header]: token },
      metadata: { filename: this.file.name, changed: String(this.file.lastModified) },
      chunkSize: piece,
      retryDelays: TRIES,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => this.found(),
      onProgress: (sent) => this.progress(sent),
      onChunkComplete: (_size, kept) => (this.kept = kept),
      onShouldRetry: (fault) => this.tryAgain(fault),
      onSuccess: () => this.received(),
      onError: (fault) => this.failed(fault),
    });
    if (this.isRunning) this.upload.start();
  }

  /** It has an address from now on: a fault must not make the client begin anew. */
  found() {
    this.upload.options.endpoint = null;
    this.place.hideUnfinished(this.mark);
  }

  progress(sent) {
    this.sent = sent;
    this.part("bar").hidden = false;
    this.part("bar").value = sent / this.file.size;
    const { sending, checking } = this.place.about.words;
    this.show(sent === this.file.size ? checking : sending);
    const quarter = Math.floor((4 * sent) / this.file.size);
    if (quarter > (this.told ?? 0) && quarter < 4) this.say(`${this.file.name}: ${25 * quarter} %`);
    this.told = quarter;
  }

  tryAgain(fault) {
    const status = fault.originalResponse?.getStatus() ?? 0;
    const passes = status < 400 || status >= 500 || status === 409 || status === 423;
    this.sent = this.kept; // what was on the wire is lost
    if (passes) this.show(this.place.about.words.broken, "wait");
    return passes;
  }

  received() {
    this.end();
    this.say(fill(this.place.about.words.received, { name: this.file.name }));
    this.row.remove();
    this.place.refresh();
  }

  /** Told why by the server: that is final. Anything else can go on later. */
  async failed(fault) {
    this.end();
    const status = fault.originalResponse?.getStatus() ?? 0;
    const words = this.place.about.words;
    if (status === 404) this.upload = undefined; // it is gone over there: "Go on" begins anew
    if (status >= 400 && status < 500 && status !== 404 && status !== 423) {
      return this.refuse(fault.originalResponse.getBody() || (await this.why()));
    }
    this.part("go").hidden = false;
    const said = status >= 500 && fault.originalResponse.getBody();
    const plain = fault.originalResponse?.getHeader("Content-Type")?.startsWith("text/plain");
    this.show(said && plain ? said : status ? words.failed : words.stopped, "wait");
    this.say(`${this.file.name}: ${this.part("words").textContent}`);
  }

  /** An answer without a body (to HEAD) says why when it is asked for in full. */
  async why() {
    const { header, token, words } = this.place.about;
    try {
      const answer = await fetch(this.upload.url, { headers: { [header]: token } });
      return (await answer.text()) || words.failed;
    } catch {
      return words.failed;
    }
  }

  refuse(words) {
    this.isRefused = true;
    this.part("bar").hidden = this.part("go").hidden = true;
    this.show(words, "bad");
    this.say(`${this.file.name}: ${words}`);
  }

  async giveUp() {
    const place = waiting.indexOf(this);
    if (place >= 0) waiting.splice(place, 1);
    const upload = this.isRefused ? undefined : this.upload;
    this.end();
    this.row.remove();
    this.place.input.focus();
    await upload?.abort(true).catch(() => {}); // what cannot be deleted now expires by itself
    if (!this.isRefused) this.say(fill(this.place.about.words.given_up, { name: this.file.name }));
    this.place.refresh();
  }

  end() {
    if (this.isRunning) running -= 1;
    this.isRunning = false;
    this.place.sending.delete(this);
    startNext();
  }

  show(words, mark = "") {
    const sizes = { sent: size(this.sent ?? 0), size: size(Math.max(1000, this.file.size)) };
    this.part("words").textContent = fill(words, { ...sizes, name: this.file.name });
    this.part("words").className = `small ${mark || "quiet"}`;
  }

  say(words) {
    this.place.status.textContent = words;
  }
}

/** One slot of the page. */
class Place {
  constructor(element) {
    this.element = element;
    this.about = JSON.parse(element.dataset.upload);
    this.rows = element.querySelector("[data-rows]");
    this.status = element.querySelector("[data-status]");
    this.template = element.querySelector("template");
    this.drop = element.querySelector(".drop");
    this.input = this.drop.querySelector("input[type=file]");
    this.sending = new Set();
    for (const button of element.querySelectorAll("[data-plain]")) button.hidden = true;
    for (const input of this.drop.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => this.take(input));
      this.take(input); // chosen before this script was there
    }
    this.listen();
  }

  listen() {
    for (const kind of ["dragenter", "dragover"]) {
      this.drop.addEventListener(kind, (event) => {
        event.preventDefault();
        this.drop.classList.add("over");
      });
    }
    for (const kind of ["dragleave", "drop"]) {
      this.drop.addEventListener(kind, () => this.drop.classList.remove("over"));
    }
    this.drop.addEventListener("drop", (event) => {
      event.preventDefault();
      this.add([...event.dataTransfer.files]);
    });
  }

  take(input) {
    const files = [...input.files];
    input.value = "";
    this.add(files);
  }

  add(files) {
    for (const file of files) {
      const one = new Sending(this, file);
      one.begin();
      if (!one.isRefused) this.sending.add(one);
    }
  }

  isFull() {
    return this.sending.size >= Number(this.element.querySelector("[data-left]").dataset.left);
  }

  unfinished(mark) {
    return mark && this.element.querySelector(`[data-mark="${mark}"]`)?.dataset.address;
  }

  hideUnfinished(mark) {
    this.element.querySelector(`[data-mark="${mark}"]`)?.setAttribute("hidden", "");
  }

  /** Take from a new copy of the page what shows files and where the case stands. */
  async refresh() {
    try {
      const answer = await fetch(location.href);
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // No network: the file is received all the same, and the next look at the page shows it.
    }
  }
}

function show(page) {
  for (const old of document.querySelectorAll("[data-fresh]")) {
    const fresh = page.querySelector(`[data-fresh="${old.dataset.fresh}"]`);
    if (fresh) old.replaceWith(fresh);
  }
  for (const place of places) for (const one of place.sending) place.hideUnfinished(one.mark);
}

// A file let go beside its place would open in this window, and what is typed would be gone.
for (const kind of ["dragover", "drop"]) {
  addEventListener(kind, (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
}

const places = [...document.querySelectorAll("[data-upload]")].map((each) => new Place(each));
addEventListener("online", () => {
  for (const button of document.querySelectorAll("[data-go]:not([hidden])")) button.click();
});

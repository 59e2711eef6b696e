// Reads server-sent events from a response body, however the bytes are cut.

export class EventReader {
  #rest = "";
  #event = blank();

  // The events that are complete once `chunk` has arrived; comments (pings) give none.
  feed(chunk) {
    const lines = (this.#rest + chunk).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    return lines.flatMap((line) => this.#take(line));
  }

  #take(line) {
    if (line === "") return this.#finish();
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (field === "data") this.#event.data.push(value);
    else if (field === "id" || field === "event") this.#event[field] = value;
    return [];
  }

  #finish() {
    const done = this.#event;
    this.#event = blank();
    return done.data.length ? [{ id: done.id, type: done.event, data: done.data.join("\n") }] : [];
  }
}

const blank = () => ({ id: null, event: "message", data: [] });

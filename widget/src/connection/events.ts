/** Reads server-sent events, however the network has cut the bytes. */

export interface ServerEvent {
  id: string | null;
  type: string;
  data: string;
}

export class EventReader {
  #rest = "";
  #id: string | null = null;
  #type = "message";
  #data: string[] = [];

  /** The events that are complete once `chunk` has arrived; comments (pings) make none. */
  feed(chunk: string): ServerEvent[] {
    // A carriage return at the very end may be half of a line's end.
    const lines = (this.#rest + chunk).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.#take(line));
  }

  #take(line: string): ServerEvent[] {
    if (line === "") return this.#finish();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.#data.push(value);
    else if (field === "id") this.#id = value;
    else if (field === "event") this.#type = value;
    return [];
  }

  #finish(): ServerEvent[] {
    const event = { id: this.#id, type: this.#type, data: this.#data.join("\n") };
    const complete = this.#data.length > 0;
    this.#id = null;
    this.#type = "message";
    this.#data = [];
    return complete ? [event] : [];
  }
}

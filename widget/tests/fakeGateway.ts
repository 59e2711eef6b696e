/** A gateway that keeps the contract, on a port of its own: a real server, so that what breaks is a real network. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Card } from "../src/cards/types";
import type { Button, Message, Role } from "../src/contract/message";

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  headers: IncomingMessage["headers"];
}

/** What happens to one call instead of the answer it would have had. */
export type Mishap =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { lost: "before" | "after" }
  /** An answer that stays on its way until then; what it says is decided at once. */
  | { held: Promise<void> }
  /** A stream that is cut after so many bytes. */
  | { cutAfter: number };

interface Conversation {
  messages: Message[];
  turns: Map<string, Message[]>;
  streams: Set<Follower>;
}

interface Follower {
  response: ServerResponse;
  left: number;
}

let tokens = 0;

/** A token as the host signs it, as far as a window can see. */
export function tokenOf(sub: string, kid = "shop-1"): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS256", kid })}.${part({ sub, jti: String(++tokens) })}.signature`;
}

export class FakeGateway {
  readonly calls: Call[] = [];
  /** How far the server's clock is from this machine's, in milliseconds. */
  clockSkew = 0;
  /** Nothing answers while this is set. */
  down = false;
  #server: Server;
  #conversations = new Map<string, Conversation>();
  #refused = new Set<string>();
  #mishaps = new Map<string, Mishap[]>();

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The token has run out. */
  refuse(token: string): void {
    this.#refused.add(token);
  }

  /** What befalls the next calls, in turn; `call` is a method and a path. */
  next(call: string, ...mishaps: Mishap[]): void {
    this.#mishaps.set(call, [...(this.#mishaps.get(call) ?? []), ...mishaps]);
  }

  of(sub: string): Conversation {
    const found = this.#conversations.get(sub) ?? { messages: [], turns: new Map<string, Message[]>(), streams: new Set<Follower>() };
    this.#conversations.set(sub, found);
    return found;
  }

  say(sub: string, text: string, role: Role = "bot", card: Card | null = null, buttons: Button[] = []): Message {
    const conversation = this.of(sub);
    const seq = conversation.messages.length + 1;
    const message: Message = { seq, id: `m${seq}`, role, type: card ? "card" : "text", text, buttons, card, created_at: new Date(Date.now() + this.clockSkew).toISOString() };
    conversation.messages.push(message);
    for (const follower of conversation.streams) this.#push(follower, message);
    return message;
  }

  hangUp(sub: string): void {
    for (const { response } of this.of(sub).streams) response.destroy();
  }

  following(sub: string): number {
    return this.of(sub).streams.size;
  }

  sent(method: string, path: string): Call[] {
    return this.calls.filter((call) => call.method === method && call.path === path);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.down) {
      request.socket.destroy();
      return;
    }
    const { pathname: path, searchParams: query } = new URL(request.url ?? "/", this.url);
    const method = request.method ?? "GET";
    const call = { method, path, query, body: await bodyOf(request), headers: request.headers };
    this.calls.push(call);
    response.setHeader("Date", new Date(Date.now() + this.clockSkew).toUTCString());
    const mishap = this.#mishaps.get(`${method} ${path}`)?.shift();
    if (mishap && "status" in mishap) answer(response, mishap.status, mishap.body ?? {}, mishap.headers);
    else if (mishap && "lost" in mishap) {
      if (mishap.lost === "after") this.#answerTo(call, new Discarded());
      request.socket.destroy();
    } else if (mishap && "held" in mishap) this.#answerTo(call, new Held(response, mishap.held));
    else this.#answerTo(call, response, mishap);
  }

  #answerTo(call: Call, response: ServerResponse | Discarded | Held, mishap?: { cutAfter: number }): void {
    if (call.method === "POST" && call.path === "/api/v1/visitors") {
      return answer(response, 200, { token: tokenOf(`v${this.calls.length}`, "visitor"), expires_in: 86400 });
    }
    const token = (call.headers.authorization ?? "").replace("Bearer ", "");
    if (!token || this.#refused.has(token)) return answer(response, 401, { title: "登录状态无效或已过期，请重新登录" });
    const sub = subOf(token);
    switch (`${call.method} ${call.path}`) {
      case "GET /api/v1/messages":
        return this.#history(sub, call, response);
      case "POST /api/v1/messages":
        return this.#turn(sub, call, response);
      case "GET /api/v1/events":
        return this.#follow(sub, call, response as ServerResponse, mishap?.cutAfter);
      default:
        return answer(response, /\/(rating|feedback)$/.test(call.path) ? 204 : 404, null);
    }
  }

  #history(sub: string, { query }: Call, response: ServerResponse | Discarded | Held): void {
    const [before, after] = [Number(query.get("before") ?? Infinity), Number(query.get("after") ?? 0)];
    const limit = Number(query.get("limit") ?? 50);
    const found = this.of(sub).messages.filter(({ seq }) => seq < before && seq > after);
    answer(response, 200, { messages: query.has("before") ? found.slice(-limit) : found.slice(0, limit) });
  }

  #turn(sub: string, { body }: Call, response: ServerResponse | Discarded | Held): void {
    const { turns } = this.of(sub);
    const id = body.client_id as string;
    const text = (body.text ?? `button ${String(body.button)}`) as string;
    if (!turns.has(id)) turns.set(id, [this.say(sub, text, "user"), this.say(sub, `听到：${text}`)]);
    answer(response, 200, { messages: turns.get(id) });
  }

  #follow(sub: string, { headers }: Call, response: ServerResponse, cutAfter = Infinity): void {
    const { streams, messages } = this.of(sub);
    const follower = { response, left: cutAfter };
    response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders();
    streams.add(follower);
    response.on("close", () => streams.delete(follower));
    for (const message of messages.filter(({ seq }) => seq > Number(headers["last-event-id"] ?? 0))) this.#push(follower, message);
  }

  /** Byte by byte up to where it is cut. */
  #push(follower: Follower, message: Message): void {
    const bytes = Buffer.from(`: ping\r\n\r\nid: ${message.seq}\nevent: message\ndata: ${JSON.stringify(message)}\n\n`);
    const part = bytes.subarray(0, Math.min(bytes.length, follower.left));
    follower.left -= part.length;
    if (!follower.response.writable) return;
    follower.response.write(part, () => part.length < bytes.length && follower.response.destroy());
  }
}

/** Where an answer goes that never arrives. */
class Discarded {
  writeHead(): this {
    return this;
  }
  readonly end: (body?: string) => void = () => undefined;
}

/** An answer that is held up on its way. */
class Held {
  #status: [number, Record<string, string>] | null = null;

  constructor(
    private readonly response: ServerResponse,
    private readonly until: Promise<void>,
  ) {}
  writeHead(status: number, headers: Record<string, string>): this {
    this.#status = [status, headers];
    return this;
  }
  end(body?: string): void {
    void this.until.then(() => this.response.writeHead(...(this.#status ?? [500, {}])).end(body));
  }
}

function answer(response: ServerResponse | Discarded | Held, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const json = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "Content-Type": status < 400 ? "application/json" : "application/problem+json", ...headers });
  response.end(status === 204 ? undefined : json);
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text ? (JSON.parse(text) as Record<string, unknown>) : {};
}

function subOf(token: string): string {
  return (JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { sub: string }).sub;
}

/** A chat with a fake gateway, for one test. */

import { afterEach, expect, vi } from "vitest";
import { Chat, type ChatMeans } from "../src/connection/chat";
import { Store } from "../src/connection/store";
import { HostTokens, VisitorTokens } from "../src/connection/tokens";
import { alone, memory } from "./browser";
import { FakeGateway, tokenOf } from "./fakeGateway";

const PREFIX = "xiaohu.";
const ends: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

export async function gateway(): Promise<FakeGateway> {
  const started = await new FakeGateway().start();
  ends.push(() => started.stop());
  return started;
}

/** One browser: what it keeps, and who is logged in at the host's page. */
export class Browser {
  local = memory();
  customer: string | null = "c1";
  /** The tokens that the host gave, newest last. */
  given: string[] = [];
  network = new EventTarget();

  constructor(readonly gateway: FakeGateway) {}

  giveToken = (): Promise<string | null> => {
    if (this.customer === null) return Promise.resolve(null);
    this.given.push(tokenOf(this.customer));
    return Promise.resolve(this.given[this.given.length - 1] ?? null);
  };

  /** A tab of the shop with the window in it. */
  open(means: Partial<ChatMeans> & { ask?: () => Promise<string | null> } = {}): Chat {
    const { ask = this.giveToken, ...other } = means;
    const local = other.local ?? (() => this.local);
    const visitors = new VisitorTokens(this.gateway.url, new Store(local, PREFIX));
    const tab = memory();
    const chat = new Chat({ base: this.gateway.url, tokens: new HostTokens(ask, visitors), local, tab: () => tab, prefix: PREFIX, tabs: alone, firstPause: 10, network: this.network, ...other });
    ends.push(() => chat.close());
    return chat;
  }

  /** The same, once the conversation is there and followed. */
  async talk(means: Parameters<Browser["open"]>[0] = {}): Promise<Chat> {
    const chat = this.open(means);
    await chat.start();
    await until(() => expect(chat.state.phase).toBe("ready"));
    return chat;
  }
}

export async function talking(means: Parameters<Browser["open"]>[0] = {}): Promise<{ chat: Chat; server: FakeGateway; browser: Browser }> {
  const server = await gateway();
  const browser = new Browser(server);
  const chat = await browser.talk(means);
  await until(() => expect(server.following("c1")).toBe(1));
  return { chat, server, browser };
}

export function until(condition: () => void): Promise<void> {
  return vi.waitFor(condition, { timeout: 8000, interval: 5 });
}

export function texts(chat: Chat): string[] {
  return chat.state.messages.map(({ text }) => text);
}

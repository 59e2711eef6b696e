import { describe, expect, it } from "vitest";

import { themeOf, type ScriptFacts } from "./options";

const SCRIPT: ScriptFacts = { base: "https://chat.example", site: "shop", locale: "zh-CN", theme: "auto" };

describe("the theme that a shop asks for", () => {
  it("is the script element's when nothing else is said", () => {
    expect(themeOf(undefined, { ...SCRIPT, theme: "dark" })).toEqual({ mode: "dark", accent: null, elder: null });
  });

  it("may put the chat into elder mode together with the shop", () => {
    expect(themeOf({ mode: "light", elder: true }, SCRIPT)).toEqual({ mode: "light", accent: null, elder: true });
    expect(themeOf({ elder: false }, SCRIPT).elder).toBe(false);
  });

  it("leaves elder mode to the customer when the shop says nothing usable about it", () => {
    expect(themeOf({ elder: "yes" as unknown as boolean }, SCRIPT).elder).toBeNull();
    expect(themeOf("dark", SCRIPT).elder).toBeNull();
  });
});

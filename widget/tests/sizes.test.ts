// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

const BUILT = fileURLToPath(new URL("../../gateway/pages/widget", import.meta.url));
const KILOBYTE = 1024;

function read(name: string): string {
  try {
    return readFileSync(join(BUILT, name), "utf-8");
  } catch {
    throw new Error("The widget is not built: run `npm run build` first, or `make widget` in the root.");
  }
}

const assets = () => readdirSync(join(BUILT, "assets")).map((name) => `assets/${name}`);
const everything = () => ["widget.js", "index.html", ...assets()];
const packed = (names: string[]) => names.reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);

it("keeps the launcher within 10 KB", () => {
  expect(packed(["widget.js"])).toBeLessThanOrEqual(10 * KILOBYTE);
});

it("keeps the window within 170 KB, styles included", () => {
  expect(packed(["index.html", ...assets()])).toBeLessThanOrEqual(170 * KILOBYTE);
});

it("loads nothing from anywhere else", () => {
  for (const name of everything()) {
    const text = read(name);
    expect(text.match(/url\(\s*["']?(https?:)?\/\//), name).toBeNull();
    expect(text.match(/@font-face|@import|importScripts/), name).toBeNull();
    expect(text.match(/(src|href)=["'](https?:)?\/\//), name).toBeNull();
  }
});

it("holds no script, style or handler in the page, so that its policy need not allow any", () => {
  const page = read("index.html");
  for (const script of page.match(/<script[^>]*>/g) ?? []) expect(script).toContain("src=");
  expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=/i);
});

it("makes no code of text", () => {
  for (const name of everything()) expect(read(name), name).not.toMatch(/\beval\(|new Function\(|document\.write\(/);
});

it("runs in the browsers that phones still have: no look-behind, which older Safari cannot read", () => {
  for (const name of everything()) expect(read(name), name).not.toMatch(/\(\?<[=!]/);
});

it("leaves one name in the host's page", () => {
  expect(read("widget.js")).not.toMatch(/^(var|let|const|function) \w/);
});

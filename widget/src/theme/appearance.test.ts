import { afterEach, expect, it } from "vitest";
import { screenIs } from "../../tests/media";
import { follow, setElder, shopInk, type Shade } from "./appearance";
import { luminance } from "./luminance";

const root = document.documentElement;
let stop = (): void => undefined;

afterEach(() => {
  stop();
  root.removeAttribute("style");
});

function dress(mode: "auto" | "light" | "dark", accent: string | null = null): Shade[] {
  const shades: Shade[] = [];
  stop = follow({ mode, accent, elder: null }, (shade) => shades.push(shade));
  return shades;
}

const colour = (name: string) => root.style.getPropertyValue(name);

it("is dark when the system is, and follows it", () => {
  const change = screenIs("dark");
  const shades = dress("auto");
  change();
  expect([shades, root.dataset.theme]).toEqual([["dark", "light"], "light"]);
  stop();
  change("dark");
  expect(shades).toHaveLength(2);
});

it.each(["light", "dark"] as const)("is %s where the shop says so, whatever the system is", (mode) => {
  screenIs(mode === "light" ? "dark" : "none");
  expect(dress(mode)).toEqual([mode]);
});

it.each([
  ["#ffe000", "#1d2129"],
  ["#0a3d91", "#ffffff"],
  ["#777777", "#1d2129"],
])("puts letters on the shop's colour %s that can be read", (accent, text) => {
  dress("light", accent);
  expect([colour("--xh-accent"), colour("--xh-accent-text"), colour("--xh-own-text")]).toEqual([accent, text, text]);
  const [light, dark] = [luminance(accent), luminance(text)].sort((one, other) => other - one);
  expect((light! + 0.05) / (dark! + 0.05)).toBeGreaterThan(3.5);
});

it.each(["#ffe000", "#ffffff", "#ff9d6b", "#777777", "#0a3d91", "#000000"])("writes in the shop's colour %s only as it can be read on white", (accent) => {
  dress("light", accent);
  const ink = shopInk() ?? "";
  expect(1.05 / (luminance(ink) + 0.05)).toBeGreaterThanOrEqual(4.5);
  if (1.05 / (luminance(accent) + 0.05) >= 4.5) expect(ink).toBe(accent);
});

it("has no ink of the shop's where the colours are ours", () => {
  dress("dark", "#0a3d91");
  expect(shopInk()).toBeNull();
});

it("keeps its own colours in the dark, and where the shop's is none", () => {
  dress("dark", "#ffe000");
  expect(colour("--xh-accent")).toBe("");
  stop();
  dress("light", "red;}");
  expect(colour("--xh-accent")).toBe("");
});

it("takes the shop's colour away again", () => {
  dress("light", "#0a3d91");
  stop();
  dress("light");
  expect(colour("--xh-own")).toBe("");
});

it("puts elder mode where the styles read it", () => {
  setElder(true);
  expect(root.dataset.elder).toBe("true");
  setElder(false);
  expect(root.dataset.elder).toBe("false");
});

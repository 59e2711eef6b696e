import { expect, it } from "vitest";
import { isRated } from "./opinions";

const RATED_AT = Date.parse("2026-11-23T02:00:00Z");

it.each([
  ["2026-11-22T02:00:00Z", true],
  ["2026-11-23T02:00:01Z", true],
  ["2026-11-24T01:59:00Z", true],
  ["2026-11-24T02:01:00Z", false],
  ["2027-05-01T02:00:00Z", false],
  ["not a time", true],
])("lets a rating stand for a day: for what was said at %s it is %s", (saidAt, stands) => {
  expect(isRated(RATED_AT, saidAt)).toBe(stands);
});

it("knows that nobody has rated yet", () => {
  expect(isRated(null, "2026-11-23T02:00:00Z")).toBe(false);
});

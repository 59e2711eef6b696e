/** Before every test file: nothing is left on the page, and a complaint of React is a failure. */

import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach, expect, vi } from "vitest";

let complaints: unknown[][] = [];

beforeEach(() => {
  complaints = [];
  vi.spyOn(console, "error").mockImplementation((...what: unknown[]) => void complaints.push(what));
});

afterEach(() => {
  cleanup();
  expect(complaints).toEqual([]);
});

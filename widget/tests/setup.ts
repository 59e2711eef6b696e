/** Before every test file: nothing is left on the page, and a complaint of React is a failure. */

import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { noScreen } from "./media";

// jsdom cannot draw, and says so at length whenever axe-core looks for letters that are pictures.
if (typeof HTMLCanvasElement !== "undefined") HTMLCanvasElement.prototype.getContext = () => null;

// Nor has it a screen to ask about; a test that needs one says so with `screenIs` of tests/media.
if (typeof window !== "undefined") window.matchMedia = noScreen;

let complaints: unknown[][] = [];

beforeEach(() => {
  complaints = [];
  vi.spyOn(console, "error").mockImplementation((...what: unknown[]) => void complaints.push(what));
});

afterEach(() => {
  cleanup();
  expect(complaints).toEqual([]);
});

/** The app in the frame: one page with hashed files, built to where the gateway serves it. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/widget/",
  build: {
    outDir: "../gateway/pages/widget",
    emptyOutDir: true,
    target: ["es2020", "safari14", "chrome87"],
    // A data: address would need a hole in the policy that the page is sent with.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
    // One page for all files of a worker: setting one up takes longer than the tests in it.
    pool: "threads",
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});

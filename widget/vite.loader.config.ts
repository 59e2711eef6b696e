/** The loader: one plain script without dependencies, /widget.js. */

import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "../gateway/pages/widget",
    emptyOutDir: false,
    target: ["es2017"],
    lib: { entry: "src/loader/main.ts", name: "XiaohuLoader", formats: ["iife"], fileName: () => "widget.js" },
  },
});

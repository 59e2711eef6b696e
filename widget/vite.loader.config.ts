/** The loader: one plain script without dependencies, /widget.js. */

import { defineConfig, type Plugin } from "vite";

/** Helpers of the compiler stand outside of what it makes, where they would be names in the host's page. */
const inside: Plugin = {
  name: "inside",
  enforce: "post",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === "chunk") chunk.code = `(function(){${chunk.code.trim()}})();\n`;
    }
  },
};

export default defineConfig({
  plugins: [inside],
  build: {
    outDir: "../gateway/pages/widget",
    emptyOutDir: false,
    target: ["es2020", "safari14", "chrome87"],
    lib: { entry: "src/loader/main.ts", name: "XiaohuLoader", formats: ["iife"], fileName: () => "widget.js" },
  },
});

import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { buildSite } from "./build/site.ts";

/** Adds the pages to what Vite makes, which is the script. */
function pages(): Plugin {
  return {
    name: "pages",
    apply: "build",
    generateBundle() {
      for (const [fileName, source] of buildSite(join(import.meta.dirname, "../.."))) {
        this.emitFile({ type: "asset", fileName, source });
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [pages()],
  build: {
    target: "es2022",
    reportCompressedSize: false,
    rolldownOptions: {
      input: join(import.meta.dirname, "client/main.ts"),
      // Browsers refuse modules of a page that is opened from a disk.
      output: { format: "iife", entryFileNames: "site.js" },
    },
  },
});

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { defineConfig, type Plugin } from "vite";

const server = "http://127.0.0.1:18000";
const WORKER = "worker.js";

function sha256(data: string | Buffer) {
  return createHash("sha256").update(data);
}

/** Tells the service worker the files of the build, with the digest of each. */
function shell(): Plugin {
  return {
    name: "shell",
    apply: "build",
    writeBundle({ dir = "" }) {
      const files = readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== WORKER)
        .map(({ parentPath, name }) => join(parentPath, name))
        .sort()
        .map((file) => {
          const path = `/${relative(dir, file).split(sep).join("/")}`;
          return [path === "/index.html" ? "/" : path, `sha256-${sha256(readFileSync(file)).digest("base64")}`];
        });
      const version = sha256(JSON.stringify(files)).digest("hex").slice(0, 16);
      const worker = join(dir, WORKER);
      const code = readFileSync(worker, "utf8");
      if (!code.includes("__SHELL__")) {
        throw new Error("the service worker has no place for the files (expected: __SHELL__)");
      }
      writeFileSync(
        worker,
        code.replace("__SHELL__", () => JSON.stringify({ version, files })),
      );
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [shell()],
  // The client from its sources.
  resolve: { tsconfigPaths: true },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: join(import.meta.dirname, "index.html"), worker: join(import.meta.dirname, "src/worker.ts") },
      // A service worker has one address for ever.
      output: { entryFileNames: ({ name }) => (name === "worker" ? WORKER : "assets/[name]-[hash].js") },
    },
  },
  // While developing, the pages come from Vite and all else from a running server.
  server: { proxy: { "/v1": server } },
});

import { defineConfig } from "vite";

const server = "http://127.0.0.1:18000";

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // The client from its sources.
  resolve: { tsconfigPaths: true },
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  // While developing, the pages come from Vite and all else from a running server.
  server: { proxy: { "/v1": server } },
});

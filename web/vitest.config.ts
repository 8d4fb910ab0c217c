import { defineConfig } from "vitest/config";

/** The client from its sources. */
const resolve = { tsconfigPaths: true };

export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: "client", include: ["client/test/**/*.test.ts"] } },
      { resolve, test: { name: "chat", include: ["chat/test/**/*.test.ts"] } },
      { resolve, test: { name: "site", include: ["site/test/**/*.test.ts"] } },
      {
        resolve,
        test: {
          name: "browser",
          include: ["e2e/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: "measure",
          include: ["measure/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: "package",
          include: ["package/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

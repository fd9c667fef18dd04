import { defineConfig } from "@playwright/test";

/** The webviews in a plain browser, against the real server: fast, and without VS Code. */
export default defineConfig({
  testDir: "test/webview",
  testMatch: "*.spec.ts",
  globalSetup: "./test/webview/global_setup.ts",
  outputDir: "artifacts/webview",
  workers: 2,
  fullyParallel: true,
  timeout: 150_000,
  expect: { timeout: 45_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 400, height: 800 },
    screenshot: "only-on-failure",
  },
});

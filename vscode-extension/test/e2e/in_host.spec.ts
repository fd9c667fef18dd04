import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "./fixtures";
import { ARTIFACTS, EXTENSION } from "./places";

const BUNDLE = join(ARTIFACTS, "host", "index.cjs");

test.use({ development: true });

test("the tests in the extension host pass", async ({ vscode }) => {
  await build({
    entryPoints: [join(EXTENSION, "test", "host", "index.ts")],
    outfile: BUNDLE,
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
  });
  const { page } = vscode;
  const said: string[] = [];
  const exit = new Promise<number>((resolve) => page.exposeFunction("codeAutomationExit", resolve));
  await page.exposeFunction("codeAutomationLog", (_: string, words: unknown[]) => {
    said.push(words.join(" "));
  });
  const { host } = new URL(page.url());
  const payload = Object.entries({
    extensionDevelopmentPath: EXTENSION,
    extensionTestsPath: BUNDLE,
  }).map(([name, path]) => [name, `vscode-remote://${host}${path}`]);
  const url = new URL(page.url());
  url.searchParams.set("payload", JSON.stringify(payload));
  await page.goto(url.href);
  expect(await exit, said.join("\n")).toBe(0);
  expect(said.filter((line) => line.startsWith("passed: ")).length).toBeGreaterThan(2);
});

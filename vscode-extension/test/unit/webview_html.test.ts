import { expect, test, vi } from "vitest";
import { contentSecurityPolicy } from "../../src/extension/content_security_policy";

vi.mock("vscode", () => ({ Uri: { joinPath: (...parts: readonly unknown[]) => parts.join("/") } }));

const { webviewHtml } = await import("../../src/extension/webview_html");

const webview = { cspSource: "https://ours", asWebviewUri: (uri: unknown) => uri } as never;

test("nothing runs without the nonce, and nothing is fetched", () => {
  const policy = contentSecurityPolicy("https://ours", "abc", { "style-src": "'unsafe-inline'" });
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    "script-src 'nonce-abc'",
    "style-src https://ours 'unsafe-inline'",
    "font-src https://ours",
    "img-src https://ours data: blob:",
  ]);
});

test("each page has a nonce of its own, and what it is told is no markup", () => {
  const page = () =>
    webviewHtml({
      webview,
      extension: "file:///x" as never,
      bundle: "canvas",
      title: "<b>",
      data: { channel: '"><script>' },
    });
  expect(page()).not.toBe(page());
  expect(page()).not.toContain("<b>");
  expect(page()).not.toContain('"><script>');
});

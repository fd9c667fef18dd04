import { randomBytes } from "node:crypto";
import { Uri, type Webview } from "vscode";
import { contentSecurityPolicy } from "./content_security_policy";

/** A bundle of `dist/webview`. */
export type WebviewBundle = "chat" | "canvas";

export interface WebviewPage {
  readonly webview: Webview;
  readonly extension: Uri;
  readonly bundle: WebviewBundle;
  readonly title: string;
  /** Sources on top of those of the content security policy, such as `{"img-src": "https:"}`. */
  readonly more?: Readonly<Record<string, string>>;
  /** Attributes `data-…` of the body. */
  readonly data?: Readonly<Record<string, string>>;
}

/** The folder that webviews may load from. */
export function webviewRoot(extension: Uri): Uri {
  return Uri.joinPath(extension, "dist", "webview");
}

/** The page that loads a bundle: nothing runs or is loaded that the extension did not bring. */
export function webviewHtml({
  webview,
  extension,
  bundle,
  title,
  more,
  data,
}: WebviewPage): string {
  const nonce = randomBytes(16).toString("base64");
  const file = (name: string) => webview.asWebviewUri(Uri.joinPath(webviewRoot(extension), name));
  const sources = contentSecurityPolicy(webview.cspSource, nonce, more ?? {});
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${sources}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file(`${bundle}.css`)}">
<title>${escaped(title)}</title>
</head>
<body data-bundle="${bundle}"${attributes(data ?? {})}>
<div id="root"></div>
<script nonce="${nonce}" src="${file(`${bundle}.js`)}"></script>
</body>
</html>`;
}

function attributes(data: Readonly<Record<string, string>>): string {
  return Object.entries(data)
    .map(([name, value]) => ` data-${name}="${escaped(value)}"`)
    .join("");
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

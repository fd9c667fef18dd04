import { randomBytes } from "node:crypto";
import { Uri, type Webview } from "vscode";

/** A bundle of `dist/webview`. */
export type WebviewBundle = "chat" | "canvas";

export interface WebviewPage {
  readonly webview: Webview;
  readonly extension: Uri;
  readonly bundle: WebviewBundle;
  readonly title: string;
  /** Further sources of the content security policy, such as `{"frame-src": "blob:"}`. */
  readonly policy?: Readonly<Record<string, string>>;
}

/** The folder that webviews may load from. */
export function webviewRoot(extension: Uri): Uri {
  return Uri.joinPath(extension, "dist", "webview");
}

/** The page that loads a bundle: nothing runs or is loaded that the extension did not bring. */
export function webviewHtml({ webview, extension, bundle, title, policy }: WebviewPage): string {
  const nonce = randomBytes(16).toString("base64");
  const file = (name: string) => webview.asWebviewUri(Uri.joinPath(webviewRoot(extension), name));
  const sources = contentSecurityPolicy(webview.cspSource, nonce, policy ?? {});
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${sources}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file(`${bundle}.css`)}">
<title>${title}</title>
</head>
<body data-bundle="${bundle}">
<div id="root"></div>
<script nonce="${nonce}" src="${file(`${bundle}.js`)}"></script>
</body>
</html>`;
}

/** Scripts need the nonce; styles and fonts come from the extension; images may be data. */
export function contentSecurityPolicy(
  ours: string,
  nonce: string,
  more: Readonly<Record<string, string>>,
): string {
  const policy: Record<string, string> = {
    "default-src": "'none'",
    "script-src": `'nonce-${nonce}'`,
    "style-src": ours,
    "font-src": ours,
    "img-src": `${ours} data: blob:`,
    ...more,
  };
  return Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join("; ");
}

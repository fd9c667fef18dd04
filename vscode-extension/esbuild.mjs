// Builds dist/: the extension for Node, and a bundle for each kind of webview.
//
//   node esbuild.mjs [--watch] [--production]
import { context } from "esbuild";

const production = process.argv.includes("--production");

/** @type {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : "linked",
  legalComments: "none",
  logLevel: "warning",
};

/** @type {import("esbuild").BuildOptions[]} */
const bundles = [
  {
    ...common,
    entryPoints: { extension: "src/extension/main.ts" },
    outdir: "dist",
    platform: "node",
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    target: "node20",
    external: ["vscode"],
  },
  {
    ...common,
    entryPoints: {
      "webview/chat": "src/webview/chat/main.tsx",
      "webview/canvas": "src/webview/canvas/main.tsx",
      "webview/canvas_chart": "src/webview/canvas/lazy/chart_bundle.ts",
      "webview/canvas_diagram": "src/webview/canvas/lazy/diagram_bundle.ts",
    },
    outdir: "dist",
    platform: "browser",
    format: "iife",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".svg": "dataurl", ".ttf": "file" },
    assetNames: "webview/[name]",
  },
];

const contexts = await Promise.all(bundles.map((bundle) => context(bundle)));
if (process.argv.includes("--watch")) {
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  await Promise.all(contexts.map((each) => each.rebuild()));
  await Promise.all(contexts.map((each) => each.dispose()));
}

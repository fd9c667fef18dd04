// Draws Vega-Lite charts. A bundle of its own, since it is large.

import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import type { JsonObject } from "../../../protocol";
import { themeColour } from "./colours";

/** Draws the chart into the element; the function that it returns takes it away. */
export type DrawChart = (element: HTMLElement, spec: JsonObject) => Promise<() => void>;

/** The page may not evaluate strings as code, and nothing is loaded. */
const draw: DrawChart = async (element, spec) => {
  const { spec: compiled } = compile(filling(spec) as unknown as TopLevelSpec, {
    config: config(),
  });
  const view = new vega.View(vega.parse(compiled, undefined, { ast: true }), {
    expr: expressionInterpreter,
    loader: refusing(),
    renderer: "svg",
    container: element,
    hover: true,
    logLevel: vega.Error,
  });
  await view.runAsync();
  return () => void view.finalize();
};

/** As wide as the tab, unless the chart says how wide. */
function filling(spec: JsonObject): JsonObject {
  const composed = ["hconcat", "vconcat", "concat", "facet", "repeat"].some((key) => key in spec);
  return composed || "width" in spec
    ? spec
    : { ...spec, width: "container", autosize: { type: "fit", contains: "padding" } };
}

function refusing(): vega.Loader {
  const refuse = () => Promise.reject(new Error("A chart loads nothing: give its data as values."));
  return { load: refuse, sanitize: refuse, http: refuse, file: refuse } as unknown as vega.Loader;
}

function config() {
  const text = themeColour("--vscode-foreground", "#888");
  const line = themeColour("--vscode-editorWidget-border", "#8884");
  const font = themeColour("--vscode-font-family", "sans-serif");
  const axis = { labelColor: text, titleColor: text, gridColor: line, domainColor: line };
  return {
    background: "transparent",
    font,
    axis: { ...axis, tickColor: line },
    legend: { labelColor: text, titleColor: text },
    header: { labelColor: text, titleColor: text },
    title: { color: text },
    view: { stroke: line },
    mark: { color: themeColour("--vscode-charts-blue", "#3794ff") },
    range: {
      category: ["blue", "green", "purple", "yellow", "red", "orange"].map((name, at) =>
        themeColour(`--vscode-charts-${name}`, CATEGORY[at] ?? "#888"),
      ),
    },
  };
}

const CATEGORY = ["#3794ff", "#89d185", "#b180d7", "#cca700", "#f14c4c", "#d18616"];

(globalThis as { easelDrawChart?: DrawChart }).easelDrawChart = draw;

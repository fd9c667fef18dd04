// Draws Mermaid diagrams. A bundle of its own, since it is large.

import mermaid from "mermaid";
import { isDark, themeColour } from "./colours";

export type DrawDiagram = (source: string) => Promise<string>;

/** What a diagram cannot set for itself: those of the library, and styles, which hold for the page. */
const OURS = [...(mermaid.mermaidAPI.defaultConfig.secure ?? []), "themeCSS", "fontFamily"];

let number = 0;

/** The diagram as SVG, to be shown as an image: what is in it runs nowhere. */
const draw: DrawDiagram = async (source) => {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    secure: OURS,
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    theme: isDark() ? "dark" : "default",
    fontFamily: themeColour("--vscode-font-family", "sans-serif"),
    suppressErrorRendering: true,
  });
  const { svg } = await mermaid.render(`diagram-${++number}`, source);
  return svg;
};

(globalThis as { easelDrawDiagram?: DrawDiagram }).easelDrawDiagram = draw;

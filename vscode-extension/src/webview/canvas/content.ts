// What a canvas shows: the content of the built-in kinds, and of those that others provide.

import type { CanvasState } from "../../canvas/state";
import type { AhpContent, JsonObject } from "../../protocol";

export interface MarkdownContent {
  readonly kind: "markdown";
  readonly text: string;
}

export interface HtmlContent {
  readonly kind: "html";
  readonly html: string;
}

export interface TableColumn {
  readonly key: string;
  readonly title: string;
  readonly align: "left" | "right";
}

export interface TableContent {
  readonly kind: "table";
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly unknown[])[];
  readonly page: number;
  readonly pageCount: number;
  readonly pageSize: number;
  readonly rowCount: number;
  readonly totalRows: number;
  readonly sort: { readonly column: string; readonly descending: boolean } | null;
  readonly filter: string;
}

export interface ChartContent {
  readonly kind: "chart";
  readonly spec: JsonObject;
}

export interface DiffFile {
  readonly path: string;
  readonly oldText: string | null;
  readonly newText: string | null;
  readonly unified: string;
  readonly added: number;
  readonly removed: number;
}

export interface DiffContent {
  readonly kind: "diff";
  readonly files: readonly DiffFile[];
  readonly added: number;
  readonly removed: number;
}

export interface PlanEntry {
  readonly content: string;
  readonly status: "pending" | "in_progress" | "completed";
  readonly priority: "high" | "medium" | "low" | null;
  readonly note: string | null;
}

export interface PlanContent {
  readonly kind: "plan";
  readonly entries: readonly PlanEntry[];
  readonly done: number;
  readonly total: number;
}

export interface FormContent {
  readonly kind: "form";
  readonly schema: JsonObject;
  readonly message: string | null;
  readonly submitLabel: string;
  readonly state: "open" | "submitted" | "declined";
  readonly answer: JsonObject | null;
  readonly problems: readonly string[];
}

export interface TerminalContent {
  readonly kind: "terminal";
  readonly output: string;
  readonly command: string | null;
  readonly cwd: string | null;
  readonly exitCode: number | null;
}

export interface ImageContent {
  readonly kind: "image" | "svg";
  readonly mimeType: string;
  readonly alt: string | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Base64. */
  readonly data: string;
}

export interface TraceEntry {
  readonly seq: number;
  readonly at: string;
  readonly direction: "in" | "out";
  readonly text: string;
}

export interface TraceContent {
  readonly kind: "trace";
  readonly level: "off" | "messages" | "verbose";
  readonly entries: readonly TraceEntry[];
}

/** Of a kind that this version does not know, or of another provider: as text. */
export interface PlainContent {
  readonly kind: "plain";
  readonly text: string;
}

/** A page elsewhere, which a person may open outside. */
export interface LinkContent {
  readonly kind: "link";
  readonly url: string;
}

export type CanvasContent =
  | MarkdownContent
  | HtmlContent
  | TableContent
  | ChartContent
  | DiffContent
  | PlanContent
  | FormContent
  | TerminalContent
  | ImageContent
  | TraceContent
  | PlainContent
  | LinkContent;

const BUILT_IN: ReadonlySet<string> = new Set([
  "markdown",
  "html",
  "table",
  "chart",
  "diff",
  "plan",
  "form",
  "terminal",
  "image",
  "svg",
  "trace",
]);

/** Reads a piece of content, by its path in the canvas or its whole address. */
export type ReadContent = (path: string) => Promise<AhpContent>;

/** What the canvas shows now. */
export async function contentOf(state: CanvasState, read: ReadContent): Promise<CanvasContent> {
  return state.extensionId === "easel" ? builtIn(read) : foreign(state.url ?? "", read);
}

async function builtIn(read: ReadContent): Promise<CanvasContent> {
  const content = JSON.parse((await read("content.json")).text ?? "{}") as { kind?: unknown };
  if (typeof content.kind !== "string" || !BUILT_IN.has(content.kind)) {
    return { kind: "plain", text: (await read("content.md")).text ?? "" };
  }
  if (content.kind === "image" || content.kind === "svg") {
    const { blob = "" } = await read("image");
    return { ...(content as ImageContent), data: blob };
  }
  return content as CanvasContent;
}

async function foreign(url: string, read: ReadContent): Promise<CanvasContent> {
  if (!url.startsWith("ahp-canvas-content:")) {
    return url === "" ? { kind: "plain", text: "" } : { kind: "link", url };
  }
  const { mimeType = "", text, blob } = await read(url);
  if (blob !== undefined && mimeType.startsWith("image/")) {
    return { kind: "image", mimeType, alt: null, width: null, height: null, data: blob };
  }
  if (mimeType === "text/html") {
    return { kind: "html", html: text ?? "" };
  }
  return mimeType === "text/markdown"
    ? { kind: "markdown", text: text ?? "" }
    : { kind: "plain", text: text ?? "" };
}

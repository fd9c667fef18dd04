import recorded from "./themes.json" with { type: "json" };

/** What VS Code gives a webview of one of its themes. */
export interface Theme {
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
}

export const THEMES: Readonly<Record<"dark" | "light" | "contrast", Theme>> = recorded;

/** What a tab shows; addresses as strings. */
export type TabContent =
  | { readonly uri: string }
  | { readonly original: string; readonly modified: string }
  | { readonly viewType: string };

/** VS Code puts this before the view types of extensions. */
const PREFIX = "mainThreadWebview-";

/**
 * Whether a tab with this input shows it. `input`: that of VS Code's `Tab`. A label would not do:
 * two files may have the same name.
 */
export function shows(input: unknown, content: TabContent): boolean {
  if (typeof input !== "object" || input === null) return false;
  const has = (name: string, value: string) => String(Reflect.get(input, name)) === value;
  if ("original" in content) {
    return has("original", content.original) && has("modified", content.modified);
  }
  if ("uri" in content) return has("uri", content.uri) && !("viewType" in input);
  return has("viewType", content.viewType) || has("viewType", PREFIX + content.viewType);
}

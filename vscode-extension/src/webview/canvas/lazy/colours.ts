// The colours of the theme, for libraries that do not read CSS variables.

/** What the theme gives a variable, such as `--vscode-foreground`. */
export function themeColour(variable: string, otherwise: string): string {
  const given = getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
  return given === "" ? otherwise : given;
}

/** Whether the background is dark. */
export function isDark(): boolean {
  const { classList } = document.body;
  return classList.contains("vscode-dark") || classList.contains("vscode-high-contrast");
}

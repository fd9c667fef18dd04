import { Disposable, type Tab, type Uri, window, workspace } from "vscode";
import { CannotShow } from "./view";

/** Files of the workspace are shown, others are not: an agent chooses them. */
export async function fileOfWorkspace(path: string): Promise<Uri> {
  for (const { uri: folder } of workspace.workspaceFolders ?? []) {
    const uri = path.startsWith("/")
      ? folder.with({ path })
      : folder.with({ path: `${folder.path}/${path}` });
    if (!workspace.getWorkspaceFolder(uri)) continue;
    if (await isThere(uri)) return uri;
  }
  throw new CannotShow(`There is no ${path} in the workspace.`, "file_not_found");
}

/** The tab that is in front now, as something to close, which tells when a person closes it. */
export function tabInFront(onClosed: () => void): Disposable {
  const tab = window.tabGroups.activeTabGroup.activeTab;
  const listening = window.tabGroups.onDidChangeTabs(({ closed }) => {
    if (!tab || !closed.some((each) => isSame(each, tab))) return;
    listening.dispose();
    onClosed();
  });
  return new Disposable(() => {
    listening.dispose();
    if (tab) void window.tabGroups.close(tab).then(undefined, () => undefined);
  });
}

function isSame(a: Tab, b: Tab): boolean {
  return a === b || (a.label === b.label && a.group === b.group);
}

async function isThere(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

import { type Disposable, type Tab, Uri, window, workspace } from "vscode";
import { shows, type TabContent } from "./tab_content";
import { CannotShow } from "./view";
import { fileInside } from "./workspace_path";

const APPEARS_MS = 10_000;

/** Files of the workspace are shown, others are not: an agent chooses them. */
export async function fileOfWorkspace(path: string): Promise<Uri> {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const onDisk = folders.filter(({ scheme }) => scheme === "file").map(({ fsPath }) => fsPath);
  return Uri.file(await fileInside(path, onDisk));
}

/** A tab that is watched. Disposing closes it, in every group, without losing what is in it. */
export interface HeldTab extends Disposable {
  /** Leave it to the person. */
  release(): void;
}

/** Opens something in a tab and holds on to it; `onClosed`: a person has closed it everywhere. */
export async function holdTab(
  content: TabContent,
  open: () => Thenable<unknown>,
  onClosed: () => void,
): Promise<HeldTab> {
  await open();
  await appeared(content);
  const listening = window.tabGroups.onDidChangeTabs(({ closed }) => {
    if (closed.length === 0 || isInTab(content)) return;
    listening.dispose();
    onClosed();
  });
  const release = () => listening.dispose();
  const dispose = () => {
    release();
    close(tabsOf(content));
  };
  return { release, dispose };
}

/** Whether it is in a tab now. */
export function isInTab(content: TabContent): boolean {
  return tabsOf(content).length > 0;
}

/** What a person has pinned or not saved stays. */
function close(tabs: readonly Tab[]): void {
  const free = tabs.filter(({ isDirty, isPinned }) => !isDirty && !isPinned);
  void window.tabGroups.close(free, true).then(undefined, () => undefined);
}

function tabsOf(content: TabContent): readonly Tab[] {
  const all = window.tabGroups.all.flatMap(({ tabs }) => tabs);
  return all.filter(({ input }) => shows(input, content));
}

/** VS Code may tell of a tab only after it has said that it is open. */
async function appeared(content: TabContent): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const look = () => isInTab(content) && end(resolve);
    const listening = window.tabGroups.onDidChangeTabs(look);
    const late = setTimeout(() => end(() => reject(NOT_SHOWN)), APPEARS_MS);
    const end = (how: () => void) => {
      clearTimeout(late);
      listening.dispose();
      how();
    };
    look();
  });
}

const NOT_SHOWN = new CannotShow("VS Code did not show it.", "not_shown");

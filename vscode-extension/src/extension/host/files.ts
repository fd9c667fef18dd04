import { basename } from "node:path";
import { FileType, type Uri, Uri as Uris, window, workspace } from "vscode";
import type { FileContent, FileReference } from "../../bridge/messages";
import { check, flag, object, optional, text } from "../../bridge/shape";
import { mimeTypeOf } from "./mime_types";
import { documentUri } from "./shapes";

const LARGEST_BYTES = 10 * 1024 * 1024;
const IMAGES = ["png", "jpg", "jpeg", "gif", "webp"];

const PICK = object({ imagesOnly: optional(flag) });
const READ = object({ uri: documentUri });
const SAVE = object({ name: text(255), text: text(100_000_000) });

/** A file as a prompt mentions it. */
export function fileReference(uri: Uri, isFolder = false): FileReference {
  const path = workspace.asRelativePath(uri);
  const reference = { uri: uri.toString(), name: basename(uri.path) || path, path };
  return isFolder ? { ...reference, isFolder } : reference;
}

/** `host/pickFiles` */
export async function pickFiles(params: unknown): Promise<{ files: readonly FileReference[] }> {
  const { imagesOnly } = check(PICK, params);
  const chosen = await window.showOpenDialog({
    canSelectMany: true,
    openLabel: "Add to prompt",
    ...(imagesOnly && { filters: { Images: IMAGES } }),
  });
  return { files: (chosen ?? []).map((uri) => fileReference(uri)) };
}

/** `host/readFile` */
export async function readFile(params: unknown): Promise<FileContent> {
  const { uri } = check(READ, params);
  const { size, type } = await workspace.fs.stat(uri);
  if (type === FileType.Directory) throw new Error(`${fileReference(uri).path} is a folder.`);
  if (size > LARGEST_BYTES) throw new Error(`${fileReference(uri).path} is larger than 10 MiB.`);
  const bytes = await workspace.fs.readFile(uri);
  return { mimeType: mimeTypeOf(uri.path), data: Buffer.from(bytes).toString("base64") };
}

/** `host/saveText` */
export async function saveText(params: unknown): Promise<{ saved: boolean }> {
  const { name, text: content } = check(SAVE, params);
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: "Save",
    ...(folder && { defaultUri: Uris.joinPath(folder, basename(name)) }),
  });
  if (!target) return { saved: false };
  await workspace.fs.writeFile(target, Buffer.from(content, "utf8"));
  return { saved: true };
}

// Files and pictures that go with a prompt.

import { type Signal, signal } from "@preact/signals";
import type { ChatCommand, Excerpt, FileReference, HostPushes } from "../../../bridge/messages";
import type { Attachment } from "../../../conversation/attachments";
import { baseName } from "../../../conversation/format";
import type { App } from "./app";
import { NEW_DRAFT } from "./drafts";

const MAX_TEXT_BYTES = 512 * 1024;
const MAX_IMAGE_BYTES = 10 * 1024 * 1024;

type Compose = Extract<ChatCommand, { command: "compose" }>;

/** Distributes over the kinds of attachments. */
type WithoutId<A> = A extends unknown ? Omit<A, "id"> : never;

export class Files {
  /** What is in the active editor. */
  readonly context: Signal<HostPushes["host/context"]> = signal({ file: null, excerpt: null });
  #lastId = 0;

  constructor(private readonly app: App) {}

  contextChanged(context: HostPushes["host/context"]): void {
    this.context.value = context;
  }

  /** Let the user choose files. */
  async pick(): Promise<void> {
    const picked = await this.app.problems.attempt("The files could not be attached", () =>
      this.app.bridge.request("host/pickFiles", {}),
    );
    for (const file of picked?.files ?? []) {
      await this.attachReference(file);
    }
  }

  /** A picture is sent as such; of other files the agent is told where they are. */
  async attachReference(file: FileReference): Promise<void> {
    const { uri, name, path } = file;
    if (!/\.(png|jpe?g|gif|webp)$/i.test(name)) {
      this.attach({ kind: "file", uri, name, path });
      return;
    }
    const content = await this.app.problems.attempt(`${name} could not be read`, () =>
      this.app.bridge.request("host/readFile", { uri }),
    );
    if (content) {
      this.attach({ kind: "image", name, mimeType: content.mimeType, data: content.data });
    }
  }

  attachExcerpt(excerpt: Excerpt): void {
    const [from, to] = [excerpt.range.start.line + 1, excerpt.range.end.line + 1];
    this.attach({
      kind: "text",
      uri: `${excerpt.uri}#L${from}-L${to}`,
      name: excerpt.name,
      text: excerpt.text,
      detail: from === to ? `line ${from}` : `lines ${from} to ${to}`,
    });
  }

  /** Files whose content the page has: pasted, or dropped from outside of VS Code. */
  async attachContents(files: Iterable<File>): Promise<void> {
    for (const file of files) {
      await this.#attachContent(file);
    }
  }

  /** `file:` addresses that were dropped. */
  async attachUris(uris: readonly string[]): Promise<void> {
    for (const uri of uris) {
      const path = decodeURIComponent(new URL(uri).pathname);
      await this.attachReference({ uri, name: baseName(path), path });
    }
  }

  /** Put these into the prompt that is being written. */
  async compose({ text, excerpts, files }: Compose): Promise<void> {
    for (const excerpt of excerpts ?? []) {
      this.attachExcerpt(excerpt);
    }
    for (const file of files ?? []) {
      await this.attachReference(file);
    }
    const draft = this.#draft();
    if (text) {
      const before = draft.peek();
      const space = before.text === "" || before.text.endsWith("\n") ? "" : "\n";
      draft.value = { ...before, text: before.text + space + text };
    }
    this.app.focusPrompt();
  }

  attach(attachment: WithoutId<Attachment>): void {
    const draft = this.#draft();
    const before = draft.peek();
    const added = { ...attachment, id: `attachment-${++this.#lastId}` } as Attachment;
    draft.value = { ...before, attachments: [...before.attachments, added] };
  }

  detach(id: string): void {
    const draft = this.#draft();
    const before = draft.peek();
    const attachments = before.attachments.filter((each) => each.id !== id);
    draft.value = { ...before, attachments };
  }

  async #attachContent(file: File): Promise<void> {
    const isImage = file.type.startsWith("image/");
    if (file.size > (isImage ? MAX_IMAGE_BYTES : MAX_TEXT_BYTES)) {
      this.app.problems.add(`${file.name} was not attached`, "It is too large.");
      return;
    }
    const name = file.name || "pasted";
    if (isImage) {
      this.attach({ kind: "image", name, mimeType: file.type, data: await base64(file) });
      return;
    }
    const text = await file.text();
    if (text.includes("\0")) {
      this.app.problems.add(`${name} was not attached`, "It is neither text nor a picture.");
      return;
    }
    const mimeType = file.type || "text/plain";
    this.attach({
      kind: "text",
      name,
      uri: `attachment:${encodeURIComponent(name)}`,
      text,
      mimeType,
    });
  }

  #draft() {
    return this.app.drafts.of(this.app.current ?? NEW_DRAFT);
  }
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",", 2)[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

// Completion of `/commands` and `@files` in the prompt.

import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import type { FileReference } from "../../../../bridge/messages";
import {
  type CompletionRequest,
  commandsOf,
  completionAt,
  matchingCommands,
} from "../../../../conversation/completion";
import type { JsonObject } from "../../../../protocol";
import { useApp } from "../common/context";

const MAX_FILES = 20;

export interface Candidate {
  readonly label: string;
  readonly detail: string;
  readonly icon: string;
  /** What takes the place of what was typed. */
  readonly text: string;
  readonly file?: FileReference;
}

export interface Completion {
  readonly open: boolean;
  readonly candidates: readonly Candidate[];
  readonly selected: number;
  readonly kind: CompletionRequest["kind"];
  choose(candidate: Candidate): void;
  refresh(): void;
  close(): void;
  /** True: the key was meant for the completion. */
  keyDown(event: KeyboardEvent): boolean;
}

interface Found {
  readonly request: CompletionRequest;
  readonly candidates: readonly Candidate[];
}

export function useCompletion(
  input: RefObject<HTMLTextAreaElement>,
  draftId: string,
  commands: readonly JsonObject[],
): Completion {
  const app = useApp();
  const [found, setFound] = useState<Found | null>(null);
  const [selected, setSelected] = useState(0);
  const asked = useRef(0);
  const close = () => {
    asked.current++;
    setFound(null);
  };
  const show = (request: CompletionRequest, candidates: readonly Candidate[]) => {
    setFound(candidates.length > 0 ? { request, candidates } : null);
    setSelected(0);
  };
  const refresh = async () => {
    const element = input.current;
    const request = element && completionAt(element.value, element.selectionStart);
    if (!request || element.selectionStart !== element.selectionEnd) {
      close();
      return;
    }
    const turn = ++asked.current;
    const candidates = await candidatesFor(request);
    if (turn === asked.current) {
      show(request, candidates);
    }
  };
  const candidatesFor = async ({ kind, query }: CompletionRequest) => {
    if (kind === "command") {
      return matchingCommands(commandsOf(commands), query).map(commandCandidate);
    }
    const params = { query, limit: MAX_FILES };
    const { files } = await app.bridge
      .request("host/completeFiles", params)
      .catch(() => ({ files: [] }));
    return files.map(fileCandidate);
  };
  const choose = (candidate: Candidate) => {
    if (!found) {
      return;
    }
    const draft = app.drafts.of(draftId);
    const { from, to } = found.request;
    const { text } = draft.peek();
    draft.value = {
      ...draft.peek(),
      text: `${text.slice(0, from)}${candidate.text} ${text.slice(to)}`,
    };
    if (candidate.file) {
      void app.files.attachReference(candidate.file);
    }
    close();
    const cursor = from + candidate.text.length + 1;
    // The field has the new text after the next drawing.
    requestAnimationFrame(() => input.current?.setSelectionRange(cursor, cursor));
  };
  const keyDown = (event: KeyboardEvent) => {
    const count = found?.candidates.length ?? 0;
    const candidate = found?.candidates[selected];
    if (!candidate) {
      return false;
    }
    if (event.key === "Enter" && isWhole(found, candidate)) {
      close();
      return false;
    }
    switch (event.key) {
      case "ArrowDown":
        setSelected((selected + 1) % count);
        break;
      case "ArrowUp":
        setSelected((selected - 1 + count) % count);
        break;
      case "Enter":
      case "Tab":
        choose(candidate);
        break;
      case "Escape":
        close();
        break;
      default:
        return false;
    }
    event.preventDefault();
    return true;
  };
  return {
    open: found !== null,
    candidates: found?.candidates ?? [],
    selected,
    kind: found?.request.kind ?? "command",
    choose,
    refresh: () => void refresh(),
    close,
    keyDown,
  };
}

/** A command that was typed to its end needs no completion: Enter sends it. */
function isWhole(found: Found | null, candidate: Candidate): boolean {
  const { kind, query } = found?.request ?? {};
  return kind === "command" && candidate.text === `/${query}`;
}

function commandCandidate(command: ReturnType<typeof commandsOf>[number]): Candidate {
  const { name, description, hint } = command;
  return {
    label: `/${name}`,
    detail: hint ? `${description} (${hint})` : description,
    icon: "terminal",
    text: `/${name}`,
  };
}

function fileCandidate(file: FileReference): Candidate {
  return {
    label: file.name,
    detail: file.path,
    icon: file.isFolder ? "folder" : "file",
    text: `@${file.path}`,
    file,
  };
}

// Completion of `/commands` and `@files` in the prompt.

import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { type CompletionRequest, completionAt } from "../../../../conversation/completion";
import type { JsonObject } from "../../../../protocol";
import type { App } from "../../model/app";
import { useApp } from "../common/context";
import { type Candidate, type Found, find, isWhole } from "./candidates";

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

export function useCompletion(
  input: RefObject<HTMLTextAreaElement>,
  draftId: string,
  commands: readonly JsonObject[],
): Completion {
  const app = useApp();
  const { found, selected, select, show, close } = useFound();
  const refresh = () => {
    const request = requestAt(input.current);
    if (request) {
      void show(find(request, commands, app.bridge));
    } else {
      close();
    }
  };
  const choose = (candidate: Candidate) => {
    if (found) {
      const cursor = complete(app, draftId, found.request, candidate);
      close();
      // The field has the new text after the next drawing.
      requestAnimationFrame(() => input.current?.setSelectionRange(cursor, cursor));
    }
  };
  const keyDown = (event: KeyboardEvent) => {
    const meant = found ? meantBy(event.key, found, selected) : "nothing";
    if (meant === "nothing") {
      return false;
    }
    if (typeof meant === "number") {
      select(meant);
    } else if (typeof meant === "object") {
      choose(meant);
    } else {
      close();
    }
    if (meant === "leave") {
      return false;
    }
    event.preventDefault();
    return true;
  };
  const candidates = found?.candidates ?? [];
  const kind = found?.request.kind ?? "command";
  return { open: found !== null, candidates, selected, kind, choose, refresh, close, keyDown };
}

/** What was found for what was typed last, and the place of what is selected of it. */
function useFound() {
  const [found, setFound] = useState<Found | null>(null);
  const [selected, select] = useState(0);
  const asked = useRef(0);
  const close = () => {
    asked.current++;
    setFound(null);
  };
  const show = async (finding: Promise<Found>) => {
    const turn = ++asked.current;
    const news = await finding;
    if (turn === asked.current) {
      setFound(news.candidates.length > 0 ? news : null);
      select(0);
    }
  };
  return { found, selected, select, show, close };
}

/** What is being completed at the cursor, unless something is selected. */
function requestAt(element: HTMLTextAreaElement | null): CompletionRequest | null {
  return element && element.selectionStart === element.selectionEnd
    ? completionAt(element.value, element.selectionStart)
    : null;
}

/** Put the candidate in the place of what was typed. Returns where the cursor belongs then. */
function complete(
  app: App,
  draftId: string,
  { from, to }: CompletionRequest,
  candidate: Candidate,
): number {
  const draft = app.drafts.of(draftId);
  const { text } = draft.peek();
  const completed = `${text.slice(0, from)}${candidate.text} ${text.slice(to)}`;
  draft.value = { ...draft.peek(), text: completed };
  if (candidate.file) {
    void app.files.attachReference(candidate.file);
  }
  return from + candidate.text.length + 1;
}

/** To select the candidate at a place, to choose one, to close the list; `leave`: and go on. */
type Meant = number | Candidate | "close" | "leave" | "nothing";

function meantBy(key: string, { request, candidates }: Found, selected: number): Meant {
  const candidate = candidates[selected];
  const count = candidates.length;
  if (!candidate) {
    return "nothing";
  }
  switch (key) {
    case "ArrowDown":
      return (selected + 1) % count;
    case "ArrowUp":
      return (selected - 1 + count) % count;
    case "Enter":
      return isWhole(request, candidate) ? "leave" : candidate;
    case "Tab":
      return candidate;
    case "Escape":
      return "close";
    default:
      return "nothing";
  }
}

// The app, for every component.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { App } from "../../model/app";
import type { ConversationActions } from "../../model/conversation_actions";
import type { ThreadStore } from "../../model/thread_store";

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  return present(useContext(AppContext));
}

/** The conversation on screen. */
export interface OpenConversation {
  readonly store: ThreadStore;
  readonly actions: ConversationActions;
}

export const ConversationContext = createContext<OpenConversation | null>(null);

export function useConversation(): OpenConversation {
  return present(useContext(ConversationContext));
}

function present<T>(value: T | null): T {
  if (value === null) {
    throw new Error("There is no provider above this component.");
  }
  return value;
}

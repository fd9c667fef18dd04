// What is known of an open canvas, and how an action changes it. AHP, profile `pr298-r1`.

import type { JsonObject } from "../protocol";

/** Whether somebody shows the canvas. `stale`: who did is gone, and may come back. */
export type Availability = "ready" | "stale";

export interface CanvasState {
  readonly instanceId: string;
  readonly canvasId: string;
  readonly extensionId: string;
  readonly extensionName?: string;
  readonly displayName?: string;
  readonly title?: string;
  /** A short line about what it does. */
  readonly status?: string;
  /** Where its content is. */
  readonly url?: string;
  readonly availability: Availability;
}

const UPDATED = ["title", "status", "url", "availability"] as const;

/** Fold an action of the channel of the canvas. The same object if nothing changes. */
export function reduceCanvas<State extends object>(state: State, action: JsonObject): State {
  if (action.type !== "canvas/updated") {
    return state;
  }
  const known = state as Record<string, unknown>;
  const news = UPDATED.filter(
    (field) =>
      action[field] !== undefined && action[field] !== null && action[field] !== known[field],
  );
  return news.length === 0
    ? state
    : { ...state, ...Object.fromEntries(news.map((field) => [field, action[field]])) };
}

const REPLACED = {
  "session/canvasesChanged": "canvases",
  "session/openCanvasesChanged": "openCanvases",
} as const;

/** Fold an action of the channel of a session: what can be opened, what is open, who is there. */
export function reduceSession<State extends object>(state: State, action: JsonObject): State {
  switch (action.type) {
    case "session/canvasesChanged":
    case "session/openCanvasesChanged": {
      const field = REPLACED[action.type];
      return { ...state, [field]: action[field] };
    }
    case "session/activeClientSet":
      return withClient(state, action.activeClient as ActiveClient);
    case "session/activeClientRemoved":
      return withoutClient(state, action.clientId);
    default:
      return state;
  }
}

interface ActiveClient {
  readonly clientId: string;
}

function clientsOf(state: object): readonly ActiveClient[] {
  return (state as { activeClients?: readonly ActiveClient[] }).activeClients ?? [];
}

function withClient<State extends object>(state: State, client: ActiveClient): State {
  const before = clientsOf(state);
  const known = before.some(({ clientId }) => clientId === client.clientId);
  const activeClients = known
    ? before.map((each) => (each.clientId === client.clientId ? client : each))
    : [...before, client];
  return { ...state, activeClients };
}

function withoutClient<State extends object>(state: State, clientId: unknown): State {
  const activeClients = clientsOf(state).filter((each) => each.clientId !== clientId);
  return activeClients.length === clientsOf(state).length ? state : { ...state, activeClients };
}

/** What to call a canvas. */
export function canvasTitle(state: CanvasState): string {
  return state.title || state.displayName || state.canvasId;
}

/** The address of a piece of its content. */
export function contentUri(state: CanvasState, path: string): string {
  return `ahp-canvas-content:/${encodeURIComponent(state.instanceId)}/${path}`;
}

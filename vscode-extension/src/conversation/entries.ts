// What a thread shows, piece by piece.
//
// An entry has a key of its own among those of its turn, so that entries of two halves of a
// history can be put together: see `history.ts`.

import type {
  AgentName,
  ContentBlock,
  ElicitationAction,
  ElicitationId,
  EndReason,
  ErrorInfo,
  ForkOrigin,
  JsonObject,
  KeptCanvas,
  NoticeLevel,
  Origin,
  PermissionId,
  RecapStep,
  Role,
  SessionLoadError,
  SessionLoadFallback,
  SessionLoadOutcome,
  ToolCall,
  Usage,
} from "../protocol";

/** What every entry has. */
interface EntryBase {
  readonly key: string;
  /** The `seq` of the first event that is known of it. */
  readonly seq: number;
  /** When that event happened: ISO 8601. */
  readonly at: string;
}

/** What the user asked. */
export interface PromptEntry extends EntryBase {
  readonly kind: "prompt";
  readonly content: readonly ContentBlock[];
  readonly agent: AgentName;
  readonly origin: Origin;
  /** The agent took it in the middle of its turn. */
  readonly steered: boolean;
}

/** A message, or a thought. */
export interface MessageEntry extends EntryBase {
  readonly kind: "message";
  readonly role: Role;
  readonly parts: readonly MessagePart[];
  /** Its beginning is known. */
  readonly begun: boolean;
}

/** Text that came in pieces, or a block of another type. */
export type MessagePart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "block"; readonly block: ContentBlock };

export interface ToolEntry extends EntryBase {
  readonly kind: "tool";
  readonly call: ToolCall;
  /** When it last changed: ISO 8601. */
  readonly changedAt: string;
}

export interface PlanEntry extends EntryBase {
  readonly kind: "plan";
  readonly entries: readonly JsonObject[];
}

/** A question of the agent: whether it may. Open as long as there is no answer. */
export interface PermissionEntry extends EntryBase {
  readonly kind: "permission";
  readonly permissionId: PermissionId;
  readonly request?: { readonly toolCall: ToolCall; readonly options: readonly JsonObject[] };
  readonly answer?: { readonly outcome: JsonObject; readonly by: string };
}

/** A question of the agent: for input. Open as long as there is no answer. */
export interface ElicitationEntry extends EntryBase {
  readonly kind: "elicitation";
  readonly elicitationId: ElicitationId;
  readonly request?: {
    readonly mode: string;
    readonly message: string;
    readonly requestedSchema?: JsonObject;
    readonly url?: string;
  };
  readonly answer?: { readonly action: ElicitationAction; readonly by: string };
}

export interface TurnEndEntry extends EntryBase {
  readonly kind: "turnEnd";
  readonly reason: EndReason;
  readonly stopReason?: string;
  readonly error?: ErrorInfo;
  readonly usage?: Usage;
}

/** What became of the agent's session. */
export interface SessionEntry extends EntryBase {
  readonly kind: "session";
  readonly outcome: SessionLoadOutcome;
  readonly sessionId?: string;
  readonly failure?: {
    readonly error: SessionLoadError;
    readonly fallback: SessionLoadFallback;
    readonly previousSessionId: string;
    readonly newSessionId?: string;
  };
}

/** A recap for an agent that does not remember. */
export interface RecapEntry extends EntryBase {
  readonly kind: "recap";
  readonly step: RecapStep;
  /** What the agent reads. */
  readonly text?: string;
}

/** What comes before was copied from another conversation. */
export interface ForkedEntry extends EntryBase {
  readonly kind: "forked";
  readonly origin: ForkOrigin;
}

/** A canvas that was opened, or shows something else than before. */
export interface CanvasEntry extends EntryBase {
  readonly kind: "canvas";
  readonly canvas: KeptCanvas;
}

export interface NoticeEntry extends EntryBase {
  readonly kind: "notice";
  readonly level: NoticeLevel;
  readonly text: string;
}

/** An event or an update that has no form of its own here. */
export interface UnknownEntry extends EntryBase {
  readonly kind: "unknown";
  readonly name: string;
  readonly value: unknown;
}

export type Entry =
  | PromptEntry
  | MessageEntry
  | ToolEntry
  | PlanEntry
  | PermissionEntry
  | ElicitationEntry
  | TurnEndEntry
  | SessionEntry
  | RecapEntry
  | ForkedEntry
  | CanvasEntry
  | NoticeEntry
  | UnknownEntry;

/** The text of a message, without blocks of other types. */
export function textOf(parts: readonly MessagePart[]): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}

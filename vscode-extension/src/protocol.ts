// The Easel protocol. Generated from server/easel_server/protocol; `make docs` writes it anew.
//
// Absent and null mean the same. A server may send fields that are not listed here: ignore them.

/** An id. Ids of different kinds cannot be mixed up; a plain string can be made one. */
type Id<Kind extends string> = string & { readonly __kind?: Kind };

/** The version of the protocol. */
export const PROTOCOL_VERSION = 1;

/** The name that an agent has in the settings. Unique among the agents that are known. */
export type AgentName = Id<"AgentName">;

/**
 * Where an agent is known from.
 *
 * - `builtin`: It ships with Easel.
 * - `settings`: The editor's settings, `easel.agents`.
 * - `config`: Easel's own `config.toml`.
 * - `detected`: A well-known agent that was found on `PATH`.
 * - `zed`: The settings of Zed.
 * - `jetbrains`: The settings of a JetBrains IDE.
 */
export type AgentSource = "builtin" | "settings" | "config" | "detected" | "zed" | "jetbrains";

/**
 * What came of a login.
 *
 * - `loggedIn`: It worked. Prompts and `easel/conversation/resume` start the agent again.
 * - `terminal`: The user has to run a command in a terminal.
 */
export type LoginOutcome = "loggedIn" | "terminal";

/** An object of ACP, passed on as it came. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Names a conversation, for as long as it exists. Chosen by the server. */
export type ConversationId = Id<"ConversationId">;

/** The agent's own id of its session, as ACP has it. Useful in the agent's own command line. */
export type AcpSessionId = Id<"AcpSessionId">;

/**
 * What a conversation is doing.
 *
 * - `idle`: No turn is live.
 * - `starting`: A turn has begun and waits for the agent to start.
 * - `running`: The agent works on a turn.
 * - `waitingForPermission`: The agent waits for an answer to a permission request or a request for
 *   input.
 * - `cancelling`: A Stop is under way.
 * - `paused`: A person ended the work for now; `easel/conversation/resume` goes on.
 * - `error`: The last turn failed. The next prompt starts anew.
 */
export type ExecutionStatus =
  | "idle"
  | "starting"
  | "running"
  | "waitingForPermission"
  | "cancelling"
  | "paused"
  | "error";

/**
 * What the agent process of a conversation is doing.
 *
 * - `none`: There is none.
 * - `starting`: It was started and is not ready yet.
 * - `ready`: It is up and has nothing to do.
 * - `busy`: It works on a prompt.
 * - `crashed`: It ended unexpectedly. The next prompt starts another one.
 * - `parked`: It is not started again until something is mended; see `parkedCause`.
 */
export type ProcessStatus = "none" | "starting" | "ready" | "busy" | "crashed" | "parked";

/**
 * What the agent remembers of the conversation.
 *
 * - `new`: Its session is the first one of this conversation.
 * - `resumed`: Its session was restored, or forked from that of another conversation.
 * - `lost`: Its session could not be restored, or not forked, and a new one took its place. The
 *   events are still there, but the agent does not know of them, unless a `recap` told it.
 */
export type Memory = "new" | "resumed" | "lost";

/**
 * What this server may do with a conversation.
 *
 * - `owner`: It runs the conversation, or nobody does and it can.
 * - `observer`: Another server owns it, or it was opened with `mode: "observe"`; it can be read
 *   here.
 */
export type Access = "owner" | "observer";

/**
 * Why an agent is not started again by itself. `easel/conversation/run` and `/resume` try again.
 *
 * - `crashLoop`: It crashed too often in a short time.
 * - `agentUnavailable`: It cannot be started, for instance because it is not installed.
 * - `authRequired`: It wants the user to log in first.
 * - `rateLimited`: When it started, it was told that it asks too much for now.
 */
export type ParkedCause = "crashLoop" | "agentUnavailable" | "authRequired" | "rateLimited";

/** Names a turn. A prompt that waits has the id of the turn that it will begin. */
export type TurnId = Id<"TurnId">;

/**
 * A content block of ACP, passed on as it came: an object with a `type` such as `text`, `image`,
 * `resource` or `resource_link`. A text block is `{"type": "text", "text": "…"}`.
 */
export type ContentBlock = Readonly<Record<string, unknown>>;

/**
 * What to do with a prompt while a turn is live.
 *
 * - `queue`: Let it wait for the end of the turn. Open permission requests are answered with a no.
 * - `reject`: Answer with the error `turnInProgress`.
 * - `interrupt`: Stop the turn and go on with this prompt.
 * - `steer`: Hand it to the agent in the middle of its turn, if the agent can take it; else as
 *   `queue`.
 */
export type WhenBusy = "queue" | "reject" | "interrupt" | "steer";

/**
 * How a turn ended. A turn ends exactly once.
 *
 * - `completed`: The agent was done.
 * - `truncated`: The agent reached a limit of its own, such as a number of tokens.
 * - `refused`: The agent refused to go on.
 * - `cancelled`: It was stopped, and the agent obeyed.
 * - `cancelledForced`: It was stopped, the agent did not obey in time, and its process was killed.
 * - `interrupted`: It was interrupted.
 * - `crashed`: The agent's process ended in the middle of it.
 * - `orphaned`: Nobody knows how it went on: Easel was restarted, or the agent fell silent.
 * - `failed`: The agent answered with an error, or could not be started; see `error`.
 */
export type EndReason =
  | "completed"
  | "truncated"
  | "refused"
  | "cancelled"
  | "cancelledForced"
  | "interrupted"
  | "crashed"
  | "orphaned"
  | "failed";

/**
 * What came of restoring the agent's session.
 *
 * - `restored`: The agent goes on where it was.
 * - `fresh`: A new session took its place.
 * - `failed`: There is no session.
 */
export type SessionLoadOutcome = "restored" | "fresh" | "failed";

/**
 * Why the agent's session could not be restored.
 *
 * - `notFound`: The agent does not know it any more.
 * - `ownedElsewhere`: Another process has it open.
 * - `cwdMismatch`: It belongs to another directory.
 * - `authRequired`: The agent wants the user to log in first.
 * - `unsupported`: The agent cannot restore sessions.
 * - `timeout`: The agent did not answer in time.
 * - `agentError`: The agent answered with an error that says none of this.
 * - `suspect`: The agent says that it restored the session, but replayed nothing of it.
 */
export type SessionLoadErrorKind =
  | "notFound"
  | "ownedElsewhere"
  | "cwdMismatch"
  | "authRequired"
  | "unsupported"
  | "timeout"
  | "agentError"
  | "suspect";

/**
 * What follows when the agent's session cannot be restored.
 *
 * - `fresh`: A new session takes its place, and the user is told.
 * - `ask`: The attempt fails, and the user is asked.
 * - `fail`: The attempt fails.
 */
export type OnLoadFailure = "fresh" | "ask" | "fail";

/**
 * In which form a conversation is given out.
 *
 * - `markdown`: For people.
 * - `json`: For programs.
 */
export type ExportFormat = "markdown" | "json";

/**
 * What follows when the agent does not end a turn in time.
 *
 * - `error`: The error `cancelTimeout`. The agent may still end the turn later.
 * - `interrupt`: Its process is killed. The next prompt starts another one and restores the
 *   session.
 */
export type OnTimeout = "error" | "interrupt";

/** Names a permission request within its conversation. */
export type PermissionId = Id<"PermissionId">;

/** Names a request for input within its conversation. */
export type ElicitationId = Id<"ElicitationId">;

/**
 * An answer to a request for input.
 *
 * - `accept`: The user gave the input.
 * - `decline`: The user would rather not.
 * - `cancel`: The user closed the question, or nobody was there to answer.
 */
export type ElicitationAction = "accept" | "decline" | "cancel";

/**
 * One life of a conversation's agent process: 1 for the first one. A new process has a new epoch.
 */
export type Epoch = number;

/**
 * What happens instead of restoring the agent's session.
 *
 * - `fresh`: A new session takes its place.
 * - `ask`: A person is to decide.
 * - `none`: Nothing. The turn fails.
 */
export type SessionLoadFallback = "fresh" | "ask" | "none";

/**
 * Who began a turn.
 *
 * - `user`: A person, with a prompt.
 * - `agent`: The agent, by itself.
 */
export type Origin = "user" | "agent";

/** Names a message of a turn. Pieces of one message carry the same id. */
export type MessageId = Id<"MessageId">;

/**
 * Who speaks.
 *
 * - `assistant`: The agent.
 * - `user`: The user, in a history that the agent replays.
 * - `thought`: The agent, to itself.
 */
export type Role = "assistant" | "user" | "thought";

/** Names a tool call within its turn: the key of a tool call is (`turnId`, `toolCallId`). */
export type ToolCallId = Id<"ToolCallId">;

/**
 * How far a tool call is. `cancelled` and `interrupted` are set by Easel when a turn ends before
 * its tool calls do; `completed` or `failed` may still follow.
 *
 * - `pending`: It has not begun, for instance because it waits for permission.
 * - `in_progress`: It runs.
 * - `completed`: It is done.
 * - `failed`: It did not work, or was not allowed.
 * - `cancelled`: Its turn was stopped.
 * - `interrupted`: Its turn ended otherwise.
 */
export type ToolCallStatus =
  | "pending"
  | "in_progress"
  | "completed"
  | "failed"
  | "cancelled"
  | "interrupted";

/**
 * How far a Stop has come.
 *
 * - `sent`: The agent was told.
 * - `acknowledged`: The agent ended the turn.
 * - `timeout`: The agent did not end the turn in time.
 * - `killed`: The agent's process was killed.
 */
export type CancelRung = "sent" | "acknowledged" | "timeout" | "killed";

/**
 * What kind of Stop it is.
 *
 * - `cancel`: Stop the turn.
 * - `interrupt`: Stop the turn now.
 * - `pause`: Stop the turn, then let the agent's process go.
 */
export type CancelVerb = "cancel" | "interrupt" | "pause";

/**
 * What becomes of a recap.
 *
 * - `prepared`: The agent is to get it in front of the next prompt; `text` is what it reads.
 * - `given`: The agent got it in front of the prompt of this turn.
 * - `dropped`: The agent does not get it: it remembers after all, or the user took it back.
 */
export type RecapStep = "prepared" | "given" | "dropped";

/**
 * How a conversation passed from hand to hand.
 *
 * - `taken`: Its new owner took it: it was asked for, taken by force, or free.
 * - `released`: Its owner let it go: on a request, or with a pause.
 */
export type LeaseMove = "taken" | "released";

/**
 * How grave a notice is.
 *
 * - `info`: Good to know.
 * - `warning`: Something is not as it should be.
 * - `error`: Something did not work.
 */
export type NoticeLevel = "info" | "warning" | "error";

/** Nothing: `{}`. */
export type Empty = Readonly<Record<string, never>>;

/** Every agent that is known, the available ones first within their source. */
export interface AgentsListResult {
  readonly agents: readonly AgentInfo[];
}

/** An agent that can be chosen, or the reason why not. */
export interface AgentInfo {
  readonly id: AgentName;
  /** For people. */
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly source: AgentSource;
  /** Whether it can start. */
  readonly available: boolean;
  /** Why it cannot start, and the way out, for people. */
  readonly reason?: string;
  /** Whether a conversation that names no agent is with this one. Absent: false. */
  readonly isDefault?: boolean;
  /** Why it is the default in place of the one of the settings, for people. */
  readonly standsIn?: string;
}

/** A way to log in to an agent. */
export interface AuthenticateParams {
  readonly agent: AgentName;
  /** The `id` of one of the `authMethods` in the error `authRequired`. */
  readonly methodId: string;
  /**
   * Where the agent is to work afterwards, a `file:` URI or an absolute path; else the workspace
   * folder of the editor.
   */
  readonly cwd?: string;
}

/** Whether the login is done, or is up to the user. */
export interface AuthenticateResult {
  readonly outcome: LoginOutcome;
  /** With the outcome `terminal`: what to run. */
  readonly terminal?: TerminalCommand;
}

/** What the user is to run in a terminal. Exit status 0 means that it worked. */
export interface TerminalCommand {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** Environment variables on top of those that the terminal has. */
  readonly env: Readonly<Record<string, string>>;
  /** Where to run it, a `file:` URI. */
  readonly cwd: string;
}

/** A new conversation. */
export interface CreateParams {
  /** By default that of the setting `defaultAgent`. */
  readonly agent?: AgentName;
  /**
   * The working directory: a `file:` URI or an absolute path. By default the first folder that is
   * open in the editor.
   */
  readonly cwd?: string;
  /** By default the first line of the first prompt. */
  readonly title?: string;
  /** MCP servers as ACP has them, added to those of the settings. */
  readonly mcpServers?: readonly JsonObject[];
  /** Where the agent may read and write besides `cwd`. */
  readonly additionalDirectories?: readonly string[];
  /** True: start the agent at once. */
  readonly warm?: boolean;
}

/** The conversation as it is now. */
export interface ConversationResult {
  readonly conversation: ConversationInfo;
}

/** A conversation at a glance. The `acp*` fields are null until known. */
export interface ConversationInfo {
  readonly id: ConversationId;
  /** Empty before the first prompt. */
  readonly title: string;
  /** The working directory, a `file:` URI. */
  readonly cwd: string;
  readonly agent: AgentName;
  readonly acpSessionId: AcpSessionId | null;
  /** What the agent calls itself. */
  readonly acpAgentName: string | null;
  readonly acpAgentVersion: string | null;
  readonly executionStatus: ExecutionStatus;
  readonly processStatus: ProcessStatus;
  readonly memory: Memory;
  readonly access: Access;
  readonly lease: LeaseInfo | null;
  /** How many prompts wait. */
  readonly queued: number;
  readonly usage: Usage;
  /** How many turns have begun. */
  readonly turns: number;
  readonly createdAt: string;
  /** When something was said or done in it for the last time. */
  readonly updatedAt: string;
  /** The `seq` of its newest event. */
  readonly seq: number;
  readonly parkedCause?: ParkedCause;
  /** Why the agent's process is not up. */
  readonly processError?: ErrorInfo;
  /** As ACP has them: `currentModeId`, `availableModes`. */
  readonly modes?: JsonObject;
  /** Options of the session, as ACP has them. */
  readonly configOptions?: readonly JsonObject[];
  /** The agent's slash commands, as ACP has them. */
  readonly commands?: readonly JsonObject[];
  /** Of a fork: what it is a fork of. */
  readonly forkedFrom?: ForkOrigin;
  /** Whether the agent gets a recap in front of the next prompt. Absent: false. */
  readonly recap?: boolean;
  /**
   * The last line that the agent said, else of the prompt: plain text. It is told anew when a turn
   * begins or ends, or the agent asks, not with every piece of text. At most 200 characters.
   */
  readonly lastLine?: string;
}

/** Who owns a conversation. */
export interface LeaseInfo {
  /** One life of a server. */
  readonly ownerInstanceId: string;
  /** Grows with every new owner. */
  readonly generation: number;
  /** When it ends, unless it is renewed. */
  readonly expiresAt: string;
  readonly ownerHost: string | null;
  readonly ownerPid: number | null;
  /** Whether the owner runs on this host. */
  readonly sameHost: boolean;
  /** Whether the owner's process runs; null: not to be known from this host. */
  readonly alive: boolean | null;
  readonly expired: boolean;
  /** Whether this server is the owner. */
  readonly ours: boolean;
  /** When the owner became it. Absent: another program that does not say. */
  readonly since?: string;
}

/** Tokens and cost of a conversation: the newest level of each, never a sum of levels. */
export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Tokens that are in the agent's context now. */
  readonly contextUsed?: number;
  /** Tokens that fit into the agent's context. */
  readonly contextSize?: number;
  readonly cost?: Cost;
}

/** What a session has cost so far. */
export interface Cost {
  readonly amount: number;
  /** An ISO 4217 code. */
  readonly currency: string;
}

/** What went wrong with an agent or a turn. */
export interface ErrorInfo {
  /** The name of an error, or `agentSilent`, `orphaned`. */
  readonly kind: string;
  /** A sentence for people. */
  readonly message: string;
  /** As an error of that name has it. */
  readonly data?: unknown;
}

/** Where a fork comes from. */
export interface ForkOrigin {
  /** What was forked. */
  readonly conversationId: ConversationId;
  /** The last turn that both have in common; null: none. */
  readonly turnId?: TurnId;
}

/** Which conversations; all by default. */
export interface ListParams {
  /** With this working directory: a `file:` URI or a path. */
  readonly cwd?: string;
  /**
   * With all these words, in any case: in the title, the agent's name, or what people and agents
   * said.
   */
  readonly query?: string;
  /** `nextCursor` of the page before this one. */
  readonly cursor?: string;
  /** At most so many. By default 100. 1 to 1000. */
  readonly limit?: number;
}

/** A page of conversations. */
export interface ListResult {
  /** Those that changed last come first. */
  readonly conversations: readonly ConversationInfo[];
  /**
   * There are more, or may be: a search that reads a lot answers with fewer than `limit`, and goes
   * on with its next page.
   */
  readonly nextCursor?: string;
}

/** Names a conversation. */
export interface ConversationParams {
  readonly conversationId: ConversationId;
}

/** Which conversation, and from where on. */
export interface OpenParams extends ConversationParams {
  /**
   * The `seq` of the last event that is known; what comes after it is wanted. By default the newest
   * events. At least 0.
   */
  readonly sinceSeq?: number;
  /**
   * `own`: fail if another server owns it. `observe`: only read. `auto`, the default: own it if
   * that can be.
   */
  readonly mode?: "auto" | "own" | "observe";
}

/** The conversation and its events; what follows comes as `easel/conversation/didUpdate`. */
export interface OpenResult {
  readonly conversation: ConversationInfo;
  readonly access: Access;
  /** In `seq` order, gapless. */
  readonly events: readonly Event[];
  /** Up to where `events` go. */
  readonly seq: number;
  /** Whether there are events before them. */
  readonly hasEarlier: boolean;
}

/** Which events. */
export interface HistoryParams extends ConversationParams {
  /** The newest events that end before this `seq`. At least 1. */
  readonly beforeSeq: number;
  /** At most so many. By default 500. 1 to 1000. */
  readonly limit?: number;
}

/** A page of events. */
export interface HistoryResult {
  /** In `seq` order, gapless. */
  readonly events: readonly Event[];
  /** Whether there are events before them. */
  readonly hasEarlier: boolean;
}

/** A prompt, and what to do with it. */
export interface PromptParams extends ConversationParams {
  readonly prompt: string | readonly ContentBlock[];
  /** False: store it, and send it with `easel/conversation/run`. */
  readonly run?: boolean;
  /** True: answer at once, not at the end of the turn. */
  readonly detach?: boolean;
  /** By default `queue`. */
  readonly whenBusy?: WhenBusy;
}

/** The end of the turn; only `turnId` with `detach` or `run: false`. */
export interface PromptResult {
  readonly turnId: TurnId;
  readonly endReason?: EndReason;
  /** The agent's own word for it. */
  readonly stopReason?: string;
  /** What the agent said of this turn. */
  readonly usage?: Usage;
  /** Why the turn failed: an ErrorInfo. */
  readonly error?: unknown;
}

/** What came of bringing the agent's session back. */
export interface ResumeResult {
  /** True: the agent is up. */
  readonly ok: boolean;
  /** Whether the agent goes on in the session that it had. */
  readonly sessionLoaded: boolean;
  readonly sessionLoadOutcome: SessionLoadOutcome;
  readonly conversation: ConversationInfo;
  /** Why the session could not be restored. */
  readonly sessionLoadError?: SessionLoadError;
}

/** Why the agent's session could not be restored. */
export interface SessionLoadError {
  readonly kind: SessionLoadErrorKind;
  /** A sentence for people. */
  readonly message: string;
  /** The session that was to be restored. */
  readonly acpSessionId: AcpSessionId;
  /** What the agent answered, if it did. */
  readonly agentError?: AgentError;
}

/** An error exactly as the agent answered it (JSON-RPC). */
export interface AgentError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** What to do if the agent's session cannot be restored. */
export interface ResumeParams extends ConversationParams {
  /**
   * A person's choice, this time: go on with a new session, or fail again. By default the setting
   * `sessionLoad.onFailure`.
   */
  readonly onFailure?: OnLoadFailure;
  /**
   * True: if the agent does not remember the conversation, give it a recap in front of the next
   * prompt. False: give it none, though one was wanted.
   */
  readonly recap?: boolean;
}

/** A new title. */
export interface RenameParams extends ConversationParams {
  /** 1 to 1000 characters. */
  readonly title: string;
}

/** What to fork, and where. */
export interface ForkParams extends ConversationParams {
  /** By default the title of the other one, and that this is a fork of it. 1 to 1000 characters. */
  readonly title?: string;
  /** The last turn that the fork begins with. By default the last one that has ended. */
  readonly atTurnId?: TurnId;
}

/** In which form, and where to. */
export interface ExportParams extends ConversationParams {
  readonly format: ExportFormat;
  /**
   * The file to write; one that is there is replaced. By default the answer has the text, unless it
   * is longer than 8 MiB.
   */
  readonly target?: string;
}

/** The export: its text, or where it is. */
export interface ExportResult {
  readonly text?: string;
  /** The `target`, a `file:` URI. */
  readonly uri?: string;
  /** Of the file, in bytes. */
  readonly size?: number;
}

/** How patiently to stop. */
export interface CancelParams extends ConversationParams {
  /**
   * How many milliseconds the agent has to end the turn. By default the setting `cancel.timeoutMs`.
   * 0 to 3600000.
   */
  readonly timeoutMs?: number;
  /**
   * What follows when they are over. By default the setting `cancel.onTimeout`, and `error` if it
   * is not set.
   */
  readonly onTimeout?: OnTimeout;
}

/** What came of it. */
export interface CancelResult {
  /** The agent ended the turn, or no turn was live, or the agent's process was killed. */
  readonly outcome: "cancelled" | "notRunning" | "forced";
  /** How many milliseconds it took. */
  readonly elapsedMs: number;
  readonly turnId?: TurnId;
  /** The agent's own word for it. */
  readonly stopReason?: string;
}

/** How patiently to stop. */
export interface InterruptParams extends ConversationParams {
  /**
   * After how many milliseconds the agent's process is killed. By default the setting
   * `interrupt.graceMs`. 0 to 3600000.
   */
  readonly graceMs?: number;
}

/** What came of it. */
export interface InterruptResult {
  /** The turn has ended, or no turn was live. */
  readonly outcome: "interrupted" | "notRunning";
  /** How many milliseconds it took. */
  readonly elapsedMs: number;
  /** The process was killed; the next prompt starts another one. */
  readonly processReplaced: boolean;
  readonly turnId?: TurnId;
}

/** Choose one of the session's modes. */
export interface SetModeParams extends ConversationParams {
  /** The `id` of one of `modes.availableModes`. */
  readonly modeId: string;
}

/** Choose a value of one of the session's options. */
export interface SetConfigOptionParams extends ConversationParams {
  /** The `id` of one of `configOptions`. */
  readonly configId: string;
  /** One of the values that it offers. */
  readonly value: string | boolean;
}

/** Which conversations; all by default. */
export interface TrashListParams {
  /** With all these words, as in `easel/conversation/list`. */
  readonly query?: string;
}

/** What is in the trash. */
export interface TrashListResult {
  /** The last deleted first. */
  readonly conversations: readonly DeletedConversation[];
}

/** A conversation in the trash. */
export interface DeletedConversation {
  readonly conversation: ConversationInfo;
  readonly deletedAt: string;
  /** Then it is removed for good; sooner if more is deleted than is kept. */
  readonly restorableUntil: string;
}

/** The queue as it is now. */
export interface QueueResult {
  /** First to go first. */
  readonly prompts: readonly QueuedPromptInfo[];
  /** Whether some of them wait for `easel/conversation/run`. */
  readonly parked: boolean;
}

/** A prompt that waits. */
export interface QueuedPromptInfo {
  readonly turnId: TurnId;
  readonly prompt: readonly ContentBlock[];
  /** It waits for `easel/conversation/run`. Absent: false. */
  readonly held?: boolean;
}

/** Which prompt, and its new content. */
export interface QueueEditParams extends ConversationParams {
  readonly turnId: TurnId;
  readonly prompt: string | readonly ContentBlock[];
}

/** Which prompt. */
export interface QueueDropParams extends ConversationParams {
  readonly turnId: TurnId;
}

/** The order. */
export interface QueueReorderParams extends ConversationParams {
  /** First to go first; those that are not named stay behind these. */
  readonly turnIds: readonly TurnId[];
}

/** An answer: either `optionId` or `cancelled: true`. */
export interface PermissionRespondParams extends ConversationParams {
  readonly permissionId: PermissionId;
  /** The `optionId` of one of the options that are offered. */
  readonly optionId?: string;
  /** True: nobody chose. */
  readonly cancelled?: boolean;
}

/** Whether this was the answer that counted. */
export interface RespondResult {
  /** False: it was answered before. */
  readonly accepted: boolean;
}

/** An answer. */
export interface ElicitationRespondParams extends ConversationParams {
  readonly elicitationId: ElicitationId;
  readonly action: ElicitationAction;
  /** With `accept`: values that fit `requestedSchema`. */
  readonly content?: JsonObject;
}

/** Who owns the conversation; null: nobody. */
export interface LeaseGetResult {
  readonly lease?: LeaseInfo;
}

/** What was released. */
export interface LeaseReleaseResult {
  /** False: it was nobody's. */
  readonly released: boolean;
  readonly previous?: LeaseInfo;
}

/** Become the owner. */
export interface LeaseTakeParams extends ConversationParams {
  /** Also from an owner that is at work, or does not answer. */
  readonly force?: boolean;
}

/** The lease, which is this server's now. */
export interface LeaseTakeResult {
  readonly lease: LeaseInfo;
}

/** Which canvas, and what it is to show. */
export interface CanvasOpenParams extends ConversationParams {
  /** One of the declared kinds. */
  readonly canvasId: string;
  /** Needed where several providers declare that kind. */
  readonly extensionId?: string;
  /** That of an open canvas brings it to the front. Absent: a new canvas. */
  readonly instanceId?: string;
  /** Fits the `inputSchema`. Absent: what an open canvas shows, else `{}`. */
  readonly input?: JsonObject;
}

/** The open canvas. */
export interface CanvasOpenResult {
  /** The AHP channel that tells of it. */
  readonly channel: string;
  readonly instanceId: string;
}

/** What can be opened, and what is open. */
export interface CanvasListResult {
  readonly declarations: readonly CanvasDeclaration[];
  readonly open: readonly OpenCanvas[];
}

/** A kind of canvas that can be opened. */
export interface CanvasDeclaration {
  /** Who shows it. */
  readonly extensionId: string;
  /** The kind, unique with `extensionId`. */
  readonly canvasId: string;
  readonly displayName: string;
  /** For models: when to open it, and what its input means. */
  readonly description: string;
  readonly source: CanvasSource;
  readonly extensionName?: string;
  /** The JSON Schema of its input. */
  readonly inputSchema?: JsonObject;
  readonly actions?: readonly CanvasAction[];
}

/** Where the provider of a canvas runs. */
export interface CanvasSource {
  readonly kind: "server" | "client";
  /** Which editor it is. */
  readonly clientId?: string;
}

/** Something that can be done with an open canvas. */
export interface CanvasAction {
  readonly name: string;
  readonly description?: string;
  /** The JSON Schema of its input. */
  readonly inputSchema?: JsonObject;
}

/** A canvas that is open. */
export interface OpenCanvas {
  /** Unique in the conversation. */
  readonly instanceId: string;
  /** The AHP channel that tells of it. */
  readonly channel: string;
  /** The kind of canvas. */
  readonly canvasId: string;
  /** Who shows it. */
  readonly extensionId: string;
  /** `stale`: who shows it is not there now, and may come back. */
  readonly availability: "ready" | "stale";
  readonly extensionName?: string;
  readonly title?: string;
}

/** Which canvas. */
export interface CanvasCloseParams {
  readonly channel: string;
}

/** Which channel. */
export interface AhpChannelParams {
  /** `ahp-session:/…`, `ahp-chat:/…` or `ahp-canvas:/…`. */
  readonly channel: string;
}

/** Where the channel begins for this editor. */
export interface AhpSubscribeResult {
  readonly snapshot: AhpSnapshot;
}

/** The state of a channel. */
export interface AhpSnapshot {
  /** The channel. */
  readonly resource: string;
  readonly state: JsonObject;
  /** Later actions have a `serverSeq` above it. */
  readonly fromSeq: number;
}

/** Which content of a canvas. */
export interface AhpReadParams {
  /** That of the canvas. */
  readonly channel: string;
  /** `ahp-canvas-content:/<instanceId>/<path>`. */
  readonly uri: string;
}

/** The content; one piece of it. */
export interface AhpReadResult {
  readonly contents: readonly AhpContent[];
}

/** A piece of content: either `text` or `blob`. */
export interface AhpContent {
  readonly uri: string;
  readonly mimeType?: string;
  readonly text?: string;
  /** Base64. */
  readonly blob?: string;
}

/** Which content of a canvas. */
export interface AhpResourceReadParams {
  /** `ahp-root://`. */
  readonly channel: string;
  /** `ahp-canvas-content:/<conversationId>.<instanceId>/<path>`. */
  readonly uri: string;
}

/** The content. */
export interface AhpResourceReadResult {
  readonly data: string;
  /** `utf-8` or `base64`. */
  readonly encoding: string;
  readonly contentType?: string;
}

/** A canvas: by its channel, or by the session's channel and its `instanceId`. */
export interface AhpCanvasParams {
  /** `ahp-session:/…`, `ahp-chat:/…` or `ahp-canvas:/…`. */
  readonly channel: string;
  readonly instanceId?: string;
  /** Its kind. */
  readonly canvasId?: string;
  /** Who shows it, as `pr298-r1` calls it. */
  readonly extensionId?: string;
  /** Who shows it, as `pr298-r4` calls it. */
  readonly providerId?: string;
}

/** Which canvas, and what it is to show. `canvasId` is set. */
export interface AhpCanvasOpenParams extends AhpCanvasParams {
  readonly input?: JsonObject;
  /** From the server: `channel` is that of the canvas. */
  readonly _meta?: JsonObject;
}

/** How it is to be shown. What is absent is as it was. */
export interface AhpCanvasOpenResult {
  readonly title?: string;
  /** Where its content is, in `pr298-r1`. */
  readonly url?: string;
  /** A short line, in `pr298-r1`. */
  readonly status?: string;
  /** Where its content is, in `pr298-r4`. */
  readonly contentUri?: string;
  /** A short line, in `pr298-r4`. */
  readonly activity?: string;
}

/** What is to be done with which canvas. */
export interface AhpInvokeParams extends AhpCanvasParams {
  /** As `pr298-r1` calls it. */
  readonly actionName?: string;
  /** As `pr298-r4` calls it. */
  readonly operationName?: string;
  readonly input?: JsonObject;
}

/** What came of it. */
export interface AhpInvokeResult {
  readonly value?: unknown;
}

/** What the server is doing. */
export interface StatusResult {
  readonly processes: readonly ProcessInfo[];
  readonly pool: PoolInfo;
  /**
   * Numbers to watch, by name: `conversations` and `editors`; of the agents that run now, since
   * their start, `messagesIn`, `messagesOut`, `bytesIn`, `bytesOut` and `updates`; and
   * `skipped.<reason>` for lines of theirs that were no use.
   */
  readonly counters: Readonly<Record<string, number>>;
  /** Of Easel and what it stands on. */
  readonly versions: Readonly<Record<string, string>>;
  /** Resident memory of the server itself. */
  readonly rssBytes: number;
}

/** An agent process. */
export interface ProcessInfo {
  readonly pid: number;
  readonly agent: AgentName;
  /** null: a spare, without a conversation. */
  readonly conversationId: ConversationId | null;
  /** 0: a spare. */
  readonly epoch: Epoch;
  readonly status: ProcessStatus;
  /** Resident memory of the process and all below it. */
  readonly rssBytes: number | null;
  readonly startedAt: string;
}

/** The agent processes that are kept warm. */
export interface PoolInfo {
  /** How many there are. */
  readonly processes: number;
  /** The setting `pool.spares`. */
  readonly spares: number;
  /** The setting `pool.maxIdle`. */
  readonly maxIdle: number;
  /** The setting `pool.idleTtlSeconds`. */
  readonly idleTtlSeconds: number;
}

/** News of a conversation that is open. */
export interface DidUpdateParams {
  readonly conversationId: ConversationId;
  /** In `seq` order, gapless. */
  readonly events: readonly Event[];
}

/** A conversation at a glance, after a change. */
export interface DidChangeParams {
  readonly conversation: ConversationInfo;
}

/** A conversation is gone. */
export interface DidDeleteParams {
  readonly conversationId: ConversationId;
}

/** The agent's session could not be restored. */
export interface SessionLoadFailedParams {
  readonly conversationId: ConversationId;
  readonly error: SessionLoadError;
  readonly fallback: SessionLoadFallback;
  readonly previousSessionId: AcpSessionId;
  readonly newSessionId?: AcpSessionId;
}

/** The agents that can be chosen now. */
export interface AgentsDidChangeParams {
  readonly agents: readonly AgentInfo[];
}

/** Whose a conversation is now. `access`: what this server may do with it. */
export interface LeaseDidChangeParams {
  readonly conversationId: ConversationId;
  readonly lease: LeaseInfo | null;
  readonly access: Access;
  readonly reason: "acquired" | "released" | "lost" | "taken";
}

/** An action that happened. With a `rejectionReason` it did not, and goes to its origin only. */
export interface AhpActionParams {
  /** `ahp-session:/…`, `ahp-chat:/…` or `ahp-canvas:/…`. */
  readonly channel: string;
  /** `type`, and what that type has. */
  readonly action: JsonObject;
  /** Counts the actions of the whole server. */
  readonly serverSeq: number;
  /** Absent: the server. */
  readonly origin?: AhpOrigin;
  readonly rejectionReason?: string;
}

/** Which editor an action comes from. */
export interface AhpOrigin {
  readonly clientId: string;
  readonly clientSeq: number;
}

/** An action that the editor originates. */
export interface AhpDispatchParams {
  /** `ahp-session:/…`, `ahp-chat:/…` or `ahp-canvas:/…`. */
  readonly channel: string;
  /** The editor's own number for it. */
  readonly clientSeq: number;
  /** `type`, and what that type has. */
  readonly action: JsonObject;
}

/** What every event has. */
export interface EventBase {
  /** Its place, from 1; of merged events the last one. */
  readonly seq: number;
  /** The place of the first event that it was merged from. */
  readonly firstSeq?: number;
  /** When it happened: ISO 8601, UTC, milliseconds. */
  readonly at: string;
  /** The turn that it belongs to. */
  readonly turnId?: TurnId;
  /** The life of the agent process that it is about. */
  readonly epoch?: Epoch;
}

/** A tool call, always whole: what the agent sent so far, merged. */
export interface ToolCall {
  readonly toolCallId: ToolCallId;
  /** What it does, for people. */
  readonly title: string;
  /**
   * As ACP has it: `read`, `edit`, `delete`, `move`, `search`, `execute`, `think`, `fetch`,
   * `switch_mode`, `other`, or what the agent invented.
   */
  readonly kind: string;
  readonly status: ToolCallStatus;
  /** What to show, as ACP has it: `content`, `diff`, `terminal`. */
  readonly content?: readonly JsonObject[];
  /** Files that it touches, as ACP has them, with a `uri` beside the `path`. */
  readonly locations?: readonly JsonObject[];
  /** What the tool was given. */
  readonly rawInput?: unknown;
  /** What the tool gave back. */
  readonly rawOutput?: unknown;
}

/** A server that owned a conversation. */
export interface LeaseOwner {
  /** One life of a server. */
  readonly instanceId: string;
  readonly host?: string;
  readonly pid?: number;
}

/** What is needed to show a canvas again. Its address and its status are not kept. */
export interface KeptCanvas {
  /** Unique in its conversation. */
  readonly instanceId: string;
  /** The kind of canvas. */
  readonly canvasId: string;
  /** Who shows it. */
  readonly extensionId: string;
  /** What it shows. */
  readonly input: JsonObject;
  /** Who shows it, for people. */
  readonly extensionName?: string;
  /** The kind, for people. */
  readonly displayName?: string;
  readonly title?: string;
  /** The editor that shows it, if it is one. */
  readonly clientId?: string;
  /** What who shows it keeps of it, such as the answer to a form. */
  readonly memory?: unknown;
}

/** What is different about an open canvas, without what is as it was: an input can be large. */
export interface CanvasChange {
  readonly instanceId: string;
  /** The fields of the input that are different. */
  readonly input: JsonObject;
  /** The fields of the input that are gone. */
  readonly without?: readonly string[];
  /** Unset: as it was. */
  readonly title?: string;
  /** Unset: as it was. */
  readonly memory?: unknown;
}

/** A prompt waits, or one that waits is different now; its place stays then. */
export interface PromptQueued extends EventBase {
  readonly type: "promptQueued";
  readonly prompt: readonly ContentBlock[];
  /** Only `easel/conversation/run` sends it. Absent: false. */
  readonly held?: boolean;
  /** It goes out after the present turn, however that ends. Absent: false. */
  readonly next?: boolean;
  /** The agent was given it in mid-turn and has not said yet whether it took it. Absent: false. */
  readonly steering?: boolean;
}

/** A waiting prompt was taken out of the queue. */
export interface PromptDropped extends EventBase {
  readonly type: "promptDropped";
}

/** The waiting prompts, in the order in which they will go out. */
export interface QueueReordered extends EventBase {
  readonly type: "queueReordered";
  readonly turnIds: readonly TurnId[];
}

/** A turn began. The agent may still have to start. */
export interface TurnStarted extends EventBase {
  readonly type: "turnStarted";
  readonly prompt: readonly ContentBlock[];
  readonly agent: AgentName;
  readonly origin: Origin;
}

/** The agent took a waiting prompt in the middle of its turn `turnId`. */
export interface PromptSteered extends EventBase {
  readonly type: "promptSteered";
  /** The id under which the prompt waited; no turn of that id will begin. */
  readonly steered: TurnId;
  readonly prompt: readonly ContentBlock[];
}

/** A piece of a message. */
export interface Message extends EventBase {
  readonly type: "message";
  readonly messageId: MessageId;
  readonly role: Role;
  readonly content: ContentBlock;
  /** True: it continues the message. False: it begins the message. */
  readonly append: boolean;
}

/** A tool call as it is now, whole. Keyed by (turnId, toolCallId). */
export interface ToolCallChanged extends EventBase {
  readonly type: "toolCall";
  readonly toolCall: ToolCall;
}

/** The agent's plan, whole: it replaces the one before. */
export interface Plan extends EventBase {
  readonly type: "plan";
  /** As ACP has them: `content`, `priority`, `status`. */
  readonly entries: readonly JsonObject[];
}

/** The agent asks whether it may. */
export interface PermissionRequested extends EventBase {
  readonly type: "permissionRequested";
  readonly permissionId: PermissionId;
  /** What it wants to do. */
  readonly toolCall: ToolCall;
  /** As ACP has them: `optionId`, `name` to show, `kind`. */
  readonly options: readonly JsonObject[];
}

/** A permission request was answered or taken back. */
export interface PermissionResolved extends EventBase {
  readonly type: "permissionResolved";
  readonly permissionId: PermissionId;
  /** As ACP has it: `{"outcome": "selected", "optionId": "…"}` or `{"outcome": "cancelled"}`. */
  readonly outcome: JsonObject;
  /** Who answered: the name of an editor, or `settings`, `prompt`, `cancel`, `turnEnd`, `agent`. */
  readonly by: string;
}

/** The agent asks for input. */
export interface ElicitationRequested extends EventBase {
  readonly type: "elicitationRequested";
  readonly elicitationId: ElicitationId;
  /** How: `form` or `url`, as ACP has it. */
  readonly mode: string;
  /** What it wants, for people. */
  readonly message: string;
  /** For a form: the JSON Schema of its flat content. */
  readonly requestedSchema?: JsonObject;
  /** Where the user is to go instead. */
  readonly url?: string;
}

/** A request for input was answered or taken back. The answer itself is not kept. */
export interface ElicitationResolved extends EventBase {
  readonly type: "elicitationResolved";
  readonly elicitationId: ElicitationId;
  readonly action: ElicitationAction;
  /** Who answered, as in `permissionResolved`. */
  readonly by: string;
}

/** A rung of the cancel ladder was reached. */
export interface CancelRequested extends EventBase {
  readonly type: "cancelRequested";
  readonly rung: CancelRung;
  readonly verb: CancelVerb;
  /** With `sent`: how many milliseconds the agent has. */
  readonly timeoutMs?: number;
  /** With `sent`: what follows when they are over. */
  readonly onTimeout?: OnTimeout;
}

/**
 * The turn is over, once and for all.
 *
 * Unless the agent brought it to its own end, the prompts that wait are held from now on, except
 * those that are `next`.
 */
export interface TurnEnded extends EventBase {
  readonly type: "turnEnded";
  readonly reason: EndReason;
  /** The agent's own word for it. */
  readonly stopReason?: string;
  /** Why it failed. */
  readonly error?: ErrorInfo;
  /** What the agent said of this turn. */
  readonly usage?: Usage;
}

/** What the conversation and its agent process are doing. */
export interface StatusChanged extends EventBase {
  readonly type: "statusChanged";
  readonly executionStatus: ExecutionStatus;
  readonly processStatus: ProcessStatus;
  readonly parkedCause?: ParkedCause;
  /** Why the process is not up. */
  readonly error?: ErrorInfo;
  /**
   * The settings say that the agent is to be started differently now: this process takes no further
   * prompt. Absent: false.
   */
  readonly outdated?: boolean;
}

/** What came of restoring the agent's session. */
export interface SessionRestored extends EventBase {
  readonly type: "sessionRestored";
  readonly outcome: SessionLoadOutcome;
  readonly acpSessionId: AcpSessionId;
}

/** The agent's session could not be restored, and what happens instead. */
export interface SessionLoadFailed extends EventBase {
  readonly type: "sessionLoadFailed";
  readonly error: SessionLoadError;
  readonly fallback: SessionLoadFallback;
  readonly previousSessionId: AcpSessionId;
  readonly newSessionId?: AcpSessionId;
}

/**
 * The agent is to get, or got, a recap of what it does not remember.
 *
 * `prepared`: it goes out in front of the next prompt. `given`: it went out with the prompt of
 * this turn. `dropped`: it is not needed, or not wanted, any more.
 */
export interface Recap extends EventBase {
  readonly type: "recap";
  readonly step: RecapStep;
  /** With `prepared`: what the agent is going to read. */
  readonly text?: string;
}

/** The conversation begins here: what comes before was copied from another one. */
export interface Forked extends EventBase {
  readonly type: "forked";
  readonly forkedFrom: ForkOrigin;
}

/**
 * The conversation passed from hand to hand.
 *
 * `taken`: its new owner took it, from `previous` if it was somebody's. `released`: `previous`
 * let it go. An owner who loses it cannot write that down, and whoever opens a free one writes
 * nothing for that: `easel/lease/didChange` tells of every change as it happens.
 */
export interface LeaseChanged extends EventBase {
  readonly type: "leaseChanged";
  readonly reason: LeaseMove;
  /** Whose it is from now on; absent: nobody's. */
  readonly owner?: LeaseOwner;
  /** Whose it was; absent: nobody's. */
  readonly previous?: LeaseOwner;
}

/**
 * Something about the conversation or its session is known or different now.
 *
 * What is absent is as before.
 */
export interface MetadataChanged extends EventBase {
  readonly type: "metadataChanged";
  readonly title?: string;
  /** A person chose the title; the agent's no longer replaces it. Absent: false. */
  readonly renamed?: boolean;
  readonly acpSessionId?: AcpSessionId;
  readonly acpAgentName?: string;
  readonly acpAgentVersion?: string;
  readonly memory?: Memory;
  /** As ACP has them: `currentModeId`, `availableModes`. */
  readonly modes?: JsonObject;
  /** As ACP has them, all of them. */
  readonly configOptions?: readonly JsonObject[];
  /** The agent's slash commands, as ACP has them, all of them. */
  readonly commands?: readonly JsonObject[];
  readonly usage?: Usage;
}

/** A sentence for people. */
export interface Notice extends EventBase {
  readonly type: "notice";
  readonly level: NoticeLevel;
  readonly text: string;
}

/** The list of file changes is different now. */
export interface ChangesChanged extends EventBase {
  readonly type: "changesChanged";
}

/**
 * The open canvases of the conversation are different now.
 *
 * How they look from moment to moment is told over their channels, see `easel/ahp/action`.
 */
export interface CanvasesChanged extends EventBase {
  readonly type: "canvasesChanged";
  /** It was opened, or is another than before. */
  readonly opened?: KeptCanvas;
  /** It shows something else. */
  readonly changed?: CanvasChange;
  /** The `instanceId` of one that is gone. */
  readonly closed?: string;
}

/**
 * What a person did in a canvas, for the agent to read with the next prompt.
 *
 * That prompt has it in a block of its own, see `turnStarted`.
 */
export interface CanvasNote extends EventBase {
  readonly type: "canvasNote";
  readonly text: string;
  /** The agent knows it already: it is not told that note any more. Absent: false. */
  readonly withdrawn?: boolean;
}

/** An update of the agent that this version has no name for. */
export interface Unknown extends EventBase {
  readonly type: "unknown";
  /** As it came. */
  readonly update: unknown;
}

/**
 * An event, told apart by its `type`. A newer server may send types that are not listed here: show
 * such an event in a general way, or ignore it.
 */
export type Event =
  | PromptQueued
  | PromptDropped
  | QueueReordered
  | TurnStarted
  | PromptSteered
  | Message
  | ToolCallChanged
  | Plan
  | PermissionRequested
  | PermissionResolved
  | ElicitationRequested
  | ElicitationResolved
  | CancelRequested
  | TurnEnded
  | StatusChanged
  | SessionRestored
  | SessionLoadFailed
  | Recap
  | Forked
  | LeaseChanged
  | MetadataChanged
  | Notice
  | ChangesChanged
  | CanvasesChanged
  | CanvasNote
  | Unknown;

/** The params and the result of every request. */
export interface Requests {
  /** The agents that can be chosen, and why others cannot. */
  "easel/agents/list": { params: Empty; result: AgentsListResult };
  /**
   * Log in to an agent. Answered when the agent says that it is done, which may take as long as the
   * user takes in a browser, or at once with a command for a terminal.
   */
  "easel/agents/authenticate": { params: AuthenticateParams; result: AuthenticateResult };
  /** Begin a conversation. The agent starts with the first prompt, or now with `warm`. */
  "easel/conversation/create": { params: CreateParams; result: ConversationResult };
  /** The conversations, newest first. */
  "easel/conversation/list": { params: ListParams; result: ListResult };
  /** Open a conversation and follow it. */
  "easel/conversation/open": { params: OpenParams; result: OpenResult };
  /** Page back through the events. */
  "easel/conversation/history": { params: HistoryParams; result: HistoryResult };
  /** Send a prompt and wait for the end of its turn. `$/cancelRequest` on it is a cancel. */
  "easel/conversation/prompt": { params: PromptParams; result: PromptResult };
  /** Go on after a pause, a Stop or a crash: bring the agent up and start what is queued. */
  "easel/conversation/run": { params: ConversationParams; result: ResumeResult };
  /** Bring the agent up and its session back, and say what came of it. */
  "easel/conversation/resume": { params: ResumeParams; result: ResumeResult };
  /** Give the conversation a title that the agent no longer replaces. */
  "easel/conversation/rename": { params: RenameParams; result: ConversationResult };
  /**
   * Begin a conversation as a copy of another one. Its agent remembers what was said if it can fork
   * sessions, and gets a recap in front of the next prompt if not.
   */
  "easel/conversation/fork": { params: ForkParams; result: ConversationResult };
  /** Give a conversation out, all of it, as Markdown for people or as JSON for programs. */
  "easel/conversation/export": { params: ExportParams; result: ExportResult };
  /** Stop the agent and move the conversation to the folder `trash` of the state folder. */
  "easel/conversation/delete": { params: ConversationParams; result: Empty };
  /** Stop generating. The conversation, the text so far and the warm process stay. */
  "easel/conversation/cancel": { params: CancelParams; result: CancelResult };
  /** Stop now, whatever it takes. */
  "easel/conversation/interrupt": { params: InterruptParams; result: InterruptResult };
  /** End the work for now: stop the turn, let the process go and release the lease. */
  "easel/conversation/pause": { params: ConversationParams; result: ConversationResult };
  /** Choose a mode of the session. */
  "easel/conversation/setMode": { params: SetModeParams; result: ConversationResult };
  /** Choose a value of a session option. */
  "easel/conversation/setConfigOption": { params: SetConfigOptionParams; result: ConversationResult };
  /** The conversations that were deleted and can be restored. */
  "easel/conversation/trash/list": { params: TrashListParams; result: TrashListResult };
  /** Take a conversation out of the trash. */
  "easel/conversation/restore": { params: ConversationParams; result: ConversationResult };
  /** The prompts that wait. */
  "easel/conversation/queue/list": { params: ConversationParams; result: QueueResult };
  /** Replace the content of a waiting prompt. */
  "easel/conversation/queue/edit": { params: QueueEditParams; result: QueueResult };
  /** Take a waiting prompt out of the queue. */
  "easel/conversation/queue/drop": { params: QueueDropParams; result: QueueResult };
  /** Put the waiting prompts into another order. */
  "easel/conversation/queue/reorder": { params: QueueReorderParams; result: QueueResult };
  /** Answer a permission request. The first answer of any editor wins. */
  "easel/permission/respond": { params: PermissionRespondParams; result: RespondResult };
  /** Answer a request for input. The first answer of any editor wins. */
  "easel/elicitation/respond": { params: ElicitationRespondParams; result: RespondResult };
  /** Say which server owns a conversation. */
  "easel/lease/get": { params: ConversationParams; result: LeaseGetResult };
  /** Leave a conversation to nobody: our own, or one whose owner is dead. */
  "easel/lease/release": { params: ConversationParams; result: LeaseReleaseResult };
  /**
   * Become the owner of a conversation. Another server that owns it is asked, and yields when it is
   * idle; with `force` it is taken in any case.
   */
  "easel/lease/take": { params: LeaseTakeParams; result: LeaseTakeResult };
  /** Open a canvas, or bring an open one to the front. */
  "easel/canvas/open": { params: CanvasOpenParams; result: CanvasOpenResult };
  /**
   * Say which canvases can be opened in a conversation, and which are open. Those of a conversation
   * that another server has are `stale` here.
   */
  "easel/canvas/list": { params: ConversationParams; result: CanvasListResult };
  /** Close a canvas. One that is not open any more is closed already. */
  "easel/canvas/close": { params: CanvasCloseParams; result: Empty };
  /** Follow a channel: a snapshot, and then `easel/ahp/action`. */
  "easel/ahp/subscribe": { params: AhpChannelParams; result: AhpSubscribeResult };
  /** Follow a channel no longer. It may be sent as a notification too, as AHP has it. */
  "easel/ahp/unsubscribe": { params: AhpChannelParams; result: Empty };
  /** Read the content of a canvas. */
  "easel/ahp/canvasReadResource": { params: AhpReadParams; result: AhpReadResult };
  /** Read the content of a canvas, as `pr298-r4` has it. */
  "easel/ahp/resourceRead": { params: AhpResourceReadParams; result: AhpResourceReadResult };
  /** Open a canvas under an id that the editor chooses, whoever shows it. */
  "easel/ahp/canvasOpen": { params: AhpCanvasOpenParams; result: AhpCanvasOpenResult };
  /** Do an action of an open canvas, whoever shows it. */
  "easel/ahp/canvasInvokeAction": { params: AhpInvokeParams; result: AhpInvokeResult };
  /** Close a canvas, whoever shows it. */
  "easel/ahp/canvasClose": { params: AhpCanvasParams; result: Empty };
  /** Every agent process, the pool, counters and versions. */
  "easel/status": { params: Empty; result: StatusResult };
}

/** The params of every notification. */
export interface Notifications {
  /**
   * New events of an open conversation: at most one message per frame (16 ms), the first of a burst
   * at once.
   */
  "easel/conversation/didUpdate": DidUpdateParams;
  /** A conversation, open or not, has another title, status or the like. */
  "easel/conversation/didChange": DidChangeParams;
  /**
   * A conversation, open or not, was deleted, by any editor of any server. Nothing follows of it
   * until it is restored.
   */
  "easel/conversation/didDelete": DidDeleteParams;
  /** The agent's session could not be restored, why, and what happens instead. */
  "easel/conversation/sessionLoadFailed": SessionLoadFailedParams;
  /** The list of agents is another one now. */
  "easel/agents/didChange": AgentsDidChangeParams;
  /** A conversation that this server knows got another owner, or none. */
  "easel/lease/didChange": LeaseDidChangeParams;
  /**
   * An action happened in a channel that the editor follows, or one that it wanted did or did not.
   */
  "easel/ahp/action": AhpActionParams;
}

/** The params and the result of every request that the server makes of an editor. */
export interface RequestsToEditor {
  /**
   * Show a canvas that this editor declared; an open one comes to the front and shows the new
   * input.
   */
  "easel/ahp/canvasOpen": { params: AhpCanvasOpenParams; result: AhpCanvasOpenResult };
  /**
   * Do an action of a canvas that this editor shows. In `pr298-r4`:
   * `easel/ahp/canvasInvokeOperation`.
   */
  "easel/ahp/canvasInvokeAction": { params: AhpInvokeParams; result: AhpInvokeResult };
  /** A canvas that this editor shows is closed. */
  "easel/ahp/canvasClose": { params: AhpCanvasParams; result: Empty };
  /**
   * Read content of a canvas whose `url` this editor gave as `ahp-canvas-content:`. In `pr298-r4`:
   * `easel/ahp/resourceRead`.
   */
  "easel/ahp/canvasReadResource": { params: AhpReadParams; result: AhpReadResult };
}

/** The params of every notification that an editor sends. */
export interface NotificationsFromEditor {
  /**
   * The editor wants an action to happen. What comes of it is told by `easel/ahp/action` with the
   * same `clientSeq` in its `origin`.
   */
  "easel/ahp/dispatchAction": AhpDispatchParams;
  /** As the request of that name. */
  "easel/ahp/unsubscribe": AhpChannelParams;
}

/** The code of a response error, by its kind, which is in `error.data.kind`. */
export const ErrorCode = {
  /** There is no conversation with that id. */
  conversationNotFound: -33001,
  /**
   * Another server owns the conversation, and keeps it. Data: the fields of LeaseInfo, and for
   * `easel/lease/take` the `reason`: `busy`, `unreachable` or `unknown`.
   */
  leaseHeld: -33002,
  /** This server owned the conversation and does not any more. */
  leaseLost: -33003,
  /**
   * The agent did not end its turn in time. It may still do so. Data: `turnId`, `elapsedMs`, `pid`
   * of the agent.
   */
  cancelTimeout: -33004,
  /**
   * The agent's session could not be restored, and the setting `sessionLoad.onFailure` does not
   * allow a new one. The event of the same name says why.
   */
  sessionLoadFailed: -33005,
  /** There is no such agent, or it cannot be started. The message says why and what to do. */
  agentUnavailable: -33006,
  /**
   * The agent wants the user to log in first. Data: `authMethods`, as ACP has them; see
   * `easel/agents/authenticate`.
   */
  authRequired: -33007,
  /**
   * The agent's process ended unexpectedly. Data: `exitCode`, `signal`, `stderrTail`. Without data:
   * it did so too often and is not started again; see `parkedCause`.
   */
  agentCrashed: -33008,
  /** A turn is live and the prompt said `whenBusy: "reject"`. */
  turnInProgress: -33009,
  /** The request makes no sense now. The message says why. */
  invalidState: -33010,
  /** A file has changed since the change that was to be accepted or rejected. */
  changeConflict: -33011,
  /** The provider of a canvas answered with an error. Data: `code`, `message`. */
  canvasProviderError: -33012,
  /** The request changes a conversation that another server owns. Data: the fields of LeaseInfo. */
  notOwner: -33013,
  /**
   * The agent answered with an error. Data: `code`, `message` and `data` as the agent gave them.
   * `cause` is `rateLimited` if the agent, or its model, is asked too much for now: nothing is
   * broken, and one has to wait. An agent whose process ended over that has `exitCode`, `signal`
   * and `stderrTail` in the data instead of an answer.
   */
  agentError: -33014,
} as const;

/** The name of an error of Easel. */
export type ErrorKind = keyof typeof ErrorCode;

/** What `data` of an error of Easel has at least. Params that do not fit have a `path` too. */
export interface ErrorData {
  readonly kind: ErrorKind | "invalidParams";
  /** The field that does not fit, such as `$.title`. */
  readonly path?: string;
}

/** A request that an editor can make. */
export type RequestMethod = keyof Requests;

/** The params of a request. */
export type ParamsOf<Method extends RequestMethod> = Requests[Method]["params"];

/** The result of a request. */
export type ResultOf<Method extends RequestMethod> = Requests[Method]["result"];

/** A notification that the server sends. */
export type NotificationMethod = keyof Notifications;

/** Events by their type. */
export type EventOf<Type extends Event["type"]> = Extract<Event, { type: Type }>;

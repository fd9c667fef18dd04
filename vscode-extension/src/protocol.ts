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
 * - `resumed`: Its session was restored.
 * - `lost`: Its session could not be restored and a new one took its place. The events are still
 *   there, but the agent does not know of them.
 */
export type Memory = "new" | "resumed" | "lost";

/**
 * What this server may do with a conversation.
 *
 * - `owner`: It runs the conversation.
 * - `observer`: Another server owns it; it can be read here.
 */
export type Access = "owner" | "observer";

/**
 * Why an agent is not started again by itself. `easel/conversation/run` and `/resume` try again.
 *
 * - `crashLoop`: It crashed too often in a short time.
 * - `agentUnavailable`: It cannot be started, for instance because it is not installed.
 * - `authRequired`: It wants the user to log in first.
 */
export type ParkedCause = "crashLoop" | "agentUnavailable" | "authRequired";

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

/** Names a turn. A prompt that waits has the id of the turn that it will begin. */
export type TurnId = Id<"TurnId">;

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
  readonly name: string;
  /** program and arguments */
  readonly command: readonly string[];
  readonly source: AgentSource;
  readonly available: boolean;
  /** why it cannot start, and the way out */
  readonly reason?: string;
}

/** A new conversation. Without `agent` the default agent, without `cwd` the workspace. */
export interface CreateParams {
  readonly agent?: AgentName;
  /** `file:` URI or absolute path */
  readonly cwd?: string;
  readonly title?: string;
  /** added to those of the settings */
  readonly mcpServers?: readonly JsonObject[];
  readonly additionalDirectories?: readonly string[];
  /** start the agent at once */
  readonly warm?: boolean;
}

/** The conversation as it is now. */
export interface ConversationResult {
  readonly conversation: ConversationInfo;
}

/** A conversation at a glance. The `acp*` fields are null until known. */
export interface ConversationInfo {
  readonly id: ConversationId;
  readonly title: string;
  /** `file:` URI */
  readonly cwd: string;
  readonly agent: AgentName;
  readonly acpSessionId: AcpSessionId | null;
  readonly acpAgentName: string | null;
  readonly acpAgentVersion: string | null;
  readonly executionStatus: ExecutionStatus;
  readonly processStatus: ProcessStatus;
  /** what the agent remembers */
  readonly memory: Memory;
  readonly access: Access;
  readonly lease: LeaseInfo | null;
  /** prompts that wait */
  readonly queued: number;
  readonly usage: Usage;
  readonly turns: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** `seq` of the newest event */
  readonly seq: number;
  readonly parkedCause?: ParkedCause;
  readonly processError?: ErrorInfo;
  readonly modes?: JsonObject;
  readonly configOptions?: readonly JsonObject[];
  readonly commands?: readonly JsonObject[];
}

/** Who owns a conversation. */
export interface LeaseInfo {
  readonly ownerInstanceId: string;
  readonly generation: number;
  /** ISO 8601 UTC */
  readonly expiresAt: string;
  readonly ownerHost: string | null;
  readonly ownerPid: number | null;
  readonly sameHost: boolean;
  /** null: cannot be known from this host */
  readonly alive: boolean | null;
  readonly expired: boolean;
  readonly ours: boolean;
}

/** Tokens and cost of a conversation: the newest level of each, never a sum of levels. */
export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly contextUsed?: number;
  readonly contextSize?: number;
  readonly cost?: Cost;
}

/** What a session has cost so far. `currency` is an ISO 4217 code. */
export interface Cost {
  readonly amount: number;
  readonly currency: string;
}

/** Why a turn failed: a stable kind, a sentence for people, and data. */
export interface ErrorInfo {
  readonly kind: string;
  readonly message: string;
  readonly data?: unknown;
}

/** Which conversations. `query`: words that the title or agent contains. */
export interface ListParams {
  /** `file:` URI or absolute path */
  readonly cwd?: string;
  readonly query?: string;
  readonly cursor?: string;
  /** 1 to 1000 */
  readonly limit?: number;
}

/** Newest first. */
export interface ListResult {
  readonly conversations: readonly ConversationInfo[];
  readonly nextCursor?: string;
}

/** Names a conversation. */
export interface ConversationParams {
  readonly conversationId: ConversationId;
}

/** Open and subscribe. Without `sinceSeq`: the newest events. */
export interface OpenParams extends ConversationParams {
  /** at least 0 */
  readonly sinceSeq?: number;
  readonly mode?: "auto" | "own" | "observe";
}

/** The conversation and its events; what follows comes as `easel/conversation/didUpdate`. */
export interface OpenResult {
  readonly conversation: ConversationInfo;
  readonly access: Access;
  readonly events: readonly Event[];
  readonly seq: number;
  readonly hasEarlier: boolean;
}

/** A page of events that end before `beforeSeq`. */
export interface HistoryParams extends ConversationParams {
  /** at least 1 */
  readonly beforeSeq: number;
  /** 1 to 1000 */
  readonly limit?: number;
}

/** Events in `seq` order. */
export interface HistoryResult {
  readonly events: readonly Event[];
  readonly hasEarlier: boolean;
}

/** A prompt: a text, or ACP content blocks. */
export interface PromptParams extends ConversationParams {
  readonly prompt: string | readonly ContentBlock[];
  /** false: store it, unsent (default true) */
  readonly run?: boolean;
  /** true: answer at once (default false) */
  readonly detach?: boolean;
  /** default `queue` */
  readonly whenBusy?: WhenBusy;
}

/** The end of the turn; only `turnId` with `detach` or `run: false`. */
export interface PromptResult {
  readonly turnId: TurnId;
  readonly endReason?: EndReason;
  readonly stopReason?: string;
  readonly usage?: Usage;
  /** why the turn failed */
  readonly error?: unknown;
}

/** What came of bringing the agent's session back. */
export interface ResumeResult {
  readonly ok: boolean;
  readonly sessionLoaded: boolean;
  readonly sessionLoadOutcome: SessionLoadOutcome;
  readonly conversation: ConversationInfo;
  readonly sessionLoadError?: SessionLoadError;
}

/** Why the agent's session could not be restored. */
export interface SessionLoadError {
  readonly kind: SessionLoadErrorKind;
  readonly message: string;
  readonly acpSessionId: AcpSessionId;
  readonly agentError?: AgentError;
}

/** An error exactly as the agent answered it (JSON-RPC). */
export interface AgentError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** Stop the live turn. Defaults from `cancel.*` of the settings on the wire: 5000, error. */
export interface CancelParams extends ConversationParams {
  /** milliseconds; 0 to 3600000 */
  readonly timeoutMs?: number;
  readonly onTimeout?: OnTimeout;
}

/** What came of it. */
export interface CancelResult {
  readonly outcome: "cancelled" | "notRunning" | "forced";
  readonly elapsedMs: number;
  readonly turnId?: TurnId;
  readonly stopReason?: string;
}

/** Stop the live turn now; after the grace its process is killed. Default 500. */
export interface InterruptParams extends ConversationParams {
  /** milliseconds; 0 to 3600000 */
  readonly graceMs?: number;
}

/** What came of it. */
export interface InterruptResult {
  readonly outcome: "interrupted" | "notRunning";
  readonly elapsedMs: number;
  readonly processReplaced: boolean;
  readonly turnId?: TurnId;
}

/** A new title. */
export interface RenameParams extends ConversationParams {
  /** 1 to 1000 characters */
  readonly title: string;
}

/** Choose one of the session's modes. */
export interface SetModeParams extends ConversationParams {
  readonly modeId: string;
}

/** Choose a value of one of the session's options. */
export interface SetConfigOptionParams extends ConversationParams {
  readonly configId: string;
  readonly value: string | boolean;
}

/** The queue as it is now. `parked`: nothing goes out until a person acts. */
export interface QueueResult {
  readonly prompts: readonly QueuedPromptInfo[];
  readonly parked: boolean;
}

/** A prompt that waits. */
export interface QueuedPromptInfo {
  readonly turnId: TurnId;
  readonly prompt: readonly ContentBlock[];
  /** waits for `easel/conversation/run`; absent: false */
  readonly held?: boolean;
}

/** Another content for a waiting prompt. */
export interface QueueEditParams extends ConversationParams {
  readonly turnId: TurnId;
  readonly prompt: string | readonly ContentBlock[];
}

/** A waiting prompt that shall not go out. */
export interface QueueDropParams extends ConversationParams {
  readonly turnId: TurnId;
}

/** The waiting prompts, first to go first; those not named stay behind. */
export interface QueueReorderParams extends ConversationParams {
  readonly turnIds: readonly TurnId[];
}

/** An answer: `optionId`, or `cancelled: true`. */
export interface PermissionRespondParams extends ConversationParams {
  readonly permissionId: PermissionId;
  readonly optionId?: string;
  readonly cancelled?: boolean;
}

/** Whether this was the answer that counted. */
export interface RespondResult {
  /** false: already answered */
  readonly accepted: boolean;
}

/** An answer; `content` fits the requested schema when the action is `accept`. */
export interface ElicitationRespondParams extends ConversationParams {
  readonly elicitationId: ElicitationId;
  readonly action: ElicitationAction;
  readonly content?: JsonObject;
}

/** What the server is doing. */
export interface StatusResult {
  readonly processes: readonly ProcessInfo[];
  readonly pool: PoolInfo;
  /** since the server started */
  readonly counters: Readonly<Record<string, number>>;
  /** of Easel and what it stands on */
  readonly versions: Readonly<Record<string, string>>;
  /** resident memory of the server itself */
  readonly rssBytes: number;
}

/** An agent process. */
export interface ProcessInfo {
  readonly pid: number;
  readonly agent: AgentName;
  readonly conversationId: ConversationId | null;
  readonly epoch: Epoch;
  readonly status: ProcessStatus;
  /** resident memory of the whole tree */
  readonly rssBytes: number | null;
  readonly startedAt: string;
}

/** The agent processes that are kept warm. */
export interface PoolInfo {
  readonly processes: number;
  readonly spares: number;
  readonly maxIdle: number;
  readonly idleTtlSeconds: number;
}

/** News of a conversation that is open. */
export interface DidUpdateParams {
  readonly conversationId: ConversationId;
  /** in `seq` order, gapless */
  readonly events: readonly Event[];
}

/** A conversation at a glance, after a change. */
export interface DidChangeParams {
  readonly conversation: ConversationInfo;
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

/** What every event has. `seq` counts from 1; `at` is ISO 8601 UTC with milliseconds. */
export interface EventBase {
  readonly seq: number;
  readonly firstSeq?: number;
  readonly at: string;
  readonly turnId?: TurnId;
  readonly epoch?: Epoch;
}

/** A tool call, always whole: what the agent sent so far, merged. */
export interface ToolCall {
  readonly toolCallId: ToolCallId;
  readonly title: string;
  readonly kind: string;
  readonly status: ToolCallStatus;
  readonly content?: readonly JsonObject[];
  readonly locations?: readonly JsonObject[];
  readonly rawInput?: unknown;
  readonly rawOutput?: unknown;
}

/**
 * A prompt waits, or one that waits is different now; its place stays then.
 *
 * `held`: only `run` sends it. `next`: it goes out after the present Stop. `steering`: the agent
 * was given it in mid-turn and has not said yet whether it took it.
 */
export interface PromptQueued extends EventBase {
  readonly type: "promptQueued";
  readonly prompt: readonly ContentBlock[];
  /** absent: false */
  readonly held?: boolean;
  /** absent: false */
  readonly next?: boolean;
  /** absent: false */
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

/**
 * The agent took a waiting prompt in the middle of its turn `turnId`.
 *
 * `steered` is the id under which the prompt waited; no turn of that id will begin.
 */
export interface PromptSteered extends EventBase {
  readonly type: "promptSteered";
  readonly steered: TurnId;
  readonly prompt: readonly ContentBlock[];
}

/** A piece of a message. With `append` it continues the message of that id. */
export interface Message extends EventBase {
  readonly type: "message";
  readonly messageId: MessageId;
  readonly role: Role;
  readonly content: Readonly<Record<string, unknown>>;
  readonly append: boolean;
}

/** A tool call as it is now, whole. Keyed by (turnId, toolCallId). */
export interface ToolCallChanged extends EventBase {
  readonly type: "toolCall";
  readonly toolCall: ToolCall;
}

/** The agent's plan, whole. */
export interface Plan extends EventBase {
  readonly type: "plan";
  readonly entries: readonly JsonObject[];
}

/** The agent asks whether it may. Options are as ACP has them. */
export interface PermissionRequested extends EventBase {
  readonly type: "permissionRequested";
  readonly permissionId: PermissionId;
  readonly toolCall: ToolCall;
  readonly options: readonly JsonObject[];
}

/**
 * A permission request was answered or taken back.
 *
 * `outcome` is ACP's: `{"outcome": "selected", "optionId"}` or `{"outcome": "cancelled"}`.
 */
export interface PermissionResolved extends EventBase {
  readonly type: "permissionResolved";
  readonly permissionId: PermissionId;
  readonly outcome: Readonly<Record<string, unknown>>;
  readonly by: string;
}

/** The agent asks for input: a form (`requestedSchema`) or a visit to `url`. */
export interface ElicitationRequested extends EventBase {
  readonly type: "elicitationRequested";
  readonly elicitationId: ElicitationId;
  readonly mode: string;
  readonly message: string;
  readonly requestedSchema?: JsonObject;
  readonly url?: string;
}

/** A request for input was answered or taken back. The answer itself is not kept. */
export interface ElicitationResolved extends EventBase {
  readonly type: "elicitationResolved";
  readonly elicitationId: ElicitationId;
  readonly action: ElicitationAction;
  readonly by: string;
}

/** A rung of the cancel ladder was reached. */
export interface CancelRequested extends EventBase {
  readonly type: "cancelRequested";
  readonly rung: CancelRung;
  readonly verb: CancelVerb;
  readonly timeoutMs?: number;
  readonly onTimeout?: OnTimeout;
}

/**
 * The turn is over, once and for all. `stopReason` is the agent's own word.
 *
 * Unless the agent brought it to its own end, the prompts that wait are held from now on, except
 * those that are `next`.
 */
export interface TurnEnded extends EventBase {
  readonly type: "turnEnded";
  readonly reason: EndReason;
  readonly stopReason?: string;
  readonly error?: ErrorInfo;
  readonly usage?: Usage;
}

/** What the conversation and its agent process are doing. `error`: why the process is not up. */
export interface StatusChanged extends EventBase {
  readonly type: "statusChanged";
  readonly executionStatus: ExecutionStatus;
  readonly processStatus: ProcessStatus;
  readonly parkedCause?: ParkedCause;
  readonly error?: ErrorInfo;
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

/** The ownership of the conversation changed. */
export interface LeaseChanged extends EventBase {
  readonly type: "leaseChanged";
  readonly reason: string;
  readonly ownerInstanceId?: string;
}

/**
 * Something about the conversation or its session is known or different now.
 *
 * `renamed`: a person chose the title, so the agent's no longer replaces it.
 */
export interface MetadataChanged extends EventBase {
  readonly type: "metadataChanged";
  readonly title?: string;
  /** absent: false */
  readonly renamed?: boolean;
  readonly acpSessionId?: AcpSessionId;
  readonly acpAgentName?: string;
  readonly acpAgentVersion?: string;
  readonly memory?: Memory;
  readonly modes?: JsonObject;
  readonly configOptions?: readonly JsonObject[];
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

/** The canvases of the conversation are different now. */
export interface CanvasesChanged extends EventBase {
  readonly type: "canvasesChanged";
}

/** An update of the agent that this version has no name for, as it came. */
export interface Unknown extends EventBase {
  readonly type: "unknown";
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
  | LeaseChanged
  | MetadataChanged
  | Notice
  | ChangesChanged
  | CanvasesChanged
  | Unknown;

/** The params and the result of every request. */
export interface Requests {
  /** The agents that can be chosen, and why others cannot. */
  "easel/agents/list": { params: Empty; result: AgentsListResult };
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
  "easel/conversation/resume": { params: ConversationParams; result: ResumeResult };
  /** Stop generating. The conversation, the text so far and the warm process stay. */
  "easel/conversation/cancel": { params: CancelParams; result: CancelResult };
  /** Stop now, whatever it takes. */
  "easel/conversation/interrupt": { params: InterruptParams; result: InterruptResult };
  /** End the work for now: stop the turn and let the process go. */
  "easel/conversation/pause": { params: ConversationParams; result: ConversationResult };
  /** Give the conversation a title that the agent no longer replaces. */
  "easel/conversation/rename": { params: RenameParams; result: ConversationResult };
  /** Stop the agent and remove the conversation. */
  "easel/conversation/delete": { params: ConversationParams; result: Empty };
  /** Choose a mode of the session. */
  "easel/conversation/setMode": { params: SetModeParams; result: ConversationResult };
  /** Choose a value of a session option. */
  "easel/conversation/setConfigOption": { params: SetConfigOptionParams; result: ConversationResult };
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
  /** Answer a request for input. */
  "easel/elicitation/respond": { params: ElicitationRespondParams; result: RespondResult };
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
  /** The agent's session could not be restored, why, and what happens instead. */
  "easel/conversation/sessionLoadFailed": SessionLoadFailedParams;
  /** The list of agents is another one now. */
  "easel/agents/didChange": AgentsDidChangeParams;
}

/** The code of a response error, by its kind, which is in `error.data.kind`. */
export const ErrorCode = {
  /** There is no conversation with that id. */
  conversationNotFound: -33001,
  /** Another server owns the conversation. Data: the fields of LeaseInfo. */
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
  /** The agent wants the user to log in first. Data: `authMethods`, as ACP has them. */
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
   */
  agentError: -33014,
} as const;

/** The name of an error of Easel. */
export type ErrorKind = keyof typeof ErrorCode;

/** What `data` of an error of Easel has at least. */
export interface ErrorData {
  readonly kind: ErrorKind;
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

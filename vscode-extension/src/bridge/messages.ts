// What a webview and the extension host say to each other.
//
// A webview speaks the Easel protocol itself: its requests whose method begins with `easel/` are
// passed on to the server, and the server's notifications are passed back. What only VS Code can
// do is a request whose method begins with `host/`. One response for every request.

import type {
  AgentName,
  ConversationId,
  JsonObject,
  NotificationMethod,
  Notifications,
  RequestMethod,
  Requests,
} from "../protocol";

/** Chosen by the webview; unique among its requests that have no response yet. */
export type RequestId = number;

/** What a webview sends. */
export type FromWebview =
  /** It listens now. The host answers with the pushes `host/serverState` and `host/context`. */
  | { readonly kind: "ready" }
  | {
      readonly kind: "request";
      readonly id: RequestId;
      readonly method: string;
      readonly params: JsonObject;
    }
  /** The response is not wanted any more; one comes nevertheless. Of a prompt: a cancel. */
  | { readonly kind: "cancel"; readonly id: RequestId }
  /** A notification to the server, such as `easel/ahp/dispatchAction`. */
  | { readonly kind: "notification"; readonly method: string; readonly params: JsonObject };

/** What the host sends. */
export type ToWebview =
  | { readonly kind: "response"; readonly id: RequestId; readonly result: unknown }
  | { readonly kind: "response"; readonly id: RequestId; readonly error: BridgeError }
  /** Of the server (`easel/…`), or of the host itself (`host/…`, see `HostPushes`). */
  | { readonly kind: "notification"; readonly method: string; readonly params: unknown };

/** As an LSP response error. `data.kind` names errors of Easel, and `HostErrorKind`. */
export interface BridgeError {
  readonly code: number;
  /** A sentence for people. */
  readonly message: string;
  readonly data?: unknown;
}

/** The kinds of errors that the host itself answers with; the code is −32603 (params: −32602). */
export type HostErrorKind = "serverNotReady" | "invalidParams" | "hostError";

/** As in LSP: lines and UTF-16 columns from 0, the end excluded. */
export interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A file that can be mentioned in a prompt. */
export interface FileReference {
  readonly uri: string;
  /** Its name without folders. */
  readonly name: string;
  /** Relative to the workspace folder where it lies in one, for people. */
  readonly path: string;
  readonly isFolder?: boolean;
}

/** A piece of a document, for a prompt. */
export interface Excerpt extends FileReference {
  readonly languageId: string;
  readonly range: Range;
  /** At most 100,000 characters. */
  readonly text: string;
}

/** The bytes of a file, for an image in a prompt. */
export interface FileContent {
  /** Empty if not known. */
  readonly mimeType: string;
  /** Base64. */
  readonly data: string;
}

/** How the server does. */
export type ServerPhase = "starting" | "ready" | "failed" | "untrusted";

/**
 * A way on from where the server is.
 *
 * - `restart`: Start the server, again.
 * - `install`: Make the Python environment of the server anew.
 * - `choosePath`: Open the setting `easel.server.path`.
 * - `getPython`: Open the page where Python can be had.
 * - `trust`: Manage the trust in this workspace.
 * - `showOutput`: Show the log.
 */
export type ServerActionId =
  | "restart"
  | "install"
  | "choosePath"
  | "getPython"
  | "trust"
  | "showOutput";

/** A button. */
export interface ServerAction {
  readonly id: ServerActionId;
  readonly title: string;
}

/** What to show while there is no server to talk to. */
export interface ServerState {
  readonly state: ServerPhase;
  /** For people: what is being done, or what is wrong and the way out. */
  readonly message?: string;
  readonly actions?: readonly ServerAction[];
}

/** What the host does for a webview: params and result of every `host/` request. */
export interface HostRequests {
  /** Show a file, at the range. */
  "host/openLocation": {
    params: { readonly uri: string; readonly range?: Range };
    result: Done;
  };
  /** Show two texts in the diff editor. `uri` gives the language, and the file that "open" opens. */
  "host/openDiff": {
    params: {
      readonly title: string;
      readonly oldText: string;
      readonly newText: string;
      readonly uri: string;
    };
    result: Done;
  };
  /** Show an open canvas: in a tab of its own, or where its editor shows it. */
  "host/openCanvas": {
    params: { readonly channel: string; readonly conversationId: ConversationId };
    result: Done;
  };
  /** Let the user choose a canvas of the conversation on screen: "Easel: Show Canvas". */
  "host/chooseCanvas": { params: Done; result: Done };
  /** Let the user choose files. None if the user closed the dialog. */
  "host/pickFiles": {
    params: { readonly imagesOnly?: boolean };
    result: { readonly files: readonly FileReference[] };
  };
  /** Files of the workspace for what was typed after `@`, the best first. Open files come first. */
  "host/completeFiles": {
    params: { readonly query: string; readonly limit?: number };
    result: { readonly files: readonly FileReference[] };
  };
  /** The content of a file that was picked or dropped; at most 10 MiB. */
  "host/readFile": { params: { readonly uri: string }; result: FileContent };
  /** Ask a question in a modal dialog whose button says `action`. */
  "host/confirm": {
    params: { readonly message: string; readonly detail?: string; readonly action: string };
    result: { readonly confirmed: boolean };
  };
  "host/copy": { params: { readonly text: string }; result: Done };
  /**
   * Log in to an agent: let the user choose among `authMethods` (as in the error `authRequired`),
   * and run a terminal if that is wanted. The response comes when the login has ended. `cwd`: that
   * of the conversation.
   */
  "host/runTerminalLogin": {
    params: {
      readonly agent: AgentName;
      readonly authMethods: readonly JsonObject[];
      readonly cwd?: string;
    };
    result: { readonly succeeded: boolean };
  };
  /** Open the settings of Easel, at `key` (such as `easel.cancel.timeoutMs`) if given. */
  "host/openSettings": { params: { readonly key?: string }; result: Done };
  "host/restartServer": { params: Done; result: Done };
  /** Do what a button of `host/serverState` says. */
  "host/runServerAction": { params: { readonly id: ServerActionId }; result: Done };
  /** Save a text where the user chooses. */
  "host/saveText": {
    params: { readonly name: string; readonly text: string };
    result: { readonly saved: boolean };
  };
  /** Show the log of the extension and the server. */
  "host/showOutput": { params: Done; result: Done };
  /** Open an `http`, `https` or `mailto` address outside of the editor. */
  "host/openExternal": { params: { readonly url: string }; result: { readonly opened: boolean } };
  /** Which conversation is on screen: what the commands of the palette are about. */
  "host/didShow": { params: { readonly conversationId: ConversationId | null }; result: Done };
}

/** Nothing: `{}`. */
export type Done = Readonly<Record<string, never>>;

/** A command of the palette, the status bar or a menu that the chat panel carries out. */
export type ChatCommand =
  | { readonly command: "newConversation" }
  | { readonly command: "showConversations" }
  | { readonly command: "showDeleted" }
  | { readonly command: "openConversation"; readonly conversationId: ConversationId }
  | { readonly command: "exportConversation" }
  /** Put these into the prompt that is being written, and the cursor behind them. */
  | {
      readonly command: "compose";
      readonly text?: string;
      readonly excerpts?: readonly Excerpt[];
      readonly files?: readonly FileReference[];
    };

/** What the host tells by itself. */
export interface HostPushes {
  "host/serverState": ServerState;
  /** Put the cursor into the prompt. */
  "host/focus": Done;
  /** What is in the active editor: null if there is none. `excerpt` if something is selected. */
  "host/context": {
    readonly file: FileReference | null;
    readonly excerpt: Excerpt | null;
  };
  "host/command": ChatCommand;
}

/**
 * Which canvas a page shows: `data-channel` and `data-conversation` of its body. The page keeps it
 * with `setState`, and VS Code gives it to the extension after a reload, which restores the tab.
 *
 * Such a page may make `easel/ahp/*` requests about its channel and is told `easel/ahp/action` of it.
 */
export interface KeptCanvasPage {
  readonly channel: string;
  readonly conversation: ConversationId;
}

export type HostRequestMethod = keyof HostRequests;

/** Every request that a webview can make. */
export type BridgeRequests = Requests & HostRequests;
export type BridgeRequestMethod = RequestMethod | HostRequestMethod;

/** Every notification that a webview may get. */
export type BridgeNotifications = Notifications & HostPushes;
export type BridgeNotificationMethod = NotificationMethod | keyof HostPushes;

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

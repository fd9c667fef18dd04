import { CannotShow } from "./view";

/** An address as a browser reads it. */
export interface WebAddress {
  readonly href: string;
  /** With the port, if it has one of its own. */
  readonly host: string;
  /** A page of this machine, such as the server of the project that is worked on. */
  readonly isLocal: boolean;
}

const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Reads it as a browser does, so that both mean the same page. Throws a `CannotShow`. */
export function webAddress(address: string): WebAddress {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new CannotShow("Only http and https addresses can be opened.", "url_not_allowed");
  }
  if (url.username || url.password) {
    throw new CannotShow("An address with a name or a password is not opened.", "url_not_allowed");
  }
  return { href: url.href, host: url.host, isLocal: LOCAL.has(url.hostname) };
}

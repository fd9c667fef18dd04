"""The TypeScript types are accepted by the strict compiler and mean what they shall."""

import shutil
import subprocess
from pathlib import Path

import pytest

from easel_server.protocol.generate import outputs

PROTOCOL = outputs.CHECKOUT / "vscode-extension" / "src" / "protocol.ts"
COMPILER = outputs.CHECKOUT / "vscode-extension" / "node_modules" / ".bin" / "tsc"

USE = """
import {
  ConversationId, ErrorCode, Event, EventOf, NotificationMethod, Notifications, ParamsOf,
  RequestMethod, ResultOf, TurnId,
} from "./protocol";

declare function sendRequest<M extends RequestMethod>(
  method: M, params: ParamsOf<M>,
): Promise<ResultOf<M>>;
declare function onNotification<M extends NotificationMethod>(
  method: M, handler: (params: Notifications[M]) => void,
): void;

export async function use(id: ConversationId): Promise<string> {
  const { events } = await sendRequest("easel/conversation/open", { conversationId: id });
  await sendRequest("easel/conversation/prompt", { conversationId: "plain", prompt: "hello" });
  onNotification("easel/conversation/didUpdate", (params) => params.events.map(describe));
  const level: EventOf<"notice">["level"] = "info";
  const code: -33001 = ErrorCode.conversationNotFound;
  return [...events.map(describe), level, code].join();
}

function describe(event: Event): string {
  switch (event.type) {
    case "message": return `${event.seq} ${event.messageId} ${event.role}`;
    case "turnEnded": return event.reason;
    default: return event.type;
  }
}

export function misuse(id: ConversationId): void {
  // @ts-expect-error the params lack a field
  void sendRequest("easel/conversation/open", {});
  // @ts-expect-error there is no such method
  void sendRequest("easel/conversation/shut", { conversationId: id });
  // @ts-expect-error an id of another kind
  const turn: TurnId = id;
  // @ts-expect-error no value of the set
  void sendRequest("easel/conversation/prompt", { conversationId: id, prompt: "", whenBusy: "x" });
  void turn;
}
"""


def compiler() -> str:
    found = str(COMPILER) if COMPILER.exists() else shutil.which("tsc")
    if found is None or shutil.which("node") is None:
        pytest.skip("needs Node and TypeScript: npm ci in vscode-extension")
    return found


def test_the_strict_compiler_accepts_the_types_and_refuses_their_misuse(tmp_path: Path) -> None:
    tsc = compiler()
    shutil.copy(PROTOCOL, tmp_path)
    (tmp_path / "use.ts").write_text(USE)
    options = ("--strict", "--noEmit", "--target", "es2022", "--exactOptionalPropertyTypes")
    done = subprocess.run(
        [tsc, *options, "use.ts"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0

import type { ConversationInfo } from "../../../src/protocol";

/** A conversation that nothing has happened in. */
export const NEW: ConversationInfo = {
  id: "conversation-1",
  title: "",
  cwd: "file:///home/you/project",
  agent: "test",
  acpSessionId: null,
  acpAgentName: null,
  acpAgentVersion: null,
  executionStatus: "idle",
  processStatus: "none",
  memory: "new",
  access: "owner",
  lease: null,
  queued: 0,
  usage: {},
  turns: 0,
  createdAt: "2026-01-01T12:00:00.000Z",
  updatedAt: "2026-01-01T12:00:00.000Z",
  seq: 0,
};

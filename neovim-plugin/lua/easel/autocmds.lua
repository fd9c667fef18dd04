--- `User` autocommands for what happens in conversations.
local M = {}

--- Run `User Easel<name>` with data.
---@param name string
---@param data table
function M.emit(name, data)
  local options = { pattern = 'Easel' .. name, modeline = false, data = data }
  vim.api.nvim_exec_autocmds('User', options)
end

---@type table<string, string> from the type of an event to the name of an autocommand
local NAMES = {
  turnStarted = 'TurnStarted',
  turnEnded = 'TurnEnded',
  permissionRequested = 'PermissionRequested',
  permissionResolved = 'PermissionResolved',
  elicitationRequested = 'ElicitationRequested',
  elicitationResolved = 'ElicitationResolved',
  statusChanged = 'StatusChanged',
  sessionLoadFailed = 'SessionLoadFailed',
  toolCall = 'ToolCall',
  canvasesChanged = 'CanvasesChanged',
}

--- Tell of an event of a conversation.
---@param conversation_id string
---@param event table
function M.event(conversation_id, event)
  local name = NAMES[event.type]
  if name then
    M.emit(name, vim.tbl_extend('keep', { conversationId = conversation_id }, event))
  end
end

return M

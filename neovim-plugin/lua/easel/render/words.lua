--- Short words for the state of a conversation.
local M = {}

local STATUS = {
  idle = 'idle',
  starting = 'starting …',
  running = 'running …',
  waitingForPermission = 'asks you',
  cancelling = 'stopping …',
  paused = 'paused',
  error = 'error',
}

---@param info table ConversationInfo
---@return string
function M.status(info)
  return STATUS[info.executionStatus] or info.executionStatus or ''
end

local function thousands(number)
  return number >= 1000 and ('%.0fk'):format(number / 1000) or tostring(number)
end

--- How full the agent's context is and what it has cost, or an empty string.
---@param info table
---@return string
function M.usage(info)
  local usage = info.usage or {}
  local words = {}
  if usage.contextUsed and usage.contextSize then
    local used, size = thousands(usage.contextUsed), thousands(usage.contextSize)
    table.insert(words, ('%s/%s'):format(used, size))
  end
  if usage.cost and usage.cost.amount and usage.cost.amount > 0 then
    table.insert(words, ('%.2f %s'):format(usage.cost.amount, usage.cost.currency or ''))
  end
  return table.concat(words, ' ')
end

--- The name of the mode that the agent's session is in, or nil.
---@param info table
---@return string?
function M.mode(info)
  for _, mode in ipairs(info.modes and info.modes.availableModes or {}) do
    if mode.id == info.modes.currentModeId then
      return mode.name or mode.id
    end
  end
end

---@param info table
---@return string
function M.title(info)
  return info.title and info.title ~= '' and info.title or 'New conversation'
end

return M

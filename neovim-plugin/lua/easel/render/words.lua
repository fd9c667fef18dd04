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

--- A time of the protocol as the clock here has it, with the day unless that is today.
---@param iso string ISO 8601, UTC
---@return string
function M.time(iso)
  local year, month, day, hour, min, sec = iso:match('(%d+)-(%d+)-(%d+)T(%d+):(%d+):(%d+)')
  local as_if_local =
    os.time({ year = year, month = month, day = day, hour = hour, min = min, sec = sec })
  local offset = os.time(os.date('*t', as_if_local)) - os.time(os.date('!*t', as_if_local))
  local seconds = as_if_local + offset
  local is_today = os.date('%F', seconds) == os.date('%F')
  return tostring(os.date(is_today and '%H:%M' or '%F %H:%M', seconds))
end

---@param info table
---@return string
function M.title(info)
  return info.title and info.title ~= '' and info.title or 'New conversation'
end

return M

--- What goes on, in a word, for a statusline. Starts and loads nothing.
local M = {}

local QUIET = { idle = true, paused = true }

--- `Easel: running …`, also of conversations that are not in view; empty if nothing goes on.
---@return string
function M.text()
  local store = package.loaded['easel.store']
  if not store then
    return ''
  end
  local words = require('easel.render.words')
  local current = store.current()
  local quiet = current ~= nil and QUIET[current.model.info.executionStatus]
  local shown = current and words.status(current.model.info) or ''
  for _, conversation in ipairs(store.all()) do
    local info = conversation.model.info
    if info.executionStatus == 'waitingForPermission' then
      shown = words.status(info)
    elseif quiet and not QUIET[info.executionStatus] then
      shown = words.status(info)
    end
  end
  return shown ~= '' and ('Easel: ' .. shown) or ''
end

return M

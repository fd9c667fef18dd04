--- Messages to people, and the rim at which faults of the plug-in end.
local M = {}

local function say(level)
  return function(text, ...)
    local words = select('#', ...) > 0 and text:format(...) or text
    vim.notify('Easel: ' .. words, level, { title = 'Easel' })
  end
end

M.info = say(vim.log.levels.INFO)
M.warn = say(vim.log.levels.WARN)
M.error = say(vim.log.levels.ERROR)

--- Call a function; a fault in it is one sentence, and the details are in the log of LSP clients.
---@generic R
---@param callback fun(...): R
---@return R?
function M.guarded(callback, ...)
  local results = vim.F.pack_len(xpcall(callback, debug.traceback, ...))
  if results[1] then
    return unpack(results, 2, results.n)
  end
  require('vim.lsp.log').error('easel', results[2])
  M.error('something went wrong in the plug-in; see `:Easel log`')
end

--- The same function, guarded.
function M.guard(callback)
  return function(...)
    return M.guarded(callback, ...)
  end
end

return M

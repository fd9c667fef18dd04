--- The line above a chat: title, agent, mode, what is going on, and how full the context is.
local store = require('easel.store')
local words = require('easel.render.words')

local M = {}

local function plain(text)
  return (text:gsub('%%', '%%%%'))
end

---@param conversation easel.Conversation
---@return string
function M.of(conversation)
  local info = conversation.model.info
  local parts = { info.agent or '' }
  parts[#parts + 1] = words.mode(info)
  parts[#parts + 1] = info.access == 'observer' and 'watching' or nil
  local state = conversation.problem and conversation.problem.badge or words.status(info)
  local pattern = '%%#EaselWinbarTitle# %s %%#EaselMeta# %s '
    .. '%%#EaselWinbarStatus# %s %%=%%#EaselMeta#%s '
  local title, who = plain(words.title(info)), plain(table.concat(parts, ' · '))
  return pattern:format(title, who, state, plain(words.usage(info)))
end

--- 'winbar'.
---@return string
function M.text()
  local buf = vim.api.nvim_win_get_buf(vim.g.statusline_winid or 0)
  local conversation = store.get(vim.b[buf].easel_conversation)
  return conversation and M.of(conversation) or ''
end

return M

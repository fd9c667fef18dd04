--- The line above a chat: title, agent, mode, what is going on, and how full the context is.
local store = require('easel.store')
local words = require('easel.render.words')

local M = {}

local function plain(text)
  return (text:gsub('%%', '%%%%'))
end

--- 'winbar'.
---@return string
function M.text()
  local buf = vim.api.nvim_win_get_buf(vim.g.statusline_winid or 0)
  local conversation = store.get(vim.b[buf].easel_conversation)
  if not conversation then
    return ''
  end
  local info = conversation.model.info
  local parts = { info.agent or '', words.mode(info) }
  table.insert(parts, info.access == 'observer' and 'watching' or nil)
  local title, who = plain(words.title(info)), plain(table.concat(parts, ' · '))
  local state = conversation.problem and 'no server' or words.status(info)
  return ('%%#EaselWinbarTitle# %s %%#EaselMeta# %s %%#EaselWinbarStatus# %s %%=%%#EaselMeta#%s '):format(
    title,
    who,
    state,
    plain(words.usage(info))
  )
end

return M

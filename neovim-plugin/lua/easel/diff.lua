--- Edits of tool calls side by side.
local diff = require('easel.render.diff')
local notify = require('easel.notify')

local M = {}

local function side(text, name, filetype)
  local buf = vim.api.nvim_create_buf(false, true)
  local lines = vim.split(text:gsub('\n$', ''), '\n', { plain = true })
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, lines)
  pcall(vim.api.nvim_buf_set_name, buf, name) -- the same edit may be shown twice
  vim.bo[buf].modifiable = false
  vim.bo[buf].bufhidden = 'wipe'
  vim.bo[buf].filetype = filetype
  vim.keymap.set('n', 'q', '<Cmd>tabclose<CR>', { buffer = buf, desc = 'Close' })
  return buf
end

---@param edit easel.Edit
---@param id string
local function show(edit, id)
  local filetype = vim.filetype.match({ filename = edit.path }) or ''
  local name = ('easel://diff/%s/%%s/%s'):format(id, vim.fs.basename(edit.path))
  vim.cmd.tabnew()
  vim.bo.bufhidden = 'wipe'
  vim.api.nvim_win_set_buf(0, side(edit.old or '', name:format('before'), filetype))
  local after = side(edit.new, name:format('after'), filetype)
  vim.cmd('rightbelow vertical diffsplit ' .. vim.fn.fnameescape(vim.api.nvim_buf_get_name(after)))
end

--- Show the edits of a tool call, each in a tab page.
---@param item? easel.Item of the kind tool or permission
function M.open(item)
  local edits = item and item.call and diff.edits(item.call) or {}
  if #edits == 0 then
    return notify.info('there is no edit here')
  end
  for _, edit in ipairs(edits) do
    show(edit, item.call.toolCallId)
  end
end

--- The edit under the cursor of a chat, else the newest one of the conversation.
---@param conversation easel.Conversation
function M.open_here(conversation)
  local view = require('easel.chat').view(vim.api.nvim_get_current_buf())
  local here = view and view:item_at(vim.api.nvim_win_get_cursor(0)[1] - 1)
  if here and here.call then
    return M.open(here)
  end
  local items = conversation.model.items
  for index = #items, 1, -1 do
    if items[index].call and #diff.edits(items[index].call) > 0 then
      return M.open(items[index])
    end
  end
  notify.info('no tool call of this conversation has edited a file')
end

return M

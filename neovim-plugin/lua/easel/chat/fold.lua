--- Folds of tool calls and thoughts in chat windows.
---
--- They are made by hand ('foldmethod' is `manual`): Neovim computes no folds while a person is in
--- insert mode, which is where people are while an answer streams. A fold grows with its block, as
--- the last line of one never changes.
local config = require('easel.config')

local M = {}

---@param window integer
---@param first integer row from 0
---@param last integer
local function make(window, first, last)
  vim.api.nvim_win_call(window, function()
    vim.cmd(('silent! %d,%dfold'):format(first + 1, last + 1))
    if not config.get().chat.folded then
      vim.cmd(('silent! %dfoldopen'):format(first + 1))
    end
  end)
end

--- Fold some blocks in all windows of the buffer.
---@param blocks easel.BlockBuffer
---@param keys string[]
function M.add(blocks, keys)
  for _, key in ipairs(keys) do
    local index = blocks.place[key]
    local start, fold = blocks:start(index), blocks.shown[index].fold
    for _, window in ipairs(fold and vim.fn.win_findbuf(blocks.buf) or {}) do
      make(window, start + fold[1], start + fold[2])
    end
  end
end

--- Fold all blocks anew in a window that has just begun to show the buffer.
---@param blocks easel.BlockBuffer
---@param window integer
function M.all(blocks, window)
  vim.api.nvim_win_call(window, function()
    vim.cmd('silent! normal! zE')
  end)
  local row = 0
  for _, shown in ipairs(blocks.shown) do
    if shown.fold then
      make(window, row + shown.fold[1], row + shown.fold[2])
    end
    row = row + #shown.lines
  end
end

return M

--- Buffers that show something and are gone with their window.
local M = {}

---@class easel.ScratchOptions
---@field name string
---@field filetype? string
---@field height? integer

--- Show lines in a split at the bottom; a buffer of that name is used again.
---@param lines string[]
---@param options easel.ScratchOptions
---@return integer buf, integer window
function M.open(lines, options)
  local buf = vim.fn.bufnr('^' .. vim.fn.escape(options.name, '*?[]{}\\') .. '$')
  if buf < 0 then
    buf = vim.api.nvim_create_buf(false, true)
    vim.api.nvim_buf_set_name(buf, options.name)
  end
  M.fill(buf, lines)
  vim.bo[buf].bufhidden = 'wipe'
  vim.bo[buf].filetype = options.filetype or ''
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buf, desc = 'Close' })
  local window = vim.fn.bufwinid(buf)
  if window < 0 then
    local height = math.min(options.height or #lines, math.floor(vim.o.lines / 2))
    vim.cmd(('botright %d split'):format(math.max(height, 3)))
    window = vim.api.nvim_get_current_win()
    vim.api.nvim_win_set_buf(window, buf)
    vim.wo[window][0].winfixheight = true
  end
  vim.api.nvim_set_current_win(window)
  return buf, window
end

--- Replace all lines of such a buffer.
---@param buf integer
---@param lines string[]
function M.fill(buf, lines)
  vim.bo[buf].modifiable = true
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, lines)
  vim.bo[buf].modifiable = false
  vim.bo[buf].modified = false
end

return M

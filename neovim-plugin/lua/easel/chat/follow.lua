--- Windows that show the end of a buffer go on to do so when it grows.
local M = {}

--- The windows of a buffer whose cursor is in its last lines.
---@param buf integer
---@return integer[]
function M.at_end(buf)
  local last = vim.api.nvim_buf_line_count(buf)
  return vim.tbl_filter(function(window)
    return vim.api.nvim_win_get_cursor(window)[1] >= last
  end, vim.fn.win_findbuf(buf))
end

---@param buf integer
---@param windows integer[]
function M.go(buf, windows)
  local last = vim.api.nvim_buf_line_count(buf)
  for _, window in ipairs(windows) do
    vim.api.nvim_win_set_cursor(window, { last, 0 })
  end
end

return M

--- Edits of tool calls as unified diffs.
local M = {}

local MAX_BYTES = 400000
--- Comparing takes time that grows faster than the texts.

---@class easel.Edit
---@field path string
---@field old? string nil for a new file
---@field new string

--- The edits of a tool call; what is malformed is left out.
---@param call table
---@return easel.Edit[]
function M.edits(call)
  local found = {}
  for _, content in ipairs(call.content or {}) do
    local path, new = content.path, content.newText
    if content.type == 'diff' and type(path) == 'string' and type(new) == 'string' then
      local old = type(content.oldText) == 'string' and content.oldText or nil
      table.insert(found, { path = path, old = old, new = new })
    end
  end
  return found
end

local function compare(old, new)
  local diff = vim.text and vim.text.diff or vim.diff
  return diff(old, new, { ctxlen = 2, algorithm = 'histogram' })
end

--- The lines of a unified diff, and how many it adds and removes.
---@param edit easel.Edit
---@return string[] lines, integer added, integer removed
function M.unified(edit)
  local old = edit.old or ''
  if #old + #edit.new > MAX_BYTES then
    return { '(too large to compare here)' }, 0, 0
  end
  local compared = vim.split(compare(old, edit.new), '\n', { plain = true, trimempty = true })
  local lines = vim.tbl_filter(function(line)
    return not vim.startswith(line, '\\') -- "No newline at end of file"
  end, compared)
  local added, removed = 0, 0
  for _, line in ipairs(lines) do
    added = added + (vim.startswith(line, '+') and 1 or 0)
    removed = removed + (vim.startswith(line, '-') and 1 or 0)
  end
  return lines, added, removed
end

---@param line string of a unified diff
---@return string highlight group
function M.group(line)
  local groups = { ['+'] = 'EaselDiffAdd', ['-'] = 'EaselDiffDelete', ['@'] = 'EaselDiffHeader' }
  return groups[line:sub(1, 1)] or 'EaselToolBody'
end

return M

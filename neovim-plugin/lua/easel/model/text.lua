--- Text that grows, kept as lines, so that a piece costs no more than its own length.
local M = {}

--- Put a piece behind lines. Carriage returns are left out: the two characters of a line end may
--- come in different pieces.
---@param lines string[] at least one; changed in place
---@param piece string
function M.append(lines, piece)
  local parts = vim.split(piece:gsub('\r', ''), '\n', { plain = true })
  lines[#lines] = lines[#lines] .. parts[1]
  for index = 2, #parts do
    lines[#lines + 1] = parts[index]
  end
end

---@param text string
---@return string[]
function M.lines(text)
  local lines = { '' }
  M.append(lines, text)
  return lines
end

--- What a content block of ACP says, as Markdown.
---@param block table
---@return string
function M.of_block(block)
  local resource = type(block.resource) == 'table' and block.resource or {}
  if block.type == 'text' then
    return type(block.text) == 'string' and block.text or ''
  elseif block.type == 'resource_link' then
    return ('[%s](%s)'):format(block.title or block.name or 'file', block.uri or '')
  elseif block.type == 'resource' then
    return ('[%s](%s)'):format(vim.fs.basename(resource.uri or 'file'), resource.uri or '')
  end
  return ('[%s %s]'):format(block.type or 'content', block.mimeType or ''):gsub(' %]', ']')
end

--- What was sent, as lines of Markdown.
---@param blocks table[]
---@return string[]
function M.of_prompt(blocks)
  local texts = vim.tbl_map(M.of_block, blocks)
  return M.lines(vim.trim(table.concat(texts, '\n')))
end

--- The marks of a code fence that is open at the end of these lines.
---@param lines string[]
---@return string?
function M.open_fence(lines)
  local open
  for _, line in ipairs(lines) do
    local marks, info = line:match('^ ? ? ?(```+)(.*)$')
    if not marks then
      marks, info = line:match('^ ? ? ?(~~~+)(.*)$')
    end
    if marks and not open then
      open = not info:find('`', 1, true) and marks or nil
    elseif marks and vim.startswith(marks, open) and vim.trim(info) == '' then
      open = nil
    end
  end
  return open
end

return M

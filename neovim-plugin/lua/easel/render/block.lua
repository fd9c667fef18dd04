--- Puts a block together line by line.
---@class easel.BlockBuilder: easel.Block
local Block = {}
Block.__index = Block

---@return easel.BlockBuilder
function Block.new()
  return setmetatable({ lines = {}, marks = {} }, Block)
end

--- One line out of pieces, each a text or a pair of text and highlight group.
---@param ... string|string[]
---@return easel.BlockBuilder
function Block:line(...)
  local row, col, texts = #self.lines, 0, {}
  for _, piece in ipairs({ ... }) do
    local words, group = piece, nil
    if type(piece) == 'table' then
      words, group = piece[1], piece[2]
    end
    words = words:gsub('[\r\n]+', ' ')
    if group and words ~= '' then
      local opts = { end_col = col + #words, hl_group = group, priority = 150 }
      table.insert(self.marks, { row = row, col = col, opts = opts })
    end
    table.insert(texts, words)
    col = col + #words
  end
  table.insert(self.lines, table.concat(texts))
  return self
end

--- Lines as they are, with one highlight group for all of them.
---@param lines string[]
---@param group? string
---@param indent? string
---@return easel.BlockBuilder
function Block:body(lines, group, indent)
  for _, line in ipairs(lines) do
    self:line({ (indent or '') .. line, group })
  end
  return self
end

---@return easel.BlockBuilder
function Block:blank()
  table.insert(self.lines, '')
  return self
end

--- Virtual text at the end of the last line.
---@param chunks string[][]
---@return easel.BlockBuilder
function Block:aside(chunks)
  local opts = { virt_text = chunks, virt_text_pos = 'eol', hl_mode = 'combine' }
  table.insert(self.marks, { row = #self.lines - 1, col = 0, opts = opts })
  return self
end

--- Lines that are folded together with the line before them, which stays in view.
---@param body easel.Block
---@return easel.BlockBuilder
function Block:folded(body)
  local first = #self.lines - 1
  for _, mark in ipairs(body.marks) do
    local row = first + 1 + mark.row
    table.insert(self.marks, { row = row, col = mark.col, opts = mark.opts })
  end
  vim.list_extend(self.lines, body.lines)
  self:line({ '  ╰', 'EaselToolBody' })
  self.fold = { first, #self.lines - 1 }
  return self
end

return Block

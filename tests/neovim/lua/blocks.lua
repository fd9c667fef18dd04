-- Puts random blocks into a buffer, in any order and again and again: the buffer must hold exactly
-- their lines, and every fold exactly its block. Arguments: the folder of the plug-in, a seed.
vim.opt.runtimepath:prepend(arg[1])
math.randomseed(tonumber(arg[2]))
local buffer = require('easel.chat.buffer')
local fold = require('easel.chat.fold')

local function random_block(folded)
  local lines = { 'head ' .. math.random(3) }
  for _ = 1, math.random(0, 5) do
    table.insert(lines, 'line ' .. math.random(3))
  end
  if not folded then
    return { lines = lines, marks = {} }
  end
  table.insert(lines, 'end')
  return { lines = lines, marks = {}, fold = { 0, #lines - 1 } }
end

local buf = vim.api.nvim_create_buf(false, true)
vim.api.nvim_win_set_buf(0, buf)
vim.wo.foldmethod = 'manual'
local blocks, shown, order = buffer.new(buf), {}, {}
shown[''] = { lines = { '' } }
for _ = 1, 400 do
  local key = tostring(math.random(12))
  local block = random_block(tonumber(key) % 2 == 0)
  if not shown[key] then
    table.insert(order, key)
  end
  shown[key] = block
  blocks:edit(function()
    if blocks:put(key, block) then
      fold.add(blocks, { key })
    end
  end)
  local expected, row = {}, 0
  for _, name in ipairs(vim.list_extend(vim.list_extend({}, order), { '' })) do
    vim.list_extend(expected, shown[name].lines)
    if shown[name].fold then
      local first, last = row + 1, row + #shown[name].lines
      assert(vim.fn.foldclosed(last) == first and vim.fn.foldclosedend(first) == last)
    else
      assert(vim.fn.foldclosed(row + 1) == -1)
    end
    row = row + #shown[name].lines
  end
  assert(vim.deep_equal(vim.api.nvim_buf_get_lines(buf, 0, -1, true), expected))
end

local text = require('easel.model.text')
for _ = 1, 200 do
  local whole, pieces = '', {}
  for _ = 1, math.random(12) do
    local piece = ({ 'a', '\n', '\r\n', '\r', 'ä', '', 'b\nc' })[math.random(7)]
    whole = whole .. piece
    table.insert(pieces, piece)
  end
  local lines = { '' }
  for _, piece in ipairs(pieces) do
    text.append(lines, piece)
  end
  assert(vim.deep_equal(lines, text.lines(whole)))
end
io.write('fine')

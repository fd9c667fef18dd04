--- Canvases in their text form, in buffers that follow them.
local client = require('easel.client')
local notify = require('easel.notify')
local scratch = require('easel.scratch')

local M = {}

local REST_MS = 100

---@class easel.CanvasBuffer
---@field buf integer
---@field uri string of the text
---@field planned boolean a refresh is due

---@type table<string, easel.CanvasBuffer> by AHP channel
local shown = {}

--- A table keeps its columns below each other: a window that is too narrow scrolls.
local function lay_out(buf, text)
  local wrap = not vim.startswith(text, '|')
  for _, win in ipairs(vim.fn.win_findbuf(buf)) do
    vim.api.nvim_set_option_value('wrap', wrap, { win = win, scope = 'local' })
  end
end

local function refresh(channel)
  local canvas = shown[channel]
  if not canvas then
    return
  end
  canvas.planned = false
  client.send('workspace/textDocumentContent', { uri = canvas.uri }, function(err, result)
    if err then
      client.explain(err)
    elseif vim.api.nvim_buf_is_valid(canvas.buf) then
      scratch.fill(canvas.buf, vim.split(result.text:gsub('\n$', ''), '\r?\n'))
      lay_out(canvas.buf, result.text)
    end
  end)
end

local function plan(channel)
  local canvas = shown[channel]
  if canvas and not canvas.planned then
    canvas.planned = true
    vim.defer_fn(function()
      notify.guarded(refresh, channel)
    end, REST_MS)
  end
end

local function subscribe(channel)
  client.request('ahp/subscribe', { channel = channel }, function(err)
    if err then
      client.explain(err)
    end
  end)
  refresh(channel)
end

local function forget_with_buffer(channel, buf)
  vim.api.nvim_create_autocmd('BufWipeout', {
    buffer = buf,
    callback = function()
      shown[channel] = nil
      client.request('ahp/unsubscribe', { channel = channel }, function() end)
    end,
  })
end

--- Show a canvas in a split.
---@param conversation easel.Conversation
---@param canvas {instanceId: string, channel?: string}
function M.show(conversation, canvas)
  local place = conversation.id .. '/' .. canvas.instanceId
  local channel = canvas.channel or ('ahp-canvas:/%s.%s'):format(conversation.id, canvas.instanceId)
  local name = 'easel://canvas/' .. place
  local buf = scratch.open({ '…' }, { name = name, filetype = 'markdown', height = 15 })
  vim.b[buf].easel_conversation = conversation.id
  shown[channel] = { buf = buf, uri = ('easel:/canvases/%s.md'):format(place), planned = false }
  forget_with_buffer(channel, buf)
  subscribe(channel)
end

--- Take an action of a channel: the canvas is different now.
---@param envelope table
function M.action(envelope)
  plan(envelope.channel)
end

table.insert(client.on_back, function()
  for channel in pairs(shown) do
    subscribe(channel)
  end
end)

return M

--- Canvases, and the conversation as a document.
local canvas = require('easel.canvas')
local chat = require('easel.chat')
local notify = require('easel.notify')
local store = require('easel.store')
local target = require('easel.commands.target')

local function label(choice)
  if choice.instanceId then
    return ('● %s  (%s)'):format(choice.title or choice.instanceId, choice.canvasId)
  end
  return ('+ %s  (%s)'):format(choice.displayName or choice.canvasId, choice.canvasId)
end

local function open(conversation, choice)
  if choice.instanceId then
    return canvas.show(conversation, choice)
  end
  local params = { canvasId = choice.canvasId, extensionId = choice.extensionId }
  target.ask(conversation, 'canvas/open', params, function(opened)
    canvas.show(conversation, opened)
  end)
end

local function named(choices, name)
  for _, choice in ipairs(choices) do
    if choice.title == name or choice.instanceId == name or choice.canvasId == name then
      return choice
    end
  end
end

local function show_canvas(conversation, given)
  target.ask(conversation, 'canvas/list', {}, function(result)
    local choices = vim.list_extend(result.open, result.declarations)
    if given.text == '' then
      return vim.ui.select(choices, { prompt = 'Canvas', format_item = label }, function(choice)
        if choice then
          open(conversation, choice)
        end
      end)
    end
    local choice = named(choices, given.text)
    if not choice then
      return notify.error('there is no canvas `%s`', given.text)
    end
    open(conversation, choice)
  end)
end

--- The identifiers of canvases that the conversation knows to be open.
local function open_ids()
  local conversation = store.current()
  local ids = {}
  for _, item in ipairs(conversation and conversation.model.items or {}) do
    if item.kind == 'canvas' and not item.closed then
      table.insert(ids, item.canvas.instanceId)
    end
  end
  return ids
end

local function fork(conversation, given)
  local title = given.text ~= '' and given.text or nil
  target.ask(conversation, 'conversation/fork', { title = title }, function(result)
    store.open(result.conversation.id, function(forked)
      if forked then
        chat.show(forked, true)
      end
    end)
  end)
end

local function export(conversation, given)
  local path = given.text ~= '' and vim.fn.fnamemodify(vim.fn.expand(given.text), ':p') or nil
  if path and vim.uv.fs_stat(path) and not given.bang then
    return notify.error('`%s` is there already; `:Easel export!` replaces it', given.text)
  end
  local format = path and path:match('%.json$') and 'json' or 'markdown'
  local params = { format = format, target = path }
  target.ask(conversation, 'conversation/export', params, function(result)
    if path then
      return notify.info('written to %s', vim.fn.fnamemodify(path, ':~:.'))
    end
    vim.cmd.tabnew()
    vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(result.text, '\n'))
    vim.bo.filetype = 'markdown'
  end)
end

---@type table<string, easel.Command>
return {
  canvas = { run = target.current(show_canvas), complete = open_ids },
  fork = { run = target.current(fork) },
  export = {
    run = target.current(export),
    complete = function()
      return vim.fn.getcompletion('', 'file')
    end,
  },
}

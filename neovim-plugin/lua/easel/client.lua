--- The one LSP client of this Neovim: started when first needed, started again when it dies.
local autocmds = require('easel.autocmds')
local notify = require('easel.notify')
local wire = require('easel.wire')

local M = {}

local RESTARTS, PERIOD_MS = 3, 60000
local PATIENCE_MS = 1500

---@type integer?
local client_id
---@type fun(client: vim.lsp.Client?)[]? those who wait for the server to be ready
local waiting
---@type integer[] when it was started again, in milliseconds
local restarts = {}
local ready, leaving, enabled = false, false, false

--- Called with `(reason, returns)` when the server is gone, with nothing when it is back.
M.on_lost = {} ---@type fun(reason: string, returns: boolean)[]
M.on_back = {} ---@type fun()[]

---@return vim.lsp.Client?
function M.get()
  local client = client_id and vim.lsp.get_client_by_id(client_id)
  return client and not wire.is_stopped(client) and client or nil
end

--- Whether a person's own `vim.lsp.enable('easel')` asks for the server, not ours.
function M.is_wanted()
  return not enabled
end

local function settle(client)
  local callbacks = waiting or {}
  waiting = nil
  for _, callback in ipairs(callbacks) do
    notify.guarded(callback, client)
  end
end

local function attach(buffer)
  local client = M.get()
  if client and vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].buftype == '' then
    vim.lsp.buf_attach_client(buffer, client.id)
  end
end

--- Files are attached, so that agents see what is not saved and code actions are offered.
local function attach_files()
  if vim.fn.has('nvim-0.11') == 1 then
    enabled = true
    vim.lsp.enable('easel')
    return
  end
  vim.tbl_map(attach, vim.api.nvim_list_bufs())
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('easel.attach', {}),
    callback = function(event)
      attach(event.buf)
    end,
  })
end

local function started(client)
  ready = true
  attach_files()
  autocmds.emit('Attached', { clientId = client.id })
  settle(client)
end

local function may_restart()
  local now = vim.uv.now()
  restarts = vim.tbl_filter(function(at)
    return now - at < PERIOD_MS
  end, restarts)
  table.insert(restarts, now)
  return #restarts <= RESTARTS
end

local function ended(code, signal)
  client_id = nil
  if leaving then
    return
  end
  local reason = signal ~= 0 and 'by signal ' .. signal or 'with exit code ' .. code
  local again = ready and may_restart()
  autocmds.emit('Disconnected', { code = code, signal = signal, returns = again or false })
  settle(nil)
  local words = again and 'Starting it again …'
    or 'Say `:Easel` to start it again; `:Easel log` and `:checkhealth easel` may tell why.'
  notify.warn('the server ended %s. %s', reason, words)
  for _, told in ipairs(M.on_lost) do
    notify.guarded(told, reason, again or false)
  end
  if again then
    M.ensure(function(client)
      for _, told in ipairs(client and M.on_back or {}) do
        notify.guarded(told)
      end
    end)
  end
end

local function missing(cmd)
  if type(cmd) == 'function' or vim.fn.executable(cmd[1]) == 1 then
    return false
  end
  notify.error(
    '`%s` is not installed. Install it with `pipx install easel-ls`, or set `cmd`; '
      .. 'see :help easel-install',
    cmd[1]
  )
  return true
end

---@return vim.lsp.ClientConfig
local function client_config()
  local base = vim.fn.has('nvim-0.11') == 1 and vim.lsp.config.easel
    or require('easel.lsp_config').get()
  return vim.tbl_deep_extend('force', base, {
    name = 'easel',
    root_dir = vim.uv.cwd(),
    on_init = vim.schedule_wrap(started),
    on_exit = vim.schedule_wrap(ended),
  })
end

--- Have the server running; `callback` gets nil if it cannot be had.
---@param callback? fun(client: vim.lsp.Client?)
function M.ensure(callback)
  callback = callback or function() end
  local client = M.get()
  if client and not waiting then
    return callback(client)
  end
  if waiting then
    return table.insert(waiting, callback)
  end
  waiting = { callback }
  local wanted = client_config()
  if missing(wanted.cmd) then
    return settle(nil)
  end
  ready = false
  client_id = wire.start(wanted)
  if client_id == nil then
    return settle(nil)
  end
  vim.defer_fn(function()
    if waiting then
      notify.info('the server is starting …')
    end
  end, PATIENCE_MS)
end

--- A request to the server, which is started if need be.
---@param method string
---@param params table
---@param callback fun(err: lsp.ResponseError?, result: any)
function M.send(method, params, callback)
  M.ensure(function(client)
    if client == nil then
      return callback({ code = 0, message = 'the server does not run' }, nil)
    end
    wire.request(client, method, params, notify.guard(callback))
  end)
end

--- One of Easel's own.
---@param method string without `easel/`
---@param params table
---@param callback? fun(err: lsp.ResponseError?, result: any)
function M.request(method, params, callback)
  M.send('easel/' .. method, params, callback or function(err)
    if err then
      M.explain(err)
    end
  end)
end

--- A request whose failure is told to the person; `callback` gets successes only.
---@param method string
---@param params table
---@param callback? fun(result: any)
function M.ask(method, params, callback)
  M.request(method, params, function(err, result)
    if err then
      M.explain(err)
    elseif callback then
      callback(result)
    end
  end)
end

---@param err lsp.ResponseError
function M.explain(err)
  if err.code ~= 0 and err.code ~= -32800 then
    notify.error('%s', err.message)
  end
end

--- End the server; the next use starts it again.
function M.stop()
  local client = M.get()
  if client then
    leaving = true
    wire.stop(client)
    vim.wait(3000, function()
      return client_id == nil
    end, 10)
    leaving = false
  end
end

vim.api.nvim_create_autocmd('VimLeavePre', {
  group = vim.api.nvim_create_augroup('easel.client', {}),
  callback = function()
    leaving = true
  end,
})

return M

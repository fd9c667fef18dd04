--- What people can set: `vim.g.easel`, and `require('easel').setup()` on top of it.
local M = {}

---@class easel.Config
M.defaults = {
  --- How the server is started: a list, or a function as `vim.lsp.rpc.connect()` returns it.
  cmd = { 'easel', 'serve' },
  --- The token of a server that listens (`easel serve --tcp`); it stands in its state folder.
  token = '',
  --- Settings of the server (`easel.*` of docs/settings.md), such as `defaultAgent`.
  settings = {},
  --- Start the server with the first file instead of the first `:Easel`.
  autostart = false,
  --- What becomes of a prompt while the agent works: `queue`, `steer`, `interrupt` or `reject`.
  when_busy = 'queue',
  --- Show questions of the agent at once as a list (`vim.ui.select`), or only in the chat.
  ask_at_once = false,
  --- Say in a message that an agent asks or ended while its chat is not in view.
  notify = true,
  --- Map keys in chat and prompt windows.
  keymaps = true,
  chat = {
    --- `right`, `left`, `bottom`, `tab` or `current`.
    position = 'right',
    --- Columns (lines at the bottom); below 1 a share of the screen.
    size = 0.45,
    --- Close the folds of tool calls and thoughts.
    folded = true,
    --- The shortest time between two changes of the buffer.
    frame_ms = 16,
  },
  prompt = {
    height = 6,
    --- Begin to write at once when a chat is opened.
    insert = true,
    --- Offer `/commands` and `@files` while typing.
    autocomplete = true,
  },
  icons = {
    pending = '○',
    in_progress = '◐',
    completed = '✓',
    failed = '✗',
    cancelled = '■',
    interrupted = '■',
  },
}

local given = {}

--- Take a person's configuration; it wins over `vim.g.easel`.
---@param options? table
function M.set(options)
  given = options or {}
end

---@return easel.Config
function M.get()
  local global = type(vim.g.easel) == 'table' and vim.g.easel or {}
  return vim.tbl_deep_extend('force', M.defaults, global, given)
end

--- What is wrong with the configuration, in sentences.
---@return string[]
function M.problems()
  local found = {}
  local function compare(value, default, path)
    for key, inner in pairs(value) do
      local where = path .. key
      local expected = default[key]
      if expected == nil then
        table.insert(found, ('`%s` is not a setting'):format(where))
      elseif where ~= 'cmd' and type(inner) ~= type(expected) then
        local kinds = { where, type(expected), type(inner) }
        table.insert(found, ('`%s` should be a %s, not a %s'):format(unpack(kinds)))
      elseif type(inner) == 'table' and where ~= 'settings' and where ~= 'cmd' then
        compare(inner, expected, where .. '.')
      end
    end
  end
  compare(M.get(), M.defaults, '')
  table.sort(found)
  return found
end

return M

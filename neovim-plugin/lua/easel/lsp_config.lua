--- The configuration of the LSP client; with Neovim 0.11 it is `vim.lsp.config.easel`.
local config = require('easel.config')

local M = {}

local function handler(callback)
  return function(_, params)
    local notify = require('easel.notify')
    notify.guarded(callback, require('easel.wire').without_null(params))
  end
end

local function handlers()
  return {
    ['easel/conversation/didUpdate'] = handler(function(params)
      require('easel.store').did_update(params)
    end),
    ['easel/conversation/didChange'] = handler(function(params)
      require('easel.store').did_change(params)
    end),
    ['easel/conversation/didDelete'] = handler(function(params)
      require('easel.store').did_delete(params)
    end),
    ['easel/conversation/sessionLoadFailed'] = handler(function() end), -- the event says the same
    ['easel/lease/didChange'] = handler(function(params)
      require('easel.store').lease_changed(params)
    end),
    ['easel/agents/didChange'] = handler(function(params)
      require('easel.autocmds').emit('AgentsChanged', params)
    end),
    ['easel/changes/didChange'] = handler(function(params)
      require('easel.autocmds').emit('ChangesChanged', params)
    end),
    ['easel/ahp/action'] = handler(function(params)
      require('easel.canvas').action(params)
    end),
  }
end

---@return vim.lsp.ClientConfig
function M.get()
  local capabilities = vim.lsp.protocol.make_client_capabilities()
  local canvas = { profile = 'pr298-r1', clientId = 'neovim' }
  capabilities.experimental = { easel = { protocolVersion = 1, canvas = canvas } }
  local wanted = config.get()
  local settings = next(wanted.settings) and wanted.settings or vim.empty_dict()
  local token = wanted.token ~= '' and { token = wanted.token } or {}
  return {
    name = 'easel',
    cmd = wanted.cmd,
    capabilities = capabilities,
    settings = { easel = settings },
    init_options = { easel = vim.tbl_extend('force', settings, token) },
    handlers = handlers(),
  }
end

return M

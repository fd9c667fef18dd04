--- What differs between versions of Neovim in how LSP clients are used.
local M = {}

--- The same value without `vim.NIL`: in Easel's protocol null and absent mean the same.
---@generic T
---@param value T
---@return T?
function M.without_null(value)
  if value == vim.NIL then
    return nil
  end
  if type(value) ~= 'table' then
    return value
  end
  for key, inner in pairs(value) do
    value[key] = M.without_null(inner)
  end
  return value
end

--- Start a client that is attached to no buffer yet.
---@param config vim.lsp.ClientConfig
---@return integer? client_id
function M.start(config)
  if vim.fn.has('nvim-0.11') == 1 then
    return vim.lsp.start(config, { attach = false })
  end
  return vim.lsp.start_client(config)
end

---@param client vim.lsp.Client
---@param method string
---@param params table
---@param callback fun(err: lsp.ResponseError?, result: any)
---@return boolean sent
function M.request(client, method, params, callback)
  local function answered(err, result)
    callback(err, M.without_null(result))
  end
  if next(params) == nil then
    params = vim.empty_dict()
  end
  if vim.fn.has('nvim-0.11') == 1 then
    return (client:request(method, params, answered))
  end
  return (client.request(method, params, answered))
end

---@param client vim.lsp.Client
---@param method string
---@param params table
function M.notify(client, method, params)
  if vim.fn.has('nvim-0.11') == 1 then
    client:notify(method, params)
  else
    client.notify(method, params)
  end
end

---@param client vim.lsp.Client
---@return boolean
function M.is_stopped(client)
  if vim.fn.has('nvim-0.11') == 1 then
    return client:is_stopped()
  end
  return client.is_stopped()
end

---@param client vim.lsp.Client
---@param force? boolean
function M.stop(client, force)
  if vim.fn.has('nvim-0.11') == 1 then
    client:stop(force)
  else
    client.stop(force)
  end
end

return M

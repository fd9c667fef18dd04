-- Read by `vim.lsp.config` of Neovim 0.11 and later.
local config = require('easel.lsp_config').get()

--- Files are attached to the client that `:Easel` started; `vim.lsp.enable('easel')` in a person's
--- own configuration starts it with the first file.
config.root_dir = function(buffer, on_dir)
  local client = require('easel.client')
  if vim.bo[buffer].buftype ~= '' or not (client.get() or client.is_wanted()) then
    return
  end
  client.ensure(function(running)
    if running then
      on_dir(running.config.root_dir)
    end
  end)
end
config.reuse_client = function(client)
  return client.name == 'easel'
end

return config

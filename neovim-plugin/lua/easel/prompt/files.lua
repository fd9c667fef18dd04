--- The files of a directory, without those that git ignores.
local M = {}

local MAX_FILES = 20000
local FRESH_MS = 5000
local SECONDS = 2

---@type table<string, {at: integer, paths: string[]}>
local cache = {}

local function from_git(cwd)
  local command = { 'git', 'ls-files', '--cached', '--others', '--exclude-standard' }
  local ok, listed = pcall(function()
    return vim.system(command, { cwd = cwd, text = true }):wait(SECONDS * 1000)
  end)
  if ok and listed.code == 0 then
    return vim.split(listed.stdout, '\n', { trimempty = true })
  end
end

local function from_disk(cwd)
  local paths = {}
  local function wanted(name)
    local base = vim.fs.basename(name)
    return not vim.startswith(base, '.') and base ~= 'node_modules'
  end
  for name, kind in vim.fs.dir(cwd, { depth = 5, skip = wanted }) do
    if kind == 'file' and wanted(name) then
      table.insert(paths, name)
    end
    if #paths >= MAX_FILES then
      break
    end
  end
  table.sort(paths)
  return paths
end

---@param cwd string
---@return string[] relative paths
function M.list(cwd)
  local known = cache[cwd]
  if not known or vim.uv.now() - known.at > FRESH_MS then
    known = { at = vim.uv.now(), paths = from_git(cwd) or from_disk(cwd) }
    cache[cwd] = known
  end
  return known.paths
end

return M

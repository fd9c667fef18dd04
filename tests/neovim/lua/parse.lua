-- Parses files without running them. Arguments: the folder of the plug-in, the files, a line each.
for path in vim.gsplit(arg[2], '\n') do
  assert(loadfile(path))
end
io.write('fine')

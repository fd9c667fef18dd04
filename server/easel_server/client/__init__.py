"""An LSP client of Easel: the command line is an editor like any other.

    async with (
        open_server_process(["easel", "serve"]) as server,
        LspClient(server.channel) as client,
    ):
        await client.initialize()
        agents = await client.request("easel/agents/list", {}, timeout=10)

It shares the frames and channels of the server and imports no LSP types, so it starts fast.
"""

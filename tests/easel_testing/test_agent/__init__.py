"""A scriptable ACP agent that misbehaves on demand.

It is a real subprocess on the standard library alone (raw JSON lines, threads), so it starts in
a few hundredths of a second and can break every rule of the protocol. Tests start it with
`easel_testing.agents.scripted_agent`; by hand: `python -m easel_testing.test_agent --help`.

The script language
===================

The text of a prompt is a script: one step a line, blank lines and lines that begin with `#` are
skipped. A step is a verb and its argument. `--on` and `--after` attach scripts to other moments.
A script that reaches its last line ends the turn with `end_turn`. An unknown verb is answered
with the error -32602 naming the line, before anything runs (with `--plain`, a prompt that is no
script is answered with its own text).

TEXT runs to the end of the line; begin it with `"` to write it as a JSON string (`"a\nb"`).
NAME=VALUE arguments are split like a shell does. `$session`, `$request`, `$cwd` and
`$terminal` (the last one created) are replaced in every argument. Times are milliseconds.

Text and other updates
----------------------
say TEXT                        agent_message_chunk
think TEXT                      agent_thought_chunk
echo TEXT                       user_message_chunk
message ID|-                    the messageId of the chunks that follow (- for none)
content JSON                    agent_message_chunk with this content block
stream N [every=MS] [size=B]    N numbered chunks `0 `, `1 `, ... padded with dots to B bytes
flood N [size=B]                N equal chunks `x `, as fast as the pipe takes them
plan STATUS TEXT | STATUS TEXT  plan
tool ID [FIELD...]              tool_call; FIELD: title= kind= status= path= text= terminal=
                                input=JSON output=JSON
tool-update ID [FIELD...]       tool_call_update with the fields given
diff ID path=P old=S new=S      tool_call_update with a diff (no old= for a new file)
usage [used=V] [size=V] [cost=V] [currency=C]     usage_update; V is JSON, also NaN and -1
mode ID                         current_mode_update
commands NAME...                available_commands_update
config ID=VALUE...              config_option_update with these current values
title TEXT                      session_info_update
meta JSON|-                     `_meta` of the updates that follow
update JSON                     any session/update
notify METHOD JSON              any notification
noted TEXT                      a line in the journal

Asking the client (prefix with `nowait` to send and go on)
----------------------------------------------------------
permission ID [bare] [title=T] [OPTION:KIND...]   session/request_permission for tool call ID
elicit TEXT [schema=JSON | url=U]                 elicitation/create
read PATH                       fs/read_text_file; says the content
write PATH TEXT                 fs/write_text_file
terminal COMMAND                create, wait_for_exit, output, release; says the output
terminal-leave COMMAND          terminal/create only
request METHOD JSON             any request; says the result
await [ID]                      waits for the answer to `nowait` request ID (default: to all),
                                ID being the tool call, path, command or method; says it
withdraw ID                     $/cancel_request for an open request
Answers are said as text: `permission ID: selected allow`, `permission ID: cancelled`,
`elicit: accept {...}`, `read PATH: error -32602 ...`.

Time and memory
---------------
sleep MS                        ends early when the turn is stopped
hang                            until the turn is stopped
remember TEXT / recall          keeps TEXT in the session / says everything kept, or `nothing`
report pid|cwd|mcp|client|prompt|env NAME       says what the agent was given

The end of the turn
-------------------
end REASON [usage=JSON]         answers the prompt and stops the script; REASON may be anything;
                                `missing`: a result without stopReason, `null`: result null
respond REASON [usage=JSON]     answers and goes on (twice: two responses; then late updates)
result JSON / error-json JSON   answers with this result or error object, and stops
error CODE TEXT                 answers with an error, and stops
exit CODE / kill SIGNAL         ends the process

Reacting to session/cancel
--------------------------
By default the script stops where it is and the answer is `cancelled`. As soon as the prompt has
`on-cancel` lines those run instead (once, however many cancels come), beside the script, which
goes on until one of them ends it:
on-cancel ignore                never answers (the script runs on)
on-cancel end end_turn          answers `end_turn`
on-cancel error -32800 aborted  answers an error
on-cancel refuse                answers the notification with an error, goes on
on-cancel await                 waits for open permission answers (then: on-cancel end cancelled)
on-cancel sleep 300             late (then: on-cancel end cancelled)
on-cancel respond cancelled     acknowledges, but the script streams on

Prefixes (before any step)
--------------------------
on-cancel STEP                  see above
later MS STEP                   MS after the answer: late updates, agent-initiated messages
as SESSION STEP                 in the name of another session id
repeat N STEP                   N times
first N STEP                    only the first N times, counted in --state across processes
nowait STEP                     see above

Processes and signals
---------------------
spawn [stdout] [session] [daemon] [stubborn]      a child that sleeps for two minutes; notes its
                                pid. stdout: holds our stdout open; session: in a session of its
                                own; daemon: double fork into a new session; stubborn: ignores
                                SIGTERM and SIGHUP
ignore-sigterm / ignore-eof     from now on (every SIGTERM and the EOF are noted)
close-stdout                    EOF for the client while the process lives on
deaf                            reads nothing any more

The wire
--------
stderr TEXT / stderr-flood BYTES
noise TEXT                      a line on stdout that is no JSON
raw TEXT                        this line, verbatim
partial TEXT                    the beginning of a line, without its end
huge-line BYTES                 one say of so many bytes
split-utf8 TEXT                 a say written byte by byte, with a pause inside each character
fault NAME                      a line that is wrong in one way: scalar, string, array, null,
                                nan, bad-utf8, surrogate, empty, bom, crlf, unknown-update,
                                no-update, unknown-notification, unknown-request,
                                unknown-response, string-id, meta-hijack, nested-jsonrpc, deep
ids zero|string|clash           the ids of our requests: 0, 1, ... (default), strings, or the
                                id of the client's own latest request
refuse                          an error response with id null

Hooks and behaviour
===================
`--on MOMENT SCRIPT` runs before a request is answered, MOMENT being the method, `start` or `eof`;
a script that answers (`error`, `result`) replaces the regular answer, and that of session/prompt
runs before every prompt's own. `--after METHOD SCRIPT` runs after the answer. `--features` says
what the agent offers, `--initialize` and `--new` are merged into the results of initialize and
session/new (null removes a field), `--load` says what session/load does, `--state DIR` keeps
sessions, `--journal FILE` records what arrived (see journal.py).
"""

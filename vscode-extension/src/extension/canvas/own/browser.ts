import { commands, Uri, window } from "vscode";
import { check, object, text } from "../../../bridge/shape";
import { tabInFront } from "./tabs";
import { CannotShow, type OwnKind } from "./view";

const INPUT = object({ url: text(4000) });
const OF_THIS_MACHINE = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** A web page in VS Code's Simple Browser. */
export const browser: OwnKind = {
  canvasId: "vscode-browser",
  displayName: "Browser",
  description:
    "Open a web page in a tab of the person's editor, such as the development server of the project. The person is asked before a page of the internet is opened.",
  inputSchema: {
    type: "object",
    properties: { url: { type: "string", description: "An http or https address." } },
    required: ["url"],
    additionalProperties: false,
  },
  async open(input, onClosed) {
    const uri = Uri.parse(check(INPUT, input).url, true);
    if (uri.scheme !== "http" && uri.scheme !== "https") {
      throw new CannotShow("Only http and https addresses can be opened.", "url_not_allowed");
    }
    if (!OF_THIS_MACHINE.test(uri.authority)) await askFor(uri);
    await commands.executeCommand("simpleBrowser.show", uri.toString(true));
    const tab = tabInFront(onClosed);
    return { shown: { title: uri.authority }, dispose: () => tab.dispose() };
  },
};

async function askFor(uri: Uri): Promise<void> {
  const detail = uri.toString(true);
  const options = { modal: true, detail };
  const answer = await window.showWarningMessage(
    "An agent wants to open a web page.",
    options,
    "Open",
  );
  if (answer !== "Open") throw new CannotShow("The person did not want to open it.", "declined");
}

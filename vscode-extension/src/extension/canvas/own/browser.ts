import { commands, extensions, window } from "vscode";
import { check, object, text } from "../../../bridge/shape";
import type { JsonObject } from "../../../protocol";
import { type HeldTab, holdTab } from "./tabs";
import { CannotShow, type Looks, type News, type OwnKind, type OwnView } from "./view";
import { type WebAddress, webAddress } from "./web_address";

const INPUT = object({ url: text(4000) });
const SIMPLE_BROWSER = "vscode.simple-browser";
const CONTENT = { viewType: "simpleBrowser.view" };
const SCHEMA = {
  type: "object",
  properties: { url: { type: "string", description: "An http or https address." } },
  required: ["url"],
  additionalProperties: false,
};

/** A web page in VS Code's Simple Browser, of which there is one. */
export function browser(): OwnKind {
  let shown: BrowserView | undefined;
  /** The page of one canvas takes the place of another's. */
  const takePlace = (view: BrowserView) => {
    if (shown !== view) shown?.giveWay();
    shown = view;
  };
  return {
    canvasId: "vscode-browser",
    displayName: "Browser",
    description:
      "Open a web page in a tab of the person's editor, such as the development server of the project. There is one such tab: another page takes its place. The person is asked before a page of the internet is opened.",
    inputSchema: SCHEMA,
    actions: [
      {
        name: "navigate",
        description:
          "Open another page in the same tab. The person is asked as before. The same address again reloads the page.",
        inputSchema: SCHEMA,
      },
    ],
    create: (news) => new BrowserView(news, takePlace),
  };
}

class BrowserView implements OwnView {
  #tab: HeldTab | undefined;
  #isOver = false;

  constructor(
    private readonly news: News,
    private readonly takePlace: (view: BrowserView) => void,
  ) {}

  readonly actions = {
    navigate: async (input: JsonObject) => {
      const looks = await this.show(input);
      this.news.updated(looks);
      return looks;
    },
  };

  async show(input: JsonObject): Promise<Looks> {
    const address = webAddress(check(INPUT, input).url);
    if (!extensions.getExtension(SIMPLE_BROWSER)) {
      throw new CannotShow("The Simple Browser of VS Code is turned off.", "browser_not_available");
    }
    if (!address.isLocal) await askFor(address);
    if (this.#isOver) throw new CannotShow("It was closed meanwhile.", "closed");
    this.takePlace(this);
    const go = () => visit(address);
    if (this.#tab) await go();
    else this.#tab = await holdTab(CONTENT, go, this.news.closed);
    return { title: address.host };
  }

  /** The tab goes on without it. */
  giveWay(): void {
    this.#tab?.release();
    this.#tab = undefined;
    this.news.closed();
  }

  dispose(): void {
    this.#isOver = true;
    this.#tab?.dispose();
  }
}

async function visit({ href }: WebAddress): Promise<void> {
  // As text: VS Code's URIs do not keep what is encoded in an address.
  await commands.executeCommand("simpleBrowser.api.open", href, { preserveFocus: true });
}

async function askFor({ href }: WebAddress): Promise<void> {
  const options = { modal: true, detail: href };
  const answer = await window.showWarningMessage(
    "An agent wants to open a web page.",
    options,
    "Open",
  );
  if (answer !== "Open") throw new CannotShow("The person did not want to open it.", "declined");
}

// Shows one canvas in a tab of its own. Which one, the page says: `data-channel` of its body.
import "../chat/styles/base.css";
import "../chat/styles/controls.css";
import "../chat/styles/markdown.css";
import "../chat/styles/code.css";
import "./canvas.css";
import "@vscode/codicons/dist/codicon.css";
import { render } from "preact";
import { Bridge } from "../chat/bridge/bridge";
import { vsCodePort } from "../chat/bridge/port";
import { CanvasPage } from "./canvas_page";
import { CanvasStore } from "./canvas_store";

const { channel = "", conversation = "" } = document.body.dataset;
const port = vsCodePort();
const bridge = new Bridge((message) => port.post(message));
port.listen((message) => bridge.receive(message));
port.keep({ channel, conversation });

const store = new CanvasStore(bridge, channel);
bridge.on("host/serverState", ({ state, message }) => {
  if (state === "ready") {
    void store.follow();
  } else if (state === "failed") {
    store.complain(message ?? "Easel is not running.");
  }
});
bridge.ready();

const root = document.getElementById("root");
if (root) {
  render(<CanvasPage store={store} />, root);
}

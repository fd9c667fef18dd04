// The chat panel.

import "@vscode/codicons/dist/codicon.css";
import "./styles/chat.css";
import { render } from "preact";
import { vsCodePort } from "./bridge/port";
import { AppContext } from "./components/common/context";
import { Root } from "./components/root";
import { App } from "./model/app";

const app = new App(vsCodePort());
render(
  <AppContext.Provider value={app}>
    <Root />
  </AppContext.Provider>,
  document.getElementById("root") ?? document.body,
);
app.start();

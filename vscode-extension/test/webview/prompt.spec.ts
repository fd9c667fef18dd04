import { expect, test } from "./fixtures";

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

test("slash commands are completed with the keyboard", async ({ panel }) => {
  await panel.begin();
  await expect(panel.get("suggestion").first()).toBeVisible();
  await panel.prompt.pressSequentially("/pl");
  await expect(panel.get("completion").first()).toContainText("/plan");
  await panel.screenshot("commands");
  await panel.prompt.press("Enter");
  await expect(panel.prompt).toHaveValue("/plan ");
  await panel.prompt.press("Enter");
  await expect(panel.get("plan")).toBeVisible();
});

test("a command that was typed to its end is sent with Enter", async ({ panel }) => {
  await panel.begin();
  await expect(panel.get("suggestion").first()).toBeVisible();
  await panel.prompt.pressSequentially("/plan");
  await expect(panel.get("completions")).toBeVisible();
  await panel.prompt.press("Enter");
  await expect(panel.get("plan")).toBeVisible();
});

test("files are completed after @ and go with the prompt", async ({ panel, host }) => {
  host.answers["host/completeFiles"] = () => ({
    files: [
      { uri: "file:///project/src/app.py", name: "app.py", path: "src/app.py" },
      { uri: "file:///project/notes.md", name: "notes.md", path: "notes.md" },
    ],
  });
  await panel.begin();
  await panel.prompt.pressSequentially("read @no");
  await panel.prompt.press("ArrowDown");
  await panel.screenshot("files");
  await panel.prompt.press("Tab");
  await expect(panel.prompt).toHaveValue("read @notes.md ");
  await expect(panel.get("attachment")).toContainText("notes.md");
  await panel.prompt.press("Enter");
  await expect(panel.answers.first()).toContainText("You attached");
  await expect(panel.get("prompt").getByTestId("file-chip")).toContainText("notes.md");
});

test("Escape closes the completion and leaves the text", async ({ panel }) => {
  await panel.begin();
  await expect(panel.get("suggestion").first()).toBeVisible();
  await panel.prompt.pressSequentially("/pl");
  await expect(panel.get("completions")).toBeVisible();
  await panel.prompt.press("Escape");
  await expect(panel.get("completions")).toHaveCount(0);
  await expect(panel.prompt).toHaveValue("/pl");
});

test("a pasted picture goes with the prompt", async ({ panel }) => {
  await panel.begin();
  await panel.prompt.evaluate((element, data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], "pixel.png", { type: "image/png" }));
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  }, PIXEL);
  await expect(panel.get("attachment")).toContainText("pixel.png");
  await panel.prompt.fill("what is this?");
  await panel.screenshot("attachment");
  await panel.prompt.press("Enter");
  await expect(panel.answers.first()).toContainText("image");
  await expect(panel.get("prompt").getByRole("img")).toBeVisible();
});

test("a dropped text goes with the prompt, and can be taken back", async ({ panel }) => {
  await panel.begin();
  await panel.get("composer").evaluate((element) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["one two"], "list.txt", { type: "text/plain" }));
    element.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
  });
  await expect(panel.get("attachment")).toContainText("list.txt");
  await panel.get("detach").click();
  await expect(panel.get("attachment")).toHaveCount(0);
});

test("a file that was chosen or is in the editor goes with the prompt", async ({ panel, host }) => {
  const file = { uri: "file:///project/notes.md", name: "notes.md", path: "notes.md" };
  host.answers["host/pickFiles"] = () => ({ files: [file] });
  await panel.begin();
  await panel.get("attach").click();
  await expect(panel.get("attachment")).toContainText("notes.md");
  const start = { line: 2, character: 0 };
  const range = { start, end: { line: 4, character: 1 } };
  const excerpt = { ...file, languageId: "markdown", range, text: "three lines" };
  await host.push("host/context", { file, excerpt });
  await panel.get("attach-context").click();
  await expect(panel.get("attachment").last()).toContainText("lines 3 to 5");
});

test("prompts wait, are changed, moved and taken back", async ({ panel }) => {
  await panel.begin();
  await panel.send("/wait 60");
  await expect(panel.answers.first()).toBeVisible();
  for (const text of ["one", "two", "three"]) {
    await panel.send(text);
  }
  await expect(panel.get("queued")).toHaveText(["one", "two", "three"]);
  await panel.screenshot("queue");
  await panel.get("queued-up").nth(2).click();
  await expect(panel.get("queued")).toHaveText(["one", "three", "two"]);
  await panel.get("queued-edit").first().click();
  await panel.get("queued-input").fill("one and a half");
  await panel.get("queued-input").press("Enter");
  await expect(panel.get("queued").first()).toHaveText("one and a half");
  await panel.get("queued-drop").nth(1).click();
  await expect(panel.get("queued")).toHaveText(["one and a half", "two"]);
  await panel.get("stop").click();
  await expect(panel.get("queue")).toContainText("Held");
  await panel.screenshot("queue-held");
  await panel.get("run-queue").click();
  await expect(panel.get("queue")).toHaveCount(0);
  await expect(panel.answers.last()).toContainText("two");
});

test("a waiting prompt that was removed is had back, where it was", async ({ panel }) => {
  await panel.begin();
  await panel.send("/wait 60");
  await expect(panel.answers.first()).toBeVisible();
  for (const text of ["one", "two", "three"]) {
    await panel.send(text);
  }
  await expect(panel.get("queued")).toHaveText(["one", "two", "three"]);
  await panel.get("queued-drop").nth(1).click();
  await expect(panel.get("queued")).toHaveText(["one", "three"]);
  await panel.get("undo").click();
  await expect(panel.get("queued")).toHaveText(["one", "two", "three"]);
  await expect(panel.get("problem")).toHaveCount(0);
  await panel.get("stop").click();
  await expect(panel.get("queue")).toContainText("Held");
  await panel.get("queued-drop").first().click();
  await panel.get("undo").click();
  await expect(panel.get("queued")).toHaveText(["one", "two", "three"]);
  await expect(panel.get("queue")).toContainText("Held");
  await expect(panel.ends).toHaveCount(1);
});

test("Ctrl+Enter stops what runs and sends at once", async ({ panel }) => {
  await panel.begin();
  await panel.send("/wait 60");
  await expect(panel.answers.first()).toBeVisible();
  await panel.prompt.fill("hello");
  await panel.prompt.press("Control+Enter");
  await expect(panel.answers.last()).toContainText("hello");
});

test("modes and options are chosen", async ({ panel }) => {
  await panel.begin();
  await panel.get("option-mode").click();
  await panel.screenshot("mode-menu");
  await panel.get("option-mode-read-only").click();
  await expect(panel.get("option-mode")).toContainText("Read only");
  await panel.get("option-pace").press("ArrowDown");
  await expect(panel.get("option-pace-brisk")).toBeFocused();
  await panel.page.keyboard.press("End");
  await panel.page.keyboard.press("Enter");
  await expect(panel.get("option-pace")).toContainText("Instant");
  await panel.get("option-thoughts").click();
  await expect(panel.get("option-thoughts")).toHaveAttribute("aria-checked", "false");
});

test("a prompt that is not accepted is not lost", async ({ panel, host }) => {
  await panel.begin();
  await host.server?.kill();
  await panel.send("do not lose me");
  await expect(panel.get("problem")).toContainText("The prompt was not sent");
  await expect(panel.prompt).toHaveValue("do not lose me");
});

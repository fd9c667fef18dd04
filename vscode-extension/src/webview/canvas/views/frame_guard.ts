// What runs in an agent's page before anything of its own does.

/** What a page could hold another page with. */
export const FRAMES = "iframe, frame, object, embed";

/** Trees that a page declares in its source, which nothing can look into. */
export const SHADOWS = /\bshadowrootmode\b/gi;

/**
 * Takes away WebRTC: it reaches the network, and no policy of a page forbids it. A frame would have
 * it again, so whatever frame is added is removed before its page begins. The functions are taken
 * as they are now: the page may put others in their places.
 */
export const GUARD = `(() => {
  const { apply } = Reflect;
  const { remove, attachShadow } = Element.prototype;
  const { observe } = MutationObserver.prototype;
  const Observer = MutationObserver;
  const guard = (root, find) => {
    const sweep = () => {
      for (let frame; (frame = apply(find, root, ["${FRAMES}"])); ) apply(remove, frame, []);
    };
    apply(observe, new Observer(sweep), [root, { childList: true, subtree: true }]);
  };
  guard(document, Document.prototype.querySelector);
  const inShadow = DocumentFragment.prototype.querySelector;
  Element.prototype.attachShadow = function (options) {
    const root = apply(attachShadow, this, [options]);
    guard(root, inShadow);
    return root;
  };
  const forbidden = [
    [globalThis, ["RTCPeerConnection", "webkitRTCPeerConnection"]],
    [Document, ["parseHTMLUnsafe"]],
    [Document.prototype, ["open", "write", "writeln"]],
    [Element.prototype, ["setHTMLUnsafe"]],
    [ShadowRoot.prototype, ["setHTMLUnsafe"]],
  ];
  for (const [holder, names] of forbidden) for (const name of names) delete holder[name];
})();`;

/** A frame that follows a link is empty for good: within the page it scrolls, elsewhere it stays. */
export const LINKS = `addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[href], area[href]");
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  const href = link.getAttribute("href");
  if (href.startsWith("#")) document.getElementById(decodeURIComponent(href.slice(1)))?.scrollIntoView();
});`;

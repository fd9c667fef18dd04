// Loads a bundle that only some canvases need.

const script = document.currentScript as HTMLScriptElement | null;
const loading = new Map<string, Promise<void>>();

/** Load `NAME.js`, which lies beside the bundle of the page. Once. */
export function loadBundle(name: string): Promise<void> {
  let known = loading.get(name);
  if (known === undefined) {
    known = add(name);
    loading.set(name, known);
  }
  return known;
}

function add(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.nonce = script?.nonce ?? "";
    element.src = new URL(`${name}.js`, script?.src ?? document.baseURI).href;
    element.onload = () => resolve();
    element.onerror = () => reject(new Error(`The part that draws this is missing: ${name}.js`));
    document.head.append(element);
  });
}

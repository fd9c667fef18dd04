// A picture. An SVG is shown as an image too, so that nothing in it runs.

import type { ImageContent } from "../content";

export function ImageView({ image }: { readonly image: ImageContent }) {
  return (
    <figure class="image-view">
      <img
        src={`data:${image.mimeType};base64,${image.data}`}
        alt={image.alt ?? "A picture that the agent shows"}
        width={image.width ?? undefined}
        data-testid="image"
      />
      {image.alt !== null && <figcaption class="quiet">{image.alt}</figcaption>}
    </figure>
  );
}

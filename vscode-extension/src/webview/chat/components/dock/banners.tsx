// What stands in the way, and the ways on.

import { type Banner, bannersOf } from "../../../../conversation/banner";
import type { Thread } from "../../../../conversation/thread";
import { NotRestored } from "./not_restored";
import { OwnedElsewhere } from "./owned_elsewhere";
import { Parked } from "./parked";

export function Banners({ thread }: { readonly thread: Thread }) {
  return (
    <div class="banners">
      {bannersOf(thread).map((banner) => (
        <BannerView key={banner.kind} banner={banner} thread={thread} />
      ))}
    </div>
  );
}

function BannerView({ banner, thread }: { readonly banner: Banner; readonly thread: Thread }) {
  switch (banner.kind) {
    case "ownedElsewhere":
      return <OwnedElsewhere banner={banner} />;
    case "parked":
      return <Parked banner={banner} agent={thread.info.agent} />;
    case "notRestored":
      return <NotRestored failure={banner.failure} thread={thread} />;
  }
}

// The corpus in workerd: `GET /?seed=1&worlds=100` answers with the digest. No part of Portico's own worker.

import module from "../../target/everywhere/everywhere_bg.wasm";
import { digest, initSync } from "../../target/everywhere/everywhere.js";

initSync({ module });

export default {
  fetch(request) {
    const { searchParams } = new URL(request.url);
    const [seed, worlds] = ["seed", "worlds"].map((name) => Number(searchParams.get(name)));
    return Response.json({ digest: digest(seed, worlds), where: navigator.userAgent });
  },
};

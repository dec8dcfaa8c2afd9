// Where oidc-provider keeps sign-ins under way, codes and tokens: in memory, gone when the process ends.
//
// One Map for all of its models. What has ended is dropped when the Map is next written to after a minute, so a
// long evening of development does not fill the memory.

const sweepEvery = 60_000;

/** An adapter class over one fresh Map, as oidc-provider wants it: one instance per model. */
export function memoryStore() {
  const entries = new Map();
  let swept = Date.now();

  function live(key) {
    const entry = entries.get(key);
    return entry && entry.ends > Date.now() ? entry.payload : undefined;
  }

  function sweep() {
    const now = Date.now();
    if (now - swept < sweepEvery) return;
    swept = now;
    for (const [key, entry] of entries) if (entry.ends <= now) entries.delete(key);
  }

  return class Store {
    constructor(model) {
      this.model = model;
    }

    async upsert(id, payload, expiresIn) {
      sweep();
      const ends = expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000;
      entries.set(`${this.model}:${id}`, { payload, ends });
    }

    async find(id) {
      return live(`${this.model}:${id}`);
    }

    async findByUid(uid) {
      return this.#first((payload) => payload.uid === uid);
    }

    async findByUserCode(userCode) {
      return this.#first((payload) => payload.userCode === userCode);
    }

    async consume(id) {
      const payload = live(`${this.model}:${id}`);
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id) {
      entries.delete(`${this.model}:${id}`);
    }

    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
    }

    #first(matches) {
      for (const key of entries.keys()) {
        if (!key.startsWith(`${this.model}:`)) continue;
        const payload = live(key);
        if (payload && matches(payload)) return payload;
      }
      return undefined;
    }
  };
}

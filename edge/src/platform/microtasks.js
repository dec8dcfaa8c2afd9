// Microtasks by promises.
//
// Every turn of a Rust future is a microtask. workerd's own `queueMicrotask` is a call into C++ and back for each; a promise
// that has its value already runs one within V8.

const kept = Promise.resolve();
const own = globalThis.queueMicrotask;

/** As `queueMicrotask`: in order, and what is thrown becomes an `error` event, by which a module that has ended is noticed. */
export function queued(work) {
  kept.then(() => {
    try {
      work();
    } catch (error) {
      own(() => {
        throw error;
      });
    }
  });
}

/** From here on, whoever asks for a microtask gets one of these. */
export function replace() {
  globalThis.queueMicrotask = queued;
}

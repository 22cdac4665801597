// The worker that keeps opened pages on this machine (sw.js), asked from a page. Browsers give none to pages that come
// over plain HTTP from elsewhere: then nothing is kept, and all else works.
export const hasWorker = "serviceWorker" in navigator && "caches" in window;

/** The worker, once it runs. */
export async function startWorker() {
  await navigator.serviceWorker.register("/sw.js");
  return (await navigator.serviceWorker.ready).active;
}

/** Asks it to keep these addresses; whether all of them could be fetched. */
export function keepAddresses(worker, addresses) {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => resolve(event.data.kept);
    worker.postMessage({ keep: addresses }, [channel.port2]);
  });
}

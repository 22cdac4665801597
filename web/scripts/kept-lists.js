// Lists of delegates kept in this browser for when there is no net: names stay on a phone no longer than they are of use.
const prefix = "check-in-list:";
const KEPT_FOR = 12 * 3600 * 1000;

/** Under which key the list of this page is kept. */
export const listKey = (page) => prefix + page;

/** Removes the lists kept longer than half a day; with `all` every one: somebody signs out. */
export function forgetLists(all = false) {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefix)) continue;
    const { at } = JSON.parse(localStorage.getItem(key));
    if (all || Date.now() - at > KEPT_FOR) localStorage.removeItem(key);
  }
}

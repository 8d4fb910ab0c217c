// Assigns a device to each tab.
//
// A device can have one connection. So the tabs of one browser that show the same user are separate devices, numbered
// from 0. Each tab holds a lock of its number for its lifetime, and takes the first free number. A reloaded tab gets
// its number again, and continues where it was.

import { newMessageId } from "../../../client/src/ids.ts";

const BROWSER = "whaleshark.browser";
const SLOTS = 64;
const RELOAD_PATIENCE = 1_500;

function kept(storage: () => Storage, key: string, make: () => string): string {
  try {
    let value = storage().getItem(key);
    if (!value) {
      value = make();
      storage().setItem(key, value);
    }
    return value;
  } catch {
    return make();
  }
}

function remembered(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function keep(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // A reloaded tab takes the first free number.
  }
}

/** Holds a lock for the lifetime of the page. */
function hold(name: string, options: LockOptions): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks
      .request(name, options, (lock) => {
        resolve(lock !== null);
        return lock && new Promise<never>(() => {});
      })
      .catch(() => resolve(false));
  });
}

/** The devices that this page already has: a user who signs in again gets the same one. */
const taken = new Map<string, Promise<string>>();

/** The name of this tab as a device (`imei`). */
export function takeDevice(appId: number, user: string): Promise<string> {
  const key = `${appId}/${user}`;
  const device = taken.get(key) ?? findDevice(appId, user);
  taken.set(key, device);
  return device;
}

async function findDevice(appId: number, user: string): Promise<string> {
  const browser = kept(
    () => localStorage,
    BROWSER,
    () => newMessageId().slice(0, 12),
  );
  const slotKey = `whaleshark.slot.${appId}.${user}`;
  if (!navigator.locks) {
    // Pages without a secure context have no locks: then each tab is a device until it closes.
    return kept(
      () => sessionStorage,
      slotKey,
      () => `web-${newMessageId().slice(0, 12)}`,
    );
  }
  const nameOf = (slot: string | number) => `web-${browser}-${slot}`;
  const lockOf = (slot: string | number) => `${appId}/${user}/${nameOf(slot)}`;
  const before = remembered(slotKey);
  if (before && (await hold(lockOf(before), { signal: AbortSignal.timeout(RELOAD_PATIENCE) }))) {
    return nameOf(before);
  }
  for (let slot = 0; slot < SLOTS; slot++) {
    if (await hold(lockOf(slot), { ifAvailable: true })) {
      keep(slotKey, String(slot));
      return nameOf(slot);
    }
  }
  return `web-${newMessageId().slice(0, 12)}`;
}

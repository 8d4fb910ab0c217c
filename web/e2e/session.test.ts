// Goal: who is signed in, and where, is what the user chose. Method: as in messages.test.ts.

import { expect, it } from "vitest";
import { Person, Stage } from "./stage.ts";

const stage = new Stage();
const { server } = stage;

it("who stays signed in is so in every new tab, until they sign out", async () => {
  const anna = await Person.arrive(stage, "anna");
  await anna.page.getByLabel("User name").fill("anna");
  await anna.page.getByLabel("Stay signed in").check();
  await anna.page.getByRole("button", { name: "Sign in" }).click();
  await anna.online();
  const tab = await anna.context.newPage();
  await tab.goto(server.url);
  await tab.locator('.banner[data-state="online"]').waitFor({ state: "attached" });
  await tab.getByRole("heading", { name: "anna" }).waitFor();

  await tab.getByRole("button", { name: "Settings" }).click();
  await tab.getByRole("button", { name: "Sign out" }).click();
  await tab.getByRole("button", { name: "Sign in" }).waitFor();
  await tab.reload();
  await tab.getByRole("button", { name: "Sign in" }).waitFor();
  // The name is kept, to sign in again.
  expect(await tab.getByLabel("User name").inputValue()).toBe("anna");
  await anna.leave();
});

it("a window whose place is taken says so, is quiet, and can take it back", async () => {
  const bea = await Person.signIn(stage, "bea");
  await bea.page.evaluate(async () => {
    const config = await (await fetch("/v1/client-config")).json();
    const socket = new WebSocket(`ws://${location.hostname}:${config.webSocketPort}${config.webSocketPath}`);
    const imei = `web-${localStorage.getItem("whaleshark.browser")}-0`;
    socket.onopen = () => {
      const login = { command: 9000, appId: 10001, clientType: 1, imei, data: { userId: "bea" } };
      socket.send(JSON.stringify(login));
    };
  });
  await bea.page.getByText("another device or in another window, which replaced this one").waitFor();
  expect(await bea.page.locator(".banner").getAttribute("data-state")).toBe("stopped");
  await bea.page.getByRole("button", { name: "Use it here" }).click();
  await bea.online();
  await bea.leave();
});

it("a window that the application signs out says so, and asks for a sign-in", async () => {
  const finn = await Person.signIn(stage, "finn");
  const signOut = await fetch(`${server.url}/v1/apps/10001/users/finn/devices`, { method: "DELETE" });
  expect(signOut.status).toBe(204);
  await finn.page.getByRole("alert").getByText("You were signed out. Sign in again.").waitFor();
  await finn.page.getByRole("button", { name: "Sign in" }).click();
  await finn.online();
  await finn.leave();
});

it("says soon that the network is gone, and comes back with it", async () => {
  const cleo = await Person.signIn(stage, "cleo");
  await cleo.writeTo("dina");
  // The page itself measures, since this machine may be busy with other things.
  await cleo.page.evaluate(() => {
    const banner = document.querySelector(".banner");
    window.addEventListener("offline", () => performance.mark("lost"));
    new MutationObserver(() => {
      if (banner?.textContent?.startsWith("You are offline")) {
        performance.measure("until told", "lost");
      }
    }).observe(banner ?? document, { subtree: true, childList: true, characterData: true });
  });
  await cleo.context.setOffline(true);
  await cleo.offline();
  const told = await cleo.page.evaluate(() => performance.getEntriesByName("until told")[0]?.duration);
  expect(told).toBeLessThan(1_000);
  await cleo.say("written in a tunnel");
  await cleo.message("written in").getByRole("img", { name: "Waiting for a connection" }).waitFor();
  await cleo.context.setOffline(false);
  await cleo.seesTick("written in", "Sent");
  await cleo.online();
  await cleo.leave();
});

it("tells a server that is away from a network that is gone", async () => {
  const eli = await Person.signIn(stage, "eli");
  await eli.writeTo("fay");
  await stage.server.kill();
  await eli.page.getByText("The server cannot be reached").waitFor();
  await eli.screenshot("server-away");
  await eli.context.setOffline(true);
  await eli.page.getByText("You are offline").waitFor();
  await eli.context.setOffline(false);
  await eli.page.getByText("The server cannot be reached").waitFor();
  await stage.server.start();
  await eli.online();
  await eli.leave();
});

import { monitorEventLoopDelay } from "node:perf_hooks";
import { expect, test } from "vitest";
import { daily, somebody } from "./example";
import { Cancelled, proposeInThread } from "./thread";

const few = daily(
  4,
  ["ana", "bo", "chen", "dana"].map((id) => somebody(id)),
  { limits: { inARow: 2 } },
);
const goOn = () => new AbortController().signal;

test("a thread proposes, and says how far it is", async () => {
  const said: number[] = [];
  const proposal = await proposeInThread(few, 20, goOn(), ({ bound }) => said.push(bound));
  expect(proposal).toMatchObject({ kind: "proposed", planned: { broken: [] } });
  expect(said.length).toBeGreaterThan(0);
}, 60_000);

test("a cancelled one ends at once", async () => {
  const cancel = new AbortController();
  const running = proposeInThread(few, 20, cancel.signal);
  setTimeout(() => cancel.abort(), 20);
  await expect(running).rejects.toThrow(Cancelled);
  await expect(proposeInThread(few, 20, cancel.signal)).rejects.toThrow(Cancelled);
}, 60_000);

test("what does not fit the program ends with its words, not with the server", async () => {
  await expect(proposeInThread({ ...few, zone: "Nowhere/Land" }, 20, goOn())).rejects.toThrow(
    "Nowhere/Land",
  );
}, 60_000);

test("the server goes on answering while the largest plan is made", async () => {
  const many = Array.from({ length: 60 }, (_, i) => somebody(`p${i}`));
  const largest = daily(180, many, { limits: { inARow: 2, perWeek: 3, restMs: 11 * 3_600_000 } });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  const proposal = await proposeInThread(largest, 1, goOn());
  delay.disable();
  expect(proposal.kind).not.toBe("infeasible");
  // Building it and solving it took that long, on this thread none of it: a share, not a time, whatever the machine.
  expect(delay.max / 1e6).toBeLessThan((performance.now() - began) / 5);
}, 120_000);

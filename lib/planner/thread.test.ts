import { expect, test } from "vitest";
import { zones } from "@/lib/zones/table";
import { daily, somebody } from "./example";
import { propose } from "./propose";
import { Cancelled, solveInThread } from "./thread";

const input = daily(
  4,
  ["ana", "bo", "chen", "dana"].map((id) => somebody(id)),
  { limits: { inARow: 2 } },
);

test("a thread solves, and says how far it is", async () => {
  const said: number[] = [];
  const solve = solveInThread(new AbortController().signal, ({ bound }) => said.push(bound));
  const proposal = await propose(input, zones, 20, solve);
  expect(proposal).toMatchObject({ kind: "proposed" });
  expect(said.length).toBeGreaterThan(0);
}, 60_000);

test("a cancelled one ends at once", async () => {
  const cancel = new AbortController();
  const running = propose(input, zones, 20, solveInThread(cancel.signal));
  setTimeout(() => cancel.abort(), 20);
  await expect(running).rejects.toThrow(Cancelled);
  await expect(propose(input, zones, 20, solveInThread(cancel.signal))).rejects.toThrow(Cancelled);
}, 60_000);

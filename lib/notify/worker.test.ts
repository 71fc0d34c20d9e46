import type { Runner } from "graphile-worker";
import { expect, test } from "vitest";
import { keepGoing } from "./worker";

test("a queue is started again when its database was not there, or went away", async () => {
  const told: string[] = [];
  const ends = [
    () => Promise.reject(new Error("the database system is starting up")),
    () => Promise.resolve({ promise: Promise.reject(new Error("connection terminated")) }),
    () => Promise.resolve({ promise: Promise.resolve() }),
  ];
  await keepGoing(() => {
    told.push("started");
    const end = ends[told.length - 1];
    return end ? (end() as Promise<Runner>) : Promise.reject(new Error("too often"));
  });
  expect(told).toHaveLength(3);
});

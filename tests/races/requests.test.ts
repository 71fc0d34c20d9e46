import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { openDraft } from "@/lib/roster/draft-commands";
import { once } from "@/lib/tenancy/once";
import { race } from "./race";
import { raceAll } from "./race-all";
import { observeDrafts, stageDrafts } from "./rows";

const SERVERS = [0, 1] as const;

const sameKey = race({
  name: "a retried request with the same idempotency key",
  winners: ["first", "second"],
  stage: async (lane, count) =>
    (await stageDrafts(lane, count, { drafts: 0 })).map((staged) => ({
      ...staged,
      key: randomUUID(),
      /** The servers that did the act. */
      did: new Set<number>(),
    })),
  contenders: (lane, { scheduleId, key, did }) =>
    SERVERS.map(
      (server) => () =>
        lane.on(server, lane.author, (context) =>
          once(context, { key, text: scheduleId }, () => {
            did.add(server);
            return openDraft(context, { scheduleId });
          }),
        ),
    ),
  observe: observeDrafts,
  judge: ([first, second], { draftIds: opened, log }, { did }) => {
    expect(first).toMatchObject({ code: "ok" });
    expect(second).toEqual(first);
    expect(opened).toEqual([Reflect.get(Object(first?.value), "draftId")]);
    expect(log).toEqual(["draft.opened"]);
    const [winner, ...others] = did;
    expect(others).toEqual([]);
    return winner === 0 ? "first" : "second";
  },
});

raceAll([sameKey]);

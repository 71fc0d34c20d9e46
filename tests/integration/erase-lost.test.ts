import { afterAll, beforeAll, expect, test } from "vitest";
import { erasePerson } from "@/lib/personal/erase";
import { as } from "@/scripts/demo-stage";
import { openStage, outcome, type Tenant, tenant } from "./stage";

const NOW = Date.now();

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
});
afterAll(() => stage.close());

test("who lost what it takes while the page was open erases nobody any more", async () => {
  const boss = await lumen.member("Ida Admin", "Admin");
  const viewer = await lumen.member("Vic Viewer", "Viewer");
  const erase = (personId: string) =>
    outcome(as(boss, NOW, (context) => erasePerson(context, { personId })));
  const take = (where: object) =>
    as(lumen.owner, NOW, ({ db }) =>
      db.grant.deleteMany({ where: { memberId: boss.memberId, ...where } }),
    );
  await take({ permission: "member.manage" });
  expect(await erase(viewer.person)).toBe("refused");
  expect(await erase(await lumen.person("No account"))).toBe("ok");
  await take({});
  expect(await erase(await lumen.person("No account either"))).toBe("refused");
});

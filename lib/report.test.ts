import { expect, test, vi } from "vitest";
import { failureId } from "./failure-id";
import { report, reportPage } from "./report";

/** The lines that the server writes meanwhile, and what the work gave back. */
function written<T>(work: () => T): { readonly told: T; readonly lines: { id: string }[] } {
  const lines: { id: string }[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((line) => {
    lines.push(JSON.parse(String(line)));
    return true;
  });
  const told = work();
  write.mockRestore();
  return { told, lines };
}

test("the line of a fault holds the id that whoever met it was told, whatever digits it is of", () => {
  const { told, lines } = written(() =>
    Array.from({ length: 1_000 }, () => report(new Error("x"))),
  );
  expect(lines.map(({ id }) => id)).toEqual(told);
  expect(new Set(told).size).toBeGreaterThan(990);
});

test("the line of a page that failed holds the id that the page shows, which knows the digest alone", () => {
  const request = { path: "/o/lumen/people", method: "GET", headers: {} };
  const at = { routerKind: "App Router", routePath: "/o/[org]/people", routeType: "render" };
  for (const digest of ["0", "4294967295", "2176782335@E441"]) {
    const { lines } = written(() =>
      reportPage(Object.assign(new Error("no relation"), { digest }), request, at),
    );
    expect(lines).toMatchObject([
      { event: "error", id: failureId({ digest }), message: "no relation" },
    ]);
  }
  expect(failureId({})).toBeNull();
  expect(written(() => reportPage("thrown", request, at)).lines).toMatchObject([
    { id: expect.stringMatching(/^e[0-9a-f]{7}$/), message: "thrown" },
  ]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { definitionHash } from "@/lib/log/definition-hash";
import { foldHash } from "@/scripts/standby-verify/standby-verify.mjs";
import { editArbitrary } from "./definition.arbitrary";
import { diff } from "./diff";
import { emptyDefinition } from "./draft-facts";

// The tool has an implementation of its own: what operations learn to say, it must learn too.
test("the verifier's own fold gives what was published, whatever was edited", () => {
  fc.assert(
    fc.property(editArbitrary, ({ base, edited }) => {
      const nothing = emptyDefinition("UTC");
      expect(foldHash(nothing, diff(nothing, base))).toBe(definitionHash(base));
      expect(foldHash(base, diff(base, edited))).toBe(definitionHash(edited));
    }),
  );
});

test("an operation that does not fit is an error there too", () => {
  fc.assert(
    fc.property(editArbitrary, ({ base, edited }) => {
      const operations = diff(base, edited);
      fc.pre(operations.length > 0);
      expect(() => foldHash(edited, operations)).toThrow();
    }),
  );
});

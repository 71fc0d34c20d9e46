"use client";

import { useState } from "react";
import { useDone } from "@/components/form/action-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { FormMessage } from "@/components/ui/form-message";

type Outcome = { readonly step: string; readonly codes: readonly string[] };

function readOutcome(data: unknown): Outcome | null {
  if (typeof data !== "object" || data === null || !("step" in data) || !("codes" in data))
    return null;
  const { step, codes } = data;
  if (typeof step !== "string" || !Array.isArray(codes)) return null;
  return { step, codes: codes.filter((code) => typeof code === "string") };
}

/** What the last step of the form around did; after some, the backup codes, shown this once. */
export function FactorOutcome() {
  const outcome = readOutcome(useDone()?.data);
  if (!outcome) return null;
  if (outcome.codes.length > 0)
    return (
      <BackupCodes
        title={
          outcome.step === "renew"
            ? "Your old backup codes work no more"
            : "Your second factor is on"
        }
        codes={outcome.codes}
      />
    );
  if (outcome.step.endsWith("-finish")) return <FormMessage tone="good">Added.</FormMessage>;
  if (outcome.step.endsWith("-off")) return <FormMessage tone="good">Removed.</FormMessage>;
  return null;
}

function BackupCodes({
  title,
  codes,
}: {
  readonly title: string;
  readonly codes: readonly string[];
}) {
  const [copied, setCopied] = useState("");
  const text = codes.join("\n");
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied("Copied."),
      () => setCopied("The browser did not allow copying."),
    );
  return (
    <div role="status">
      <Callout tone="good" title={title}>
        <p>
          Keep these ten backup codes where you find them without your phone: on paper, or in a
          password manager. Each signs you in once. They are shown only now.
        </p>
        <ol className="tabular mt-3 grid gap-y-1 font-strong text-text">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <div
          className="mt-3 flex flex-wrap items-center gap-2 [@media(scripting:none)]:hidden"
          data-no-print
        >
          <Button onClick={() => void copy()}>Copy</Button>
          <Button onClick={() => window.print()}>Print</Button>
          <span role="status">{copied}</span>
        </div>
      </Callout>
    </div>
  );
}

import type { ZodError, ZodType } from "zod";
import { type GrafanaFile, grafanaFile } from "./grafana-schema";
import { parseJson } from "./json";
import { type OpsgenieFile, opsgenieFile } from "./opsgenie-schema";
import { type PagerdutyFile, pagerdutyFile } from "./pagerduty-schema";
import { cleanText } from "./text";
import type { System } from "./types";

/** A file that has the shape of its system's API. */
export type Source =
  | { readonly system: "pagerduty"; readonly file: PagerdutyFile }
  | { readonly system: "opsgenie"; readonly file: OpsgenieFile }
  | { readonly system: "grafana"; readonly file: GrafanaFile };

export type ReadResult =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): ReadResult => ({ ok: false, message });

/** What each system calls itself. */
export const SYSTEM_NAMES: Readonly<Record<System, string>> = {
  pagerduty: "PagerDuty",
  opsgenie: "Opsgenie",
  grafana: "Grafana OnCall",
};

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Which system's API answers like this, or a sentence saying why the file cannot be used. */
function detect(value: unknown): { readonly system: System } | { readonly message: string } {
  if (!isFields(value)) {
    return { message: "The file holds a bare list or value. Save the whole answer of the API." };
  }
  if ("on_call_shifts" in value) return { system: "grafana" };
  if ("results" in value) {
    return {
      message:
        'This is one list of Grafana OnCall. Put schedules and on_call_shifts into one file: {"schedules": …, "on_call_shifts": …}.',
    };
  }
  if (isFields(value.schedules)) {
    return { message: "This file of Grafana OnCall has schedules, but no on_call_shifts." };
  }
  if ("schedule" in value || "schedules" in value) return { system: "pagerduty" };
  if ("data" in value) return { system: "opsgenie" };
  if ("error" in value)
    return { message: "The file holds an error message of the API, not its answer." };
  return {
    message:
      "The file is not a schedule of PagerDuty, Opsgenie or Grafana OnCall, as their APIs return it.",
  };
}

function parse<T>(schema: ZodType<T>, value: unknown, system: System): T | string {
  const result = schema.safeParse(value);
  return result.success ? result.data : explain(result.error, system);
}

/**
 * One sentence: where the file differs from the API's shape, and how. Never repeats the file's
 * values.
 */
function explain(error: ZodError, system: System): string {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map((part) => cleanText(String(part))).join(".");
  const rest = error.issues.length - 1;
  const more = rest > 0 ? ` (and ${rest} more)` : "";
  const where = path === "" ? "at the top" : `at ${path}`;
  return `The file looks like ${SYSTEM_NAMES[system]}'s, but is not as its API returns it: ${where}: ${issue?.message ?? "unknown"}${more}.`;
}

/**
 * Reads the text of a file: one of the shapes told in `pagerduty-schema`, `opsgenie-schema` and
 * `grafana-schema`. Never throws for what a file holds; on refusal `message` is a sentence for the
 * user.
 */
export function readFile(text: string): ReadResult {
  const json = parseJson(text);
  if (!json.ok) return json;
  const found = detect(json.value);
  if ("message" in found) return refuse(found.message);
  if (found.system === "pagerduty") {
    const file = parse(pagerdutyFile, json.value, "pagerduty");
    return typeof file === "string" ? refuse(file) : accept({ system: "pagerduty", file });
  }
  if (found.system === "opsgenie") {
    const file = parse(opsgenieFile, json.value, "opsgenie");
    return typeof file === "string" ? refuse(file) : accept({ system: "opsgenie", file });
  }
  const file = parse(grafanaFile, json.value, "grafana");
  return typeof file === "string" ? refuse(file) : accept({ system: "grafana", file });
}

const accept = (source: Source): ReadResult => ({ ok: true, source });

import type { ProofReport } from "./import-proof";
import type { ImportReport, Listed, ReportedPerson, ReportedSchedule } from "./import-report";

const more = ({ more: left }: Listed<unknown>): readonly string[] =>
  left > 0 ? [`  and ${left} more`] : [];
const names = (people: readonly string[]): string => people.join(", ") || "nobody";

/** A report as lines of text, for the command line. */
export function toText(report: ImportReport): string {
  const { system, zone, schedules, refused, people, counts } = report;
  const lines = [
    `${system}: ${schedules.length} can come over, ${refused.length} cannot. Times in ${zone}.`,
    ...schedules.flatMap((schedule) => ["", ...scheduleLines(schedule, system)]),
    ...refused.flatMap(({ name, why }) => ["", `${name}: cannot come over. ${why}`]),
    "",
    `People: ${counts.new} new, ${counts.matched} here already.`,
    ...people.shown.map((person) => `  ${personLine(person)}`),
    ...more(people),
  ];
  return lines.map(printable).join("\n");
}

function scheduleLines(schedule: ReportedSchedule, system: string): readonly string[] {
  const { name, zone, layers, overrides, exists, notes, proof } = schedule;
  return [
    `${name} (${zone}): layers ${layers}, overrides ${overrides}`,
    ...proofLines(proof, system).map((line) => `  ${line}`),
    ...(exists ? ["  A schedule of this name is here already."] : []),
    ...notes.shown.map(({ level, what, why }) => `  ${level}: ${what}${why ? ` ${why}` : ""}`),
    ...more(notes),
  ];
}

function proofLines(proof: ProofReport, system: string): readonly string[] {
  switch (proof.kind) {
    case "nothing":
      return [`Nothing to compare: the file has no shifts that ${system} computed.`];
    case "unproven":
      return ["Not compared: the other schedules took too long."];
    case "same":
      return [
        `The same as ${system} computed, ${proof.checked.when}: ${proof.checked.hours} h compared.`,
      ];
    case "differs":
      return [
        `Differs from what ${system} computed in ${proof.hours} of ${proof.checked.hours} h, ${proof.checked.when}:`,
        ...proof.differences.map(
          ({ when, ours, theirs }) => `  ${when}: here ${names(ours)}, there ${names(theirs)}`,
        ),
        ...(proof.more > 0 ? [`  and ${proof.more} more`] : []),
      ];
  }
}

function personLine({ name, email, kind, as }: ReportedPerson): string {
  const outcome = {
    new: "new",
    matched: `here already${as ? ` as ${as}` : ""}`,
    same: `same as ${as}`,
  };
  return `${name} <${email ?? "no e-mail address"}>: ${outcome[kind]}`;
}

/** A terminal obeys control characters; a file could hold some. */
function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, "");
}

import { SERVER_EVENTS } from "@/lib/log-line";
import { describeEntry, LOGGED_ACTIONS } from "@/lib/roster/log-words";

const said = (action: string): string =>
  describeEntry(
    { action, subjectKind: "", subjectId: "…", scheduleId: null, body: {} },
    () => null,
  ).replaceAll("|", "\\|");

/** The text of docs/log-inventory.md: all that is logged, as the code has it. */
export function logInventory(): string {
  const actions = LOGGED_ACTIONS.map((action) => `| \`${action}\` | ${said(action)} |`);
  const events = Object.entries(SERVER_EVENTS).map(
    ([event, { level, what }]) => `| \`${event}\` | ${level} | ${what} |`,
  );
  return `# What is logged

Made by \`npm run log-inventory\`; a test compares it with the code.

## What the server prints

One line of JSON each, on standard output (info) or standard error (warn, error), for whoever runs Standby: \`at\` in UTC, \`level\`, \`event\`, and facts. Tokens, mail addresses, numbers and what follows a path are taken out of texts; nothing that somebody wrote can begin a line of its own or steer a terminal. Kept as long as the operator keeps it.

| event | level | what |
|---|---|---|
${events.join("\n")}

## What an organisation’s change log holds

Entries in PostgreSQL, chained by hash ([change-log.md](change-log.md)): number, instant, who, on whose behalf, from where (encrypted), the request, the subject. Read by members with “Read the change log”; kept for a year, or as long as the organisation says. Said here as of things that are gone.

| entry | says that somebody |
|---|---|
${actions.join("\n")}
`;
}

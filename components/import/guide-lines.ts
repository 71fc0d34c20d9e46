export type Guide = { readonly system: string; readonly needs: string; readonly lines: string };

/** How a file is fetched from each system. docs/import.md has the same lines and what becomes of every part. */
export const GUIDES: readonly Guide[] = [
  {
    system: "PagerDuty",
    needs: "Put a read-only API key into PD_TOKEN and the schedule's id into ID.",
    lines: String.raw`api() { curl -sSf -H "Authorization: Token token=$PD_TOKEN" \
  -H "Accept: application/vnd.pagerduty+json;version=2" "https://api.pagerduty.com$1"; }
ID=PABC123; SINCE=2026-10-12T00:00:00Z; UNTIL=2026-11-09T00:00:00Z
api "/schedules/$ID?since=$SINCE&until=$UNTIL"           > schedule.json
api "/schedules/$ID/users?since=$SINCE&until=$UNTIL"     > users.json
api "/schedules/$ID/overrides?since=$SINCE&until=$UNTIL" > overrides.json
jq -s --arg since "$SINCE" --arg until "$UNTIL" \
  '.[0] + {users: .[1].users, overrides: .[2].overrides, since: $since, until: $until}' \
  schedule.json users.json overrides.json > pagerduty.json`,
  },
  {
    system: "Opsgenie",
    needs:
      "Put an API key that may read into OPSGENIE_KEY and the schedule's id into ID. In the EU use api.eu.opsgenie.com.",
    lines: String.raw`api() { curl -sSf -H "Authorization: GenieKey $OPSGENIE_KEY" "https://api.opsgenie.com$1"; }
ID=c3a9c8e5-0000-0000-0000-000000000000
api "/v2/schedules/$ID"           > schedule.json
api "/v2/schedules/$ID/overrides" > overrides.json
api "/v2/schedules/$ID/timeline?interval=4&intervalUnit=weeks&date=2026-10-12T00:00:00Z" > timeline.json
api "/v2/users?limit=100"         > users.json
jq -s '.[0] + {overrides: .[1], timelines: [.[2]], users: .[3]}' \
  schedule.json overrides.json timeline.json users.json > opsgenie.json`,
  },
  {
    system: "Grafana OnCall",
    needs:
      "Put an API token into ONCALL_TOKEN, the address into ONCALL_URL and the schedule's id into ID. Answers come in pages: mind “next”.",
    lines: String.raw`api() { curl -sSf -H "Authorization: $ONCALL_TOKEN" "$ONCALL_URL/api/v1$1"; }
ID=SBM7DV7BKFUYU
api "/schedules/"       > schedules.json
api "/on_call_shifts/"  > shifts.json
api "/users/"           > users.json
api "/schedules/$ID/final_shifts?start_date=2026-10-12&end_date=2026-11-08" > final.json
api "/shift_swaps/"     > swaps.json
jq -s --arg id "$ID" '{schedules: .[0], on_call_shifts: .[1], users: .[2],
  final_shifts: {($id): .[3]}, shift_swaps: .[4]}' \
  schedules.json shifts.json users.json final.json swaps.json > grafana.json`,
  },
];

/** The first lines of a file of people. */
export const PEOPLE_EXAMPLE = `name,email,phone,time zone,team
Amara Okafor,amara@example.com,+49 30 1234567,Europe/Berlin,Payments`;

import { formatDate, parseDate } from "@/lib/schedule/calendar";
import type { Layer, LocalDate, PersonId, Rotation, Tier, Window } from "@/lib/schedule/types";

export type TemplatePerson = { readonly id: PersonId; readonly zone: string };

type Making = {
  readonly people: readonly TemplatePerson[];
  /** The local Monday on which the rotations begin. */
  readonly monday: LocalDate;
  readonly newId: () => string;
};

export type Template = {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  /** Zones that its layers name beside the schedule's. */
  readonly zones: readonly string[];
  readonly make: (making: Making) => readonly Tier[];
};

const FIRST = "Primary";

function weekly(
  { people, monday, newId }: Making,
  name: string,
  change: Partial<Omit<Layer, "rotation">> = {},
  anchor: Partial<Rotation["anchor"]> = {},
): Layer {
  const turns = people.map(({ id }) => ({ id: newId(), people: [id] }));
  const turn = Math.max(0, Math.min(anchor.turn ?? 0, turns.length - 1));
  return {
    id: newId(),
    name,
    priority: 0,
    windows: [],
    ...change,
    rotation: {
      unit: "week",
      every: 1,
      anchor: { date: monday, time: "09:00", ...anchor, turn },
      turns: turns.length > 0 ? turns : [{ id: newId(), people: [] }],
    },
  };
}

const tier = ({ newId }: Making, name: string, layers: readonly Layer[]): Tier => ({
  id: newId(),
  name,
  cover: "always",
  layers,
});

const WEEK: Window = { days: [1], start: "09:00", end: "18:00", endsAfterDays: 4 };
const WEEKEND: Window = { days: [5], start: "18:00", end: "09:00", endsAfterDays: 3 };

/** Hours that overlap, the later zone winning: without a gap in summer and in winter. */
const DAYLIGHT: Window = {
  days: [1, 2, 3, 4, 5, 6, 7],
  start: "08:00",
  end: "18:00",
  endsAfterDays: 0,
};
const SUN = [
  { zone: "Asia/Singapore", name: "Asia" },
  { zone: "Europe/London", name: "Europe" },
  { zone: "America/Los_Angeles", name: "Americas" },
] as const;

const regionOf = (zone: string): number => {
  if (/^(Asia|Australia|Pacific|Indian)\//.test(zone)) return 0;
  if (/^(Europe|Africa|Atlantic|Arctic)\//.test(zone)) return 1;
  return zone.startsWith("America/") ? 2 : -1;
};

/** Everybody goes where they live; who lives nowhere known goes where the fewest are. */
function byRegion(people: readonly TemplatePerson[]): readonly (readonly TemplatePerson[])[] {
  const groups: TemplatePerson[][] = [[], [], []];
  const fewest = () =>
    groups.reduce((least, group) => (group.length < least.length ? group : least));
  for (const person of people) groups[regionOf(person.zone)]?.push(person);
  for (const person of people) if (regionOf(person.zone) < 0) fewest().push(person);
  return groups;
}

export const TEMPLATES: readonly Template[] = [
  {
    id: "weekly",
    name: "Weekly rotation",
    about: "One person a week, from Monday 09:00.",
    zones: [],
    make: (making) => [tier(making, FIRST, [weekly(making, "Weekly")])],
  },
  {
    id: "weekends",
    name: "Weekdays and weekends",
    about: "One person Monday to Friday 18:00, another over the weekend.",
    zones: [],
    make: (making) => {
      const friday = { date: addDays(making.monday, 4), time: "18:00", turn: 2 };
      return [
        tier(making, FIRST, [
          weekly(making, "Weekdays", { windows: [WEEK] }),
          weekly(making, "Weekends", { windows: [WEEKEND] }, friday),
        ]),
      ];
    },
  },
  {
    id: "sun",
    name: "Follow the sun",
    about: "Three zones, each on call by day. People go where their zone is.",
    zones: SUN.map(({ zone }) => zone),
    make: (making) => {
      const groups = byRegion(making.people);
      const layers = SUN.map(({ zone, name }, index) =>
        weekly(
          { ...making, people: groups[index] ?? [] },
          name,
          { zone, priority: index, windows: [DAYLIGHT] },
          { time: DAYLIGHT.start },
        ),
      );
      return [tier(making, FIRST, layers)];
    },
  },
  {
    id: "two",
    name: "Primary and secondary",
    about: "Two tiers, one week each; next week's primary is this week's secondary.",
    zones: [],
    make: (making) => [
      tier(making, FIRST, [weekly(making, "Weekly")]),
      tier(making, "Secondary", [weekly(making, "Weekly", {}, { turn: 1 })]),
    ],
  },
];

function addDays(date: LocalDate, days: number): LocalDate {
  return formatDate(parseDate(date) + days);
}

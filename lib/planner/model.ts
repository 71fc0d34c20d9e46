import { limitRows } from "./limit-rows";
import { addLoads } from "./measure";
import { type Milp, type Program, programBuilder, type Term } from "./milp";
import type { Problem } from "./problem";
import { costOfNothing, costOfWish, riseOf } from "./score";
import { type Assignment, type Broken, KINDS, type Kind } from "./types";

/** What giving way costs where not all limits can be kept: time off last, but before an empty shift. */
const GIVING_WAY: Readonly<Record<Broken["rule"], number>> = {
  experience: 10,
  "in-a-row": 12,
  week: 12,
  month: 12,
  rest: 20,
  away: 30,
  cover: 100,
  twice: 100,
};

type Give = { readonly column: number; readonly broken: Omit<Broken, "by"> };

export type Model = {
  readonly milp: Milp;
  /** The assignment that the columns' values mean. */
  readonly read: (values: ArrayLike<number>) => Assignment;
  /** The columns' values that mean an assignment, for the solver to begin with: whole numbers only. */
  readonly write: (assignment: Assignment) => { columns: Int32Array; values: Float64Array };
  /** Of an elastic model: the limits that gave way. */
  readonly given: (values: ArrayLike<number>) => Broken[];
};

type Seats = {
  /** Column of person, step, tier; -1 where the person is away. */
  readonly at: (person: number, step: number, tier: number) => number;
  /** The terms of "on call in any tier of this step". */
  readonly on: (person: number, step: number, value: number) => Term[];
};

type Work = {
  readonly problem: Problem;
  readonly program: Program;
  readonly seats: Seats;
  readonly gives: Give[];
  readonly elastic: boolean;
};

function makeSeats(
  { input, free }: Problem,
  program: Program,
  elastic: boolean,
  gives: Give[],
): Seats {
  const columns = input.people.map((_, person) =>
    input.steps.map((_step, step) =>
      input.tiers.map(() => {
        const here = free[person]?.[step] ?? false;
        if (!here && !elastic) return -1;
        const column = program.column(here ? 0 : GIVING_WAY.away, 1, true);
        if (!here) gives.push({ column, broken: { rule: "away", step, person } });
        return column;
      }),
    ),
  );
  const at: Seats["at"] = (person, step, tier) => columns[person]?.[step]?.[tier] ?? -1;
  return {
    at,
    on: (person, step, value) =>
      input.tiers.flatMap((_, tier): Term[] => {
        const column = at(person, step, tier);
        return column === -1 ? [] : [[column, value]];
      }),
  };
}

/** What may give way in an elastic model: a column whose value is how far. */
function slack(
  { program, elastic, gives }: Work,
  broken: Omit<Broken, "by">,
  sign: 1 | -1,
): Term[] {
  if (!elastic) return [];
  const column = program.column(GIVING_WAY[broken.rule], Number.POSITIVE_INFINITY);
  gives.push({ column, broken });
  return [[column, sign]];
}

const NONE = Number.NEGATIVE_INFINITY;
const ANY = Number.POSITIVE_INFINITY;

function addCover(work: Work): void {
  const { input } = work.problem;
  const everybody = [...input.people.keys()];
  input.steps.forEach((_, step) => {
    input.tiers.forEach(({ need }, tier) => {
      const terms = everybody.flatMap((person): Term[] => {
        const column = work.seats.at(person, step, tier);
        return column === -1 ? [] : [[column, 1]];
      });
      work.program.row(need, [...terms, ...slack(work, { rule: "cover", step, tier }, 1)], need);
    });
    if (input.tiers.length > 1) {
      for (const person of everybody) work.program.row(0, work.seats.on(person, step, 1), 1);
    }
    if (input.limits.experienced > 0) {
      const knowing = everybody.filter((person) => input.people[person]?.experienced);
      const terms = knowing.flatMap((person) => work.seats.on(person, step, 1));
      const give = slack(work, { rule: "experience", step }, 1);
      work.program.row(input.limits.experienced, [...terms, ...give], ANY);
    }
  });
}

function addLimits(work: Work): void {
  for (const person of work.problem.input.people.keys()) {
    for (const { broken, plus, minus, most } of limitRows(work.problem, person)) {
      const terms = [
        ...plus.flatMap((step) => work.seats.on(person, step, 1)),
        ...minus.flatMap((step) => work.seats.on(person, step, -1)),
      ];
      work.program.row(NONE, [...terms, ...slack(work, broken, -1)], most);
    }
  }
}

/** Load is filled up quantum by quantum, each at least as dear as the last, so they fill in order. */
function addEvenness({ problem, program, seats }: Work, person: number, kind: Kind): void {
  const { input, values, free, quanta } = problem;
  if (input.weights[kind] === 0) return;
  program.addOffset(costOfNothing(problem, person, kind));
  const terms = values.flatMap((value, step) =>
    value[kind] > 0 ? seats.on(person, step, value[kind]) : [],
  );
  const most = addLoads(values.filter((_, step) => free[person]?.[step]))[kind];
  const rises = Array.from({ length: Math.round(most / quanta[kind]) }, (_, i): Term => {
    return [program.column(riseOf(problem, person, kind, i), 1), -quanta[kind]];
  });
  if (terms.length > 0) program.row(0, [...terms, ...rises], 0);
}

function addWishes({ problem, program, seats }: Work): void {
  for (const { wish, person, steps } of problem.occasions) {
    const cost = costOfWish(problem, wish.weight);
    const held = steps.flatMap((step) => seats.on(person, step, 1));
    const broken = program.column(cost, 1);
    if (wish.kind === "prefers") program.row(1, [...held, [broken, 1]], ANY);
    else {
      for (const step of steps) {
        const on = seats.on(person, step, 1);
        if (on.length > 0) program.row(NONE, [...on, [broken, -1]], 0);
      }
    }
  }
}

/**
 * A new face is somebody on call who was not before the handoff. Without the second kind of row everybody
 * could be on call by a fraction all the time: in any `inARow + 1` shifts, every seat changes hands.
 */
function addHandoffs({ problem, program, seats }: Work): void {
  const { input } = problem;
  if (input.weights.handoffs === 0) return;
  const touches = (step: number) => input.steps[step - 1]?.endsAt === input.steps[step]?.startsAt;
  input.tiers.forEach(({ need }, tier) => {
    const faces = input.steps.map((_, step): Term[] => {
      if (step === 0 || !touches(step)) return [];
      return [...input.people.keys()].flatMap((person): Term[] => {
        const [before, now] = [seats.at(person, step - 1, tier), seats.at(person, step, tier)];
        if (now === -1) return [];
        if (before === -1) {
          program.addCost(now, input.weights.handoffs);
          return [[now, 1]];
        }
        const face = program.column(input.weights.handoffs, 1);
        program.row(
          NONE,
          [
            [now, 1],
            [before, -1],
            [face, -1],
          ],
          0,
        );
        return [[face, 1]];
      });
    });
    const row = input.limits.inARow;
    if (row === null) return;
    for (let step = row; step < faces.length; step += 1) {
      const window = faces.slice(step - row + 1, step + 1);
      if (window.every((terms) => terms.length > 0)) program.row(need, window.flat(), ANY);
    }
  });
}

const codecOf = ({ input }: Problem, seats: Seats): Pick<Model, "read" | "write"> => {
  const everybody = [...input.people.keys()];
  return {
    read: (values) =>
      input.steps.map((_, step) =>
        input.tiers.map((_tier, tier) =>
          everybody.filter((person) => (values[seats.at(person, step, tier)] ?? 0) > 0.5),
        ),
      ),
    write: (assignment) => {
      const taken = new Map<number, number>();
      input.steps.forEach((_, step) => {
        input.tiers.forEach((_tier, tier) => {
          for (const person of everybody) {
            const column = seats.at(person, step, tier);
            if (column === -1) continue;
            taken.set(column, assignment[step]?.[tier]?.includes(person) ? 1 : 0);
          }
        });
      });
      return {
        columns: Int32Array.from(taken.keys()),
        values: Float64Array.from(taken.values()),
      };
    },
  };
};

/**
 * The problem as a program: a whole number, 0 or 1, for every person in every seat; limits as rows; wishes,
 * evenness and handoffs as costs. Its least cost is the least `scoreOf`. An elastic one has no wishes and
 * can always be solved: each limit may give way, and what it costs is how much gave way.
 */
export function toModel(problem: Problem, elastic = false): Model {
  const program = programBuilder();
  const gives: Give[] = [];
  const seats = makeSeats(problem, program, elastic, gives);
  const work: Work = { problem, program, seats, gives, elastic };
  addCover(work);
  addLimits(work);
  if (!elastic) {
    for (const person of problem.input.people.keys()) {
      for (const kind of KINDS) addEvenness(work, person, kind);
    }
    addWishes(work);
    addHandoffs(work);
  }
  return {
    milp: program.build(),
    ...codecOf(problem, seats),
    given: (values) =>
      gives.flatMap(({ column, broken }) => {
        const by = Math.round(values[column] ?? 0);
        return by > 0 ? [{ ...broken, by }] : [];
      }),
  };
}

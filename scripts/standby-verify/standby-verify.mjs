#!/usr/bin/env node
// biome-ignore-all lint/style/noExcessiveLinesPerFile: one file that an auditor can carry and read alone.
// Verifies an export of Standby's change log, or one entry's proof, without Standby: docs/change-log.md.
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, readFileSync, realpathSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const USAGE =
  "standby-verify export.jsonl [--key public.jwk]... [--head heads.json or .jsonl]... [--proof proof.json]...";
const MOST_PROBLEMS = 20;

/** JSON as RFC 8785 writes it. Throws for text that is no Unicode (half a surrogate pair), as it asks. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "string" && !value.isWellFormed()) throw new Error("a text is no Unicode");
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return `{${keys.map((key) => `${canonical(key)}:${canonical(value[key])}`).join(",")}}`;
}
const same = (a, b) => canonical(a) === canonical(b);
const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");

// ---- the chain ----
const FIELDS = [
  "previous",
  "orgId",
  "number",
  "at",
  "actorId",
  "onBehalfOf",
  "action",
  "subjectKind",
];
FIELDS.push("subjectId", "scheduleId", "requestId", "origin", "body");
const field = (value) =>
  value === null || value === undefined ? "-" : `${Buffer.byteLength(String(value))} ${value}`;

export function entryHash(entry) {
  if (entry.version === 2)
    return sha256(["standby-log-2", ...FIELDS.map((name) => field(entry[name]))].join("\n"));
  const older = FIELDS.filter((name) => name !== "onBehalfOf" && name !== "origin");
  return sha256(older.map((name) => entry[name] ?? "").join("\n"));
}

// ---- what each line may hold: these fields, all of them, of these types ----
const text = (value) => typeof value === "string";
const flag = (value) => typeof value === "boolean";
const count = (value) => Number.isSafeInteger(value) && value >= 0;
const uuid = (value) => text(value) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
const hash = (value) => text(value) && /^[0-9a-f]{64}$/.test(value);
const list = (value) => Array.isArray(value);
const any = (value) => value !== undefined;
const or = (one, test) => (value) => value === one || test(value);
const STORED = { definition: hash, operations: hash, holdsFrom: count, publishedAt: count };
Object.assign(STORED, { zones: text, publishedBy: uuid, emergency: flag, draft: uuid });
const AT = { scheduleId: uuid, revision: count };
const LINES = {
  log: {
    format: count,
    orgId: uuid,
    after: count,
    afterHash: or("", hash),
    frontier: list,
    keys: list,
  },
  base: [
    { ...AT, definition: any },
    { history: hash, archivedAt: or(null, count) },
  ],
  head: { jws: text },
  published: [{ ...AT, definition: hash }, STORED],
  schedule: { ...AT, archivedAt: or(null, count) },
  end: { number: count, hash: or("", hash) },
  entry: { orgId: uuid, number: count, at: count, version: count, actorId: or(null, uuid) },
};
Object.assign(LINES.entry, { onBehalfOf: or(null, uuid), action: text, subjectKind: text });
Object.assign(LINES.entry, { subjectId: text, scheduleId: or(null, uuid), requestId: text });
Object.assign(LINES.entry, { origin: text, body: text, previous: or("", hash), hash });

/** What is wrong with a line's fields, or null. An older export's lines hold less. */
function wrongFields({ type = "entry", ...fields }, format) {
  const [older, added = {}] = [LINES[type]].flat();
  const tests = format > 1 ? { ...older, ...added } : older;
  const strange = Object.keys(fields).find((name) => !Object.hasOwn(tests, name));
  if (strange !== undefined) return `has a field that does not belong there (${strange})`;
  const wrong = Object.keys(tests).find((name) => !tests[name](fields[name]));
  return wrong === undefined ? null : `does not hold its ${wrong} as it should`;
}

/** What is wrong with an entry by itself, or null. Its first form does not cover the fields that came later. */
function wrongEntry(entry) {
  const { number, version, onBehalfOf, origin } = entry;
  const fields = wrongFields({ ...entry, type: "entry" }, 1);
  if (fields) return `entry ${number} ${fields}`;
  if (version !== 1 && version !== 2) return `entry ${number} is of a form that is not known`;
  if (version === 1 && (onBehalfOf !== null || origin !== ""))
    return `entry ${number} was changed: an entry of the first form has no such field`;
  return entryHash(entry) === entry.hash
    ? null
    : `entry ${number} was changed: its content does not fit its hash`;
}

// ---- the tree of RFC 9162, section 2.1 ----
const node = (...parts) => {
  const hash = createHash("sha256").update(Buffer.of(parts.length - 1));
  for (const part of parts) hash.update(Buffer.from(part, "hex"));
  return hash.digest("hex");
};
/** One part: a leaf, behind a zero byte. Two: an inner node, behind a one. */
export function grow(frontier, size, leaf) {
  let last = node(leaf);
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) last = node(frontier.pop(), last);
  frontier.push(last);
}
export const rootOf = (frontier) =>
  frontier.length === 0 ? sha256("") : frontier.reduceRight((right, left) => node(left, right));

/** Climbs from a position to the root: calls `join` with each hash of the proof and whether it is on the left. */
function climb(position, last, proof, join) {
  let [at, end] = [position, last];
  for (const sibling of proof) {
    if (end === 0) return false;
    const left = at % 2 === 1 || at === end;
    join(sibling, left);
    while (left && at % 2 === 0 && at !== 0) [at, end] = [at / 2, Math.floor(end / 2)];
    [at, end] = [Math.floor(at / 2), Math.floor(end / 2)];
  }
  return end === 0;
}
export function isIncluded(leaf, index, size, proof, root) {
  let hash = node(leaf);
  const whole = climb(index, size - 1, proof, (sibling, left) => {
    hash = left ? node(sibling, hash) : node(hash, sibling);
  });
  return index < size && whole && hash === root;
}
export function isConsistent(first, second, proof) {
  if (first.number === second.number) return first.root === second.root && proof.length === 0;
  if (first.number > second.number || proof.length === 0) return false;
  let [position, last] = [first.number - 1, second.number - 1];
  while (position % 2 === 1) [position, last] = [(position - 1) / 2, Math.floor(last / 2)];
  const [seed, ...path] = position === 0 ? [first.root, ...proof] : proof;
  let [before, after] = [seed, seed];
  const whole = climb(position, last, path, (sibling, left) => {
    if (left) before = node(sibling, before);
    after = left ? node(sibling, after) : node(after, sibling);
  });
  return whole && before === first.root && after === second.root;
}

// ---- signatures: compact JWS with Ed25519 ----
const decode = (part) => JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));

/** What a JWS of this type states. Throws an Error whose message says what is wrong with it. */
function readJws(jws, type, keys) {
  const [header, payload, signature] = String(jws).split(".");
  const { alg, typ, kid } = decode(header);
  const jwk = keys.get(kid);
  if (!jwk) throw new Error(`is signed with a key that is not trusted here (${kid})`);
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: jwk.x }, format: "jwk" });
  const bytes = Buffer.from(signature ?? "", "base64url");
  if (alg !== "EdDSA" || typ !== type || !verify(null, `${header}.${payload}`, key, bytes))
    throw new Error("has a bad signature");
  return decode(payload);
}
const readHead = (jws, keys) => readJws(jws, "standby-log-head+jws", keys);

// ---- folding operations into a definition ----
const toFields = {
  home: ({ zone }) => ({ zone }),
  calendar: ({ name, days }) => ({ name, days }),
  tier: ({ name, cover }) => ({ name, cover }),
  turn: ({ people }) => ({ people }),
  override: ({ id: _, startsAt, endsAt, follows, target, reason, ...exception }) => ({
    when: { startsAt, endsAt, ...(follows && { follows }) },
    target,
    exception,
    reason: reason ?? null,
  }),
  layer: ({ name, priority, zone, from, until, rotation, windows, windowsIn, holidays }) => ({
    name,
    priority,
    zone: zone ?? null,
    life: { from: from ?? null, until: until ?? null },
    step: { unit: rotation.unit, every: rotation.every },
    anchor: { ...rotation.anchor, turn: rotation.turns[rotation.anchor.turn]?.id },
    weekdays: rotation.weekdays ?? null,
    windows,
    windowsIn: windowsIn ?? null,
    holidays: holidays ?? null,
  }),
};
const present = (fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** A definition laid out flat, so that each operation finds what it names by its id. */
class Sheet {
  entities = new Map([["schedule schedule", { parent: null, fields: { zone: "UTC" } }]]);
  lists = new Map();

  static of(definition) {
    const sheet = new Sheet();
    sheet.get("schedule", "schedule").fields = { zone: definition.zone };
    const all = (kind, parent, values) => {
      for (const [i, value] of values.entries())
        sheet.add(kind, { parent, after: values[i - 1]?.id ?? null }, value);
    };
    const homes = definition.homes ?? [];
    all(
      "home",
      null,
      homes.map(({ person, zone }) => ({ id: person, zone })),
    );
    all("calendar", null, definition.calendars);
    all("tier", null, definition.tiers);
    for (const { id, layers } of definition.tiers) all("layer", id, layers);
    all("override", null, definition.overrides);
    return sheet;
  }
  get(kind, id) {
    const found = this.entities.get(`${kind} ${id}`);
    if (!found) throw new Error(`there is no ${kind} ${id}`);
    return found;
  }
  list(kind, parent) {
    return this.lists.get(`${kind}@${parent}`) ?? [];
  }
  insert(kind, id, { parent, after }) {
    const list = this.list(kind, parent);
    const index = after === null ? 0 : list.indexOf(after) + 1;
    if (after !== null && index === 0) throw new Error(`there is no ${kind} ${after}`);
    this.lists.set(`${kind}@${parent}`, list.toSpliced(index, 0, id));
  }
  withdraw(kind, id, { parent, after }) {
    const list = this.list(kind, parent);
    const index = list.indexOf(id);
    if (index < 0 || (list[index - 1] ?? null) !== after)
      throw new Error(`${kind} ${id} stands elsewhere`);
    this.lists.set(`${kind}@${parent}`, list.toSpliced(index, 1));
  }
  add(kind, at, value) {
    if (this.entities.has(`${kind} ${value.id}`))
      throw new Error(`there already is a ${kind} ${value.id}`);
    this.insert(kind, value.id, at);
    this.entities.set(`${kind} ${value.id}`, { parent: at.parent, fields: toFields[kind](value) });
    const turns = kind === "layer" ? value.rotation.turns : [];
    for (const [i, turn] of turns.entries())
      this.add("turn", { parent: value.id, after: turns[i - 1]?.id ?? null }, turn);
  }
  remove(kind, at, value) {
    if (!same(this.read(kind, value.id), value))
      throw new Error(`${kind} ${value.id} is not as it was`);
    if (kind === "tier" && this.list("layer", value.id).length > 0)
      throw new Error(`tier ${value.id} still has layers`);
    this.withdraw(kind, value.id, at);
    this.entities.delete(`${kind} ${value.id}`);
    if (kind !== "layer") return;
    for (const turn of this.list("turn", value.id)) this.entities.delete(`turn ${turn}`);
    this.lists.delete(`turn@${value.id}`);
  }
  apply(operation) {
    const { op, entity, id } = operation;
    if (op === "add") return this.add(entity, operation.at, operation.value);
    if (op === "remove") return this.remove(entity, operation.at, operation.value);
    const held = this.get(entity, id);
    if (op === "move") {
      this.withdraw(entity, id, operation.from);
      this.insert(entity, id, operation.to);
      held.parent = operation.to.parent;
    } else {
      const before = Object.keys(operation.before).map((key) => [key, held.fields[key]]);
      if (!same(Object.fromEntries(before), operation.before))
        throw new Error(`${entity} ${id} is not as it was`);
      held.fields = { ...held.fields, ...operation.after };
    }
  }
  read(kind, id) {
    const { fields } = this.get(kind, id);
    if (kind === "override") {
      const { when, target, exception, reason } = fields;
      return { id, ...when, target, ...exception, ...present({ reason }) };
    }
    if (kind !== "layer") return { id, ...fields };
    const { name, priority, zone, life, step, anchor, weekdays, windows, windowsIn, holidays } =
      fields;
    const turns = this.all("turn", id);
    const turn = turns.findIndex((one) => one.id === anchor.turn);
    if (turn < 0) throw new Error(`layer ${id}: the anchor's turn is not in its rotation`);
    const rotation = { ...step, anchor: { ...anchor, turn }, turns, ...present({ weekdays }) };
    const optional = present({ zone, ...life, windowsIn: windowsIn ?? null, holidays });
    return { id, name, priority, rotation, windows, ...optional };
  }
  all(kind, parent) {
    return this.list(kind, parent).map((id) => this.read(kind, id));
  }
  definition() {
    const { zone } = this.get("schedule", "schedule").fields;
    const [calendars, overrides] = ["calendar", "override"].map((kind) => this.all(kind, null));
    const tiers = this.all("tier", null).map((tier) => {
      return { ...tier, layers: this.all("layer", tier.id) };
    });
    const homes = this.all("home", null).map(({ id, zone: at }) => ({ person: id, zone: at }));
    return { zone, tiers, overrides, calendars, ...(homes.length > 0 && { homes }) };
  }
  hash() {
    return sha256(canonical(this.definition()));
  }
}

// ---- an export, line by line ----
class Verifier {
  problems = [];
  notes = [];
  link = null;
  frontier = [];
  first = null;
  heads = 0;
  signed = 0;
  ended = false;
  schedules = new Map();
  bases = new Map();
  confirmed = new Set();

  /** `heads` are of one log; `sink`: heads of many. `proofs`: pairs of heads of which one was shown to continue the other. */
  constructor({ keys = [], heads = [], sink = [], proofs = [] } = {}) {
    this.keys = new Map(keys.map((jwk) => [jwk.kid, jwk]));
    this.pinned = keys.length > 0;
    this.saved = [...heads, ...proofs.map(({ head }) => head)].map((head) => ({ ...head }));
    this.sink = sink;
    this.proofs = proofs;
  }
  problem(what) {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(what);
  }
  line(text, number) {
    if (text === "") return;
    try {
      const value = JSON.parse(text);
      if (this.ended) return this.problem(`line ${number} stands behind the end`);
      if (JSON.stringify(value) !== text)
        return this.problem(`line ${number} is not written as an export writes it`);
      const { type = "entry" } = value;
      if (!Object.hasOwn(LINES, type) || (Object.hasOwn(value, "type") && type === "entry"))
        return this.problem(`line ${number} is of an unknown type`);
      if (!this.link && type !== "log") return this.problem(`line ${number} stands before the log`);
      const wrong = type === "entry" ? null : wrongFields(value, value.format ?? this.format);
      if (wrong) return this.problem(`line ${number} (${type}) ${wrong}`);
      this[`on_${type}`](value);
    } catch (error) {
      this.problem(`line ${number} cannot be read: ${error.message}`);
    }
  }
  on_log({ format, orgId, after, afterHash, frontier, keys }) {
    if (this.link) return this.problem("a second log begins in the same file");
    if (format !== 1 && format !== 2)
      this.problem(`an export of format ${format} is not known here`);
    if (format === 1)
      this.notes.push(
        "an export of the first format: it shows of each schedule only the last definition",
      );
    this.format = format;
    this.orgId = orgId;
    this.link = { number: after, hash: afterHash };
    this.after = after;
    this.frontier = [...frontier];
    if (!this.pinned) for (const jwk of keys) this.keys.set(jwk.kid, jwk);
    if (!this.pinned)
      this.notes.push("the keys are the export's own word: pass --key with one that you kept");
    if (after > 0)
      this.notes.push(
        `entries up to ${after} were sealed and removed: their content is not in this export`,
      );
    const own = this.sink.filter((head) => head.orgId === orgId);
    if (this.sink.length > 0 && own.length === 0)
      this.problem("none of the heads that were kept is of this organisation");
    this.saved.push(...own.map((head) => ({ ...head })));
    this.compareSaved();
  }
  held(scheduleId) {
    const held = this.schedules.get(scheduleId) ?? {
      ...{ revision: 0, sheet: new Sheet(), archivedAt: null },
      ...{ base: 0, past: new Map(), shown: 0, history: "", listed: false },
    };
    this.schedules.set(scheduleId, held);
    return held;
  }
  on_base({ scheduleId, revision, definition, ...sealed }) {
    const sheet = Sheet.of(definition);
    const { archivedAt = null } = sealed;
    Object.assign(this.held(scheduleId), { revision, base: revision, sheet, archivedAt, sealed });
    this.bases.set(scheduleId, { revision, definition: sheet.hash(), ...sealed });
  }
  on_entry(entry) {
    const { number, hash, previous } = entry;
    const expected = this.link.number + 1;
    this.first ??= number;
    if (number > expected)
      this.problem(`entry ${expected} is missing: ${number} follows ${expected - 1}`);
    else if (number < expected)
      this.problem(`entry ${number} is out of its place: ${expected} should follow`);
    else if (previous !== this.link.hash)
      this.problem(`entry ${number} does not continue the entry before it`);
    if (entry.orgId !== this.orgId) this.problem(`entry ${number} is of another organisation`);
    const wrong = wrongEntry(entry);
    if (wrong) this.problem(wrong);
    grow(this.frontier, number - 1, hash);
    this.link = { number, hash };
    this.compareSaved();
    this.read(entry);
  }
  read(entry) {
    const act = this[`act_${entry.action}`];
    if (!act) return;
    try {
      act.call(this, JSON.parse(entry.body), entry);
    } catch (error) {
      this.problem(`entry ${entry.number}: ${error.message}`);
    }
  }
  "act_schedule.published"(body, { scheduleId, number, actorId, onBehalfOf }) {
    const { base, revision, operations, definition } = body;
    const held = this.held(scheduleId);
    if (held.revision !== base || revision !== base + 1)
      this.problem(
        `entry ${number} publishes revision ${revision} on ${base}, and the log is at ${held.revision}`,
      );
    held.revision = revision;
    for (const operation of operations) held.sheet.apply(operation);
    const folded = held.sheet.hash();
    if (definition && folded !== definition)
      this.problem(`entry ${number}: its operations do not give the definition that it states`);
    const { holdsFrom, publishedAt, zones, draft } = body;
    const emergency = body.emergency !== null && body.emergency !== false;
    const by = body.publishedBy === undefined ? [actorId, onBehalfOf] : [body.publishedBy];
    const stated = { definition: folded, operations: sha256(canonical(operations)), emergency };
    held.past.set(revision, { ...stated, holdsFrom, publishedAt, zones, draft, by });
  }
  "act_schedule.archived"({ at }, { scheduleId }) {
    this.held(scheduleId).archivedAt = at ?? "some time";
  }
  "act_log.sealed"({ through, hash, schedules }, { number }) {
    if (through !== this.after) return;
    this.confirmed.add(through);
    const ids = Object.keys(schedules);
    const fits = ([id, base]) => {
      const stated = Object.entries(schedules[id] ?? { revision: null });
      if (!Object.hasOwn(schedules[id] ?? {}, "history"))
        this.notes.push(
          `entry ${number}, the seal, does not state the revisions before ${base.revision} of ${id}`,
        );
      return stated.every(([name, value]) => same(base[name] ?? null, value));
    };
    const all = [...this.bases].every(fits) && ids.length === this.bases.size;
    if (!all || hash !== this.sealedHash)
      this.problem(`entry ${number}: the sealed part ended otherwise than the export begins`);
  }
  "act_log.head-key"({ to, vouched }, { number }) {
    if (this.keys.has(to.kid)) return;
    if (!vouched)
      return this.notes.push(
        `entry ${number} begins a new key for which the former one does not vouch`,
      );
    if (!same(readJws(vouched, "standby-log-key+jws", this.keys), to))
      throw new Error("the word for the new key is of another key");
    this.keys.set(to.kid, to);
  }
  on_head({ jws }) {
    try {
      const head = readHead(jws, this.keys);
      if (
        head.orgId !== this.orgId ||
        head.number !== this.link.number ||
        head.hash !== this.link.hash
      )
        throw new Error(`is of another log than entry ${this.link.number} stands in`);
      if (head.root !== rootOf(this.frontier)) throw new Error("states another root of the tree");
      this.heads += 1;
      this.signed = head.number;
    } catch (error) {
      this.problem(`the signed head at entry ${this.link.number} ${error.message}`);
    }
  }
  on_published({ type: _, scheduleId, revision, ...stored }) {
    const held = this.schedules.get(scheduleId);
    const which = `schedule ${scheduleId}: revision ${revision}`;
    const last = held?.revision ?? "none";
    if (this.format === 1 ? held?.revision !== revision : !(revision <= held?.revision))
      return this.problem(`${which} is published, and the log ends at ${last}`);
    if (this.format === 1) {
      if (held.sheet.hash() !== stored.definition)
        this.problem(`schedule ${scheduleId}: what is published is not what the log folds to`);
      held.listed = true;
      return;
    }
    if (revision !== held.shown + 1)
      this.problem(`${which} is out of its place: ${held.shown + 1} should follow`);
    held.shown = revision;
    if (revision <= held.base) return this.sealedRevision(held, which, revision, stored);
    // Where its operations did not fit, that was said already.
    if (!held.past.has(revision)) return;
    const { by, ...told } = held.past.get(revision);
    if (!by.includes(stored.publishedBy)) this.problem(`${which}: another member published it`);
    for (const [name, value] of Object.entries(told))
      if (value !== undefined && value !== stored[name])
        this.problem(`${which}: what is published is not what the log folds to (${name})`);
  }
  /** The entries that published it are gone: the seal states what all of them came to. */
  sealedRevision(held, which, revision, stored) {
    held.history = sha256(canonical({ previous: held.history, revision, ...stored }));
    if (revision === held.base && held.history !== held.sealed.history)
      this.problem(`${which} or one before it is not as it was when the log was sealed`);
  }
  on_schedule({ scheduleId, revision, archivedAt }) {
    const held = this.held(scheduleId);
    held.listed = true;
    if (held.revision !== revision || held.shown !== revision)
      this.problem(
        `schedule ${scheduleId}: its revisions up to ${revision} are published, and the log ends at ${held.revision}`,
      );
    const fits =
      held.archivedAt === "some time" ? archivedAt !== null : held.archivedAt === archivedAt;
    if (!fits) this.problem(`schedule ${scheduleId}: it is archived otherwise than the log says`);
  }
  on_end({ number, hash }) {
    this.ended = true;
    if (number !== this.link.number || hash !== this.link.hash)
      this.problem(
        `the export says that it ends at entry ${number}, and ends at ${this.link.number}`,
      );
    for (const [id, { listed, revision }] of this.schedules)
      if (!listed && revision > 0)
        this.problem(`schedule ${id} is in the log and not among what is published`);
  }
  compareSaved() {
    if (this.link.number === this.after) this.sealedHash = this.link.hash;
    for (const head of this.saved) {
      if (head.number !== this.link.number || head.met) continue;
      head.met = true;
      const fits = head.orgId === this.orgId && head.hash === this.link.hash;
      if (!fits || (head.root && head.root !== rootOf(this.frontier)))
        this.problem(
          `the log was rewritten: entry ${head.number} is not the one of the head that was kept`,
        );
    }
  }
  /** Heads of the sealed part: they are of this log if a chain of proofs leads from them to one that was met. */
  compareSealed() {
    const settled = (head) =>
      head.met ||
      this.proofs.some(
        ({ older, head: newer }) =>
          older.number === head.number &&
          older.hash === head.hash &&
          older.orgId === head.orgId &&
          settled(
            this.saved.find(({ jws, number }) => jws === newer.jws && number === newer.number),
          ),
      );
    const open = [];
    for (const head of this.saved.filter((one) => !settled(one))) {
      if (head.number < this.after) open.push(head.number);
      else this.problem(`the log ends before entry ${head.number}, of which a head was kept`);
    }
    return open;
  }
  finish() {
    if (!this.link) this.problem("there is no log in this file");
    else if (!this.ended) this.problem("the export is cut off: it has no end");
    const open = this.link ? this.compareSealed() : [];
    if (this.after > 0 && !this.confirmed.has(this.after))
      this.problem(`no entry says that the log was sealed at entry ${this.after}`);
    if (this.link && this.signed < this.link.number)
      this.notes.push(
        `entries ${this.signed + 1} to ${this.link.number} are behind the last signed head`,
      );
    const { problems, notes, first, heads, link } = this;
    return {
      problems,
      notes,
      open,
      first,
      last: link?.number ?? 0,
      heads,
      schedules: this.schedules.size,
    };
  }
}

/** The hash of a definition after these operations. */
export function foldHash(definition, operations) {
  const sheet = Sheet.of(definition);
  for (const operation of operations) sheet.apply(operation);
  return sheet.hash();
}

/**
 * Verifies the lines of an export; `keys` are public JWKs to trust, `heads` what heads that were kept state, `sink` the same of
 * several organisations, `proofs` heads of which one was shown to continue the other. What is `open` could not be compared.
 */
export async function verifyExport(lines, trusted) {
  const verifier = new Verifier(trusted);
  let number = 0;
  for await (const line of lines) verifier.line(line, ++number);
  return verifier.finish();
}

function* wrongInEntry({ entry, proof }, head) {
  const { number, orgId, hash } = entry;
  const wrong = wrongEntry(entry);
  if (wrong) yield wrong;
  if (orgId !== head.orgId || !isIncluded(hash, number - 1, head.number, proof, head.root))
    yield `entry ${number} is not in the tree of the signed head`;
}

function* wrongInHeads({ proof }, older, head) {
  if (older.orgId !== head.orgId || !isConsistent(older, head, proof))
    yield `the head of entry ${head.number} does not continue that of ${older.number}: the log was rewritten`;
}

function* wrongWithKept(stated, kept) {
  for (const { orgId, number, hash } of kept) {
    const met = stated.find((head) => head.number === number);
    if (met && (met.hash !== hash || met.orgId !== orgId))
      yield `the log was rewritten: entry ${number} is not the one of the head that was kept`;
  }
}

/** Verifies one entry with its proof, or that a newer head continues an older one. */
export function verifyProof(proof, { keys = [], heads = [], sink = [] } = {}) {
  const own = keys.length > 0 ? keys : (proof.keys ?? []);
  const trusted = new Map(own.map((jwk) => [jwk.kid, jwk]));
  const notes = keys.length > 0 ? [] : ["the keys are the file's own word: pass --key"];
  try {
    const head = readHead(proof.head, trusted);
    const kept = [...heads, ...sink.filter(({ orgId }) => orgId === head.orgId)];
    if (proof.type === "entry") {
      const problems = [...wrongInEntry(proof, head), ...wrongWithKept([head], kept)];
      return { problems, notes };
    }
    const older = readHead(proof.older, trusted);
    const problems = [...wrongInHeads(proof, older, head), ...wrongWithKept([head, older], kept)];
    return { problems, notes };
  } catch (error) {
    return { problems: [`the signed head ${error.message}`], notes };
  }
}

// ---- the command ----
const readJson = (file) => JSON.parse(readFileSync(file, "utf8"));

/** The heads in a file: one, as the page saves it, or a line each, as a sink's file has them. */
function readHeads(file) {
  const content = readFileSync(file, "utf8");
  try {
    return { heads: [JSON.parse(content)], sink: [] };
  } catch {
    const lines = content.split("\n").filter((line) => line.trim() !== "");
    return { heads: [], sink: lines.map((line) => JSON.parse(line)) };
  }
}

function readArguments(args) {
  const [files, keys, heads, sink, proofs] = [[], [], [], [], []];
  for (let i = 0; i < args.length; i += 1) {
    if (args[i] === "--key")
      keys.push(...[readJson(args[++i])].flatMap((one) => one.keys ?? [one]));
    else if (args[i] === "--head") {
      const read = readHeads(args[++i]);
      heads.push(...read.heads);
      sink.push(...read.sink);
    } else if (args[i] === "--proof") proofs.push(readJson(args[++i]));
    else files.push(args[i]);
  }
  if (files.length !== 1) throw new Error(USAGE);
  const kept = { heads: heads.map(keptHead(keys)), sink: sink.map(keptHead(keys)) };
  return { file: files[0], trusted: { keys, ...kept, proofs: proofs.map(provenHeads(keys)) } };
}

/** What a saved head states: its signature counts if there is a key to check it with, else its plain fields. */
const keptHead = (keys) => (saved) => {
  const stated =
    keys.length > 0 ? readHead(saved.jws, new Map(keys.map((key) => [key.kid, key]))) : saved;
  const { orgId, number, hash, root } = stated;
  return { orgId, number, hash, root, jws: saved.jws };
};

/** The two heads of a proof that was kept. Throws an Error where the newer does not continue the older. */
const provenHeads = (keys) => (proof) => {
  if (keys.length === 0)
    throw new Error("--proof needs --key: its heads count by their signatures");
  const [problem] = verifyProof(proof, { keys }).problems;
  if (problem) throw new Error(`the proof does not hold: ${problem}`);
  const [older, head] = [proof.older, proof.head].map((jws) => keptHead(keys)({ jws }));
  return { older, head };
};

async function main(args) {
  const { file, trusted } = readArguments(args);
  const lines = createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  const result = await verifyFile(lines, trusted);
  for (const note of result.notes) console.log(`note: ${note}`);
  for (const problem of result.problems) console.log(`WRONG: ${problem}`);
  for (const number of result.open ?? [])
    console.log(
      `OPEN: the head that was kept is of entry ${number}, which was sealed: pass --proof that a later head continues it`,
    );
  if (result.problems.length > 0) return 1;
  if (result.open?.length > 0) return 3;
  const { first, last, heads, schedules } = result;
  console.log(
    last === undefined
      ? "OK: the proof holds"
      : `OK: entries ${first} to ${last}, ${heads} signed heads, ${schedules} schedules fold to what is published`,
  );
  return 0;
}

/** A proof is one line of JSON; an export is many. */
async function verifyFile(lines, trusted) {
  const all = lines[Symbol.asyncIterator]();
  const { value: first = "" } = await all.next();
  const proof = /^\{"type":"(entry|heads)"/.test(first);
  if (proof) return verifyProof(JSON.parse(first), trusted);
  return verifyExport(
    (async function* () {
      yield first;
      yield* { [Symbol.asyncIterator]: () => all };
    })(),
    trusted,
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  process.exitCode = await main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    return 2;
  });
}

import type { ClientBase, QueryConfig, QueryResult } from "pg";
import { keyFor } from "@/lib/crypto/keys";
import { hearClock } from "./clock";
import { SUPPORT } from "./roles";
import { CONTEXT_PURPOSE, signContext } from "./signed-context";

/** Milliseconds since the epoch by the database's clock. */
const CLOCK = "(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now";

/**
 * What the tenant door says first in a transaction, with the organisation's id and for how many ms a lock is waited for
 * (0: for as long as the transaction may take). The connection puts a signed context in place of the id; sent as it stands,
 * PostgreSQL would refuse it.
 */
export const OPEN_TENANT = `SELECT set_config('app.context', $1, true), set_config('lock_timeout', $2, true), ${CLOCK}`;

/** The same for support, with the ids of the organisation and of the access that its owner granted. */
export const OPEN_SUPPORT = `SELECT set_config('role', '${SUPPORT}', true), set_config('transaction_read_only', 'on', true), set_config('app.support', $1, true), ${CLOCK}`;

/**
 * Said before each transaction, should SQL ever have been injected into the one before: what it left on the connection
 * is gone, be it a role or a setting put on for the session, a cursor over rows, or a channel listened to.
 */
const CLEAN = "RESET ROLE; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; CLOSE ALL; UNLISTEN *";

/** From signing until PostgreSQL must have begun the transaction. */
const VALID_MS = 15_000;

type Send = (query: QueryConfig) => Promise<QueryResult>;

const DONE: QueryResult = { command: "", rowCount: 0, oid: 0, fields: [], rows: [] };

/** One connection of the tenant door: what it has sent without waiting, and whom it signs for. */
class TenantConnection {
  /** Sent and not answered for: the query that follows answers for it. */
  private opening: Promise<unknown> = Promise.resolve();
  private begun = false;
  private entered = false;
  private onlyReads = false;
  /** How far the database's clock is ahead of one of ours that never jumps. */
  private ahead = 0;
  private pid = 0;

  constructor(private readonly send: Send) {}

  async introduce(): Promise<void> {
    const answer = await this.send({ text: `SELECT pg_backend_pid() AS pid, ${CLOCK}` });
    this.pid = Number(answer.rows[0]?.pid);
    this.setClock(answer);
  }

  query(query: QueryConfig): Promise<QueryResult> {
    if (query.text === "BEGIN") return this.begin(query);
    if (this.begun && !this.entered) {
      if (query.text.startsWith("SET TRANSACTION ISOLATION LEVEL ")) return this.isolate(query);
      if (query.text === OPEN_TENANT || query.text === OPEN_SUPPORT) return this.enter(query);
    }
    if (query.text === "COMMIT" && this.onlyReads) return this.leave(query);
    return this.ask(query);
  }

  private begin(query: QueryConfig): Promise<QueryResult> {
    this.begun = true;
    this.entered = false;
    this.onlyReads = true;
    this.opening = this.send({ text: CLEAN });
    return this.later(this.send(query));
  }

  /** Whether what a serialisable transaction read holds is only known at its end. */
  private isolate(query: QueryConfig): Promise<QueryResult> {
    this.onlyReads = false;
    return this.later(this.send(query));
  }

  private enter({ text, values = [] }: QueryConfig): Promise<QueryResult> {
    this.entered = true;
    const [orgId = "", second = ""] = values.map(String);
    const isSupport = text === OPEN_SUPPORT;
    const claim = {
      orgId,
      ...(isSupport && { accessId: second }),
      pid: this.pid,
      until: Math.ceil(performance.now() + this.ahead + VALID_MS),
    };
    const signed = signContext(claim, keyFor(CONTEXT_PURPOSE));
    const sent = this.send({ text, values: isSupport ? [signed] : [signed, second] });
    return this.later(sent.then((answer) => this.setClock(answer)));
  }

  private ask(query: QueryConfig): Promise<QueryResult> {
    this.entered = true;
    // Only a statement that begins so writes nothing: WITH may hold an INSERT.
    if (!query.text.startsWith("SELECT ")) this.onlyReads = false;
    const answer = this.send(query);
    answer.catch(() => undefined);
    return this.opening.then(() => answer);
  }

  /** Nothing was written, so nothing depends on how it ends; what comes next on the connection waits its turn. */
  private leave(query: QueryConfig): Promise<QueryResult> {
    this.begun = false;
    this.send(query).catch(() => undefined);
    return Promise.resolve(DONE);
  }

  private later(sent: Promise<unknown>): Promise<QueryResult> {
    this.opening = Promise.all([this.opening, sent]);
    this.opening.catch(() => undefined);
    return Promise.resolve(DONE);
  }

  private setClock(answer: QueryResult): void {
    const now = Number(answer.rows[0]?.now);
    this.ahead = now - performance.now();
    hearClock(now);
  }
}

/**
 * Makes a new connection begin and end transactions without waiting: what opens one goes out together with its
 * first query (the connection pipelines), and the end of one that only read is not waited for. Errors of the
 * opening are the first query's. Contexts are signed for this connection alone and by the database's clock, so
 * that a wrong clock here shuts nobody out.
 *
 * For the `onConnect` of a pool with `pipeline: true` whose only user is Prisma's adapter.
 */
export async function prepareTenantConnection(client: ClientBase): Promise<void> {
  const original = client.query.bind(client);
  const connection = new TenantConnection(original);
  await connection.introduce();
  const query = (config: QueryConfig, ...rest: never[]) =>
    rest.length === 0 && typeof config === "object"
      ? connection.query(config)
      : original(config, ...rest);
  client.query = query as typeof client.query;
}

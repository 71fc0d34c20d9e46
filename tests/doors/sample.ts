import type { Permission } from "@/lib/tenancy/permissions";
import type { Holder, World } from "./world";

/** A form's fields; a list is sent under its name with [] behind. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A valid call of one door: with it, whoever may, can. */
export type Sample = {
  /**
   * All permissions that it takes, in the team that the call is about. Said here again, and not taken from the door:
   * of a door that asks for too little, nobody else would know.
   */
  readonly needs: readonly Permission[];
  /** The call is about no team: who holds the permissions in another one may make it too. */
  readonly anywhere?: true;
  /** How the command refuses who came through the door and lacks the rest, where not by "refused" or "not_found". */
  readonly otherwise?: "invalid" | "stale" | "conflict";
  readonly params?: (world: World) => Readonly<Record<string, string>>;
  readonly search?: (world: World) => Readonly<Record<string, string>>;
  /** For an action. What has to be there for it is made anew; `caller` is who will send it. */
  readonly fields?: (world: World, caller: Holder) => Promise<Fields>;
};

/** By the door's id; several where who may depends on what is sent. */
export type Samples = Readonly<Record<string, readonly Sample[]>>;

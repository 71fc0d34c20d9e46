/** How much of something there may be, by whom and in how long. */
export type Limit = {
  readonly points: number;
  readonly seconds: number;
  /** `everywhere`: all servers count together, in the store. `here`: each for itself, at no cost. */
  readonly counted: "everywhere" | "here";
  /** Whether LIMITS_FACTOR multiplies it. Never what keeps an account from being guessed at. */
  readonly scaled: boolean;
  /** What whoever is refused is told; for how long follows. */
  readonly words: string;
};

const MINUTE = 60;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;

/**
 * All limits. Guesses at one account are 100 at most in any hour: windows of a quarter hour meet an hour in five pieces at
 * most, which is 50 for strangers, and those of an hour in two, which is 40 for devices that the account knows and 10 for
 * sessions that organisations' providers opened.
 */
export const LIMITS = {
  /** Wrong passwords or codes of an account, from devices that it does not know. */
  "guess-stranger": {
    points: 10,
    seconds: QUARTER,
    counted: "everywhere",
    scaled: false,
    words: "There were too many wrong attempts for this account.",
  },
  /** The same from one device that the account was signed in on: an attacker elsewhere cannot use it up. */
  "guess-device": {
    points: 10,
    seconds: QUARTER,
    counted: "everywhere",
    scaled: false,
    words: "There were too many wrong attempts from this device.",
  },
  "guess-devices": {
    points: 20,
    seconds: HOUR,
    counted: "everywhere",
    scaled: false,
    words: "There were too many wrong attempts from devices of this account.",
  },
  /** The same in all sessions together that organisations' providers opened for the account: they lock nobody else out. */
  "guess-provider": {
    points: 5,
    seconds: HOUR,
    counted: "everywhere",
    scaled: false,
    words:
      "There were too many wrong attempts after sign-ins by an organisation’s provider. Use a backup code or a passkey, if you have one.",
  },
  /** How often an account was locked for strangers in a day: the lock grows with it. */
  locks: { points: 1_000_000, seconds: 24 * HOUR, counted: "everywhere", scaled: false, words: "" },
  /** Wrong attempts of one network address, at whatever account. */
  "guess-address": {
    points: 60,
    seconds: 10 * MINUTE,
    counted: "everywhere",
    scaled: true,
    words: "There were too many wrong attempts from your network.",
  },
  /** Forms of accounts, and steps of a sign-in by a provider, of one network address. */
  "form-address": {
    points: 120,
    seconds: 10 * MINUTE,
    counted: "everywhere",
    scaled: true,
    words: "There were too many requests from your network.",
  },
  /** The same from all devices that an account knows: others on their network cannot use it up. */
  "form-device": {
    points: 120,
    seconds: 10 * MINUTE,
    counted: "everywhere",
    scaled: true,
    words: "There were too many requests from your devices.",
  },
  /** What browsers say of pages that broke their policy, from one network: never taken from what people need. */
  "report-address": { points: 60, seconds: 10 * MINUTE, counted: "here", scaled: true, words: "" },
  /** Pages and other reads of who is not signed in, of one network address. */
  "visit-address": {
    points: 600,
    seconds: MINUTE,
    counted: "here",
    scaled: true,
    words: "There were too many requests from your network.",
  },
  /** The same on devices that an account knows, once their network has none left: others there cannot keep them out. */
  "visit-device": {
    points: 600,
    seconds: MINUTE,
    counted: "here",
    scaled: true,
    words: "There were too many requests from your devices.",
  },
  /** Questions whether Standby is well, apart from all else: who asks for others must get an answer. */
  "probe-address": {
    points: 600,
    seconds: MINUTE,
    counted: "here",
    scaled: true,
    words: "There were too many probes from your network.",
  },
  /** Keys, tokens and private addresses that do not work, from one network. */
  "token-address": {
    points: 300,
    seconds: 10 * MINUTE,
    counted: "here",
    scaled: true,
    words:
      "There were too many requests with keys or addresses that do not work from your network.",
  },
  /** The same by the providers of one organisation, from one block of addresses: a customer may have many networks. */
  "sso-block": {
    points: 600,
    seconds: 10 * MINUTE,
    counted: "everywhere",
    scaled: true,
    words: "There were too many sign-ins by this provider from addresses near yours.",
  },
  /** Steps of sign-ins by an organisation's providers. Far more than its members make: strangers can make them, too. */
  "sso-organisation": {
    points: 3_000,
    seconds: 10 * MINUTE,
    counted: "everywhere",
    scaled: true,
    words: "There were very many sign-ins by the provider of this organisation.",
  },
  /** An account, there or not, whose password was tried from one block of addresses: it counts once an hour. */
  "tried-account": { points: 1, seconds: HOUR, counted: "everywhere", scaled: false, words: "" },
  /** So many of them from one block, whosever they are, are an alert to the operator. */
  "tried-block": { points: 30, seconds: HOUR, counted: "everywhere", scaled: false, words: "" },
  /** The same from everywhere together: for who tries from many addresses. */
  "tried-anywhere": { points: 500, seconds: HOUR, counted: "everywhere", scaled: false, words: "" },
  /** That a right password was given and nothing more: its owner is told once an hour. */
  "half-sign-in": { points: 1, seconds: HOUR, counted: "everywhere", scaled: false, words: "" },
  /** Mails that strangers can have sent to one address: whoever asks for more is told nothing. */
  "mail-address": { points: 5, seconds: HOUR, counted: "everywhere", scaled: false, words: "" },
  /** Sign-ins by an organisation's providers that came to nothing, as its log tells of them: strangers can make more. */
  "sso-refused": { points: 30, seconds: HOUR, counted: "everywhere", scaled: false, words: "" },
  "read-member": {
    points: 600,
    seconds: MINUTE,
    counted: "here",
    scaled: true,
    words: "You opened very many pages.",
  },
  /** One calendar's address: phones ask once an hour. Who has it must not use up what its member's others have. */
  "read-feed": {
    points: 60,
    seconds: MINUTE,
    counted: "here",
    scaled: true,
    words: "This calendar was asked for very often.",
  },
  "read-organisation": {
    points: 6_000,
    seconds: MINUTE,
    counted: "here",
    scaled: true,
    words: "Your organisation opened very many pages.",
  },
  "write-member": {
    points: 120,
    seconds: MINUTE,
    counted: "here",
    scaled: true,
    words: "You sent very many changes.",
  },
  "write-organisation": {
    points: 1_200,
    seconds: MINUTE,
    counted: "everywhere",
    scaled: true,
    words: "Your organisation sent very many changes.",
  },
  "export-organisation": {
    points: 60,
    seconds: HOUR,
    counted: "everywhere",
    scaled: true,
    words: "Your organisation made very many exports.",
  },
  "import-organisation": {
    points: 60,
    seconds: HOUR,
    counted: "everywhere",
    scaled: true,
    words: "Your organisation read very many files.",
  },
  "plan-organisation": {
    points: 30,
    seconds: HOUR,
    counted: "everywhere",
    scaled: true,
    words: "Your organisation asked for very many plans.",
  },
  /** What a provider asks and changes by SCIM. It comes again when it is told to wait. */
  "scim-organisation": {
    points: 1_500,
    seconds: MINUTE,
    counted: "everywhere",
    scaled: true,
    words: "Your provider sent very many requests.",
  },
  /** Invitations that it has sent: each is a mail. */
  "scim-invite-organisation": {
    points: 1_000,
    seconds: HOUR,
    counted: "everywhere",
    scaled: true,
    words: "Your provider had very many invitations sent.",
  },
  "invite-organisation": {
    points: 100,
    seconds: HOUR,
    counted: "everywhere",
    scaled: true,
    words: "Your organisation sent very many invitations.",
  },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof LIMITS;

/** So long is the first lock of a day in seconds, the next twice as long, and so on up to the longest. */
const FIRST_LOCK = QUARTER;
const LONGEST_LOCK = 8 * HOUR;

/** How long the nth lock of an account within a day lasts, in seconds. */
export function lockSeconds(nth: number): number {
  return Math.min(FIRST_LOCK * 2 ** Math.min(nth - 1, 20), LONGEST_LOCK);
}

/** A wait in words: whole minutes, or hours from two on, never less than it is. */
export function waitInWords(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / MINUTE));
  if (minutes >= 120) return `${Math.ceil(minutes / 60)} hours`;
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}

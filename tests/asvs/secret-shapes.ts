/** How secrets look, whatever they open. The last part of each is long enough that no example or pattern of one has it. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/,
  "a private JWK": /"d"\s*:\s*"[\w-]{40,}"/,
  "a key of AWS": /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  "a token of GitHub": /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})/,
  "a token of GitLab": /\bglpat-[\w-]{20,}/,
  "a token of npm": /\bnpm_[A-Za-z0-9]{36}\b|_authToken=[\w+/=-]{20,}/,
  "a token of Slack": /\bxox[abeoprs]-[0-9A-Za-z-]{10,}/,
  "a key of Google": /\bAIza[\w-]{35}\b|\bGOCSPX-[\w-]{20,}/,
  "a key of Stripe": /\b[rs]k_live_[0-9a-zA-Z]{20,}/,
  "a key of an AI": /\bsk-(?:ant-|proj-)?[\w-]{40,}/,
  "a token of Twilio": /\bSK[0-9a-f]{32}\b/,
  "a token of Sentry": /\bsntr[yus]_[\w=+/-]{40,}/,
  "a signed token": /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/,
  "a token of ours": /\bstandby(?:feed|scim)?_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}\b/,
  "a setting that is secret":
    /\b(?:AUTH_SECRET|STANDBY_MASTER_KEY|STANDBY_KEYS|[A-Z_]+_(?:SECRET|TOKEN|PASSWORD))["']?\s*[:=]\s*["']?(?=[\w+/-]*\d)(?=[\w+/-]*[a-z])[\w+/-]{24,}={0,2}(?![\w(.])/,
};

/** Names of what looks like a secret in this text. */
export const secretsIn = (text: string): string[] =>
  Object.entries(SHAPES).flatMap(([what, shape]) => (shape.test(text) ? [what] : []));

/** Only Next's compiler makes fonts. */
export default function localFont() {
  return { variable: "", className: "", style: {} };
}

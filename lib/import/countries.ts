import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
} from "libphonenumber-js";

/** Whether phone numbers can be read as this country's (`DE`). */
export const isCountry = (code: string): code is CountryCode => isSupportedCountry(code);

/** Every country with its name and calling code, "Germany (+49)", by name. */
export function countries(): readonly { readonly code: CountryCode; readonly label: string }[] {
  const names = new Intl.DisplayNames("en", { type: "region" });
  return getCountries()
    .map((code) => ({ code, label: `${names.of(code) ?? code} (+${getCountryCallingCode(code)})` }))
    .sort((a, b) => a.label.localeCompare(b.label, "en"));
}

import QRCode from "qrcode";

/** A QR code as squares of `size` by `size`: `path` is what is dark, as the `d` of an SVG path. */
export function toQr(text: string): { readonly size: number; readonly path: string } {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: "M" }).modules;
  const path = Array.from(data)
    .flatMap((dark, at) => (dark ? [`M${at % size} ${Math.floor(at / size)}h1v1h-1z`] : []))
    .join("");
  return { size, path };
}

/** A QR code of `size` by `size` squares; `path` is what is dark. */
export type Qr = { readonly size: number; readonly path: string };

const MARGIN = 4;

/** Black on white in both themes: many cameras cannot read one that is inverted. */
export function QrCode({ size, path, label }: Qr & { readonly label: string }) {
  const side = size + 2 * MARGIN;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-MARGIN} ${-MARGIN} ${side} ${side}`}
      shapeRendering="crispEdges"
      className="size-56 rounded-md border border-line"
    >
      <rect x={-MARGIN} y={-MARGIN} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

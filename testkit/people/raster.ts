import sharp from 'sharp';

/** A picture with alpha, 8 bits, straight alpha, rows from the top. */
export type Raster = { width: number; height: number; rgba: Uint8Array };

export const rasterOf = async (svg: string, scale = 1): Promise<Raster> => {
  const image = sharp(Buffer.from(svg), { density: 72 * scale });
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: new Uint8Array(data) };
};

/** Lays a raster over an RGB picture; what lies outside is cut. */
export const lay = (
  picture: { width: number; height: number; rgb: Uint8Array },
  raster: Raster,
  at: { x: number; y: number },
): void => {
  const [left, top] = [Math.round(at.x), Math.round(at.y)];
  const fromX = Math.max(0, -left);
  const toX = Math.min(raster.width, picture.width - left);
  for (let y = Math.max(0, -top); y < Math.min(raster.height, picture.height - top); y++) {
    let from = (y * raster.width + fromX) * 4;
    let to = ((y + top) * picture.width + left + fromX) * 3;
    for (let x = fromX; x < toX; x++, from += 4, to += 3) {
      const alpha = raster.rgba[from + 3]!;
      if (alpha === 0) continue;
      for (let c = 0; c < 3; c++) {
        const under = picture.rgb[to + c]!;
        picture.rgb[to + c] = under + ((raster.rgba[from + c]! - under) * alpha) / 255;
      }
    }
  }
};

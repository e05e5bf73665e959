/** A room with a desk as SVG: the wall is light and quiet, so that the people are what moves. */
export const roomSvg = (
  width: number,
  height: number,
): string => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs><linearGradient id="wall" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#cfd6da"/><stop offset="1" stop-color="#9fabb3"/></linearGradient>
<filter id="grain" x="0" y="0" width="1" height="1"><feTurbulence baseFrequency=".7" numOctaves="2" seed="9"/><feColorMatrix values="0 0 0 0 .3  0 0 0 0 .3  0 0 0 0 .3  0 0 0 .12 0"/></filter></defs>
<rect width="${width}" height="${height}" fill="url(#wall)"/>
<rect x="${width * 0.06}" y="${height * 0.06}" width="${width * 0.16}" height="${height * 0.2}" fill="#7a8b95" stroke="#5f4a38" stroke-width="6"/>
<rect x="${width * 0.44}" y="${height * 0.05}" width="${width * 0.14}" height="${height * 0.3}" fill="#e4edf2" stroke="#8794a0" stroke-width="4"/>
<rect width="${width}" height="${height}" filter="url(#grain)"/></svg>`;

/** The desk in front of the people, transparent above: papers and a pen on wood. */
export const deskSvg = (width: number, height: number): string => {
  const top = height * 0.86;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs><linearGradient id="wood" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#a5764d"/><stop offset="1" stop-color="#5f4029"/></linearGradient></defs>
<rect y="${top}" width="${width}" height="${height - top}" fill="url(#wood)"/><rect y="${top}" width="${width}" height="3" fill="#c99a6d"/>
<path d="M${width * 0.42} ${top + 14} l96 -6 l22 34 l-110 8 Z" fill="#f3f1ea"/><path d="M${width * 0.56} ${top + 16} l44 16" stroke="#1d2a44" stroke-width="4"/></svg>`;
};

import { type DrawnPerson, drawnPeople } from './looks.ts';
import { portraitSize, portraitSvg } from './portrait.ts';
import { lay, type Raster, rasterOf } from './raster.ts';
import { deskSvg, roomSvg } from './room.ts';

export const pictureSize = { width: 640, height: 480 } as const;
const mouthLevels = 6;
/** Where people sit; the visitor stands behind and between. Later in the list is nearer to the camera. */
const seats: Record<DrawnPerson, { x: number; y: number; hidden: 'left' | 'right' }> = {
  visitor: { x: 190, y: 66, hidden: 'right' },
  agent: { x: 24, y: 96, hidden: 'left' },
  customer: { x: 352, y: 96, hidden: 'right' },
};
const nearOrder: readonly DrawnPerson[] = ['visitor', 'agent', 'customer'];

/** A person in one picture; `away` 0 is on the seat, 1 out of the picture. */
export type Pose = { person: DrawnPerson; mouth: number; eyesClosed: boolean; away: number };
export type Scene = { draw(tMs: number, poses: readonly Pose[]): Uint8Array };

/** Each expression is rasterised once, about 20 ms; a picture is then only laid together. */
const portraitsOf = async (person: DrawnPerson): Promise<Raster[]> => {
  const rasters: Raster[] = [];
  for (const eyesClosed of [false, true]) {
    for (let level = 0; level < mouthLevels; level++) {
      const svg = portraitSvg(drawnPeople[person], { mouth: level / (mouthLevels - 1), eyesClosed });
      rasters.push(await rasterOf(svg));
    }
  }
  return rasters;
};

/** Slow movement of somebody who sits and talks, pixels; never still for long, as a real picture. */
const sway = (person: DrawnPerson, tMs: number): { x: number; y: number } => {
  const phase = nearOrder.indexOf(person) * 1.7;
  const t = tMs / 1000;
  return { x: 5 * Math.sin(t * 1.9 + phase) + 2 * Math.sin(t * 0.7), y: 3 * Math.sin(t * 2.7 + phase * 2) };
};

const placeOf = ({ person, away }: Pose, tMs: number): { x: number; y: number } => {
  const seat = seats[person];
  const gone = seat.hidden === 'left' ? -portraitSize.width - seat.x : pictureSize.width - seat.x;
  const move = sway(person, tMs);
  return { x: seat.x + move.x + gone * away, y: seat.y + move.y };
};

/** A room, a desk and the people named; `draw` gives one RGB picture of 640 × 480. */
export const openScene = async (people: readonly DrawnPerson[]): Promise<Scene> => {
  const { width, height } = pictureSize;
  const empty = { width, height, rgb: new Uint8Array(width * height * 3) };
  lay(empty, await rasterOf(roomSvg(width, height)), { x: 0, y: 0 });
  const desk = await rasterOf(deskSvg(width, height));
  const portraits = new Map<DrawnPerson, Raster[]>();
  for (const person of new Set(people)) portraits.set(person, await portraitsOf(person));
  return {
    draw: (tMs, poses) => {
      const picture = { width, height, rgb: empty.rgb.slice() };
      for (const person of nearOrder) {
        const pose = poses.find((one) => one.person === person && one.away < 1);
        if (pose === undefined) continue;
        const level = Math.round(pose.mouth * (mouthLevels - 1)) + (pose.eyesClosed ? mouthLevels : 0);
        const raster = portraits.get(person)?.[level];
        if (raster === undefined) throw new Error(`${person} is not in this scene; give the name to openScene`);
        lay(picture, raster, placeOf(pose, tMs));
      }
      lay(picture, desk, { x: 0, y: 0 });
      return picture.rgb;
    },
  };
};
